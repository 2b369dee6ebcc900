// One solver on one instance in a process of its own. Usage: worker.ts <WorkerTask as JSON>
import { performance } from "node:perf_hooks";
import { LpModel } from "../../src/mps/model.ts";
import { answer as tell } from "../harness/child.ts";
import { BenchAnswer, BenchEngine, BoundChange, OpenModel, withChange } from "./engine.ts";
import { ENGINES } from "./engines/index.ts";
import { readModel } from "./model-file.ts";
import { Resolve, Time, WorkerResult, WorkerTask } from "./worker-result.ts";

/** Solves after the first one, of which the median counts: at least MIN_REPEATS, more while they take less than ENOUGH_MS together. */
const MIN_REPEATS = 3;
const MAX_REPEATS = 15;
const ENOUGH_MS = 300;

async function main(): Promise<void> {
  const task = JSON.parse(process.argv[2]) as WorkerTask;
  const model = readModel(task.file);
  const engine = ENGINES[task.engine].make();
  const { time: load } = await timed(() => engine.load());
  const first = await timed(() => openAndSolve(engine, model));
  const { answer } = first.value;
  first.value.opened.close();
  const solves: Time[] = [];
  const resolves = task.changes.map((): { times: Time[]; answer?: BenchAnswer } => ({ times: [] }));
  let isWarm = false;
  while (solves.length < MAX_REPEATS) {
    if (solves.length >= MIN_REPEATS && solves.reduce((sum, { ms }) => sum + ms, 0) > ENOUGH_MS) break;
    const { time, value } = await timed(() => openAndSolve(engine, model));
    const { opened } = value;
    solves.push(time);
    isWarm = opened.resolve !== undefined;
    for (const [k, change] of task.changes.entries()) {
      const again = await timed(() => resolveAfter(engine, opened, model, change));
      resolves[k].times.push(again.time);
      resolves[k].answer = again.value;
      await opened.resolve?.({ col: change.col, upper: model.colUpper[change.col] });
    }
    opened.close();
  }
  const profile = await engine.profile?.(model);
  const result: WorkerResult = {
    load,
    cold: first.time,
    solves,
    answer,
    resolves: resolves as Resolve[],
    isWarm,
    ...(profile === undefined ? {} : { profile }),
  };
  tell(result);
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
