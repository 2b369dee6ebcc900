// Scenarios by way of a queue: BullMQ on Redis, for fleets of machines. Jobs are named by content, so asking twice for one is asking once; a job whose worker dies
// goes to another. The sweep that asked keeps each result, durably, before it takes the job away.
import type { Job, Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { fromTaskError } from "../optimizer/task-error.ts";
import { ScenarioResult } from "../sweep/run-scenario.ts";
import { Scenario } from "../sweep/scenario.ts";
import { SweepCrew } from "../sweep/sweep.ts";
import { SweepContext } from "../sweep/sweep-context.ts";
import { CliError } from "./exit.ts";
import { printable } from "./format.ts";
import { WorkerReply } from "./sweep-worker.ts";

/** Of all keys of queues here. */
export const PREFIX = "megalloc";
export const DEFAULT_QUEUE = "scenarios";

/** What stands in a job: where its sweep is, and the scenario. */
export interface QueuedScenario {
  /** Key of the context. */
  readonly sweep: string;
  readonly scenario: Scenario;
}

/** What a worker answers: failures are answers too, so that they come back whole. */
export type QueuedReply =
  | { readonly ok: true; readonly result: ScenarioResult }
  | { readonly ok: false; readonly error: (WorkerReply & { ok: false })["error"] };

/** Contexts and results nobody fetched are forgotten after this. */
const KEEP_SECONDS = 30 * 24 * 3600;
/** Jobs put at once; more are put as results come. */
const IN_FLIGHT = 1000;
/** Workers that may end under a scenario: more than one, for a fleet of machines that come and go. */
const ATTEMPTS = 5;
const CONNECT_MS = 5000;

export const contextName = (key: string): string => `${PREFIX}:sweep:${key}`;

/** The libraries are not needed by anybody else, so they are installed by those who use them. */
async function libraries() {
  try {
    const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, ioredis };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new CliError("--redis needs two packages that are not installed here: npm install bullmq ioredis");
  }
}

/** The address without what is secret in it. */
export function shownAddress(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password !== "") parsed.password = "***";
    return printable(parsed.href);
  } catch {
    return printable(url);
  }
}

export interface QueueAccess {
  readonly bullmq: typeof import("bullmq");
  /** Ready for commands. */
  readonly redis: Redis;
}

/** Throws CliError when there is no Redis. */
export async function connect(url: string): Promise<QueueAccess> {
  if (!/^rediss?:\/\//.test(url)) {
    throw new CliError(`--redis "${printable(url)}" is not an address: write redis://host:6379 or rediss://...`);
  }
  const { bullmq, ioredis } = await libraries();
  const redis = new ioredis.Redis(url, { lazyConnect: true, connectTimeout: CONNECT_MS, maxRetriesPerRequest: null });
  // Before the first connection an error is final; afterwards the client tries until it is back.
  let reason = "";
  const note = (error: Error): void => {
    reason = error.message;
  };
  redis.on("error", note);
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw new CliError(
      `cannot reach Redis at ${shownAddress(url)}: ${reason || (error as Error).message}; start one with redis-server, or correct --redis`,
    );
  }
  return { bullmq, redis };
}

/** Names of queues are parts of keys in Redis. */
export function checkQueueName(name: string): string {
  if (name !== "" && !name.includes(":")) return name;
  throw new CliError(`--queue "${printable(name)}" is not a name for a queue: it may not be empty or hold a colon`);
}

export class QueueCrew implements SweepCrew {
  readonly jobs = IN_FLIGHT;
  readonly #queue: Queue<QueuedScenario, QueuedReply>;
  readonly #events: QueueEvents;
  readonly #redis: Redis;
  readonly #context: SweepContext;
  readonly #stop = new AbortController();

  private constructor(access: QueueAccess, name: string, context: SweepContext) {
    const { bullmq, redis } = access;
    this.#redis = redis;
    this.#context = context;
    const options = { connection: redis, prefix: PREFIX };
    this.#queue = new bullmq.Queue(name, options);
    this.#events = new bullmq.QueueEvents(name, options);
    // Redis may go and come back; the client waits for it.
    this.#queue.on("error", () => {});
    this.#events.on("error", () => {});
  }

  /** Puts the context where workers find it. Throws CliError when there is no Redis. */
  static async open(url: string, name: string, context: SweepContext): Promise<QueueCrew> {
    const access = await connect(url);
    const crew = new QueueCrew(access, checkQueueName(name), context);
    await access.redis.set(contextName(context.key), JSON.stringify(context), "EX", KEEP_SECONDS);
    await crew.#events.waitUntilReady();
    return crew;
  }

  /** Workers that take from the queue now. */
  workers(): Promise<number> {
    return this.#queue.getWorkersCount();
  }

  async run(scenario: Scenario, key: string): Promise<ScenarioResult> {
    const before = await this.#queue.getJob(key);
    // Asked for by a run that was cut off: what is waiting or solved is taken over, what failed is asked for again.
    if (before !== undefined && (await before.isFailed())) await before.remove();
    const data: QueuedScenario = { sweep: this.#context.key, scenario };
    const job = await this.#queue.add("scenario", data, {
      jobId: key,
      attempts: ATTEMPTS,
      removeOnComplete: { age: KEEP_SECONDS },
      removeOnFail: { age: KEEP_SECONDS },
    });
    const reply = await this.#finished(job);
    if (!reply.ok) {
      await this.forget(key);
      throw fromTaskError(reply.error, 0);
    }
    return reply.result;
  }

  #finished(job: Job<QueuedScenario, QueuedReply>): Promise<QueuedReply> {
    const { signal } = this.#stop;
    return new Promise((resolve, reject) => {
      const onStop = (): void => reject(new Error("the sweep was stopped"));
      if (signal.aborted) onStop();
      signal.addEventListener("abort", onStop);
      job
        .waitUntilFinished(this.#events)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener("abort", onStop));
    });
  }

  /** The result is kept: its job goes. */
  async forget(key: string): Promise<void> {
    await this.#queue.remove(key);
  }

  /** Stops waiting; what is in the queue stays there, and its results for the next run. */
  halt(): void {
    this.#stop.abort();
  }

  async close(): Promise<void> {
    this.halt();
    await Promise.allSettled([this.#events.close(), this.#queue.close()]);
    this.#redis.disconnect();
  }
}
