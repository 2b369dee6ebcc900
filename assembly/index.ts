// Entry of the kernel: all that the host may call.
import { F64, newF64 } from "./glue/mem.ts";

export function probe(length: i32): F64 {
  const a = newF64(length);
  for (let i = 0; i < length; i++) a[i] = Math.sqrt(i);
  return a;
}
