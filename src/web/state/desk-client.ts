// The page's end of the desk.
import { type Remote, wrap } from "comlink";
import type { Desk } from "../desk/desk.ts";

/** Written out in one expression: that is how bundlers find a worker's file. */
const worker = new Worker(new URL("../desk/desk-worker.js", import.meta.url), { type: "module" });

export const desk: Remote<Desk> = wrap<Desk>(worker);

/** Told when the worker's script cannot be run, or fails outside of any request. */
export function onDeskFailure(listener: (message: string) => void): void {
  worker.addEventListener("error", (event) => {
    listener(event.message === "" ? "its script could not be loaded" : event.message);
  });
}
