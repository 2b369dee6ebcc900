// The state both simplex methods share. Computational form: minimise c'x subject to A x + s = 0, l <= (x, s) <= u, where the
// logical s_i = -(activity of row i) is variable cols + i. Everything here is scaled by powers of two (scale.ts), so the
// model of the caller can be recovered to the bit. Basis: head[row] is the variable that pivots on `row`, place[variable]
// its row or -1.
import { copyF64, F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { LuFactor } from "./lu-factor.ts";
import { LuStore } from "./lu-store.ts";
import { DUAL_TOLERANCE, PRIMAL_TOLERANCE, UPDATE_LIMIT } from "./params.ts";
import { Profile } from "./profile.ts";
import { RowMatrix } from "./row-matrix.ts";

/** Where a nonbasic variable rests and may go. */
export const enum Move {
  none = 0, // basic, or fixed
  up = 1, // at its lower bound
  down = -1, // at its upper bound
  free = 2, // at zero, without bounds
}

/** When more than one variable in this many has new bounds, looking at all of them is no dearer. */
const TOUCHED_SHARE: i32 = 8;

export class SimplexState {
  rows: i32 = 0;
  cols: i32 = 0;
  total: i32 = 0; // cols + rows

  // the scaled model
  aStart: I32 = newI32(0); // cols + 1
  aIndex: I32 = newI32(0);
  aValue: F64 = newF64(0);
  lower: F64 = newF64(0); // total
  upper: F64 = newF64(0);
  cost: F64 = newF64(0);
  byRows: RowMatrix = new RowMatrix(); // may be out of date: see rowCopy

  // what the method at work sees of it: bounds of the phase, perturbed bounds or costs
  workLower: F64 = newF64(0);
  workUpper: F64 = newF64(0);
  workCost: F64 = newF64(0);
  costsChanged: bool = false; // workCost differs from cost
  boundsChanged: bool = false; // workLower or workUpper differ from lower, upper

  // the basis
  head: I32 = newI32(0); // rows
  place: I32 = newI32(0); // total
  move: I32 = newI32(0); // total
  value: F64 = newF64(0); // total; nonbasic variables only
  dual: F64 = newF64(0); // total; zero for basic variables
  dualsValid: bool = false; // dual holds the reduced costs of the true costs for this basis
  baseValue: F64 = newF64(0); // rows
  edgeWeight: F64 = newF64(0); // rows; dual steepest edge
  variableWeight: F64 = newF64(0); // total; carries weights across a factorisation
  /** Values, moves, working bounds and baseValue are those of the basis, but for the bounds of the touched variables. */
  primalValid: bool = false;
  touched: I32 = newI32(0); // variables whose bounds changed since primalValid, with repeats
  touchedCount: i32 = 0;
  basisValid: bool = false; // head and place describe a basis
  factorValid: bool = false; // lu is its factorisation

  primalTolerance: f64 = PRIMAL_TOLERANCE; // of the solve at hand; tightened when residuals come out too large
  dualTolerance: f64 = DUAL_TOLERANCE;

  lu: LuStore = new LuStore();
  factor: LuFactor = new LuFactor();
  iterations: i32 = 0; // of both methods, over the lifetime of the model
  factorisations: i32 = 0;
  profile: Profile = new Profile();

  /** Room for a model of this size; what is stored by row or by variable is kept at its index. */
  resize(rows: i32, cols: i32, entries: i32): void {
    const total = rows + cols;
    const oldTotal = this.total;
    this.aStart = roomI32(this.aStart, this.cols + 1, cols + 1);
    const oldEntries = this.total === 0 ? 0 : this.aStart[this.cols];
    this.aIndex = roomI32(this.aIndex, oldEntries, entries);
    this.aValue = roomF64(this.aValue, oldEntries, entries);
    this.lower = roomF64(this.lower, oldTotal, total);
    this.upper = roomF64(this.upper, oldTotal, total);
    this.cost = roomF64(this.cost, oldTotal, total);
    this.workLower = roomF64(this.workLower, oldTotal, total);
    this.workUpper = roomF64(this.workUpper, oldTotal, total);
    this.workCost = roomF64(this.workCost, oldTotal, total);
    this.head = roomI32(this.head, this.rows, rows);
    this.place = roomI32(this.place, oldTotal, total);
    this.move = roomI32(this.move, oldTotal, total);
    this.value = roomF64(this.value, oldTotal, total);
    this.dual = roomF64(this.dual, oldTotal, total);
    this.baseValue = roomF64(this.baseValue, this.rows, rows);
    this.edgeWeight = roomF64(this.edgeWeight, this.rows, rows);
    this.variableWeight = roomF64(this.variableWeight, oldTotal, total);
    this.lu.resize(rows, rows + UPDATE_LIMIT + 2);
    this.factor.resize(rows);
    this.primalValid = false;
    this.rows = rows;
    this.cols = cols;
    this.total = total;
  }

  /** Nothing of the model at hand is kept by the next resize. */
  forget(): void {
    this.rows = 0;
    this.cols = 0;
    this.total = 0;
    this.lu.rows = 0;
    this.lu.lPositions = 0;
    this.lu.uPositions = 0;
    this.lu.etas = 0;
    this.lu.etaUsed = 0;
    this.basisValid = false;
    this.factorValid = false;
    this.dualsValid = false;
    this.primalValid = false;
    this.iterations = 0;
    this.factorisations = 0;
  }

  /** Change the bounds of a variable. */
  setBounds(j: i32, lower: f64, upper: f64): void {
    const same = this.lower[j] === lower && this.upper[j] === upper;
    this.lower[j] = lower; // also when the same: zeros have signs, and the array may be left over from another model
    this.upper[j] = upper;
    if (same || !this.primalValid) return;
    if (this.touchedCount * TOUCHED_SHARE > this.total) {
      this.primalValid = false;
      return;
    }
    this.touched = roomI32(this.touched, this.touchedCount, this.touchedCount + 1);
    this.touched[this.touchedCount++] = j;
  }

  /** The row-wise copy; made now if the matrix changed since the last time. Nonbasic variables are settled. */
  rowCopy(): RowMatrix {
    const byRows = this.byRows;
    if (!byRows.loaded) byRows.load(this.rows, this.cols, this.aStart, this.aIndex, this.aValue, this.place, this.move);
    return byRows;
  }

  /** The method sees the model as it is. */
  restoreBounds(): void {
    copyF64(this.workLower, 0, this.lower, 0, this.total);
    copyF64(this.workUpper, 0, this.upper, 0, this.total);
    this.boundsChanged = false;
  }

  restoreCosts(): void {
    copyF64(this.workCost, 0, this.cost, 0, this.total);
    this.costsChanged = false;
  }

  free(): void {
    freeI32(this.aStart);
    freeI32(this.aIndex);
    freeF64(this.aValue);
    freeF64(this.lower);
    freeF64(this.upper);
    freeF64(this.cost);
    this.byRows.free();
    freeF64(this.workLower);
    freeF64(this.workUpper);
    freeF64(this.workCost);
    freeI32(this.head);
    freeI32(this.place);
    freeI32(this.move);
    freeF64(this.value);
    freeF64(this.dual);
    freeF64(this.baseValue);
    freeF64(this.edgeWeight);
    freeF64(this.variableWeight);
    freeI32(this.touched);
    this.lu.free();
    this.factor.free();
    this.profile.free();
  }
}
