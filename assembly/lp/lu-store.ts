// The factorised basis:  B = L R1^-1 ... Rt^-1 U  with rows and basis slots identified: after FTRAN, entry `row` of the vector
// belongs to the variable that pivots on `row`. L and U come from lu-factor.ts; each Forrest-Tomlin update (lu-update.ts)
// replaces one position of U by a new last one and appends one row transformation R. (Forrest and Tomlin 1972; storage in
// the manner of Suhl and Suhl 1993.)
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { ReachWork, Triangle } from "./triangle.ts";

export class LuStore {
  rows: i32 = 0;
  updates: i32 = 0; // since the last factorisation

  // L, position k in 0..lPositions
  lPositions: i32 = 0;
  lFirst: i32 = 0; // positions before this have neither a column nor a row in L
  lPivotRow: I32 = newI32(0); // k -> row
  lPosition: I32 = newI32(0); // row -> k
  l: Triangle = new Triangle(); // by columns
  lr: Triangle = new Triangle(); // by rows

  // U, position k in 0..uPositions; pivotRow -1 marks a position that was replaced
  uPositions: i32 = 0;
  uFirst: i32 = 0; // positions before this are logicals: their columns of U are empty
  uPivotRow: I32 = newI32(0);
  uPosition: I32 = newI32(0);
  uPivot: F64 = newF64(0);
  u: Triangle = new Triangle(); // by columns; indices are rows
  ur: Triangle = new Triangle(); // by rows; indices are the pivot rows of the columns
  urSpace: I32 = newI32(0); // k -> end of the room of a row of U

  // R, row transformations: x[etaRow] -= sum of etaValue * x[etaIndex]
  etas: i32 = 0;
  etaRow: I32 = newI32(0);
  etaStart: I32 = newI32(0); // etas + 1
  etaIndex: I32 = newI32(0);
  etaValue: F64 = newF64(0);
  etaUsed: i32 = 0;

  // Saved on the way through FTRAN (spike = R L^-1 a_q) and BTRAN (z = U^-T e_p) for the update
  spikeCount: i32 = 0;
  spikeIndex: I32 = newI32(0);
  spikeValue: F64 = newF64(0);
  rowCount: i32 = 0;
  rowIndex: I32 = newI32(0);
  rowValue: F64 = newF64(0);

  reach: ReachWork = new ReachWork();
  gather: F64 = newF64(0); // rows; all zero between uses

  /** Room for `rows` rows and `positions` positions of U; what is stored is kept. */
  resize(rows: i32, positions: i32): void {
    const lUsed = this.lPositions;
    const uUsed = this.uPositions;
    this.lPivotRow = roomI32(this.lPivotRow, lUsed, rows);
    this.lPosition = roomI32(this.lPosition, this.rows, rows);
    this.l.roomForPositions(lUsed, rows);
    this.lr.roomForPositions(lUsed, rows);
    this.uPivotRow = roomI32(this.uPivotRow, uUsed, positions);
    this.uPivot = roomF64(this.uPivot, uUsed, positions);
    this.uPosition = roomI32(this.uPosition, this.rows, rows);
    this.u.roomForPositions(uUsed, positions);
    this.ur.roomForPositions(uUsed, positions);
    this.urSpace = roomI32(this.urSpace, uUsed, positions);
    this.etaRow = roomI32(this.etaRow, this.etas, positions - rows + 1);
    this.etaStart = roomI32(this.etaStart, this.etas + 1, positions - rows + 2);
    this.spikeIndex = roomI32(this.spikeIndex, 0, rows);
    this.spikeValue = roomF64(this.spikeValue, 0, rows);
    this.rowIndex = roomI32(this.rowIndex, 0, rows);
    this.rowValue = roomF64(this.rowValue, 0, rows);
    this.reach.resize(positions);
    this.gather = roomF64(this.gather, 0, rows);
    this.rows = rows;
  }

  roomForEtaEntries(length: i32): void {
    this.etaIndex = roomI32(this.etaIndex, this.etaUsed, length);
    this.etaValue = roomF64(this.etaValue, this.etaUsed, length);
  }

  free(): void {
    freeI32(this.lPivotRow);
    freeI32(this.lPosition);
    this.l.free();
    this.lr.free();
    freeI32(this.uPivotRow);
    freeI32(this.uPosition);
    freeF64(this.uPivot);
    this.u.free();
    this.ur.free();
    freeI32(this.urSpace);
    freeI32(this.etaRow);
    freeI32(this.etaStart);
    freeI32(this.etaIndex);
    freeF64(this.etaValue);
    freeI32(this.spikeIndex);
    freeF64(this.spikeValue);
    freeI32(this.rowIndex);
    freeF64(this.rowValue);
    this.reach.free();
    freeF64(this.gather);
  }
}
