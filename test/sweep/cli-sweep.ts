// `megalloc sweep` and `megalloc worker` as processes that can be killed.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnv, SOURCE, targets } from "../cli/run-cli.ts";
import { newestMs } from "../optimizer/built.ts";

export const SCENARIO_COUNT = 12;

/** Several processes start in each of these tests; on a busy machine that alone takes a while. */
export const PATIENCE_MS = 240_000;

/** What was built, where it is no older than the sources: it starts in a tenth of the time. */
const COMMAND = ((): string[] => {
  const built = targets().find(({ name }) => name === "dist");
  const isFresh =
    built !== undefined && statSync(built.command[1]).mtimeMs >= Math.max(...["src", "assembly"].map(newestMs));
  return isFresh ? built.command : SOURCE.command;
})();

/** Portfolio and scenarios of a quick sweep, in a directory of their own. */
export function writeSweepFiles(directory: string): void {
  const example = new URL("../../src/examples/latecomer.json", import.meta.url);
  writeFileSync(join(directory, "portfolio.json"), readFileSync(example));
  const scenarios = {
    schema: "megalloc/scenarios@1",
    name: "quick",
    scenarios: [{ id: "as planned", edits: [] }],
    monteCarlo: {
      draws: SCENARIO_COUNT - 1,
      risks: [
        {
          id: "power price",
          affects: "powerPrice",
          distribution: { kind: "lognormal", median: 1, sigma: 0.4 },
        },
        {
          id: "chips",
          affects: "deliveries",
          separately: true,
          distribution: { kind: "triangular", low: 0, mode: 2, high: 9 },
        },
      ],
    },
  };
  writeFileSync(join(directory, "scenarios.json"), JSON.stringify(scenarios));
}

export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

const all = new Set<ChildProcess>();

export function start(directory: string, ...args: string[]): Running {
  const [program, ...head] = COMMAND;
  const child = spawn(program, [...head, ...args], {
    cwd: directory,
    env: cleanEnv(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  all.add(child);
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (chunk: Buffer) => {
      text[stream] += chunk.toString("utf8");
    });
  }
  const ended = new Promise<Awaited<Running["ended"]>>((resolve) => {
    child.on("close", (code, signal) => {
      all.delete(child);
      resolve({ code, signal, ...text });
    });
  });
  return { child, pid: child.pid!, ended };
}

/** Ends what a failed test left running. */
export function endAll(): void {
  for (const child of all) child.kill("SIGKILL");
}

export function sweepArgs(...more: string[]): string[] {
  return ["sweep", "portfolio.json", "scenarios.json", "--moves", "25", "--json", ...more];
}

/** Whole lines of the file of results, the first left out. */
export function resultLines(directory: string, name = "scenarios.results.jsonl"): string[] {
  const path = join(directory, name);
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").split("\n").slice(1, -1);
}

export const keysOf = (lines: readonly string[]): string[] =>
  lines.map((line) => (JSON.parse(line) as { key: string }).key);

/** Waits for something to become true; throws after two minutes. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (let waited = 0; !isTrue(); waited += 20) {
    if (waited > 120_000) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const hasProc = existsSync(`/proc/${process.pid}/task/${process.pid}/children`);

/** Processes that a process has started. */
export function childrenOf(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .trim()
    .split(" ")
    .filter((text) => text !== "")
    .map(Number);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that nobody has waited for yet is dead all the same.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
