// Starts a Web Worker: from its file, or, where a bundler left that file behind (esbuild, some development servers) or the page may not
// run it (a script of another origin), from the copy of its text.
import { type StartedWorker, type WorkerKind, workerCopy } from "./started-worker.ts";
import { workerFromFile } from "./worker-file.ts";
import { WORKER_GREETING } from "./worker-greeting.ts";

async function workerFromCopy(kind: WorkerKind): Promise<Worker> {
  const url = URL.createObjectURL(new Blob([await workerCopy(kind)], { type: "text/javascript" }));
  try {
    return await ready(new Worker(url, { type: "module" }));
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The worker once it has spoken; rejects, with the worker ended, when its script cannot be had. */
function ready(worker: Worker): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      worker.removeEventListener("message", onMessage);
      worker.removeEventListener("error", onError);
    };
    const onMessage = ({ data }: MessageEvent<unknown>): void => {
      if (data !== WORKER_GREETING) return;
      leave();
      resolve(worker);
    };
    const onError = (event: Event): void => {
      leave();
      worker.terminate();
      const { message } = event as Partial<ErrorEvent>;
      reject(new Error(`the worker's script could not be run${message ? `: ${message}` : ""}`));
    };
    worker.addEventListener("message", onMessage);
    worker.addEventListener("error", onError);
  });
}

/** Whether a file was missing: it will not be there next time either. */
let isFileMissing = false;

/** Rejects with the reason why the file could not be run when the copy cannot either. */
async function fromFileOrCopy(kind: WorkerKind): Promise<Worker> {
  if (isFileMissing) return workerFromCopy(kind);
  try {
    return await ready(workerFromFile(kind));
  } catch (error) {
    const worker = await workerFromCopy(kind).catch(() => Promise.reject(error));
    isFileMissing = true;
    return worker;
  }
}

export async function startWebWorker(kind: WorkerKind): Promise<StartedWorker> {
  const worker = await fromFileOrCopy(kind);
  return {
    endpoint: worker,
    onFailure(tell) {
      const onEvent = (event: Event): void => tell((event as Partial<ErrorEvent>).message || event.type);
      worker.addEventListener("error", onEvent);
      worker.addEventListener("messageerror", onEvent);
    },
    setBusy: () => undefined,
    end: () => worker.terminate(),
  };
}
