// Work of a few milliseconds, one piece per turn of the event loop: a hundred requests that come at once would otherwise be read in one go,
// and cancels, health checks and answers would wait for all of them.
import { yieldToEventLoop } from "../event-loop.ts";

export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves in a turn of the event loop of its own, in order of asking. */
  take(): Promise<void> {
    this.#last = this.#last.then(yieldToEventLoop);
    return this.#last;
  }
}
