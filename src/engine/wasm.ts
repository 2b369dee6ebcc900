// The kernel as WebAssembly. The only file that knows pointers and bytes.
import { type ASUtil, instantiateSync } from "@assemblyscript/loader";
import type { Engine, Kernel, KernelFunctions } from "./engine.ts";

type WasmExports = ASUtil & { memory: WebAssembly.Memory };

/** A reference as TypeScript sees it (an array) is a pointer here; pointers above 2 GiB arrive negative. */
function pointerOf(reference: unknown): number {
  return (reference as number) >>> 0;
}

function openKernel(module: WebAssembly.Module): Kernel {
  let stop: () => number = () => 0;
  const { exports } = instantiateSync<WasmExports & Record<string, unknown>>(module, {
    host: { poll: () => stop(), now: () => performance.now() },
  });
  const { memory } = exports;
  // Views are made anew at every use: growing the memory detaches the old ones.
  const floats = (reference: unknown, length: number) => new Float64Array(memory.buffer, pointerOf(reference), length);
  const ints = (reference: unknown, length: number) => new Int32Array(memory.buffer, pointerOf(reference), length);
  return {
    functions: exports as unknown as KernelFunctions,
    writeFloats: (reference, data) => floats(reference, data.length).set(data),
    writeInts: (reference, data) => ints(reference, data.length).set(data),
    readFloats: (reference, length) => floats(reference, length).slice(),
    readInts: (reference, length) => ints(reference, length).slice(),
    polled(hook, work) {
      const before = stop;
      stop = hook;
      try {
        return work();
      } finally {
        stop = before;
      }
    },
    memoryBytes: () => memory.buffer.byteLength,
  };
}

/** An engine over a compiled kernel; each kernel it opens has a memory of its own. */
export function wasmEngine(module: WebAssembly.Module): Engine {
  return { kind: "wasm", open: () => openKernel(module) };
}
