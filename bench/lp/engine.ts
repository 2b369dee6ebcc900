// What the benchmark asks of every solver. Timed are `open` (the solver's own model from our arrays), `solve` (with objective, primal
// and, where the solver has them, dual values read out) and `resolve`; `load` (fetching and compiling the solver) is timed apart.
import { LpModel } from "../../src/mps/model.ts";

export type BenchStatus = "optimal" | "infeasible" | "unbounded" | "failed";

export interface BenchAnswer {
  readonly status: BenchStatus;
  readonly objective: number;
  /** Simplex iterations, where the solver tells. */
  readonly iterations?: number;
}

/** One bound change: column `col` gets the upper bound `upper`. */
export interface BoundChange {
  readonly col: number;
  readonly upper: number;
}

/** A model inside a solver. */
export interface OpenModel {
  solve(): BenchAnswer | Promise<BenchAnswer>;
  /** Solve again after the change, from wherever the solver can start; undefined = it can only start over with a new model. */
  readonly resolve?: (change: BoundChange) => BenchAnswer | Promise<BenchAnswer>;
  close(): void;
}

export interface BenchEngine {
  /** Load and compile. */
  load(): Promise<void>;
  open(model: LpModel): OpenModel | Promise<OpenModel>;
  /** Where the time of one solve goes, milliseconds by phase; absent where the solver does not tell. */
  profile?(model: LpModel): Promise<Readonly<Record<string, number>>>;
}

/** Rivals live in bench/node_modules, which a plain checkout does not have: the name is hidden from the type checker on purpose. */
export async function importRival<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}

/** A model with one upper bound changed. */
export function withChange(model: LpModel, { col, upper }: BoundChange): LpModel {
  const colUpper = model.colUpper.slice();
  colUpper[col] = upper;
  return { ...model, colUpper };
}
