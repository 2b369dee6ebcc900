// Growth of kernel arrays: a longer copy, the old block given back.
import { copyF64, copyI32, F64, freeF64, freeI32, I32, lengthF64, lengthI32, newF64, newI32 } from "../glue/mem.ts";

/** `array` itself when it holds `length` elements, else a copy of its first `used` (or all, if fewer) with room to spare. */
export function roomF64(array: F64, used: i32, length: i32): F64 {
  const held = lengthF64(array);
  if (held >= length) return array;
  const next = newF64(length + (length >> 1) + 8);
  copyF64(next, 0, array, 0, used < held ? used : held);
  freeF64(array);
  return next;
}

/** As roomF64, for integers. */
export function roomI32(array: I32, used: i32, length: i32): I32 {
  const held = lengthI32(array);
  if (held >= length) return array;
  const next = newI32(length + (length >> 1) + 8);
  copyI32(next, 0, array, 0, used < held ? used : held);
  freeI32(array);
  return next;
}

/** A block of exactly `length` zeros in place of `array`. */
export function freshF64(array: F64, length: i32): F64 {
  freeF64(array);
  return newF64(length);
}

/** As freshF64, for integers. */
export function freshI32(array: I32, length: i32): I32 {
  freeI32(array);
  return newI32(length);
}
