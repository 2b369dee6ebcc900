// Host-facing exports of the LP kernel. Solvers are known by small positive handles. Bulk arrays: lpReserve makes room, lpFloats
// and lpInts give the arrays (a pointer in the WASM engine, the typed array itself in the JS engine). Any call that may allocate
// (lpCreate, lpReserve, lpLoad, lpAddRows, lpAddCols, lpSolve) makes arrays fetched before it stale. Arrays may be longer than
// the model.
import { Code } from "./abi.ts";
import { LpFloats, LpInts, LpStatus } from "./abi-lp.ts";
import { F64, I32 } from "./glue/mem.ts";
import { LpSession } from "./lp/lp-session.ts";

const sessions: Array<LpSession | null> = [];

/** Solvers whose handles were freed. The runtime collects no garbage, so they wait here for the next lpCreate. */
const spare: Array<LpSession> = [];

/** A new solver; its handle. */
export function lpCreate(): i32 {
  let fresh: LpSession;
  if (spare.length > 0) {
    fresh = spare.pop()!;
    fresh.reset();
  } else {
    fresh = new LpSession();
  }
  for (let k = 0; k < sessions.length; k++) {
    if (sessions[k] !== null) continue;
    sessions[k] = fresh;
    return k + 1;
  }
  sessions.push(fresh);
  return sessions.length;
}

/** Give a handle back. The solver's memory serves the next lpCreate. */
export function lpFree(handle: i32): void {
  spare.push(session(handle));
  sessions[handle - 1] = null;
}

/** Room in the input arrays for this many rows, columns and entries. Their contents are lost. */
export function lpReserve(handle: i32, rows: i32, cols: i32, entries: i32): void {
  session(handle).reserve(rows, cols, entries);
}

export function lpFloats(handle: i32, which: LpFloats): F64 {
  return session(handle).floats(which);
}

export function lpInts(handle: i32, which: LpInts): I32 {
  return session(handle).ints(which);
}

/** Load the model in the input arrays (columns: start, index = row, value). The objective is minimised, plus `offset`. */
export function lpLoad(handle: i32, rows: i32, cols: i32, offset: f64): Code {
  const s = session(handle);
  s.solver.offset = offset;
  const good = s.solver.load(
    rows,
    cols,
    s.start,
    s.index,
    s.value,
    s.colLower,
    s.colUpper,
    s.cost,
    s.rowLower,
    s.rowUpper,
  );
  return good ? Code.ok : Code.badInput;
}

/** Presolve solves that start without a basis (default: 1), or not (0). */
export function lpSetPresolve(handle: i32, on: i32): void {
  session(handle).solver.presolve = on !== 0;
}

/**
 * Count where the time goes from now on (1, counters at zero) or not (0, the default). Read LpFloats.profile after lpSolve: 3 x
 * LpPhase.size numbers, milliseconds, calls and entries of the vectors made, over lpLoad and all lpSolve since.
 */
export function lpSetProfile(handle: i32, on: i32): void {
  session(handle).solver.state.profile.enable(on !== 0);
}

/** At most `maxIterations` simplex iterations; call again after iterationLimit or polled to go on. Fills the report. */
export function lpSolve(handle: i32, maxIterations: i32): LpStatus {
  return session(handle).solve(maxIterations);
}

export function lpSetColBounds(handle: i32, col: i32, lower: f64, upper: f64): void {
  session(handle).solver.setColBounds(col, lower, upper);
}

export function lpSetRowBounds(handle: i32, row: i32, lower: f64, upper: f64): void {
  session(handle).solver.setRowBounds(row, lower, upper);
}

export function lpSetCost(handle: i32, col: i32, cost: f64): void {
  session(handle).solver.setCost(col, cost);
}

/** Append the rows in the input arrays (by rows: start, index = column, value, rowLower, rowUpper). */
export function lpAddRows(handle: i32, count: i32): void {
  const s = session(handle);
  s.solver.addRows(count, s.start, s.index, s.value, s.rowLower, s.rowUpper);
}

/** Append the columns in the input arrays (by columns: start, index = row, value, colLower, colUpper, cost). */
export function lpAddCols(handle: i32, count: i32): void {
  const s = session(handle);
  s.solver.addCols(count, s.start, s.index, s.value, s.colLower, s.colUpper, s.cost);
}

/** Start the next solve from the basis in the arrays colStatus and rowStatus. */
export function lpSetBasis(handle: i32): void {
  const solver = session(handle).solver;
  solver.setBasis(solver.colStatus, solver.rowStatus);
}

function session(handle: i32): LpSession {
  return sessions[handle - 1]!;
}
