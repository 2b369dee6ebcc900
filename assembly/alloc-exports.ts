// What the host may call of the allocation kernel. Each assembly/*-exports.ts is an entry of the WASM build; the JS engine imports the same files.
import { ABI_VERSION } from "./abi.ts";

export function abiVersion(): i32 {
  return ABI_VERSION;
}
