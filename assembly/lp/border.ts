// New rows join a factorised basis with their logicals basic:  B+ = [B 0; R I]. The row of B+^-1 is [-r' B^-1, 1], which gives
// both the row transformation of the factorisation and the exact edge weight.
import { F64, I32 } from "../glue/mem.ts";
import { btran } from "./btran.ts";
import { luAppendRow } from "./lu-update.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

/** Rows first..first+count of the state are new; their entries are given by rows (start, index = column, value unscaled). */
export function borderBasis(
  state: SimplexState,
  work: SparseVector, // scratch of `rows` entries
  first: i32,
  count: i32,
  start: I32,
  index: I32,
  value: F64,
  rowScale: F64,
  colScale: F64,
): void {
  const cols = state.cols;
  for (let k = 0; k < count; k++) {
    const row = first + k;
    work.clear();
    let listed: i32 = 0;
    for (let e = start[k]; e < start[k + 1]; e++) {
      const place = state.place[index[e]];
      if (place < 0) continue;
      if (work.value[place] === 0) work.index[listed++] = place;
      work.value[place] += value[e] * rowScale[row] * colScale[index[e]];
    }
    work.count = listed;
    state.edgeWeight[row] = 1;
    if (state.factorValid) {
      btran(state.lu, work, true);
      luAppendRow(state.lu, row);
      state.edgeWeight[row] = 1 + work.squaredNorm();
    }
    state.head[row] = cols + row;
    state.place[cols + row] = row;
    state.move[cols + row] = Move.none;
  }
  work.clear();
}
