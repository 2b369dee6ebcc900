// Sweeps whose workers, or themselves, are killed. Needs /proc to find the workers.
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { SweepAnswer } from "../../src/sweep/sweep-answer.ts";
import { temporaryDirectories } from "../cli/run-cli.ts";
import {
  childrenOf,
  endAll,
  hasProc,
  isAlive,
  keysOf,
  PATIENCE_MS,
  resultLines,
  SCENARIO_COUNT,
  start,
  sweepArgs,
  until,
  writeSweepFiles,
} from "./cli-sweep.ts";

const directory = temporaryDirectories();
afterEach(endAll);
if (!hasProc) console.warn("SKIPPED: there is no /proc here, so the workers of a sweep cannot be found and killed");

/** The answer of a sweep that nobody disturbs, on one worker. */
let undisturbed: Promise<string> | undefined;
function answerAlone(): Promise<string> {
  undisturbed ??= (async () => {
    const here = directory();
    writeSweepFiles(here);
    const { code, stdout, stderr } = await start(here, ...sweepArgs("--jobs", "1")).ended;
    expect(stderr).toBe("");
    expect(code).toBe(0);
    return stdout;
  })();
  return undisturbed;
}

describe.skipIf(!hasProc)("a sweep", () => {
  it(
    "whose worker is killed has another do its work",
    async () => {
      const alone = await answerAlone();
      expect((JSON.parse(alone) as SweepAnswer).rows).toHaveLength(SCENARIO_COUNT);
      const here = directory();
      writeSweepFiles(here);
      const running = start(here, ...sweepArgs("--jobs", "2"));
      await until("a result is there", () => resultLines(here).length >= 2);
      const [first] = childrenOf(running.pid);
      expect(first).toBeDefined();
      // Threads of a worker's collector would take the cores of the others.
      expect(readFileSync(`/proc/${first}/cmdline`, "utf8").split("\0")).toContain("--single-threaded-gc");
      process.kill(first, "SIGKILL");
      const { code, stdout } = await running.ended;
      expect(code).toBe(0);
      const keys = keysOf(resultLines(here));
      expect(keys).toHaveLength(SCENARIO_COUNT);
      expect(new Set(keys).size).toBe(SCENARIO_COUNT);
      expect(stdout).toBe(alone);
    },
    PATIENCE_MS,
  );

  it(
    "that is interrupted, then killed in the middle of a line, goes on both times",
    async () => {
      const here = directory();
      writeSweepFiles(here);
      const first = start(here, ...sweepArgs("--jobs", "1"));
      await until("a result is there", () => resultLines(here).length >= 1);
      first.child.kill("SIGINT");
      const interrupted = await first.ended;
      expect(interrupted.code).toBe(130);
      expect(interrupted.stderr).toMatch(/stopped: \d+ of 12 scenarios solved; the same command solves the rest/);
      const before = resultLines(here);
      expect(before.length).toBeLessThan(SCENARIO_COUNT);

      const second = start(here, ...sweepArgs("--jobs", "2"));
      await until("more results are there", () => resultLines(here).length >= before.length + 2);
      const workers = childrenOf(second.pid);
      expect(workers).toHaveLength(2);
      second.child.kill("SIGKILL");
      expect((await second.ended).signal).toBe("SIGKILL");
      await until("its workers have ended", () => !workers.some(isAlive));
      appendFileSync(join(here, "scenarios.results.jsonl"), '{"key":"a line that was never wri');
      const kept = resultLines(here);
      expect(kept.slice(0, before.length)).toEqual(before);

      const third = await start(here, ...sweepArgs("--jobs", "2")).ended;
      expect(third.stderr).toContain(`${kept.length} scenarios solved before; its last line was cut off`);
      expect(third.code).toBe(0);
      const keys = keysOf(resultLines(here));
      expect(resultLines(here).slice(0, kept.length)).toEqual(kept);
      expect(keys).toHaveLength(SCENARIO_COUNT);
      expect(new Set(keys).size).toBe(SCENARIO_COUNT);
      expect(third.stdout).toBe(await answerAlone());
    },
    PATIENCE_MS,
  );
});
