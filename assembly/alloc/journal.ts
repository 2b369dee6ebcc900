// Undo by copies: before a block of the state changes it is saved once per open mark; rolling back restores in reverse order, so the
// state is exactly (to the bit) what it was. Marks nest.
import { copyF64, copyI32, F64, freeF64, freeI32, I32, lengthF64, lengthI32, newF64, newI32 } from "../glue/mem.ts";
import { State } from "./state.ts";

export class Journal {
  state: State;
  saved: F64;
  top: i32 = 0;
  /** Entries: block, start in `saved`, the block's previous newest entry. */
  entryBlock: I32;
  entryStart: I32;
  entryPrevious: I32;
  entries: i32 = 0;
  /** Newest entry of each block, -1 = none. */
  newest: I32;
  /** First entry of the innermost open mark. */
  mark: i32 = 0;

  constructor(state: State) {
    const blocks: i32 = state.totalsBlock() + 1;
    this.state = state;
    this.saved = newF64(state.size);
    this.entryBlock = newI32(2 * blocks);
    this.entryStart = newI32(2 * blocks);
    this.entryPrevious = newI32(2 * blocks);
    this.newest = newI32(blocks);
    for (let b: i32 = 0; b < blocks; b++) this.newest[b] = -1;
  }

  /** Open a mark; give the answer to `rollback` or `commit`. */
  open(): i32 {
    const outer = this.mark;
    this.mark = this.entries;
    return outer;
  }

  /** Save `block` unless the innermost mark has it already. */
  touch(block: i32): void {
    if (this.newest[block] >= this.mark) return;
    const start = this.state.blockStart[block];
    const length: i32 = this.state.blockStart[block + 1] - start;
    if (this.top + length > lengthF64(this.saved)) this.growSaved(2 * (this.top + length));
    if (this.entries === lengthI32(this.entryBlock)) this.growEntries(2 * this.entries);
    copyF64(this.saved, this.top, this.state.data, start, length);
    this.entryBlock[this.entries] = block;
    this.entryStart[this.entries] = this.top;
    this.entryPrevious[this.entries] = this.newest[block];
    this.newest[block] = this.entries;
    this.entries++;
    this.top += length;
  }

  /** Undo everything since the innermost mark and close it. */
  rollback(outer: i32): void {
    const blockStart = this.state.blockStart;
    while (this.entries > this.mark) {
      this.entries--;
      const block = this.entryBlock[this.entries];
      const start = this.entryStart[this.entries];
      copyF64(this.state.data, blockStart[block], this.saved, start, blockStart[block + 1] - blockStart[block]);
      this.newest[block] = this.entryPrevious[this.entries];
      this.top = start;
    }
    this.mark = outer;
  }

  /** Keep everything since the innermost mark; an outer mark can still undo it. */
  commit(outer: i32): void {
    this.mark = outer;
  }

  /** Keep everything and forget all entries; no mark may be open. */
  forget(): void {
    while (this.entries > 0) {
      this.entries--;
      this.newest[this.entryBlock[this.entries]] = -1;
    }
    this.top = 0;
    this.mark = 0;
  }

  private growSaved(wanted: i32): void {
    const larger = newF64(wanted);
    copyF64(larger, 0, this.saved, 0, this.top);
    freeF64(this.saved);
    this.saved = larger;
  }

  private growEntries(wanted: i32): void {
    this.entryBlock = grownI32(this.entryBlock, wanted, this.entries);
    this.entryStart = grownI32(this.entryStart, wanted, this.entries);
    this.entryPrevious = grownI32(this.entryPrevious, wanted, this.entries);
  }
}

function grownI32(array: I32, wanted: i32, used: i32): I32 {
  const larger = newI32(wanted);
  copyI32(larger, 0, array, 0, used);
  freeI32(array);
  return larger;
}
