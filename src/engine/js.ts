// The kernel as plain TypeScript: the same sources as the WASM, run by the JavaScript engine. Arrays are typed arrays.
import * as alloc from "../../assembly/alloc-exports.ts";
import { setMemoryLimit, setPoll } from "../../assembly/glue/mem.ts";
import * as lp from "../../assembly/lp-exports.ts";
import * as mip from "../../assembly/mip-exports.ts";
import type { Engine, Kernel, KernelFunctions } from "./engine.ts";

const functions: KernelFunctions = { ...alloc, ...lp, ...mip };

const never = (): number => 0;

const kernel: Kernel = {
  functions,
  writeFloats: (reference, data) => reference.set(data),
  writeInts: (reference, data) => reference.set(data),
  readFloats: (reference, length) => reference.slice(0, length),
  readInts: (reference, length) => reference.slice(0, length),
  polled(stop, work) {
    setPoll(stop);
    try {
      return work();
    } finally {
      setPoll(never);
    }
  },
  memoryBytes: () => undefined,
  release: () => {},
};

/**
 * The JS engine, its arrays of at most `memoryLimitBytes` together from each opening on. Kernels share one set of functions: every solve has its own handle, and the poll is set for each call.
 */
export function jsEngine(fallbackReason?: string, memoryLimitBytes?: number): Engine {
  const open = (): Kernel => {
    if (memoryLimitBytes !== undefined) setMemoryLimit(memoryLimitBytes);
    return kernel;
  };
  return { kind: "js", open, ...(fallbackReason === undefined ? {} : { fallbackReason }) };
}
