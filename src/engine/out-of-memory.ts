// How kernels say that there is no more memory.

/** Whether a kernel stopped for want of memory: WASM traps where its memory cannot grow, JS arrays throw RangeError. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  const isTrap = typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
  return isTrap && /unreachable/i.test(error.message);
}
