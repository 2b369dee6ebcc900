// Web Workers, called through comlink.
import { type Remote, transfer, wrap } from "comlink";
import type { Crew, CrewOptions } from "./crew.ts";
import { startWorker, type WorkerKind } from "./start-worker.ts";
import type { SolveTask, TaskReply } from "./task.ts";
import type { WorkerApi } from "./worker-wasm.ts";

interface Hand {
  readonly kind: WorkerKind;
  readonly worker: Worker;
  readonly api: Remote<WorkerApi>;
  idleTimer: ReturnType<typeof setTimeout> | undefined;
}

class WebCrew implements Crew {
  readonly kind = "web";
  readonly #idle: Hand[] = [];
  readonly #all = new Set<Hand>();
  readonly #idleTimeoutMs: number;
  #isClosed = false;

  constructor(idleTimeoutMs: number) {
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  async #hire(kind: WorkerKind): Promise<Hand> {
    const at = this.#idle.findLastIndex((hand) => hand.kind === kind);
    if (at >= 0) {
      const [idle] = this.#idle.splice(at, 1);
      clearTimeout(idle.idleTimer);
      return idle;
    }
    const worker = await startWorker(kind);
    const hand: Hand = { kind, worker, api: wrap<WorkerApi>(worker), idleTimer: undefined };
    this.#all.add(hand);
    if (this.#isClosed) {
      this.#dismiss(hand);
      throw new Error("the workers were sent home");
    }
    return hand;
  }

  /** Start a first worker: rejects where this page can have none. */
  async begin(kind: WorkerKind): Promise<this> {
    this.#rest(await this.#hire(kind));
    return this;
  }

  #dismiss(hand: Hand): void {
    clearTimeout(hand.idleTimer);
    hand.worker.terminate();
    this.#all.delete(hand);
    const at = this.#idle.indexOf(hand);
    if (at >= 0) this.#idle.splice(at, 1);
  }

  #rest(hand: Hand): void {
    this.#idle.push(hand);
    hand.idleTimer = setTimeout(() => this.#dismiss(hand), this.#idleTimeoutMs);
  }

  async run(task: SolveTask, kill: AbortSignal): Promise<TaskReply> {
    const hand = await this.#hire(task.kernel.module === undefined ? "js" : "wasm");
    return new Promise((resolve, reject) => {
      const { worker } = hand;
      const leave = (): void => {
        worker.removeEventListener("error", onError);
        worker.removeEventListener("messageerror", onError);
        kill.removeEventListener("abort", onError);
      };
      const onError = (event: Event): void => {
        leave();
        this.#dismiss(hand);
        const message = (event as ErrorEvent).message;
        reject(new Error(message === undefined || message === "" ? `the worker ended (${event.type})` : message));
      };
      worker.addEventListener("error", onError);
      worker.addEventListener("messageerror", onError);
      kill.addEventListener("abort", onError);
      hand.api.run(transfer(task, [task.port])).then(
        (reply) => {
          leave();
          this.#rest(hand);
          resolve(reply);
        },
        (error: unknown) => {
          leave();
          this.#dismiss(hand);
          reject(error);
        },
      );
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const hand of [...this.#all]) this.#dismiss(hand);
  }
}

/** Rejects where no worker can be started. */
export function webCrew({ idleTimeoutMs, kernel }: CrewOptions): Promise<Crew> {
  return new WebCrew(idleTimeoutMs).begin(kernel);
}
