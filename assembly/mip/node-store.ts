// Nodes of the tree as plain data: one bound change each, on top of those of its ancestors, a lower bound on its solutions, and the
// basis its relaxation ended with, packed to two bits a variable. A node stays while it is open or has descendants that are. Open nodes
// form a heap by bound (ties: the older first).
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { BASIS_WORDS } from "./params.ts";

export class NodeStore {
  used: i32 = 0; // nodes alive
  open: i32 = 0; // nodes in the heap
  parent: I32 = newI32(0);
  col: I32 = newI32(0); // -1 at the root
  isUpper: I32 = newI32(0); // 1: upper bound of col is `value`, 0: lower
  value: F64 = newF64(0);
  bound: F64 = newF64(0);
  /** Distance from the relaxation's value to the new bound, for pseudocosts; 0 = the bound of the node is not its parent's. */
  fraction: F64 = newF64(0);
  depth: I32 = newI32(0);
  private refs: I32 = newI32(0); // itself while open or at work, and its children alive
  private slot: I32 = newI32(0); // of its basis, -1 = none
  private heap: I32 = newI32(0);
  private top: i32 = 0;
  private freeNodes: I32 = newI32(0);
  private freeNodeCount: i32 = 0;
  private words: i32 = 0; // of a basis
  private basisCols: i32 = 0;
  private basisRows: i32 = 0; // rows whose status is kept; later rows are basic
  private arena: I32 = newI32(0);
  private slots: i32 = 0;
  private freeSlots: I32 = newI32(0);
  private freeSlotCount: i32 = 0;

  /** Empty, for bases of so many columns and rows. */
  reset(cols: i32, rows: i32): void {
    this.used = 0;
    this.open = 0;
    this.top = 0;
    this.freeNodeCount = 0;
    this.slots = 0;
    this.freeSlotCount = 0;
    this.basisCols = cols;
    this.fitBasis(rows);
  }

  /** Bases are for so many rows from now on; before the first is kept. */
  fitBasis(rows: i32): void {
    this.basisRows = rows;
    this.words = (this.basisCols + rows + 15) >> 4;
  }

  /** A new node that is at work. The parent's basis is shared. */
  add(parent: i32, col: i32, isUpper: i32, value: f64, bound: f64, fraction: f64): i32 {
    let node: i32 = 0;
    if (this.freeNodeCount > 0) {
      this.freeNodeCount--;
      node = this.freeNodes[this.freeNodeCount];
    } else {
      node = this.top++;
      this.grow(this.top);
    }
    this.used++;
    this.parent[node] = parent;
    this.col[node] = col;
    this.isUpper[node] = isUpper;
    this.value[node] = value;
    this.bound[node] = bound;
    this.fraction[node] = fraction;
    this.depth[node] = parent < 0 ? 0 : this.depth[parent] + 1;
    this.refs[node] = 1;
    this.slot[node] = -1;
    if (parent >= 0) this.refs[parent]++;
    return node;
  }

  private grow(count: i32): void {
    const old = count - 1;
    this.parent = roomI32(this.parent, old, count);
    this.col = roomI32(this.col, old, count);
    this.isUpper = roomI32(this.isUpper, old, count);
    this.value = roomF64(this.value, old, count);
    this.bound = roomF64(this.bound, old, count);
    this.fraction = roomF64(this.fraction, old, count);
    this.depth = roomI32(this.depth, old, count);
    this.refs = roomI32(this.refs, old, count);
    this.slot = roomI32(this.slot, old, count);
    this.heap = roomI32(this.heap, this.open, count);
    this.freeNodes = roomI32(this.freeNodes, 0, count);
  }

  /** The node is neither open nor at work any more: it and ancestors that nobody needs are gone. */
  release(node: i32): void {
    let at: i32 = node;
    while (at >= 0) {
      this.refs[at]--;
      if (this.refs[at] > 0) return;
      if (this.slot[at] >= 0) this.freeSlots[this.freeSlotCount++] = this.slot[at];
      this.freeNodes[this.freeNodeCount++] = at;
      this.used--;
      at = this.parent[at];
    }
  }

  /** Keep the basis (BasisStatus by column and row) with the node. */
  keepBasis(node: i32, colStatus: I32, rowStatus: I32, rows: i32): void {
    let slot: i32 = this.slot[node];
    const words = this.words;
    if (slot < 0) {
      if (this.freeSlotCount > 0) {
        this.freeSlotCount--;
        slot = this.freeSlots[this.freeSlotCount];
      } else {
        if ((1.0 * this.slots + 1.0) * words > BASIS_WORDS) return;
        slot = this.slots++;
        this.arena = roomI32(this.arena, slot * words, this.slots * words);
        this.freeSlots = roomI32(this.freeSlots, 0, this.slots);
      }
      this.slot[node] = slot;
    }
    const arena = this.arena;
    const cols = this.basisCols;
    const total = cols + this.basisRows;
    const first = slot * words;
    for (let w = 0; w < words; w++) {
      let packed: i32 = 0;
      for (let k = 0; k < 16; k++) {
        const j = 16 * w + k;
        if (j >= total) break;
        const row = j - cols;
        const status = row < 0 ? colStatus[j] : row < rows ? rowStatus[row] : 1;
        packed |= status << (2 * k);
      }
      arena[first + w] = packed;
    }
  }

  /** The basis the node should start from (that of its nearest ancestor with one). False where there is none. */
  readBasis(node: i32, colStatus: I32, rowStatus: I32, rows: i32): bool {
    let at: i32 = node;
    while (at >= 0 && this.slot[at] < 0) at = this.parent[at];
    if (at < 0) return false;
    const first = this.slot[at] * this.words;
    const cols = this.basisCols;
    for (let j = 0; j < cols; j++) colStatus[j] = (this.arena[first + (j >> 4)] >>> (2 * (j & 15))) & 3;
    for (let row = 0; row < rows; row++) {
      const j = cols + row;
      rowStatus[row] = row < this.basisRows ? (this.arena[first + (j >> 4)] >>> (2 * (j & 15))) & 3 : 1;
    }
    return true;
  }

  /** Put the node among the open ones. */
  push(node: i32): void {
    let at: i32 = this.open++;
    const heap = this.heap;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.before(node, heap[up])) break;
      heap[at] = heap[up];
      at = up;
    }
    heap[at] = node;
  }

  /** Least bound of an open node; Infinity without any. */
  leastBound(): f64 {
    return this.open > 0 ? this.bound[this.heap[0]] : Infinity;
  }

  /** Take the open node of least bound; -1 = none. It is at work then. */
  pop(): i32 {
    if (this.open === 0) return -1;
    const heap = this.heap;
    const first = heap[0];
    this.open--;
    if (this.open > 0) this.sift(heap[this.open]);
    return first;
  }

  private sift(node: i32): void {
    const heap = this.heap;
    const open = this.open;
    let at: i32 = 0;
    while (true) {
      let child: i32 = 2 * at + 1;
      if (child >= open) break;
      if (child + 1 < open && this.before(heap[child + 1], heap[child])) child++;
      if (!this.before(heap[child], node)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = node;
  }

  private before(a: i32, b: i32): bool {
    const x = this.bound[a];
    const y = this.bound[b];
    if (x !== y) return x < y;
    if (this.depth[a] !== this.depth[b]) return this.depth[a] > this.depth[b];
    return a < b;
  }

  free(): void {
    freeI32(this.parent);
    freeI32(this.col);
    freeI32(this.isUpper);
    freeF64(this.value);
    freeF64(this.bound);
    freeF64(this.fraction);
    freeI32(this.depth);
    freeI32(this.refs);
    freeI32(this.slot);
    freeI32(this.heap);
    freeI32(this.freeNodes);
    freeI32(this.arena);
    freeI32(this.freeSlots);
  }
}
