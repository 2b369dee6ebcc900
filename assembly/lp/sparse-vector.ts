// A dense array with the list of its nonzeros: the vector of every FTRAN, BTRAN and PRICE. Invariant: value[i] is zero unless
// i is among index[0..count); an entry is listed once. Made once, cleared between uses.
import { F64, fillF64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { DENSITY_DECAY } from "./params.ts";

export class SparseVector {
  size: i32 = 0;
  count: i32 = 0;
  value: F64 = newF64(0);
  index: I32 = newI32(0);
  /** Running average of count / size over the solves of this vector's kind. */
  density: f64 = 0;

  /** Room for `size` entries; the vector becomes zero and forgets the densities it has seen. */
  resize(size: i32): void {
    this.clear();
    this.density = 0;
    this.value = roomF64(this.value, 0, size);
    this.index = roomI32(this.index, 0, size);
    this.size = size;
  }

  clear(): void {
    const value = this.value;
    const index = this.index;
    const count = this.count;
    if (count * 4 > this.size) {
      fillF64(value, 0, 0, this.size);
    } else {
      for (let k = 0; k < count; k++) value[index[k]] = 0;
    }
    this.count = 0;
  }

  setUnit(entry: i32, value: f64): void {
    this.clear();
    this.value[entry] = value;
    this.index[0] = entry;
    this.count = 1;
  }

  /** List the nonzeros anew, after a step that wrote to value alone. */
  relist(): void {
    const value = this.value;
    const index = this.index;
    const size = this.size;
    let count: i32 = 0;
    for (let i = 0; i < size; i++) {
      if (value[i] !== 0) index[count++] = i;
    }
    this.count = count;
  }

  copyFrom(other: SparseVector): void {
    this.clear();
    const value = this.value;
    const index = this.index;
    const fromValue = other.value;
    const fromIndex = other.index;
    const count = other.count;
    for (let k = 0; k < count; k++) {
      const i = fromIndex[k];
      index[k] = i;
      value[i] = fromValue[i];
    }
    this.count = count;
  }

  squaredNorm(): f64 {
    const value = this.value;
    const index = this.index;
    const count = this.count;
    let sum: f64 = 0;
    for (let k = 0; k < count; k++) {
      const x = value[index[k]];
      sum += x * x;
    }
    return sum;
  }

  noteDensity(): void {
    if (this.size === 0) return;
    const sample: f64 = (1.0 * this.count) / this.size;
    this.density = (1.0 - DENSITY_DECAY) * this.density + DENSITY_DECAY * sample;
  }

  free(): void {
    freeF64(this.value);
    freeI32(this.index);
  }
}
