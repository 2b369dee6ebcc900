// Compiles the kernel. Falls back to the JS engine where WebAssembly is missing or forbidden (for example by a content security
// policy), and says so.
import type { Engine } from "./engine.ts";
import { readKernelBytes } from "./kernel-bytes.ts";

export type EngineChoice = "wasm" | "js" | "auto";

export interface EngineOptions {
  /** "auto" (default): WASM, or JS where WASM cannot be had. */
  engine?: EngineChoice;
}

let compiled: Promise<WebAssembly.Module> | undefined;

async function readKernel(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw new Error("this host has no WebAssembly");
  return WebAssembly.compile(await readKernelBytes());
}

async function loadModule(): Promise<WebAssembly.Module> {
  compiled ??= readKernel();
  try {
    const module = await compiled;
    await openable(module);
    return module;
  } catch (error) {
    compiled = undefined; // a later call may find it mended
    throw error;
  }
}

async function openable(module: WebAssembly.Module, memoryLimitBytes?: number): Promise<Engine> {
  const { openWasm } = await import("./open-wasm.ts");
  return openWasm(module, memoryLimitBytes);
}

async function loadJs(fallbackReason?: string, memoryLimitBytes?: number): Promise<Engine> {
  const { jsEngine } = await import("./js.ts");
  return jsEngine(fallbackReason, memoryLimitBytes);
}

/** A kernel in a form that can be posted to workers: compiled once, opened on every thread. */
export interface KernelSource {
  /** Absent: the JS engine serves. */
  readonly module?: WebAssembly.Module;
  /** Why the JS engine serves although WASM was preferred. */
  readonly fallbackReason?: string;
  /** Whether the JS engine may stand in where the module cannot be opened. */
  readonly mayFallBack: boolean;
}

/** Find and compile the kernel for other threads. Errors: as createEngine. */
export async function kernelSource(options: EngineOptions = {}): Promise<KernelSource> {
  const choice = checkedChoice(options.engine ?? "auto");
  if (choice === "js") return { mayFallBack: true };
  try {
    return { module: await loadModule(), mayFallBack: choice === "auto" };
  } catch (error) {
    if (choice === "wasm") throw error;
    return { fallbackReason: reasonOf(error), mayFallBack: true };
  }
}

/** The engine of a source, on this thread; its kernels take at most `memoryLimitBytes` (see isOutOfMemory). */
export async function engineFrom(source: KernelSource, memoryLimitBytes?: number): Promise<Engine> {
  if (source.module === undefined) return loadJs(source.fallbackReason, memoryLimitBytes);
  try {
    return await openable(source.module, memoryLimitBytes);
  } catch (error) {
    if (!source.mayFallBack) throw error;
    return loadJs(reasonOf(error), memoryLimitBytes);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function checkedChoice(choice: EngineChoice): EngineChoice {
  if (choice === "wasm" || choice === "js" || choice === "auto") return choice;
  throw new TypeError(`engine is ${JSON.stringify(choice)}; it must be "wasm", "js" or "auto"`);
}

/**
 * Load the kernel. Errors: with `engine: "wasm"` rejects with the host's reason when WebAssembly cannot be had; "auto" never rejects for
 * that, its `fallbackReason` tells why the JS engine serves instead.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  return engineFrom(await kernelSource(options));
}
