// Web Workers, called through comlink.
import { type Remote, transfer, wrap } from "comlink";
import type { Crew, CrewOptions } from "./crew.ts";
import type { SolveTask, TaskReply } from "./task.ts";
import type { WorkerApi } from "./worker-web.ts";

interface Hand {
  readonly worker: Worker;
  readonly api: Remote<WorkerApi>;
  idleTimer: ReturnType<typeof setTimeout> | undefined;
}

class WebCrew implements Crew {
  readonly kind = "web";
  readonly #idle: Hand[] = [];
  readonly #all = new Set<Hand>();
  readonly #idleTimeoutMs: number;

  constructor(idleTimeoutMs: number) {
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  #hire(): Hand {
    const idle = this.#idle.pop();
    if (idle !== undefined) {
      clearTimeout(idle.idleTimer);
      return idle;
    }
    // Written out in one expression: that is how bundlers find the worker's file.
    const worker = new Worker(new URL("./worker-web.js", import.meta.url), { type: "module" });
    const hand: Hand = { worker, api: wrap<WorkerApi>(worker), idleTimer: undefined };
    this.#all.add(hand);
    return hand;
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

  run(task: SolveTask, kill: AbortSignal): Promise<TaskReply> {
    const hand = this.#hire();
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
    for (const hand of [...this.#all]) this.#dismiss(hand);
  }
}

export function webCrew({ idleTimeoutMs }: CrewOptions): Crew {
  return new WebCrew(idleTimeoutMs);
}
