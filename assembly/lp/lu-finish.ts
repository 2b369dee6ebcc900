// Row-wise copies of L and U after a factorisation, for BTRAN and for the Forrest-Tomlin update.
import { I32 } from "../glue/mem.ts";
import { LuStore } from "./lu-store.ts";
import { Triangle } from "./triangle.ts";

/** Room left behind every row of U, so that the first updates need not move it. */
const ROW_SLACK: i32 = 4;

export function finishFactor(lu: LuStore): void {
  transpose(lu.l, lu.lr, lu.lPositions, lu.lPivotRow, lu.lPosition, 0);
  transpose(lu.u, lu.ur, lu.uPositions, lu.uPivotRow, lu.uPosition, ROW_SLACK);
  const space = lu.urSpace;
  const end = lu.ur.end;
  for (let k = 0; k < lu.uPositions; k++) space[k] = end[k] + ROW_SLACK;
}

/** `to` becomes the transpose of `from`; entry (row i, position k) moves to position of i, index pivotRow[k]. */
function transpose(from: Triangle, to: Triangle, positions: i32, pivotRow: I32, position: I32, slack: i32): void {
  to.used = 0;
  to.roomForEntries(from.used + positions * slack);
  const start = to.start;
  const end = to.end;
  for (let k = 0; k < positions; k++) end[k] = 0;
  const used = from.used;
  const index = from.index;
  for (let e = 0; e < used; e++) end[position[index[e]]]++;
  let at: i32 = 0;
  for (let k = 0; k < positions; k++) {
    start[k] = at;
    at += end[k] + slack;
    end[k] = start[k];
  }
  to.used = at;
  const value = from.value;
  const toIndex = to.index;
  const toValue = to.value;
  for (let k = 0; k < positions; k++) {
    const last = from.end[k];
    const row = pivotRow[k];
    for (let e = from.start[k]; e < last; e++) {
      const there = position[index[e]];
      const slot = end[there];
      toIndex[slot] = row;
      toValue[slot] = value[e];
      end[there] = slot + 1;
    }
  }
}
