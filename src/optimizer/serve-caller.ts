// A worker's first steps: it offers its functions to whoever started it, and says that it is there.
import { type Endpoint, expose } from "comlink";
import { WORKER_GREETING } from "./worker-greeting.ts";

/** Threads of Node are handed a port; Web Workers are one themselves. */
function callerEndpoint(): Endpoint {
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  return (threads?.workerData as { port: Endpoint } | null | undefined)?.port ?? (globalThis as unknown as Endpoint);
}

export function serveCaller(api: object): void {
  const caller = callerEndpoint();
  expose(api, caller);
  caller.postMessage(WORKER_GREETING);
}
