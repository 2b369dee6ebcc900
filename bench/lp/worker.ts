// One solver on one instance in a process of its own: prints one JSON line. Usage: worker.ts <engine> <file.mps> [<col> <upper>]
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { LpModel } from "../../src/mps/model.ts";
import { readMps } from "../../src/mps/read.ts";
import { BenchAnswer, BenchEngine, BoundChange, OpenModel, withChange } from "./engine.ts";
import { ENGINES } from "./engines/index.ts";
import { WorkerResult } from "./worker-result.ts";

/** Solves after the first one, of which the median counts: at least MIN_REPEATS, more while they take less than ENOUGH_MS together. */
const MIN_REPEATS = 3;
const MAX_REPEATS = 15;
const ENOUGH_MS = 300;

async function main(): Promise<void> {
  const [name, file, col, upper] = process.argv.slice(2);
  const model: LpModel = { ...readMps(readFileSync(file, "latin1")) };
  const engine = ENGINES[name].make();
  const loadStart = performance.now();
  await engine.load();
  const loadMs = performance.now() - loadStart;
  const cold = await timedSolve(engine, model);
  cold.opened.close();
  const solveMs: number[] = [];
  const resolveMs: number[] = [];
  let resolveAnswer: BenchAnswer | undefined;
  let isWarm = false;
  const change: BoundChange | undefined = col === undefined ? undefined : { col: Number(col), upper: Number(upper) };
  const startOfRepeats = performance.now();
  for (let repeat = 0; repeat < MAX_REPEATS; repeat++) {
    if (repeat >= MIN_REPEATS && performance.now() - startOfRepeats > ENOUGH_MS) break;
    const run = await timedSolve(engine, model);
    solveMs.push(run.ms);
    if (change !== undefined) {
      const again = await timedResolve(engine, run.opened, model, change);
      resolveMs.push(again.ms);
      resolveAnswer = again.answer;
      isWarm = run.opened.resolve !== undefined;
    }
    run.opened.close();
  }
  const result: WorkerResult = {
    loadMs,
    coldMs: cold.ms,
    solveMs,
    answer: cold.answer,
    resolveMs,
    isWarm,
    ...(resolveAnswer === undefined ? {} : { resolveAnswer }),
  };
  process.stdout.write(`\nRESULT ${JSON.stringify(result)}\n`, () => process.exit(0));
}

async function timedSolve(
  engine: BenchEngine,
  model: LpModel,
): Promise<{ ms: number; answer: BenchAnswer; opened: OpenModel }> {
  const start = performance.now();
  const opened = await engine.open(model);
  const answer = await opened.solve();
  return { ms: performance.now() - start, answer, opened };
}

async function timedResolve(
  engine: BenchEngine,
  opened: OpenModel,
  model: LpModel,
  change: BoundChange,
): Promise<{ ms: number; answer: BenchAnswer }> {
  if (opened.resolve !== undefined) {
    const start = performance.now();
    const answer = await opened.resolve(change);
    return { ms: performance.now() - start, answer };
  }
  const { ms, answer, opened: fresh } = await timedSolve(engine, withChange(model, change));
  fresh.close();
  return { ms, answer };
}

await main();
