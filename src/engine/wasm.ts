// The kernel as WebAssembly. The only file that knows pointers and bytes.
import type { Engine, Kernel, KernelFunctions } from "./engine.ts";

/** A reference as TypeScript sees it (an array) is a pointer here; pointers above 2 GiB arrive negative. */
function pointerOf(reference: unknown): number {
  return (reference as number) >>> 0;
}

const PAGE_BYTES = 2 ** 16;
/** What a kernel starts with; asconfig.json asks for less. */
const INITIAL_PAGES = 16;
/** All that 32-bit pointers reach. */
const MOST_PAGES = 2 ** 16;

/** A string of the compiler's in `memory`: UTF-16, its length in bytes in the word before it; 0 = none. */
function textAt(memory: WebAssembly.Memory, pointer: number): string {
  if (pointer === 0) return "";
  const [bytes] = new Uint32Array(memory.buffer, pointer - 4, 1);
  return new TextDecoder("utf-16le").decode(new Uint8Array(memory.buffer, pointer, bytes));
}

/** What a kernel calls where an assertion fails (debug builds) or a block is larger than any memory. */
function abortOf(memory: WebAssembly.Memory) {
  return (message: number, file: number, line: number, column: number): never => {
    throw new Error(`abort: ${textAt(memory, message >>> 0)} at ${textAt(memory, file >>> 0)}:${line}:${column}`);
  };
}

/** A memory larger than this is dropped with its kernel: an engine that has solved something huge once does not hold on to that. */
const KEPT_BYTES = 2 ** 26;

/**
 * Memories of kernels that are done, for those to come: new memory costs a page fault every 4 KiB and a collection of what is dropped, half the CPU
 * time of a solve of 30 ms. The kernel sets up its heap itself and clears every block it hands out; its static data lies in the first pages.
 */
class MemoryPool {
  readonly #maximum: number;
  #spare: WebAssembly.Memory | undefined;

  constructor(limitBytes: number) {
    this.#maximum = Math.min(MOST_PAGES, Math.max(INITIAL_PAGES, Math.floor(limitBytes / PAGE_BYTES)));
  }

  take(): WebAssembly.Memory {
    const memory = this.#spare ?? new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: this.#maximum });
    if (this.#spare !== undefined) new Uint8Array(memory.buffer, 0, INITIAL_PAGES * PAGE_BYTES).fill(0);
    this.#spare = undefined;
    return memory;
  }

  give(memory: WebAssembly.Memory): void {
    const { byteLength } = memory.buffer;
    if (byteLength <= KEPT_BYTES && byteLength > (this.#spare?.buffer.byteLength ?? 0)) this.#spare = memory;
  }
}

function openKernel(module: WebAssembly.Module, pool: MemoryPool): Kernel {
  let stop: () => number = () => 0;
  const memory = pool.take();
  let isReleased = false;
  const { exports } = new WebAssembly.Instance(module, {
    env: { memory, abort: abortOf(memory) },
    host: { poll: () => stop(), now: () => performance.now() },
  });
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
    release() {
      if (!isReleased) pool.give(memory);
      isReleased = true;
    },
  };
}

/** An engine over a compiled kernel; each kernel it opens has a memory to itself, of at most `memoryLimitBytes` (at least 1 MiB). */
export function wasmEngine(module: WebAssembly.Module, memoryLimitBytes = Infinity): Engine {
  const pool = new MemoryPool(memoryLimitBytes);
  return { kind: "wasm", open: () => openKernel(module, pool) };
}
