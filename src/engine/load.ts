// Finds and compiles the kernel: from the file beside this module in Node, by fetch in browsers. Falls back to the JS engine where
// WebAssembly is missing or forbidden (for example by a content security policy), and says so.
import { ABI_VERSION } from "../../assembly/abi.ts";
import type { Engine } from "./engine.ts";

export type EngineChoice = "wasm" | "js" | "auto";

export interface EngineOptions {
  /** "auto" (default): WASM, or JS where WASM cannot be had. */
  engine?: EngineChoice;
}

let compiled: Promise<WebAssembly.Module> | undefined;

async function readKernel(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw new Error("this host has no WebAssembly");
  const url = new URL("./kernel.wasm", import.meta.url);
  if (url.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return WebAssembly.compile(await readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`fetching ${url.href} answered ${response.status} ${response.statusText}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

async function loadWasm(): Promise<Engine> {
  compiled ??= readKernel();
  try {
    const { wasmEngine } = await import("./wasm.ts");
    const engine = wasmEngine(await compiled);
    const version = engine.open().functions.abiVersion();
    if (version !== ABI_VERSION) throw new Error(`kernel.wasm has ABI ${version}, this package needs ${ABI_VERSION}`);
    return engine;
  } catch (error) {
    compiled = undefined; // a later call may find it mended
    throw error;
  }
}

async function loadJs(fallbackReason?: string): Promise<Engine> {
  const { jsEngine } = await import("./js.ts");
  return jsEngine(fallbackReason);
}

/**
 * Load the kernel. Errors: with `engine: "wasm"` rejects with the host's reason when WebAssembly cannot be had; "auto" never rejects for
 * that, its `fallbackReason` tells why the JS engine serves instead.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const choice = options.engine ?? "auto";
  switch (choice) {
    case "js":
      return loadJs();
    case "wasm":
      return loadWasm();
    case "auto":
      try {
        return await loadWasm();
      } catch (error) {
        return loadJs(error instanceof Error ? error.message : String(error));
      }
    default:
      throw new TypeError(`engine is ${JSON.stringify(choice)}; it must be "wasm", "js" or "auto"`);
  }
}
