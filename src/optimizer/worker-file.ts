// The Web Workers as files beside this module. Builds in one file (`megalloc/inline`) replace this function by one that throws.

/** Written out in one expression each: that is how bundlers find a worker's file (Vite, webpack). */
export function workerFromFile(kind: "wasm" | "js"): Worker {
  return kind === "wasm"
    ? new Worker(new URL("./worker-wasm.js", import.meta.url), { type: "module" })
    : new Worker(new URL("./worker-js.js", import.meta.url), { type: "module" });
}
