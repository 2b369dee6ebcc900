// One LP held by a kernel. The kernel minimises; turning signs for maximisation is the session's business.
//
// LPs of an engine share a kernel, each behind its handle: opening a kernel per LP would reserve address space for every small solve
// of a loop. When a kernel stops (out of memory), it is dropped with its LPs and the next one starts afresh.
import { Code } from "../../assembly/abi.ts";
import { LpFloats, LpInts, LpPhase, LpReport, LpStatus } from "../../assembly/abi-lp.ts";
import { Engine, Kernel } from "../engine/engine.ts";
import { NewColumns, NewRows, WorkingLp } from "./working-lp.ts";

/**
 * LPs a kernel serves before the next one gets a fresh kernel: objects of the WASM heap are not collected, and each LP leaves some 10 kB
 * of them behind when it is closed (measured: 3.6 MB after 400 LPs). Opening a kernel costs 0.2 ms.
 */
const LPS_PER_KERNEL = 500;

interface Shared {
  readonly kernel: Kernel;
  opened: number;
}

const kernels = new WeakMap<Engine, Shared>();
const stopped = new WeakSet<Kernel>();

/** The kernel for one more LP. */
function kernelFor(engine: Engine): Kernel {
  let shared = kernels.get(engine);
  if (shared === undefined || shared.opened >= LPS_PER_KERNEL) {
    shared = { kernel: engine.open(), opened: 0 };
    kernels.set(engine, shared);
  }
  shared.opened++;
  return shared.kernel;
}

export class KernelLp {
  private readonly engine: Engine;
  private readonly kernel: Kernel;
  private readonly handle: number;

  /** `cost` stands in for that of the model; `hasProfile` has the kernel count where its time goes. */
  constructor(engine: Engine, model: WorkingLp, cost: Float64Array, hasProfile: boolean) {
    this.engine = engine;
    this.kernel = kernelFor(engine);
    this.handle = this.guarded(() => this.kernel.functions.lpCreate());
    this.guarded(() => this.kernel.functions.lpSetProfile(this.handle, hasProfile ? 1 : 0));
    this.guarded(() => {
      const { functions } = this.kernel;
      functions.lpReserve(this.handle, model.rows, model.cols, model.value.length);
      this.writeVectors(model.colStart, model.rowIndex, model.value);
      this.writeBounds(model.colLower, model.colUpper, model.rowLower, model.rowUpper);
      this.writeFloats(LpFloats.cost, cost);
      this.expectOk(functions.lpLoad(this.handle, model.rows, model.cols, 0));
    });
  }

  setColumnBounds(col: number, lower: number, upper: number): void {
    this.guarded(() => this.kernel.functions.lpSetColBounds(this.handle, col, lower, upper));
  }

  setRowBounds(row: number, lower: number, upper: number): void {
    this.guarded(() => this.kernel.functions.lpSetRowBounds(this.handle, row, lower, upper));
  }

  setCost(col: number, cost: number): void {
    this.guarded(() => this.kernel.functions.lpSetCost(this.handle, col, cost));
  }

  addRows({ rowStart, colIndex, value, lower, upper }: NewRows): void {
    this.guarded(() => {
      this.kernel.functions.lpReserve(this.handle, lower.length, 0, value.length);
      this.writeVectors(rowStart, colIndex, value);
      this.writeFloats(LpFloats.rowLower, lower);
      this.writeFloats(LpFloats.rowUpper, upper);
      this.kernel.functions.lpAddRows(this.handle, lower.length);
    });
  }

  /** `cost` stands in for that of the columns. */
  addColumns({ colStart, rowIndex, value, lower, upper }: NewColumns, cost: Float64Array): void {
    this.guarded(() => {
      this.kernel.functions.lpReserve(this.handle, 0, lower.length, value.length);
      this.writeVectors(colStart, rowIndex, value);
      this.writeFloats(LpFloats.colLower, lower);
      this.writeFloats(LpFloats.colUpper, upper);
      this.writeFloats(LpFloats.cost, cost);
      this.kernel.functions.lpAddCols(this.handle, lower.length);
    });
  }

  /** Statuses in the kernel's codes. */
  setBasis(columns: Int32Array, rows: Int32Array): void {
    this.guarded(() => {
      this.writeInts(LpInts.colStatus, columns);
      this.writeInts(LpInts.rowStatus, rows);
      this.kernel.functions.lpSetBasis(this.handle);
    });
  }

  setPresolve(on: boolean): void {
    this.guarded(() => this.kernel.functions.lpSetPresolve(this.handle, on ? 1 : 0));
  }

  /** At most `maxIterations` iterations, or until `stop` answers non-zero. */
  solve(maxIterations: number, stop: () => number): LpStatus {
    return this.guarded(() =>
      this.kernel.polled(stop, () => this.kernel.functions.lpSolve(this.handle, maxIterations)),
    );
  }

  /** Simplex iterations of the last solve. */
  iterations(): number {
    return this.readFloats(LpFloats.report, LpReport.size)[LpReport.iterations];
  }

  /** Milliseconds, calls and entries made, each by LpPhase; all zero where nothing was counted. */
  profile(): Float64Array {
    return this.readFloats(LpFloats.profile, 3 * LpPhase.size);
  }

  x(cols: number): Float64Array {
    return this.readFloats(LpFloats.x, cols);
  }

  y(rows: number): Float64Array {
    return this.readFloats(LpFloats.rowDual, rows);
  }

  ray(length: number): Float64Array {
    return this.readFloats(LpFloats.ray, length);
  }

  columnStatus(cols: number): Int32Array {
    return this.readInts(LpInts.colStatus, cols);
  }

  rowStatus(rows: number): Int32Array {
    return this.readInts(LpInts.rowStatus, rows);
  }

  close(): void {
    if (!stopped.has(this.kernel)) this.guarded(() => this.kernel.functions.lpFree(this.handle));
  }

  private writeVectors(start: Int32Array, index: Int32Array, value: Float64Array): void {
    this.writeInts(LpInts.start, start);
    this.writeInts(LpInts.index, index);
    this.writeFloats(LpFloats.value, value);
  }

  private writeBounds(
    colLower: Float64Array,
    colUpper: Float64Array,
    rowLower: Float64Array,
    rowUpper: Float64Array,
  ): void {
    this.writeFloats(LpFloats.colLower, colLower);
    this.writeFloats(LpFloats.colUpper, colUpper);
    this.writeFloats(LpFloats.rowLower, rowLower);
    this.writeFloats(LpFloats.rowUpper, rowUpper);
  }

  private writeFloats(which: LpFloats, data: Float64Array): void {
    this.kernel.writeFloats(this.kernel.functions.lpFloats(this.handle, which), data);
  }

  private writeInts(which: LpInts, data: Int32Array): void {
    this.kernel.writeInts(this.kernel.functions.lpInts(this.handle, which), data);
  }

  private readFloats(which: LpFloats, length: number): Float64Array {
    return this.kernel.readFloats(this.kernel.functions.lpFloats(this.handle, which), length);
  }

  private readInts(which: LpInts, length: number): Int32Array {
    return this.kernel.readInts(this.kernel.functions.lpInts(this.handle, which), length);
  }

  private expectOk(code: number): void {
    if (code !== Code.ok)
      throw new Error(`the LP kernel refused a validated model (code ${code}): a bug of megalloc, please report it`);
  }

  /** Run kernel code; a kernel that throws is in no known state and is not used again. */
  private guarded<Result>(work: () => Result): Result {
    if (stopped.has(this.kernel)) throw new Error("the LP kernel stopped in an earlier call; open a new session.");
    try {
      return work();
    } catch (error) {
      stopped.add(this.kernel);
      if (kernels.get(this.engine)?.kernel === this.kernel) kernels.delete(this.engine);
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`the LP kernel stopped (${reason}); the model may not fit its memory.`, { cause: error });
    }
  }
}
