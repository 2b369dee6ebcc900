import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSweep } from "../../src/cli/open-sweep.ts";
import { ResultsFile, readResults } from "../../src/cli/sweep-results.ts";
import { scenarioKey } from "../../src/sweep/run-scenario.ts";
import type { Scenario } from "../../src/sweep/scenario.ts";
import { type SweepContext, sweepQuestion } from "../../src/sweep/sweep-context.ts";
import { temporaryDirectories } from "../cli/run-cli.ts";
import { fakeContext, fakeResult, fakeScenarios } from "./fake-sweep.ts";
import { WEST_TEXAS } from "./scenarios.ts";

const directory = temporaryDirectories();

async function written(path: string, scenarios: readonly Scenario[]): Promise<SweepContext> {
  const context = await fakeContext();
  const file = ResultsFile.lock(path).begin(context);
  for (const scenario of scenarios) file.put(fakeResult(await scenarioKey(context, scenario), scenario.id, 5));
  file.close();
  return context;
}

const question = (moveLimit = 10) => sweepQuestion(WEST_TEXAS, { unservedPenalty: 1 }, { moveLimit });
const never = (): Promise<SweepContext> => Promise.reject(new Error("the base was solved again"));

describe("a file of results", () => {
  it("cut at any byte holds its whole lines, and goes on from there", async () => {
    const path = join(directory(), "r.jsonl");
    const scenarios = fakeScenarios(3);
    const context = await written(path, scenarios);
    const bytes = readFileSync(path);
    const ends = [...bytes.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at + 1] : []));
    expect(ends).toHaveLength(4);
    const cuts = [...ends, ...ends.flatMap((end) => [end - 1, end - 2, end - 100]), ends[2] + 1, 1, 0];
    for (const cut of cuts) {
      writeFileSync(path, bytes.subarray(0, cut));
      const whole = ends.filter((end) => end <= cut).length;
      const stored = readResults(path);
      expect(stored?.results.length ?? -1, `cut at ${cut}`).toBe(whole - 1);
      const file = stored === undefined ? ResultsFile.lock(path).begin(context) : ResultsFile.lock(path).resume(stored);
      for (const scenario of scenarios) file.put(fakeResult(await scenarioKey(context, scenario), scenario.id, 5));
      file.close();
      expect(readFileSync(path).equals(bytes), `cut at ${cut}`).toBe(true);
    }
  });

  it("says of each line when it is on the disk, of many at once as of one", async () => {
    const path = join(directory(), "r.jsonl");
    const context = await fakeContext();
    const file = ResultsFile.lock(path).begin(context);
    const scenarios = fakeScenarios(40);
    const keys = await Promise.all(scenarios.map((scenario) => scenarioKey(context, scenario)));
    const done: number[] = [];
    const put = (k: number): Promise<void> =>
      file.put(fakeResult(keys[k], scenarios[k].id, k)).then(() => {
        done.push(k);
        // What a promise vouches for can be read, whatever is still being written.
        expect(readResults(path)!.results.map(({ key }) => key)).toContain(keys[k]);
      });
    const first = [0, 1, 2, 3].map(put);
    await first[0];
    await Promise.all([...first, ...keys.keys()].map((k) => (typeof k === "number" ? put(k) : k)));
    const late = put(0);
    file.close();
    await late;
    expect(readResults(path)!.results.map(({ key }) => key)).toEqual(keys);
    expect(done).toHaveLength(45);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("with a last line of zeros, as after a power failure, is mended", async () => {
    const path = join(directory(), "r.jsonl");
    await written(path, fakeScenarios(2));
    const { length } = readFileSync(path);
    truncateSync(path, length + 300);
    expect(readResults(path)).toMatchObject({ soundBytes: length, isTorn: true, results: [{}, {}] });
  });

  it("spoilt in the middle is refused with the line", async () => {
    const path = join(directory(), "r.jsonl");
    await written(path, fakeScenarios(2));
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, [lines[0], lines[1].slice(0, 40), lines[2], ""].join("\n"));
    expect(() => readResults(path)).toThrow(/line 2 is not JSON; name another file with --results/);
  });

  it("that is something else is refused, not written over", async () => {
    const path = join(directory(), "r.jsonl");
    writeFileSync(path, "notes of mine, one line");
    expect(() => readResults(path)).toThrow(/line 1 is not JSON/);
    writeFileSync(path, '{"schema":"megalloc/plan@1"}\n');
    expect(() => readResults(path)).toThrow(/line 1 is not that of a sweep/);
  });

  it("has one writer at a time; a killed one does not keep it", async () => {
    const path = join(directory(), "r.jsonl");
    await written(path, []);
    const lock = ResultsFile.lock(path);
    expect(() => ResultsFile.lock(path)).toThrow(`being written by another sweep (process ${process.pid}`);
    lock.release();
    // Process ids end far below this one.
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    ResultsFile.lock(path).release();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });
});

describe("a sweep's file", () => {
  it("is continued by the same sweep, also with more scenarios, without solving the base again", async () => {
    const path = join(directory(), "r.jsonl");
    await written(path, fakeScenarios(3));
    appendFileSync(path, '{"key":"half a li');
    const open = await openSweep(path, question(), fakeScenarios(5), false, never);
    open.file.close();
    expect([open.known.size, open.wasTorn]).toEqual([3, true]);
  });

  it.each([
    ["other settings", () => question(11), fakeScenarios(3), "different is --moves, --gap, --seed or --time-limit"],
    [
      "another portfolio",
      () => sweepQuestion({ ...WEST_TEXAS, name: "other" }, { unservedPenalty: 1 }, { moveLimit: 10 }),
      fakeScenarios(3),
      "different is the portfolio",
    ],
    [
      "other commitments",
      () => sweepQuestion(WEST_TEXAS, { unservedPenalty: 2 }, { moveLimit: 10 }),
      fakeScenarios(3),
      "different is the commitments",
    ],
    ["fewer scenarios", () => question(), fakeScenarios(2), 'does not have (any more), such as "s2"'],
  ])("is refused to %s, and left as it is", async (_, asked, scenarios, words) => {
    const path = join(directory(), "r.jsonl");
    await written(path, fakeScenarios(3));
    const before = readFileSync(path, "utf8");
    await expect(openSweep(path, asked(), scenarios, false, never)).rejects.toThrow(words);
    expect(readFileSync(path, "utf8")).toBe(before);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("is begun anew on demand", async () => {
    const path = join(directory(), "r.jsonl");
    await written(path, fakeScenarios(3));
    const open = await openSweep(path, question(11), fakeScenarios(2), true, () => fakeContext(11));
    open.file.close();
    expect(open.known.size).toBe(0);
    expect(readResults(path)?.results).toEqual([]);
  });
});
