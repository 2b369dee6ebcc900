// A solve under way, as its caller sees it: a promise of the plan that is also an async iterable of progress.
import type { Plan } from "../plan/plan.ts";
import type { Progress } from "../solve-options.ts";
import type { RunningSolve } from "./optimizer.ts";

/** Steps kept for a reader that is slower than the solve; the oldest go first. */
const MOST_STEPS_KEPT = 256;

interface Reader {
  readonly steps: Progress[];
  wake(): void;
}

class Solving implements RunningSolve {
  readonly [Symbol.toStringTag] = "RunningSolve";
  readonly #plan: Promise<Plan>;
  readonly #readers = new Set<Reader>();
  readonly #cancel: (reason: unknown) => void;
  #last: Progress | undefined;
  #ended = false;

  constructor(start: (tell: (progress: Progress) => void) => Promise<Plan>, cancel: (reason: unknown) => void) {
    this.#cancel = cancel;
    this.#plan = start((progress) => this.#tell(progress));
    const end = (): void => {
      this.#ended = true;
      for (const reader of this.#readers) reader.wake();
    };
    this.#plan.then(end, end);
  }

  #tell(progress: Progress): void {
    this.#last = progress;
    for (const reader of this.#readers) {
      reader.steps.push(progress);
      if (reader.steps.length > MOST_STEPS_KEPT) reader.steps.shift();
      reader.wake();
    }
  }

  cancel(reason?: unknown): void {
    this.#cancel(reason);
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  then<Fulfilled = Plan, Rejected = never>(
    onFulfilled?: ((plan: Plan) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#plan.then(onFulfilled, onRejected);
  }

  catch<Rejected = never>(
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Plan | Rejected> {
    return this.#plan.catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Plan> {
    return this.#plan.finally(onFinally);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Progress, void, undefined> {
    let wake = (): void => undefined;
    const reader: Reader = { steps: this.#last === undefined ? [] : [this.#last], wake: () => wake() };
    this.#readers.add(reader);
    try {
      for (;;) {
        const next = reader.steps.shift();
        if (next !== undefined) yield next;
        else if (this.#ended) break;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
      await this.#plan; // throws what the solve failed with
    } finally {
      this.#readers.delete(reader);
    }
  }
}

/** `start` begins the work and is given a function to tell progress with; `cancel` asks it to stop. */
export function runningSolve(
  start: (tell: (progress: Progress) => void) => Promise<Plan>,
  cancel: (reason: unknown) => void,
): RunningSolve {
  return new Solving(start, cancel);
}
