// Starts a thread of Node (Bun and Deno have them, too): from the worker's file, or, where a bundler left that file behind, from the copy of
// its text. Node's modules are asked for at run time: bundlers for browsers need not know them.
import { type StartedWorker, type WorkerKind, workerCopy } from "./started-worker.ts";
import { WORKER_GREETING } from "./worker-greeting.ts";

const nodeThreads = () => process.getBuiltinModule("node:worker_threads");

/** Beside this file once built; the sources run their tests on the built worker, for loaders of TypeScript do not reach threads. */
function workerFile(kind: WorkerKind): URL {
  // Not in one expression: bundlers for browsers would bring the file along once more.
  const here = import.meta.url;
  return builtFile(here, "optimizer", `worker-${kind}.js`);
}

/** A thread's script, built, of the room that the module `here` is in. */
export function builtFile(here: string, room: string, name: string): URL {
  return new URL(here.endsWith(".ts") ? `../../dist/src/${room}/${name}` : `./${name}`, here);
}

async function copyUrl(kind: WorkerKind): Promise<URL> {
  return new URL(`data:text/javascript,${encodeURIComponent(await workerCopy(kind))}`);
}

/** It was ended, by whomever, before it began: that says nothing of its script. */
class EndedEarly extends Error {}

/** The thread once it has spoken (serve-caller.ts); rejects when its script cannot be had, or when it ends before (EndedEarly). */
export async function startScript(script: URL): Promise<StartedWorker> {
  const { Worker, MessageChannel } = nodeThreads();
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(script, {
    workerData: { port: port2 },
    transferList: [port2],
    // Options of the host process, such as loaders for its own sources, are no business of the workers.
    execArgv: [],
  });
  let tell: (reason: string) => void = () => undefined;
  const thread: StartedWorker = {
    endpoint: port1 as never,
    onFailure: (listener) => {
      tell = listener;
    },
    setBusy(isBusy) {
      for (const held of [worker, port1]) isBusy ? held.ref() : held.unref();
    },
    end: () => void worker.terminate(),
  };
  return new Promise((resolve, reject) => {
    port1.addEventListener("message", function greeted(event: Event) {
      if ((event as MessageEvent).data !== WORKER_GREETING) return;
      port1.removeEventListener("message", greeted as never);
      resolve(thread);
    } as never);
    port1.start();
    worker.on("error", (error: unknown) => {
      reject(error);
      tell(error instanceof Error ? error.message : String(error));
    });
    worker.on("exit", (code) => {
      port1.close();
      reject(new EndedEarly(`the thread ended with code ${code} before it began`));
      tell(`the thread ended with code ${code}`);
    });
  });
}

/** Whether a file was missing: it will not be there next time either. */
let isFileMissing = false;

/** Rejects with the reason why the file could not be run when the copy cannot either. */
export async function startThread(kind: WorkerKind): Promise<StartedWorker> {
  if (isFileMissing) return startScript(await copyUrl(kind));
  try {
    return await startScript(workerFile(kind));
  } catch (error) {
    if (error instanceof EndedEarly) throw error;
    const copy = await copyUrl(kind).catch(() => Promise.reject(error));
    const thread = await startScript(copy).catch(() => Promise.reject(error));
    isFileMissing = true;
    return thread;
  }
}

/** Why this process may not have threads; undefined where it may. */
export function whyNoThreads(): string | undefined {
  const { permission } = process as { permission?: { has(scope: string): boolean } };
  if (permission === undefined || permission.has("worker")) return undefined;
  return "Node's permission model does not allow worker threads (--allow-worker grants them)";
}
