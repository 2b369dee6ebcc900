// A solver with the buffers its host fills and reads.
import { LpFloats, LpInts, LpReport, LpStatus } from "../abi-lp.ts";
import { F64, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { LpSolver } from "./lp-solver.ts";

export class LpSession {
  solver: LpSolver = new LpSolver();
  start: I32 = newI32(1);
  index: I32 = newI32(0);
  value: F64 = newF64(0);
  colLower: F64 = newF64(0);
  colUpper: F64 = newF64(0);
  cost: F64 = newF64(0);
  rowLower: F64 = newF64(0);
  rowUpper: F64 = newF64(0);
  report: F64 = newF64(LpReport.size);

  constructor() {
    this.solver.presolve = true;
  }

  /** As new, for the next holder of a handle. */
  reset(): void {
    this.solver.reset();
    this.solver.presolve = true;
    this.solver.state.profile.enable(false);
  }

  reserve(rows: i32, cols: i32, entries: i32): void {
    this.start = roomI32(this.start, 0, (rows > cols ? rows : cols) + 1);
    this.index = roomI32(this.index, 0, entries);
    this.value = roomF64(this.value, 0, entries);
    this.colLower = roomF64(this.colLower, 0, cols);
    this.colUpper = roomF64(this.colUpper, 0, cols);
    this.cost = roomF64(this.cost, 0, cols);
    this.rowLower = roomF64(this.rowLower, 0, rows);
    this.rowUpper = roomF64(this.rowUpper, 0, rows);
  }

  solve(maxIterations: i32): LpStatus {
    const solver = this.solver;
    const status = solver.solve(maxIterations);
    const report = this.report;
    report[LpReport.status] = status;
    report[LpReport.objective] = solver.objective;
    report[LpReport.iterations] = solver.iterations;
    report[LpReport.primalResidual] = solver.primalResidual;
    report[LpReport.dualResidual] = solver.dualResidual;
    report[LpReport.dualBound] = solver.dualBound;
    report[LpReport.factorisations] = solver.state.factorisations;
    report[LpReport.emptyBox] = solver.emptyBox;
    return status;
  }

  floats(which: LpFloats): F64 {
    const solver = this.solver;
    if (which === LpFloats.value) return this.value;
    if (which === LpFloats.colLower) return this.colLower;
    if (which === LpFloats.colUpper) return this.colUpper;
    if (which === LpFloats.cost) return this.cost;
    if (which === LpFloats.rowLower) return this.rowLower;
    if (which === LpFloats.rowUpper) return this.rowUpper;
    if (which === LpFloats.x) return solver.x;
    if (which === LpFloats.reducedCost) return solver.d;
    if (which === LpFloats.rowActivity) return solver.rowActivity;
    if (which === LpFloats.rowDual) return solver.y;
    if (which === LpFloats.ray) return solver.ray;
    if (which === LpFloats.profile) return solver.state.profile.table;
    return this.report;
  }

  ints(which: LpInts): I32 {
    if (which === LpInts.start) return this.start;
    if (which === LpInts.index) return this.index;
    return which === LpInts.colStatus ? this.solver.colStatus : this.solver.rowStatus;
  }
}
