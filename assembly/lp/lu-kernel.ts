// The part of a basis that singletons leave over, and its elimination. Columns hold indices and values, rows only their
// pattern. Pivots minimise Markowitz's (rows - 1) * (columns - 1) among entries that are large enough in their column.
// (Suhl and Suhl 1990; Markowitz 1957.)
import { F64, fillI32, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";

/** Items (rows or columns) in doubly linked lists by their number of entries. */
export class CountLists {
  head: I32 = newI32(0); // by count; -1 = empty
  next: I32 = newI32(0); // by item; -1 = last
  prev: I32 = newI32(0); // by item; -2 - count for the first of a list

  resize(items: i32): void {
    this.head = roomI32(this.head, 0, items + 2);
    this.next = roomI32(this.next, 0, items);
    this.prev = roomI32(this.prev, 0, items);
    fillI32(this.head, -1, 0, items + 2);
  }

  link(item: i32, count: i32): void {
    const first = this.head[count];
    this.head[count] = item;
    this.next[item] = first;
    this.prev[item] = -2 - count;
    if (first >= 0) this.prev[first] = item;
  }

  unlink(item: i32): void {
    const before = this.prev[item];
    const after = this.next[item];
    if (before >= 0) this.next[before] = after;
    else this.head[-2 - before] = after;
    if (after >= 0) this.prev[after] = before;
  }

  free(): void {
    freeI32(this.head);
    freeI32(this.next);
    freeI32(this.prev);
  }
}

export class LuKernel {
  size: i32 = 0; // active columns when elimination began
  // columns, by slot
  colStart: I32 = newI32(0);
  colCount: I32 = newI32(0);
  colRoom: I32 = newI32(0); // end of the column's room in the pool
  colMax: F64 = newF64(0); // largest magnitude of the column
  colIndex: I32 = newI32(0);
  colValue: F64 = newF64(0);
  colUsed: i32 = 0;
  // row patterns
  rowStart: I32 = newI32(0);
  rowCount: I32 = newI32(0);
  rowRoom: I32 = newI32(0);
  rowIndex: I32 = newI32(0); // slots
  rowUsed: i32 = 0;
  colLists: CountLists = new CountLists();
  rowLists: CountLists = new CountLists();
  // entries of U found by elimination, chained by slot
  chainHead: I32 = newI32(0); // by slot; -1 = none
  chainNext: I32 = newI32(0);
  chainRow: I32 = newI32(0);
  chainValue: F64 = newF64(0);
  chainUsed: i32 = 0;
  // scratch by row
  multiplier: F64 = newF64(0); // zero between eliminations
  stamp: I32 = newI32(0);
  stampNow: i32 = 0;

  resize(rows: i32): void {
    this.colStart = roomI32(this.colStart, 0, rows);
    this.colCount = roomI32(this.colCount, 0, rows);
    this.colRoom = roomI32(this.colRoom, 0, rows);
    this.colMax = roomF64(this.colMax, 0, rows);
    this.rowStart = roomI32(this.rowStart, 0, rows);
    this.rowCount = roomI32(this.rowCount, 0, rows);
    this.rowRoom = roomI32(this.rowRoom, 0, rows);
    this.colLists.resize(rows);
    this.rowLists.resize(rows);
    this.chainHead = roomI32(this.chainHead, 0, rows);
    this.multiplier = roomF64(this.multiplier, 0, rows);
    this.stamp = roomI32(this.stamp, 0, rows);
    fillI32(this.stamp, 0, 0, rows);
    fillI32(this.chainHead, -1, 0, rows);
    this.stampNow = 0;
    this.chainUsed = 0;
    this.colUsed = 0;
    this.rowUsed = 0;
  }

  roomForColumnEntries(length: i32): void {
    this.colIndex = roomI32(this.colIndex, this.colUsed, length);
    this.colValue = roomF64(this.colValue, this.colUsed, length);
  }

  roomForRowEntries(length: i32): void {
    this.rowIndex = roomI32(this.rowIndex, this.rowUsed, length);
  }

  /** Column `slot` gets room for `need` entries. */
  roomInColumn(slot: i32, need: i32): void {
    const start = this.colStart[slot];
    if (start + need <= this.colRoom[slot]) return;
    const count = this.colCount[slot];
    const to = this.colUsed;
    const room = need + (need >> 1) + 2;
    this.roomForColumnEntries(to + room);
    const index = this.colIndex;
    const value = this.colValue;
    for (let e = 0; e < count; e++) {
      index[to + e] = index[start + e];
      value[to + e] = value[start + e];
    }
    this.colStart[slot] = to;
    this.colRoom[slot] = to + room;
    this.colUsed = to + room;
  }

  addToRow(row: i32, slot: i32): void {
    const start = this.rowStart[row];
    const count = this.rowCount[row];
    if (start + count < this.rowRoom[row]) {
      this.rowIndex[start + count] = slot;
      this.rowCount[row] = count + 1;
      return;
    }
    const to = this.rowUsed;
    const room = count + (count >> 1) + 4;
    this.roomForRowEntries(to + room);
    const index = this.rowIndex;
    for (let e = 0; e < count; e++) index[to + e] = index[start + e];
    index[to + count] = slot;
    this.rowStart[row] = to;
    this.rowCount[row] = count + 1;
    this.rowRoom[row] = to + room;
    this.rowUsed = to + room;
  }

  removeFromRow(row: i32, slot: i32): void {
    const index = this.rowIndex;
    const start = this.rowStart[row];
    const tail = start + this.rowCount[row] - 1;
    let find = start;
    while (index[find] !== slot) find++;
    index[find] = index[tail];
    this.rowCount[row] = tail - start;
  }

  addToChain(slot: i32, row: i32, x: f64): void {
    const at = this.chainUsed;
    this.chainNext = roomI32(this.chainNext, at, at + 1);
    this.chainRow = roomI32(this.chainRow, at, at + 1);
    this.chainValue = roomF64(this.chainValue, at, at + 1);
    this.chainNext[at] = this.chainHead[slot];
    this.chainRow[at] = row;
    this.chainValue[at] = x;
    this.chainHead[slot] = at;
    this.chainUsed = at + 1;
  }

  free(): void {
    freeI32(this.colStart);
    freeI32(this.colCount);
    freeI32(this.colRoom);
    freeF64(this.colMax);
    freeI32(this.colIndex);
    freeF64(this.colValue);
    freeI32(this.rowStart);
    freeI32(this.rowCount);
    freeI32(this.rowRoom);
    freeI32(this.rowIndex);
    this.colLists.free();
    this.rowLists.free();
    freeI32(this.chainHead);
    freeI32(this.chainNext);
    freeI32(this.chainRow);
    freeF64(this.chainValue);
    freeF64(this.multiplier);
    freeI32(this.stamp);
  }
}
