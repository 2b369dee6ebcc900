// Who works and who waits: a fixed number of places, taken in order of arrival. A solve on several threads takes several places.
import { CancelledError, ClosedError, QueueFullError } from "../errors.ts";

interface Waiting {
  readonly places: number;
  readonly begin: () => void;
  readonly fail: (error: Error) => void;
}

export class SolveQueue {
  readonly places: number;
  readonly queueLimit: number;
  #free: number;
  #running = 0;
  #closed = false;
  #waiting: Waiting[] = [];

  constructor(places: number, queueLimit: number) {
    this.places = places;
    this.queueLimit = queueLimit;
    this.#free = places;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get busy(): number {
    return this.places - this.#free;
  }

  /** Wait for `places` places; give them back by calling what this answers. Rejects with QueueFullError, CancelledError, ClosedError. */
  async enter(places: number, signal: AbortSignal): Promise<() => void> {
    if (this.#closed) throw new ClosedError("the optimizer was closed");
    if (signal.aborted) throw new CancelledError(signal.reason);
    if (this.#waiting.length > 0 || this.#free < places) {
      if (this.#waiting.length >= this.queueLimit) {
        throw new QueueFullError(this.#running, this.#waiting.length, this.queueLimit);
      }
      await this.#wait(places, signal);
    } else this.#take(places);
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.#free += places;
      this.#running--;
      this.#next();
    };
  }

  #take(places: number): void {
    this.#free -= places;
    this.#running++;
  }

  #wait(places: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => signal.removeEventListener("abort", onAbort);
      const waiting: Waiting = {
        places,
        begin: () => {
          leave();
          resolve();
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      const onAbort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        waiting.fail(new CancelledError(signal.reason));
        this.#next(); // who was behind a large one may fit
      };
      signal.addEventListener("abort", onAbort);
      this.#waiting.push(waiting);
    });
  }

  #next(): void {
    while (this.#waiting.length > 0 && this.#waiting[0].places <= this.#free) {
      const [first] = this.#waiting.splice(0, 1);
      this.#take(first.places); // before it runs on: nobody else may take the places meanwhile
      first.begin();
    }
  }

  /** Nobody enters any more; those who wait are told so. */
  close(): void {
    this.#closed = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { fail } of waiting) fail(new ClosedError("the optimizer was closed while the solve was waiting"));
  }
}
