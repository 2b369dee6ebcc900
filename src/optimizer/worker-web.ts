// Entry of a Web Worker.
import { expose } from "comlink";
import { runTask } from "./run-task.ts";

export const workerApi = { run: runTask };
export type WorkerApi = typeof workerApi;

expose(workerApi);
