// Reading bodies without holding up the event loop. Small ones are read on this thread, one per turn of the loop: a hundred that come at once
// would otherwise be read in one go, and cancels, health checks and answers would wait for all of them. Large ones are read on a thread of
// their own, which starts with the first of them and ends when none has come for a while.
import { type Remote, wrap } from "comlink";
import { yieldToEventLoop } from "../event-loop.ts";
import { builtFile, startScript, whyNoThreads } from "../optimizer/start-thread.ts";
import type { StartedWorker } from "../optimizer/started-worker.ts";
import { type BodyRead, readBody } from "./read-body.ts";
import type { ReadApi } from "./read-worker.ts";

/** Characters from which on a body is large: 15 kB are read in 2.5 ms, 700 kB (huge-1) in 90. */
const LARGE = 16 * 2 ** 10;
const IDLE_MS = 30_000;

interface ReadThread {
  readonly worker: StartedWorker;
  readonly api: Remote<ReadApi>;
}

export class BodyReader {
  #lastSmall: Promise<unknown> = Promise.resolve();
  #lastLarge: Promise<unknown> = Promise.resolve();
  #thread: ReadThread | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /**
   * Bodies are read in order of asking, small and large ones each in a line of their own; undefined when the body is not `wanted` any more
   * by the time its turn comes. Rejects when the thread dies.
   */
  read(text: string, wanted: () => boolean): Promise<BodyRead | undefined> {
    if (text.length < LARGE) {
      const turn = this.#lastSmall.then(yieldToEventLoop);
      this.#lastSmall = turn;
      return turn.then(() => (wanted() ? readBody(text) : undefined));
    }
    const read = this.#lastLarge.then(() => (wanted() ? this.#readLarge(text) : undefined));
    this.#lastLarge = read.catch(() => undefined);
    return read;
  }

  async #readLarge(text: string): Promise<BodyRead> {
    this.#thread ??= await startReading();
    const thread = this.#thread;
    if (thread === undefined || this.#isClosed) {
      if (this.#isClosed) this.close();
      await yieldToEventLoop();
      return readBody(text);
    }
    clearTimeout(this.#idleTimer);
    thread.worker.setBusy(true);
    try {
      return await new Promise((resolve, reject) => {
        thread.worker.onFailure((reason) => {
          this.#end(thread); // the next large body starts another
          reject(new Error(`the thread that reads bodies died: ${reason}`));
        });
        thread.api.read(text).then(resolve, reject);
      });
    } finally {
      thread.worker.setBusy(false);
      this.#idleTimer = setTimeout(() => this.#end(thread), IDLE_MS);
      this.#idleTimer.unref();
    }
  }

  #end(thread: ReadThread): void {
    if (this.#thread === thread) this.#thread = undefined;
    thread.worker.end();
  }

  /** Ends the thread, if there is one. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#idleTimer);
    if (this.#thread !== undefined) this.#end(this.#thread);
  }
}

/** Undefined where there can be no thread: not permitted, or its file left behind by a bundler. */
async function startReading(): Promise<ReadThread | undefined> {
  if (whyNoThreads() !== undefined) return undefined;
  const here = import.meta.url;
  const worker = await startScript(builtFile(here, "service", "read-worker.js")).catch(() => undefined);
  return worker && { worker, api: wrap<ReadApi>(worker.endpoint) };
}
