// A sweep of 200 scenarios by the built command: on one and on two worker processes in turn, and with a worker killed.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ScalingRecord, SweepTiming } from "./record.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const COMMAND = join(ROOT, "dist/src/cli/main.js");
const SCENARIOS = 200;
const MOVES = 300;

/** Usual risks that every portfolio here has. */
const RISKS = {
  schema: "megalloc/scenarios@1",
  name: "bench",
  monteCarlo: {
    draws: SCENARIOS,
    seed: 1,
    risks: [
      {
        id: "deliveries",
        affects: "deliveries",
        separately: true,
        distribution: { kind: "triangular", low: 0, mode: 0, high: 9 },
      },
      { id: "power", affects: "powerPrice", distribution: { kind: "lognormal", median: 1, sigma: 0.3 } },
      { id: "capex", affects: "capex", distribution: { kind: "normal", mean: 1.05, sd: 0.1, min: 0.7 } },
      { id: "rents", affects: "rents", distribution: { kind: "normal", mean: 1, sd: 0.1, min: 0.5 } },
    ],
  },
};

interface Outcome extends SweepTiming {
  readonly answer: string;
  readonly keys: readonly string[];
}

const keysIn = (path: string): string[] =>
  existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .slice(1, -1)
        .map((line) => (JSON.parse(line) as { key: string }).key)
    : [];

/** Kills the first worker of the command once a quarter of the results is there. */
function killOne(pid: number, results: string): NodeJS.Timeout {
  const timer = setInterval(() => {
    if (keysIn(results).length < SCENARIOS / 4) return;
    const [worker] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    process.kill(Number(worker), "SIGKILL");
    clearInterval(timer);
  }, 20);
  return timer;
}

function sweepOnce(portfolio: string, jobs: number, isKilling = false): Promise<Outcome> {
  const here = mkdtempSync(join(tmpdir(), "megalloc-sweep-"));
  cpSync(portfolio, join(here, "portfolio.json"));
  writeFileSync(join(here, "risks.json"), JSON.stringify(RISKS));
  const results = join(here, "risks.results.jsonl");
  const args = [
    COMMAND,
    "sweep",
    "portfolio.json",
    "risks.json",
    "--jobs",
    String(jobs),
    "--moves",
    String(MOVES),
    "--json",
  ];
  const from = performance.now();
  const child = spawn("/usr/bin/env", ["bash", "-c", 'time "$@" 2>errors.txt', "time", process.execPath, ...args], {
    cwd: here,
    env: { ...process.env, TIMEFORMAT: "%U %S" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let answer = "";
  let times = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    answer += chunk.toString("utf8");
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    times += chunk.toString("utf8");
  });
  // The shell waits for the command, whose workers are its children.
  const timer = isKilling ? waitAndKill(child.pid!, results) : undefined;
  return new Promise((done, fail) => {
    child.on("close", (code) => {
      clearInterval(timer);
      const wallMs = performance.now() - from;
      const keys = keysIn(results);
      rmSync(here, { recursive: true, force: true });
      if (code !== 0) return fail(new Error(`the sweep of ${portfolio} ended with ${code}: ${times}`));
      const [user, system] = times.trim().split("\n").at(-1)!.split(" ").map(Number);
      done({ jobs, wallMs, cpuMs: 1000 * (user + system), answer, keys });
    });
  });
}

function waitAndKill(shell: number, results: string): NodeJS.Timeout {
  const timer = setInterval(() => {
    const path = `/proc/${shell}/task/${shell}/children`;
    const [command] = existsSync(path) ? readFileSync(path, "utf8").trim().split(" ").filter(Boolean) : [];
    if (command === undefined || keysIn(results).length < 1) return;
    clearInterval(timer);
    killOne(Number(command), results);
  }, 20);
  return timer;
}

export async function measureScaling(
  name: string,
  file: string,
  rounds: number,
): Promise<Omit<ScalingRecord, "key" | "run">> {
  const outcomes: Outcome[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const jobs of [1, 2]) outcomes.push(await sweepOnce(file, jobs));
  }
  const killed = await sweepOnce(file, 2, true);
  const [first] = outcomes;
  return {
    kind: "scaling",
    portfolio: name,
    scenarios: SCENARIOS,
    moves: MOVES,
    runs: outcomes.map(({ jobs, wallMs, cpuMs }) => ({ jobs, wallMs, cpuMs })),
    isSame: outcomes.every(({ answer }) => answer === first.answer),
    killed: {
      results: killed.keys.length,
      unique: new Set(killed.keys).size,
      isSame: killed.answer === first.answer,
    },
  };
}
