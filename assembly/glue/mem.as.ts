// Arrays and casts of the WASM engine: unmanaged pointers, the length (in elements) kept in the 16 bytes before the data.
// Twin of mem.ts, which documents each function. Bounds are checked in debug builds alone: a release build drops an assert but not the load
// of the length in its condition, as loads may trap, so the question itself is asked of the compiler.

const HEADER: usize = 16;

@unmanaged
export class F64 {
  @inline @operator("[]")
  at(index: i32): f64 {
    if (!ASC_NO_ASSERT) assert(<u32>index < load<u32>(changetype<usize>(this) - HEADER), "F64 index out of bounds");
    return load<f64>(changetype<usize>(this) + ((<usize>index) << 3));
  }
  @inline @operator("[]=")
  put(index: i32, value: f64): void {
    if (!ASC_NO_ASSERT) assert(<u32>index < load<u32>(changetype<usize>(this) - HEADER), "F64 index out of bounds");
    store<f64>(changetype<usize>(this) + ((<usize>index) << 3), value);
  }
}

@unmanaged
export class I32 {
  @inline @operator("[]")
  at(index: i32): i32 {
    if (!ASC_NO_ASSERT) assert(<u32>index < load<u32>(changetype<usize>(this) - HEADER), "I32 index out of bounds");
    return load<i32>(changetype<usize>(this) + ((<usize>index) << 2));
  }
  @inline @operator("[]=")
  put(index: i32, value: i32): void {
    if (!ASC_NO_ASSERT) assert(<u32>index < load<u32>(changetype<usize>(this) - HEADER), "I32 index out of bounds");
    store<i32>(changetype<usize>(this) + ((<usize>index) << 2), value);
  }
}

/** The runtime's allocator takes no larger block; a byte count beyond it would also wrap around in 32 bits. */
const LARGEST_BLOCK: usize = 0x3fff0000;

function allocate(length: i32, shift: usize): usize {
  if (<u32>length > <u32>(LARGEST_BLOCK >> shift)) unreachable(); // out of memory, as the allocator itself says it
  const bytes = ((<usize>length) << shift) + HEADER;
  const block = heap.alloc(bytes);
  memory.fill(block, 0, bytes); // a freed block comes back dirty
  store<i32>(block, length);
  return block + HEADER;
}

export function newF64(length: i32): F64 {
  return changetype<F64>(allocate(length, 3));
}

export function newI32(length: i32): I32 {
  return changetype<I32>(allocate(length, 2));
}

export function freeF64(array: F64): void {
  heap.free(changetype<usize>(array) - HEADER);
}

export function freeI32(array: I32): void {
  heap.free(changetype<usize>(array) - HEADER);
}

@inline
export function lengthF64(array: F64): i32 {
  return load<i32>(changetype<usize>(array) - HEADER);
}

@inline
export function lengthI32(array: I32): i32 {
  return load<i32>(changetype<usize>(array) - HEADER);
}

export function fillF64(array: F64, value: f64, start: i32, end: i32): void {
  for (let i = start; i < end; i++) array[i] = value;
}

export function fillI32(array: I32, value: i32, start: i32, end: i32): void {
  for (let i = start; i < end; i++) array[i] = value;
}

export function copyF64(to: F64, toStart: i32, from: F64, fromStart: i32, length: i32): void {
  if (!ASC_NO_ASSERT) assert(toStart + length <= lengthF64(to) && fromStart + length <= lengthF64(from), "copyF64 out of bounds");
  memory.copy(
    changetype<usize>(to) + ((<usize>toStart) << 3),
    changetype<usize>(from) + ((<usize>fromStart) << 3),
    (<usize>length) << 3,
  );
}

export function copyI32(to: I32, toStart: i32, from: I32, fromStart: i32, length: i32): void {
  if (!ASC_NO_ASSERT) assert(toStart + length <= lengthI32(to) && fromStart + length <= lengthI32(from), "copyI32 out of bounds");
  memory.copy(
    changetype<usize>(to) + ((<usize>toStart) << 2),
    changetype<usize>(from) + ((<usize>fromStart) << 2),
    (<usize>length) << 2,
  );
}

@inline
export function toI32(value: f64): i32 {
  return <i32>value;
}

@inline
export function toF64(value: i32): f64 {
  return <f64>value;
}

@inline
export function mulI32(a: i32, b: i32): i32 {
  return a * b;
}

@inline
export function divI32(a: i32, b: i32): i32 {
  return a / b;
}

@external("host", "now")
declare function hostNow(): f64;

@inline
export function clockMs(): f64 {
  return hostNow();
}

@external("host", "poll")
declare function hostPoll(): i32;

@inline
export function poll(): i32 {
  return hostPoll();
}
