// A worker that runs, whatever host it is of: what the crew needs to know.
import type { Endpoint } from "comlink";

/** Which kernel a worker runs; each has a script of its own. */
export type WorkerKind = "wasm" | "js";

export interface StartedWorker {
  /** Where its functions are called. */
  readonly endpoint: Endpoint;
  /** `tell` is called when the worker fails or ends by itself, with what there is to say. */
  onFailure(tell: (reason: string) => void): void;
  /** Whether the worker has work; one without does not keep a process alive. */
  setBusy(isBusy: boolean): void;
  end(): void;
}

/** Starts a worker and waits until it speaks. Rejects when it cannot be had. */
export type StartWorker = (kind: WorkerKind) => Promise<StartedWorker>;

/** The text of a worker's script, which travels as a module of its own for where files do not, and is loaded only then. */
export async function workerCopy(kind: WorkerKind): Promise<string> {
  const { workerSource } = await (kind === "wasm"
    ? import("./worker-wasm-inline.js")
    : import("./worker-js-inline.js"));
  return workerSource;
}
