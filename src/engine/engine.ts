// One kernel, two engines. An `Engine` is a compiled kernel; `open()` gives a `Kernel`: a memory and a set of functions of its own, so that
// solves side by side share nothing, and dropping the kernel frees all it held.
import type * as AllocExports from "../../assembly/alloc-exports.ts";
import type * as LpExports from "../../assembly/lp-exports.ts";
import type * as MipExports from "../../assembly/mip-exports.ts";

export type EngineKind = "wasm" | "js";

/**
 * The kernel's functions. Arrays in their signatures (Float64Array, Int32Array) are references: under WASM they are pointers, so they are
 * only ever passed back to the kernel or to the `Kernel`'s read and write methods, never touched.
 */
export type KernelFunctions = typeof AllocExports & typeof LpExports & typeof MipExports;

export interface Kernel {
  readonly functions: KernelFunctions;
  /** Copy `data` into a buffer the kernel handed out for `data.length` elements. */
  writeFloats(reference: Float64Array, data: Float64Array): void;
  writeInts(reference: Int32Array, data: Int32Array): void;
  /** Copy of the first `length` elements of a kernel array. */
  readFloats(reference: Float64Array, length: number): Float64Array;
  readInts(reference: Int32Array, length: number): Int32Array;
  /** Run `work` with `stop` as the kernel's poll: non-zero asks it to return at its next safe point. */
  polled<Result>(stop: () => number, work: () => Result): Result;
  /** Bytes of memory held, where the engine can tell. */
  memoryBytes(): number | undefined;
  /** Says that this kernel is not used again: its memory may serve the next one. */
  release(): void;
}

export interface Engine {
  readonly kind: EngineKind;
  /** Why this is the JS engine although WASM was preferred; absent otherwise. */
  readonly fallbackReason?: string;
  open(): Kernel;
}
