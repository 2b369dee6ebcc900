// An engine over a compiled kernel, once it has opened and told its version.
import { ABI_VERSION } from "../../assembly/abi.ts";
import type { Engine } from "./engine.ts";
import { wasmEngine } from "./wasm.ts";

/** Throws the host's reason when the module cannot be instantiated, and an Error when it is of another version. */
export function openWasm(module: WebAssembly.Module, memoryLimitBytes?: number): Engine {
  const engine = wasmEngine(module, memoryLimitBytes);
  const version = engine.open().functions.abiVersion();
  if (version !== ABI_VERSION) throw new Error(`kernel.wasm has ABI ${version}, this package needs ${ABI_VERSION}`);
  return engine;
}
