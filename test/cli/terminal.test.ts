// `megalloc solve` on a terminal: the live line, colours, Ctrl-C and kill. Needs python3 for the pseudo-terminal.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { takeStopSignals } from "../../src/cli/stop-signals.ts";
import { SolvedPlan } from "../../src/plan/plan.ts";
import { cleanEnv, EXAMPLE, SOURCE, temporaryDirectories } from "./run-cli.ts";

const directory = temporaryDirectories();
const PTY_RUN = fileURLToPath(new URL("./pty-run.py", import.meta.url));
const hasPython = spawnSync("python3", ["-c", "import pty"]).status === 0;
if (!hasPython) console.warn("python3 with its pty module is absent: the command is not tested on a terminal");

type Step = { expect: string } & ({ send: string } | { signals: string[] });

interface TerminalOutcome {
  transcript: string;
  exitCode: number | null;
  signal: string | null;
  stepsDone: number;
}

/** Resolves when the process has ended; the script itself gives up after 50 s. */
function onTerminal(
  cwd: string,
  args: string[],
  steps: Step[],
  env: Record<string, string> = {},
): Promise<TerminalOutcome> {
  const job = {
    command: [...SOURCE.command, ...args],
    cwd,
    env: cleanEnv({ TERM: "xterm-256color", ...env }),
    columns: 100,
    steps,
  };
  const child = spawn("python3", [PTY_RUN, JSON.stringify(job)], { stdio: ["ignore", "pipe", "inherit"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(JSON.parse(Buffer.concat(chunks).toString("utf8")) as TerminalOutcome));
  });
}

const ERASE_LINE = "\r\u001b[K";
const INCUMBENT = "value \\$";
const ENDLESS = ["solve", EXAMPLE, "--gap", "0", "--time-limit", "300h", "-o", "plan.json"];

function readPlan(cwd: string): SolvedPlan {
  return JSON.parse(readFileSync(join(cwd, "plan.json"), "utf8")) as SolvedPlan;
}

describe.skipIf(!hasPython)("on a terminal", () => {
  it("draws one live line, clears it, and prints the summary in colours", async () => {
    const outcome = await onTerminal(directory(), ["solve", EXAMPLE, "--moves", "2000"], []);
    expect(outcome.exitCode).toBe(0);
    const beforeSummary = outcome.transcript.slice(0, outcome.transcript.indexOf("west-texas"));
    const drawn = beforeSummary.split(ERASE_LINE);
    expect(drawn.length).toBeGreaterThan(2);
    expect(drawn[0]).toBe("");
    for (const line of drawn.slice(1, -1)) {
      expect(stripVTControlCharacters(line)).toMatch(/^(preparing|bounding|constructing|searching|finished) +value /);
    }
    expect(drawn[drawn.length - 1]).toBe("\u001b[1m");
    expect(beforeSummary).not.toContain("\n");
    expect(outcome.transcript).toContain("\u001b[1mwest-texas\u001b[22m");
  });

  it("respects NO_COLOR", async () => {
    const outcome = await onTerminal(directory(), ["solve", EXAMPLE, "--moves", "200"], [], { NO_COLOR: "1" });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.transcript.replaceAll(ERASE_LINE, "")).not.toContain("\u001b");
    expect(outcome.transcript).toContain("west-texas: ");
  });

  it("keeps the best plan on Ctrl-C", async () => {
    const cwd = directory();
    const outcome = await onTerminal(cwd, ENDLESS, [{ expect: INCUMBENT, send: "\u0003" }]);
    expect(outcome).toMatchObject({ exitCode: 0, signal: null, stepsDone: 1 });
    expect(outcome.transcript).toContain("stopping: the best plan found is being written");
    expect(outcome.transcript).toContain("stopped by hand");
    expect(readPlan(cwd)).toMatchObject({ status: "feasible", stopReason: "cancelled" });
  });

  it("keeps the best plan when it is asked to terminate", async () => {
    const cwd = directory();
    const outcome = await onTerminal(cwd, ENDLESS, [{ expect: INCUMBENT, signals: ["SIGTERM"] }]);
    expect(outcome).toMatchObject({ exitCode: 0, stepsDone: 1 });
    expect(readPlan(cwd)).toMatchObject({ status: "feasible", stopReason: "cancelled" });
  });

  it("quits at once on the second signal, without a plan", async () => {
    const cwd = directory();
    const outcome = await onTerminal(cwd, ENDLESS, [{ expect: INCUMBENT, signals: ["SIGTERM", "SIGINT"] }]);
    expect(outcome.stepsDone).toBe(1);
    expect([130, 143]).toContain(outcome.exitCode);
    expect(() => readPlan(cwd)).toThrow("ENOENT");
  });
});

describe("stop signals", () => {
  it("abort at the first Ctrl-C, exit with 130 at the second, and are given back", () => {
    const exit = vi.spyOn(process, "exit").mockImplementation((() => undefined) as never);
    const before = process.listenerCount("SIGINT");
    const firsts: string[] = [];
    const stop = takeStopSignals((name) => firsts.push(name));
    process.emit("SIGINT", "SIGINT");
    expect(stop.signal.aborted).toBe(true);
    expect(exit).not.toHaveBeenCalled();
    process.emit("SIGINT", "SIGINT");
    expect(exit.mock.calls[0]).toEqual([130]);
    process.emit("SIGTERM", "SIGTERM");
    expect(exit.mock.calls[1]).toEqual([143]);
    expect(firsts).toEqual(["SIGINT"]);
    stop.release();
    expect(process.listenerCount("SIGINT")).toBe(before);
    exit.mockRestore();
  });
});
