// Help and usage errors, within this process: what commander says, and how it ends.
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCli } from "../../src/cli/cli.ts";

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

describe("help", () => {
  it.each(["solve", "validate", "audit", "schema", "init"])("of %s has examples", async (command) => {
    expect(await exitCode([command, "--help"])).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toContain("Examples:\n");
    expect(stdout).toContain(`megalloc ${command}`);
  });

  it("lists the commands", async () => {
    expect(await exitCode(["--help"])).toBe(0);
    for (const command of ["solve", "validate", "audit", "schema", "init"]) expect(stdout).toContain(`\n  ${command} `);
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
    [["audit", "-", "-"], "cannot both come from standard input"],
  ])("%j", async (args, words) => {
    expect(await exitCode(args)).toBe(2);
    expect(stderr).toContain(words);
    expect(stdout).toBe("");
  });
});
