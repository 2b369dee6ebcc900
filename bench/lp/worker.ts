// One solver on one instance in a process of its own: prints one JSON line. Usage: worker.ts <engine> <file.mps> [<col> <upper>]
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { LpModel } from "../../src/mps/model.ts";
import { readMps } from "../../src/mps/read.ts";
import { BenchAnswer, BenchEngine, BoundChange, OpenModel, withChange } from "./engine.ts";
import { ENGINES } from "./engines/index.ts";
import { Time, WorkerResult } from "./worker-result.ts";

/** Solves after the first one, of which the median counts: at least MIN_REPEATS, more while they take less than ENOUGH_MS together. */
const MIN_REPEATS = 3;
const MAX_REPEATS = 15;
const ENOUGH_MS = 300;

async function main(): Promise<void> {
  const [name, file, col, upper] = process.argv.slice(2);
  const model = readMps(readFileSync(file, "latin1"));
  const change: BoundChange | undefined = col === undefined ? undefined : { col: Number(col), upper: Number(upper) };
  const engine = ENGINES[name].make();
  const { time: load } = await timed(() => engine.load());
  const first = await timed(() => openAndSolve(engine, model));
  first.value.opened.close();
  const solves: Time[] = [];
  const resolves: Time[] = [];
  let resolveAnswer: BenchAnswer | undefined;
  let isWarm = false;
  for (let repeat = 0; repeat < MAX_REPEATS; repeat++) {
    if (repeat >= MIN_REPEATS && solves.reduce((sum, { ms }) => sum + ms, 0) > ENOUGH_MS) break;
    const { time, value } = await timed(() => openAndSolve(engine, model));
    solves.push(time);
    if (change !== undefined) {
      const again = await timed(() => resolveAfter(engine, value.opened, model, change));
      resolves.push(again.time);
      resolveAnswer = again.value;
      isWarm = value.opened.resolve !== undefined;
    }
    value.opened.close();
  }
  const { answer } = first.value;
  const result: WorkerResult = {
    load,
    cold: first.time,
    solves,
    answer,
    resolves,
    isWarm,
    ...(resolveAnswer === undefined ? {} : { resolveAnswer }),
  };
  process.stdout.write(`\nRESULT ${JSON.stringify(result)}\n`, () => process.exit(0));
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ time: Time; value: Value }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const value = await work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { time: { ms, cpuMs: (user + system) / 1000 }, value };
}

async function openAndSolve(engine: BenchEngine, model: LpModel): Promise<{ answer: BenchAnswer; opened: OpenModel }> {
  const opened = await engine.open(model);
  return { answer: await opened.solve(), opened };
}

async function resolveAfter(
  engine: BenchEngine,
  opened: OpenModel,
  model: LpModel,
  change: BoundChange,
): Promise<BenchAnswer> {
  if (opened.resolve !== undefined) return opened.resolve(change);
  const { answer, opened: fresh } = await openAndSolve(engine, withChange(model, change));
  fresh.close();
  return answer;
}

await main();
