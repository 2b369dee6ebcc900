// Workers that take one task at a time, called through comlink. They start when needed, rest for a while, and are replaced when they die.
import { type Remote, transfer, wrap } from "comlink";
import type { Crew, CrewOptions } from "./crew.ts";
import type { StartedWorker, StartWorker, WorkerKind } from "./started-worker.ts";
import type { SolveTask, TaskReply } from "./task.ts";
import type { WorkerApi } from "./worker-wasm.ts";

/** A worker of the crew, and what is to be done when it dies. */
interface Hand {
  readonly kind: WorkerKind;
  readonly worker: StartedWorker;
  readonly api: Remote<WorkerApi>;
  idleTimer: ReturnType<typeof setTimeout> | undefined;
  /** Fails the task at hand; undefined while there is none. */
  fail: ((error: Error) => void) | undefined;
}

class WorkerCrew implements Crew {
  readonly kind: "threads" | "web";
  readonly #start: StartWorker;
  readonly #idle: Hand[] = [];
  readonly #all = new Set<Hand>();
  readonly #idleTimeoutMs: number;
  #isClosed = false;

  constructor(kind: "threads" | "web", start: StartWorker, idleTimeoutMs: number) {
    this.kind = kind;
    this.#start = start;
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  async #hire(kind: WorkerKind): Promise<Hand> {
    const at = this.#idle.findLastIndex((hand) => hand.kind === kind);
    if (at >= 0) {
      const [idle] = this.#idle.splice(at, 1);
      clearTimeout(idle.idleTimer);
      return idle;
    }
    // One that is ended while it starts has failed at nothing: another may do.
    const worker = await this.#start(kind).catch(() => this.#start(kind));
    const hand: Hand = { kind, worker, api: wrap<WorkerApi>(worker.endpoint), idleTimer: undefined, fail: undefined };
    this.#all.add(hand);
    worker.onFailure((reason) => this.#dismiss(hand, reason));
    if (this.#isClosed) {
      this.#dismiss(hand);
      throw new Error("the workers were sent home");
    }
    return hand;
  }

  /** Start a first worker: rejects where this host can have none. */
  async begin(kind: WorkerKind): Promise<this> {
    this.#rest(await this.#hire(kind));
    return this;
  }

  #dismiss(hand: Hand, reason = "the worker was ended"): void {
    if (!this.#all.delete(hand)) return;
    clearTimeout(hand.idleTimer);
    const at = this.#idle.indexOf(hand);
    if (at >= 0) this.#idle.splice(at, 1);
    hand.worker.end();
    hand.fail?.(new Error(reason));
  }

  #rest(hand: Hand): void {
    if (!this.#all.has(hand)) return;
    hand.worker.setBusy(false);
    this.#idle.push(hand);
    hand.idleTimer = setTimeout(() => this.#dismiss(hand), this.#idleTimeoutMs);
    (hand.idleTimer as { unref?: () => void }).unref?.();
  }

  async run(task: SolveTask, kill: AbortSignal): Promise<TaskReply> {
    const hand = await this.#hire(task.kernel.module === undefined ? "js" : "wasm");
    const onKill = (): void => this.#dismiss(hand);
    kill.addEventListener("abort", onKill);
    try {
      return await new Promise((resolve, reject) => {
        hand.fail = reject;
        hand.worker.setBusy(true);
        if (kill.aborted) onKill();
        else hand.api.run(transfer(task, [task.port])).then(resolve, reject);
      });
    } catch (error) {
      this.#dismiss(hand);
      throw error;
    } finally {
      kill.removeEventListener("abort", onKill);
      hand.fail = undefined;
      this.#rest(hand);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const hand of [...this.#all]) this.#dismiss(hand);
  }
}

/** A crew whose workers start when there is work for them. */
export function threadCrew(start: StartWorker, { idleTimeoutMs }: CrewOptions): Crew {
  return new WorkerCrew("threads", start, idleTimeoutMs);
}

/** A crew with a first worker; rejects where none can be started, as on pages that may not have them. */
export function webCrew(start: StartWorker, { idleTimeoutMs, kernel }: CrewOptions): Promise<Crew> {
  return new WorkerCrew("web", start, idleTimeoutMs).begin(kernel);
}
