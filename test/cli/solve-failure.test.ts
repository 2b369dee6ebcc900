// Bugs of ours, as the command meets them: what is written, where, and how it ends.
import { mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ExitCode } from "../../src/cli/exit.ts";
import { solveFailure } from "../../src/cli/solve-failure.ts";
import { InternalError, OptionError, Replay } from "../../src/errors.ts";
import { examplePortfolio } from "./example-plan.ts";

const home = process.cwd();
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "megalloc-test-"));
  process.chdir(directory);
});

afterEach(() => {
  process.chdir(home);
  rmSync(directory, { recursive: true, force: true });
});

const portfolio = examplePortfolio();
const REPLAY: Replay = {
  schema: "megalloc/replay@1",
  version: "0.0.0",
  message: "made for this test",
  portfolio,
  options: { seed: 3 },
  plan: null,
  findings: ["power"],
};

it("writes the replay of an audit that failed", async () => {
  const failure = await solveFailure(new InternalError("the audit says no", REPLAY), portfolio, {});
  expect(failure.exitCode).toBe(ExitCode.internal);
  const [file, ...others] = readdirSync(directory);
  expect(others).toEqual([]);
  expect(file).toMatch(/^megalloc-replay-[\dTZ-]+\.json$/);
  expect(failure.message).toContain("internal error: the audit says no");
  expect(failure.message).toContain(`"${file}"`);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(REPLAY);
});

it("makes a replay for any other bug, its stack included", async () => {
  const failure = await solveFailure(new RangeError("index 7"), portfolio, { seed: 5 });
  expect(failure.exitCode).toBe(ExitCode.internal);
  const replay = JSON.parse(readFileSync(readdirSync(directory)[0], "utf8")) as Replay;
  expect(replay.message).toContain("RangeError: index 7\n    at ");
  expect(replay).toMatchObject({
    schema: "megalloc/replay@1",
    options: { seed: 5 },
    portfolio: { name: "west-texas" },
  });
});

it("keeps the replay elsewhere when this directory does not take it", async () => {
  rmdirSync(directory);
  const failure = await solveFailure(new Error("lost"), portfolio, {});
  const kept = /is in "(.*?)"/.exec(failure.message)![1];
  expect(kept.startsWith(tmpdir())).toBe(true);
  expect(JSON.parse(readFileSync(kept, "utf8"))).toMatchObject({ schema: "megalloc/replay@1" });
  rmSync(kept);
});

it("takes options that make no sense for what they are", async () => {
  const failure = await solveFailure(new OptionError("gap is -1; it must be 0 or more"), portfolio, {});
  expect(failure).toMatchObject({ exitCode: ExitCode.badInput, message: "gap is -1; it must be 0 or more" });
  expect(readdirSync(directory)).toEqual([]);
});
