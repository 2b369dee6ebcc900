// An LP that stays in the kernel: edit it and solve again from the basis of the last solve, whose factorisation is kept.
// Whatever the kernel answers is checked on the session's own copy of the model before it is passed on.

import { Engine } from "../engine/engine.ts";
import { createEngine, EngineChoice } from "../engine/load.ts";
import { basisInCodes } from "./basis.ts";
import { LpInput } from "./input.ts";
import { crossedBounds, judge } from "./judge.ts";
import { KernelLp } from "./kernel-lp.ts";
import { checkOptions, LpSolveOptions } from "./options.ts";
import { LpProfile, profileFrom } from "./profile.ts";
import { LpOutcome, LpResult } from "./result.ts";
import { validateBoundPair, validateLp, validateNewColumns, validateNewRows } from "./validate.ts";
import { NewColumns, NewRows, WorkingLp } from "./working-lp.ts";

export interface LpSessionOptions {
  /** Which engine to load, or one already loaded. Default "auto". */
  readonly engine?: EngineChoice | Engine;
  /** Take integer columns for continuous ones; without it they are an error. */
  readonly relaxIntegers?: boolean;
  /** Simplify the model before a solve that has no basis to start from. Default true. */
  readonly presolve?: boolean;
  /** Count where the time goes, for LpSession.profile; costs a few per cent. Default false. */
  readonly profile?: boolean;
}

export class LpSession {
  private readonly lp: WorkingLp;
  private readonly kernel: KernelLp;
  /** -1 when maximising: the kernel minimises. */
  private readonly sign: number;
  private isOpen = true;
  /** Iterations already told of a solve that was cut short; 0 after a change or an answer. */
  private iterationsBeforeCut = 0;

  private constructor(engine: Engine, lp: WorkingLp, { presolve = true, profile = false }: LpSessionOptions) {
    this.lp = lp;
    this.sign = lp.sense === "max" ? -1 : 1;
    this.kernel = new KernelLp(engine, lp, this.signed(lp.cost), profile);
    this.kernel.setPresolve(presolve);
  }

  /** Load a model. Rejects with LpInputError where it is malformed (crossed bounds are not: such a model is infeasible). */
  static async open(model: LpInput, options: LpSessionOptions = {}): Promise<LpSession> {
    validateLp(model, options.relaxIntegers ?? false);
    const { engine = "auto" } = options;
    const loaded = typeof engine === "string" ? await createEngine({ engine }) : engine;
    return new LpSession(loaded, new WorkingLp(model), options);
  }

  /** The model as it stands. Not to be written to. */
  get model(): LpInput {
    return this.lp;
  }

  get rows(): number {
    return this.lp.rows;
  }

  get cols(): number {
    return this.lp.cols;
  }

  /** Throws LpInputError for NaN or an infinity on the wrong side; lower > upper makes the model infeasible. */
  setColumnBounds(col: number, lower: number, upper: number): void {
    this.checkIndex("column", col, this.cols);
    validateBoundPair(`column ${col}`, lower, upper);
    this.lp.colLower[col] = lower;
    this.lp.colUpper[col] = upper;
    // Crossed bounds never reach the kernel: solve() answers for them.
    if (lower <= upper) this.changed().setColumnBounds(col, lower, upper);
  }

  /** As setColumnBounds, for the activity of a row. */
  setRowBounds(row: number, lower: number, upper: number): void {
    this.checkIndex("row", row, this.rows);
    validateBoundPair(`row ${row}`, lower, upper);
    this.lp.rowLower[row] = lower;
    this.lp.rowUpper[row] = upper;
    if (lower <= upper) this.changed().setRowBounds(row, lower, upper);
  }

  setCost(col: number, cost: number): void {
    this.checkIndex("column", col, this.cols);
    if (!Number.isFinite(cost)) throw new RangeError(`the cost of column ${col} is ${cost}; use a finite number.`);
    this.lp.cost[col] = cost;
    this.changed().setCost(col, this.sign * cost);
  }

  /** Append rows; they start basic, so the basis stays one. Throws LpInputError. */
  addRows(rows: NewRows): void {
    this.checkOpen();
    validateNewRows(rows, this.cols);
    this.lp.addRows(rows);
    this.changed().addRows(rows);
  }

  /** Append columns; they start at a bound. Throws LpInputError. */
  addColumns(columns: NewColumns): void {
    this.checkOpen();
    validateNewColumns(columns, this.rows);
    this.lp.addColumns(columns);
    this.changed().addColumns(columns, this.signed(columns.cost));
  }

  /** Solve from the last basis (at first, or with `basis`, from another). Throws RangeError for bad options. */
  solve(options: LpSolveOptions = {}): LpResult {
    this.checkOpen();
    const { iterationLimit, timeLimitMs, basis, now } = checkOptions(options);
    if (basis !== undefined) {
      const codes = basisInCodes(basis, this.cols, this.rows);
      this.changed().setBasis(codes.columns, codes.rows);
    }
    const start = now();
    const crossed = crossedBounds(this.lp);
    if (crossed !== undefined) {
      return { status: "infeasible", certificate: crossed, iterations: 0, timeMs: now() - start };
    }
    const hasDeadline = timeLimitMs !== Number.POSITIVE_INFINITY;
    const stop = (): number => (hasDeadline && now() - start >= timeLimitMs ? 1 : 0);
    // The kernel polls every few dozen iterations: a limit that has already passed must not wait for that.
    if (stop() === 1) return { status: "timeLimit", iterations: 0, timeMs: now() - start };
    const status = this.kernel.solve(iterationLimit, stop);
    const outcome = judge(this.lp, this.kernel, status, this.sign);
    return { ...outcome, iterations: this.iterationsSinceCut(outcome), timeMs: now() - start };
  }

  /** Where the kernel's time went since the session was opened; all zero unless it was opened with `profile`. */
  profile(): LpProfile {
    this.checkOpen();
    return profileFrom(this.kernel.profile());
  }

  /** Give the kernel's memory back. The session cannot be used afterwards; a second close does nothing. */
  close(): void {
    if (this.isOpen) this.kernel.close();
    this.isOpen = false;
  }

  /** The kernel counts from where the model was last changed; a solve that was cut short and went on counts on. */
  private iterationsSinceCut(outcome: LpOutcome): number {
    const counted = this.kernel.iterations();
    const iterations = counted - this.iterationsBeforeCut;
    const isCut = outcome.status === "iterationLimit" || outcome.status === "timeLimit";
    this.iterationsBeforeCut = isCut ? counted : 0;
    return iterations;
  }

  private signed(cost: Float64Array): Float64Array {
    return this.sign > 0 ? cost : cost.map((value) => 0 - value);
  }

  /** The kernel, about to be changed: a solve that was cut short cannot go on. */
  private changed(): KernelLp {
    this.iterationsBeforeCut = 0;
    return this.kernel;
  }

  private checkIndex(kind: "row" | "column", index: number, count: number): void {
    this.checkOpen();
    if (Number.isInteger(index) && index >= 0 && index < count) return;
    const range = count === 0 ? `the model has no ${kind}s` : `they count from 0 to ${count - 1}`;
    throw new RangeError(`there is no ${kind} ${index}: ${range}.`);
  }

  private checkOpen(): void {
    if (!this.isOpen) throw new Error("the LP session is closed; open another with LpSession.open(model).");
  }
}
