// `megalloc worker`: takes scenarios from a queue and solves them, on this machine's cores.
import { availableParallelism } from "node:os";
import type { Job } from "bullmq";
import { Command, Option } from "commander";
import { toTaskError } from "../optimizer/task-error.ts";
import { CrewLossError } from "../sweep/sweep.ts";
import { SweepContext } from "../sweep/sweep-context.ts";
import { SweepEngine } from "../sweep/sweep-settings.ts";
import { counted, formatCount } from "./format.ts";
import { parseDuration, parseThreads } from "./parse-options.ts";
import { takeStopSignals } from "./stop-signals.ts";
import { WorkerProcesses } from "./sweep-processes.ts";
import {
  checkQueueName,
  connect,
  contextName,
  DEFAULT_QUEUE,
  PREFIX,
  QueueAccess,
  QueuedReply,
  QueuedScenario,
  shownAddress,
} from "./sweep-queue.ts";
import { writeStderr } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc worker --redis redis://10.0.0.5:6379                  as many scenarios at once as there are cores, until Ctrl-C
  megalloc worker --redis redis://localhost --jobs 2 --idle-exit 1m

A worker that is killed loses nothing: its scenarios are solved by another after --stalled-after. Ctrl-C finishes what is under way.
`;

interface WorkerFlags {
  redis: string;
  queue: string;
  jobs: number;
  engine: SweepEngine;
  stalledAfter: number;
  idleExit?: number;
  quiet?: boolean;
}

/** A scenario whose worker ended so often takes workers with it. */
const MAX_STALLED = 4;
/** Contexts held: sweeps that take turns in one queue. */
const CONTEXTS = 4;
/** How often an idle worker looks at the clock. */
const IDLE_CHECK_MS = 200;

class Contexts {
  readonly #redis: QueueAccess["redis"];
  readonly #known = new Map<string, Promise<SweepContext>>();

  constructor(redis: QueueAccess["redis"]) {
    this.#redis = redis;
  }

  get(key: string): Promise<SweepContext> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= CONTEXTS) this.#known.delete(this.#known.keys().next().value as string);
    const fetched = this.#fetch(key);
    this.#known.set(key, fetched);
    fetched.catch(() => this.#known.delete(key));
    return fetched;
  }

  async #fetch(key: string): Promise<SweepContext> {
    const text = await this.#redis.get(contextName(key));
    if (text === null) throw new Error("what its sweep asks is not in Redis any more; start the sweep again");
    return JSON.parse(text) as SweepContext;
  }
}

/** Failures are replies, but for a process that died: the queue then tries again. */
async function replyTo(job: Job<QueuedScenario>, contexts: Contexts, processes: WorkerProcesses): Promise<QueuedReply> {
  try {
    const context = await contexts.get(job.data.sweep);
    return { ok: true, result: await processes.solve(context, job.data.scenario) };
  } catch (error) {
    if (error instanceof CrewLossError) throw error;
    return { ok: false, error: toTaskError(error) };
  }
}

/** Resolves once the worker should end: by a signal, or when it was idle for long enough. */
function untilEnd(signal: AbortSignal, idleExitMs: number | undefined, idleMs: () => number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (signal.aborted || (idleExitMs !== undefined && idleMs() >= idleExitMs)) {
        clearInterval(timer);
        resolve();
      }
    }, IDLE_CHECK_MS);
  });
}

async function runWorker(flags: WorkerFlags): Promise<void> {
  const { jobs, engine, stalledAfter, quiet } = flags;
  const name = checkQueueName(flags.queue);
  const { bullmq, redis } = await connect(flags.redis);
  const processes = new WorkerProcesses(jobs, engine);
  const contexts = new Contexts(redis);
  const stop = takeStopSignals(() => {
    if (!quiet) process.stderr.write("stopping: what is under way is finished (once more to quit at once)\n");
  });
  let running = 0;
  let done = 0;
  let idleSince = performance.now();
  const work = async (job: Job<QueuedScenario, QueuedReply>): Promise<QueuedReply> => {
    running++;
    try {
      return await replyTo(job, contexts, processes);
    } finally {
      running--;
      done++;
      idleSince = performance.now();
    }
  };
  const worker = new bullmq.Worker<QueuedScenario, QueuedReply>(name, work, {
    ...{ connection: redis, prefix: PREFIX, concurrency: jobs },
    ...{ lockDuration: stalledAfter, stalledInterval: stalledAfter, maxStalledCount: MAX_STALLED },
  });
  // Redis may go and come back; the client waits for it.
  worker.on("error", () => {});
  try {
    await worker.waitUntilReady();
    if (!quiet) {
      const each = jobs === 1 ? "one at a time" : `${formatCount(jobs)} at a time`;
      await writeStderr(`taking scenarios from "${name}" at ${shownAddress(flags.redis)}, ${each}\n`);
    }
    await untilEnd(stop.signal, flags.idleExit, () => (running > 0 ? 0 : performance.now() - idleSince));
    await worker.close();
    if (!quiet) await writeStderr(`solved ${counted(done, "scenario")}\n`);
  } finally {
    processes.close();
    redis.disconnect();
    stop.release();
  }
}

export function workerCommand(): Command {
  return new Command("worker")
    .summary("solve scenarios from a queue")
    .description("Takes scenarios that megalloc sweep --redis has put into a queue, and solves them.")
    .requiredOption("--redis <url>", "address of Redis, such as redis://localhost:6379")
    .option("--queue <name>", "which queue", DEFAULT_QUEUE)
    .option("--jobs <n>", "scenarios solved at once (default: one per core)", parseThreads, availableParallelism())
    .addOption(new Option("--engine <engine>", "kernel to run").choices(["auto", "wasm", "js"]).default("auto"))
    .option(
      "--stalled-after <duration>",
      "a worker silent for so long is taken for dead (default 30s)",
      parseDuration,
      30_000,
    )
    .option("--idle-exit <duration>", "end when there was nothing to do for so long (default: never)", parseDuration)
    .option("-q, --quiet", "print errors only")
    .addHelpText("after", EXAMPLES)
    .action(runWorker);
}
