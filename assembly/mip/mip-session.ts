// A MIP solve with the buffers its host fills and reads.
import { MipFloats, MipInts, MipReport, MipStatus } from "../abi-mip.ts";
import { copyF64, F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { isNumber, validMatrix } from "../lp/validate.ts";
import { MipSolver } from "./mip-solver.ts";

export class MipSession {
  solver: MipSolver = new MipSolver();
  start: I32 = newI32(1);
  index: I32 = newI32(0);
  value: F64 = newF64(0);
  colLower: F64 = newF64(0);
  colUpper: F64 = newF64(0);
  cost: F64 = newF64(0);
  rowLower: F64 = newF64(0);
  rowUpper: F64 = newF64(0);
  integer: I32 = newI32(0);
  x: F64 = newF64(0);
  report: F64 = newF64(MipReport.size);

  reserve(rows: i32, cols: i32, entries: i32): void {
    this.start = roomI32(this.start, 0, cols + 1);
    this.index = roomI32(this.index, 0, entries);
    this.value = roomF64(this.value, 0, entries);
    this.colLower = roomF64(this.colLower, 0, cols);
    this.colUpper = roomF64(this.colUpper, 0, cols);
    this.cost = roomF64(this.cost, 0, cols);
    this.rowLower = roomF64(this.rowLower, 0, rows);
    this.rowUpper = roomF64(this.rowUpper, 0, rows);
    this.integer = roomI32(this.integer, 0, cols);
    this.x = roomF64(this.x, 0, cols);
  }

  /** False when the numbers make no model. */
  load(rows: i32, cols: i32, offset: f64): bool {
    if (!validMatrix(rows, cols, this.start, this.index, this.value)) return false;
    for (let col = 0; col < cols; col++) {
      if (!(Math.abs(this.cost[col]) < Infinity)) return false;
      if (!isNumber(this.colLower[col]) || !isNumber(this.colUpper[col])) return false;
    }
    for (let row = 0; row < rows; row++) {
      if (!isNumber(this.rowLower[row]) || !isNumber(this.rowUpper[row])) return false;
    }
    const model = this.solver.original;
    model.load(
      rows,
      cols,
      this.start,
      this.index,
      this.value,
      this.colLower,
      this.colUpper,
      this.cost,
      this.rowLower,
      this.rowUpper,
      this.integer,
    );
    model.offset = offset;
    this.solver.begin();
    this.fillReport(MipStatus.running);
    return true;
  }

  limit(nodes: i32, iterations: i32, absoluteGap: f64, relativeGap: f64): void {
    const tree = this.solver.tree;
    tree.nodeLimit = nodes;
    tree.state.iterationLimit = iterations;
    tree.absoluteGap = absoluteGap;
    tree.relativeGap = relativeGap;
  }

  offer(): bool {
    return this.solver.offer(this.x);
  }

  step(iterations: i32): MipStatus {
    const status = this.solver.step(iterations);
    this.fillReport(status);
    return status;
  }

  private fillReport(status: MipStatus): void {
    const solver = this.solver;
    const tree = solver.tree;
    const report = this.report;
    report[MipReport.status] = status;
    report[MipReport.objective] = solver.objective();
    report[MipReport.bound] = solver.bound();
    report[MipReport.nodes] = tree.processed;
    report[MipReport.openNodes] = tree.nodes.open;
    report[MipReport.iterations] = tree.state.nodeLp.iterations;
    report[MipReport.solutions] = tree.state.solutions;
    report[MipReport.cuts] = tree.work.cuts.added;
    report[MipReport.presolvedRows] = tree.model.rows;
    report[MipReport.presolvedCols] = tree.model.cols;
    if (solver.hasSolution()) copyF64(this.x, 0, solver.solution(), 0, solver.original.cols);
  }

  floats(which: MipFloats): F64 {
    if (which === MipFloats.value) return this.value;
    if (which === MipFloats.colLower) return this.colLower;
    if (which === MipFloats.colUpper) return this.colUpper;
    if (which === MipFloats.cost) return this.cost;
    if (which === MipFloats.rowLower) return this.rowLower;
    if (which === MipFloats.rowUpper) return this.rowUpper;
    return which === MipFloats.x ? this.x : this.report;
  }

  ints(which: MipInts): I32 {
    if (which === MipInts.start) return this.start;
    return which === MipInts.index ? this.index : this.integer;
  }

  free(): void {
    this.solver.free();
    freeI32(this.start);
    freeI32(this.index);
    freeF64(this.value);
    freeF64(this.colLower);
    freeF64(this.colUpper);
    freeF64(this.cost);
    freeF64(this.rowLower);
    freeF64(this.rowUpper);
    freeI32(this.integer);
    freeF64(this.x);
    freeF64(this.report);
  }
}
