// Row-wise copy of A for PRICE. Every row keeps the entries of *active* columns (nonbasic and not fixed) in front, so PRICE
// never touches the others. Positions are linked both ways with the column-wise copy: a column changes side in time
// proportional to its own length.
import { F64, fillI32, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";

export class RowMatrix {
  loaded: bool = false; // false: the matrix is another one, all else here is void
  start: I32 = newI32(0); // rows + 1
  split: I32 = newI32(0); // end of the active part of a row
  index: I32 = newI32(0); // column
  value: F64 = newF64(0);
  entryOf: I32 = newI32(0); // position here -> entry of the column-wise copy
  placeOf: I32 = newI32(0); // entry of the column-wise copy -> position here
  active: I32 = newI32(0); // by column
  private next: I32 = newI32(0); // rows; scratch of load

  /** Copy the matrix. Active are the columns with place < 0 and a move. */
  load(rows: i32, cols: i32, aStart: I32, aIndex: I32, aValue: F64, place: I32, move: I32): void {
    const entries = aStart[cols];
    this.start = roomI32(this.start, 0, rows + 2);
    this.split = roomI32(this.split, 0, rows);
    this.next = roomI32(this.next, 0, rows);
    this.index = roomI32(this.index, 0, entries);
    this.value = roomF64(this.value, 0, entries);
    this.entryOf = roomI32(this.entryOf, 0, entries);
    this.placeOf = roomI32(this.placeOf, 0, entries);
    this.active = roomI32(this.active, 0, cols);
    const start = this.start;
    const next = this.next;
    fillI32(next, 0, 0, rows);
    for (let e = 0; e < entries; e++) next[aIndex[e]]++;
    let at: i32 = 0;
    for (let row = 0; row < rows; row++) {
      start[row] = at;
      at += next[row];
      next[row] = start[row];
    }
    start[rows] = at;
    for (let col = 0; col < cols; col++) this.active[col] = place[col] < 0 && move[col] !== 0 ? 1 : 0;
    this.copyColumns(1, cols, aStart, aIndex, aValue);
    for (let row = 0; row < rows; row++) this.split[row] = next[row];
    this.copyColumns(0, cols, aStart, aIndex, aValue);
    this.loaded = true;
  }

  /** Append the columns that are active (1) or not (0) to their rows. */
  private copyColumns(active: i32, cols: i32, aStart: I32, aIndex: I32, aValue: F64): void {
    const next = this.next;
    const index = this.index;
    const value = this.value;
    const entryOf = this.entryOf;
    const placeOf = this.placeOf;
    for (let col = 0; col < cols; col++) {
      if (this.active[col] !== active) continue;
      const last = aStart[col + 1];
      for (let e = aStart[col]; e < last; e++) {
        const row = aIndex[e];
        const place = next[row];
        next[row] = place + 1;
        index[place] = col;
        value[place] = aValue[e];
        entryOf[place] = e;
        placeOf[e] = place;
      }
    }
  }

  activate(col: i32, aStart: I32, aIndex: I32): void {
    if (!this.loaded || this.active[col] !== 0) return;
    this.active[col] = 1;
    const split = this.split;
    const last = aStart[col + 1];
    for (let e = aStart[col]; e < last; e++) this.swap(this.placeOf[e], split[aIndex[e]]++);
  }

  deactivate(col: i32, aStart: I32, aIndex: I32): void {
    if (!this.loaded || this.active[col] === 0) return;
    this.active[col] = 0;
    const split = this.split;
    const last = aStart[col + 1];
    for (let e = aStart[col]; e < last; e++) {
      const row = aIndex[e];
      const place = split[row] - 1;
      split[row] = place;
      this.swap(this.placeOf[e], place);
    }
  }

  private swap(a: i32, b: i32): void {
    if (a === b) return;
    const index = this.index;
    const value = this.value;
    const entryOf = this.entryOf;
    const placeOf = this.placeOf;
    const col = index[a];
    const x = value[a];
    const entry = entryOf[a];
    index[a] = index[b];
    value[a] = value[b];
    entryOf[a] = entryOf[b];
    placeOf[entryOf[b]] = a;
    index[b] = col;
    value[b] = x;
    entryOf[b] = entry;
    placeOf[entry] = b;
  }

  free(): void {
    freeI32(this.start);
    freeI32(this.split);
    freeI32(this.index);
    freeF64(this.value);
    freeI32(this.entryOf);
    freeI32(this.placeOf);
    freeI32(this.active);
    freeI32(this.next);
  }
}
