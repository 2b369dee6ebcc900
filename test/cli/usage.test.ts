// Help and usage errors, within this process: what commander says, and how it ends.
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCli } from "../../src/cli/cli.ts";
import { ExitCode } from "../../src/cli/exit.ts";

let stdout = "";
let stderr = "";

/** Stands for a stream's `write`, callbacks included. */
function recorder(record: (text: string) => void) {
  return (text: unknown, ...rest: unknown[]): boolean => {
    record(String(text));
    const done = rest.find((argument) => typeof argument === "function");
    if (typeof done === "function") done();
    return true;
  };
}

beforeEach(() => {
  stdout = "";
  stderr = "";
  vi.spyOn(process.stdout, "write").mockImplementation(recorder((text) => (stdout += text)));
  vi.spyOn(process.stderr, "write").mockImplementation(recorder((text) => (stderr += text)));
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** The exit code of one command line. */
async function exitCode(args: string[]): Promise<unknown> {
  process.exitCode = undefined;
  await runCli(["node", "megalloc", ...args]);
  return process.exitCode ?? 0;
}

const COMMANDS = ["solve", "validate", "audit", "schema", "init", "lp"];

describe("help", () => {
  it.each(COMMANDS)("of %s has examples", async (command) => {
    expect(await exitCode([command, "--help"])).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toContain("Examples:\n");
    expect(stdout).toContain(`megalloc ${command}`);
  });

  it("lists the commands", async () => {
    expect(await exitCode(["--help"])).toBe(0);
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command} `);
  });

  it("states every exit code that a command can end with by itself", async () => {
    await exitCode(["--help"]);
    const stated = /Exit codes: ([^.]*)\./.exec(stdout)![1].matchAll(/(?:^|,)\s*(\d+) /g);
    const bySignal: readonly number[] = [ExitCode.interrupted, ExitCode.terminated];
    const own = Object.values(ExitCode).filter((code) => !bySignal.includes(code));
    expect([...stated].map(([, code]) => Number(code))).toEqual(own);
  });

  it("prints the package's version", async () => {
    const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    expect(await exitCode(["--version"])).toBe(0);
    expect(stdout).toBe(`${(JSON.parse(text) as { version: string }).version}\n`);
  });
});

describe("usage errors end with 2 and name what is wrong", () => {
  it.each([
    [[], "Usage: megalloc"],
    [["solv", "x"], "Did you mean solve?"],
    [["solve"], "missing required argument 'portfolio'"],
    [["solve", "a", "b"], "too many arguments"],
    [["solve", "a", "--tim", "3s"], "unknown option '--tim'"],
    [["solve", "a", "--time-limit", "10"], "has no unit: write 10s"],
    [["solve", "a", "--gap", "5"], "did you mean 5%?"],
    [["solve", "a", "--seed", "pi"], "is not a whole number"],
    [["solve", "a", "--engine", "gpu"], "Allowed choices are auto, wasm, js"],
    [["schema", "plans"], "Allowed choices are portfolio, plan"],
    [["lp"], "missing required argument 'model'"],
    [["lp", "a", "--format", "loose"], "Allowed choices are auto, fixed, free"],
    [["audit", "-", "-"], "cannot both come from standard input"],
  ])("%j", async (args, words) => {
    expect(await exitCode(args)).toBe(2);
    expect(stderr).toContain(words);
    expect(stdout).toBe("");
  });
});
