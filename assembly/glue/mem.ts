// Arrays and casts of the JS engine. Twin of mem.as.ts: asc reads that file wherever this one is imported.
// All that differs between the two engines lives in these twins and nowhere else.

/** Array of 64-bit floats, zeroed when made. */
export type F64 = Float64Array;
/** Array of 32-bit signed integers, zeroed when made. */
export type I32 = Int32Array;

let bytesLeft = Infinity;

/** JS engine only: from now on arrays may take this many bytes together; one more and its maker throws RangeError. */
export function setMemoryLimit(bytes: number): void {
  bytesLeft = bytes;
}

function take(bytes: number): void {
  bytesLeft -= bytes;
  if (bytesLeft < 0) throw new RangeError("kernel arrays exceed the memory limit");
}

export function newF64(length: i32): F64 {
  take(8 * length);
  return new Float64Array(length);
}

export function newI32(length: i32): I32 {
  take(4 * length);
  return new Int32Array(length);
}

/** Give an array back. Here the garbage collector has it. */
export function freeF64(array: F64): void {
  bytesLeft += 8 * array.length;
}

export function freeI32(array: I32): void {
  bytesLeft += 4 * array.length;
}

export function lengthF64(array: F64): i32 {
  return array.length;
}

export function lengthI32(array: I32): i32 {
  return array.length;
}

export function fillF64(array: F64, value: f64, start: i32, end: i32): void {
  array.fill(value, start, end);
}

export function fillI32(array: I32, value: i32, start: i32, end: i32): void {
  array.fill(value, start, end);
}

/** Copy `length` elements; the ranges may overlap. */
export function copyF64(to: F64, toStart: i32, from: F64, fromStart: i32, length: i32): void {
  to.set(from.subarray(fromStart, fromStart + length), toStart);
}

export function copyI32(to: I32, toStart: i32, from: I32, fromStart: i32, length: i32): void {
  to.set(from.subarray(fromStart, fromStart + length), toStart);
}

/** Truncate to i32; the value must lie in i32's range. */
export function toI32(value: f64): i32 {
  return value | 0;
}

export function toF64(value: i32): f64 {
  return value;
}

/** i32 product, modulo 2^32. */
export function mulI32(a: i32, b: i32): i32 {
  return Math.imul(a, b);
}

/** Quotient of two i32, truncated towards zero. */
export function divI32(a: i32, b: i32): i32 {
  return (a / b) | 0;
}

/** A clock, for profiles only: nothing may be decided by it. */
export function clockMs(): f64 {
  return performance.now();
}

let pollHook: () => i32 = () => 0;

/** The host's answer to "stop now?": non-zero asks the kernel to return at its next safe point. */
export function poll(): i32 {
  return pollHook();
}

/** JS engine only: install the host's poll. */
export function setPoll(hook: () => i32): void {
  pollHook = hook;
}
