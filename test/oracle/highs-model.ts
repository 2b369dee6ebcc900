// Plumbing shared by the two oracles and nothing more: rows and columns in, HiGHS (WASM, one thread) out. It knows nothing about
// portfolios, so that the two formulations have no modelling code in common.
import loadHighs, { type Highs, type Model } from "highs";

/** One entry of a row: [column, coefficient]. Entries of one column are added up. */
export type Entry = readonly [col: number, value: number];

export interface Column {
  /** Objective coefficient (the objective is maximised). */
  cost?: number;
  lower?: number;
  upper?: number;
  integer?: boolean;
}

/** A maximisation model under construction. */
export interface LinearModel {
  cost: number[];
  lower: number[];
  upper: number[];
  integer: boolean[];
  rowLower: number[];
  rowUpper: number[];
  /** Row -> column -> coefficient. */
  rows: Map<number, number>[];
  offset: number;
}

export type SolverStatus = "optimal" | "infeasible" | "limit";

export interface SolverOptions {
  timeLimitSeconds?: number;
  /** Relative gap at which branch and bound may stop. */
  gap?: number;
  /** Absolute feasibility tolerance of rows, bounds and integrality. */
  tolerance?: number;
}

export interface SolverResult {
  status: SolverStatus;
  /** Null when no feasible point is known. */
  values: Float64Array | null;
  objective: number;
  /** Proven upper bound on the objective; +Infinity when there is none. */
  bound: number;
  nodes: number;
}

export function newModel(): LinearModel {
  return { cost: [], lower: [], upper: [], integer: [], rowLower: [], rowUpper: [], rows: [], offset: 0 };
}

/** Adds a column (default: continuous, >= 0, no cost) and returns its number. */
export function addColumn(model: LinearModel, column: Column): number {
  model.cost.push(column.cost ?? 0);
  model.lower.push(column.lower ?? 0);
  model.upper.push(column.upper ?? Number.POSITIVE_INFINITY);
  model.integer.push(column.integer ?? false);
  return model.cost.length - 1;
}

/** Adds the row lower <= entries <= upper and returns its number. */
export function addRow(model: LinearModel, lower: number, entries: readonly Entry[], upper: number): number {
  const row = new Map<number, number>();
  for (const [col, value] of entries) row.set(col, (row.get(col) ?? 0) + value);
  model.rows.push(row);
  model.rowLower.push(lower);
  model.rowUpper.push(upper);
  return model.rows.length - 1;
}

export const atMost = (model: LinearModel, entries: readonly Entry[], upper: number): number =>
  addRow(model, Number.NEGATIVE_INFINITY, entries, upper);
export const atLeast = (model: LinearModel, entries: readonly Entry[], lower: number): number =>
  addRow(model, lower, entries, Number.POSITIVE_INFINITY);
export const equal = (model: LinearModel, entries: readonly Entry[], value: number): number =>
  addRow(model, value, entries, value);

// Node loads the package's ES module, whose default export is the loader; the package declares its types as CommonJS, where TypeScript
// sees the namespace instead.
const load = loadHighs as unknown as typeof loadHighs.default;

let solver: Promise<Highs> | undefined;

/** The HiGHS runtime, loaded once per process. */
export function loadSolver(): Promise<Highs> {
  solver ??= load();
  return solver;
}

/** Copies the model into a persistent HiGHS instance; the caller disposes of it. */
export function openModel(highs: Highs, model: LinearModel, options: SolverOptions): Model {
  const numRows = model.rows.length;
  const numCols = model.cost.length;
  const starts = new Int32Array(numRows + 1);
  const indices: number[] = [];
  const values: number[] = [];
  model.rows.forEach((row, r) => {
    for (const [col, value] of row) {
      if (value === 0) continue;
      indices.push(col);
      values.push(value);
    }
    starts[r + 1] = indices.length;
  });
  const { continuous, integer } = highs.constants.variableType;
  const integrality = model.integer.some(Boolean)
    ? { integrality: model.integer.map((isInteger) => (isInteger ? integer : continuous)) }
    : {};
  const opened = highs.createModel({
    numCols,
    numRows,
    sense: highs.constants.objectiveSense.maximize,
    offset: model.offset,
    colCost: model.cost,
    colLower: model.lower,
    colUpper: model.upper,
    rowLower: model.rowLower,
    rowUpper: model.rowUpper,
    matrix: { format: "csr", numRows, numCols, starts, indices, values },
    ...integrality,
  });
  const tolerance = options.tolerance ?? 1e-9;
  opened.options.set({
    output_flag: false,
    primal_feasibility_tolerance: tolerance,
    dual_feasibility_tolerance: tolerance,
    mip_feasibility_tolerance: tolerance,
    mip_rel_gap: options.gap ?? 1e-9,
    mip_abs_gap: 1e-9,
    // The default drops coefficients below 1e-9; money is in millions here, so a cent is 1e-8 and must survive.
    small_matrix_value: 1e-12,
    ...(options.timeLimitSeconds === undefined ? {} : { time_limit: options.timeLimitSeconds }),
  });
  return opened;
}

/** Runs an opened model and reads the outcome. Throws when HiGHS reports an error instead of an outcome. */
export function runModel(highs: Highs, opened: Model, isMip: boolean): SolverResult {
  const known = highs.constants.modelStatus;
  opened.run();
  // Simplex from the basis of a neighbouring problem now and then ends with "unknown" at tolerances of 1e-9: start afresh, and if
  // that does not help either accept HiGHS's usual 1e-7.
  if (opened.getModelStatus() === known.unknown) rerun(opened, {});
  if (opened.getModelStatus() === known.unknown) {
    const tolerance = Number(opened.options.get("primal_feasibility_tolerance"));
    rerun(opened, { primal_feasibility_tolerance: 1e-7, dual_feasibility_tolerance: 1e-7 });
    opened.options.set({ primal_feasibility_tolerance: tolerance, dual_feasibility_tolerance: tolerance });
  }
  const status = opened.getModelStatus();
  const none = { values: null, objective: Number.NaN, nodes: 0 };
  if (status === known.infeasible) return { status: "infeasible", bound: Number.NEGATIVE_INFINITY, ...none };
  const isOptimal = status === known.optimal || status === known.empty;
  if (!isOptimal && status !== known.timeLimit)
    throw new Error(`HiGHS stopped with model status ${status} instead of a result`);
  const bound = isMip ? Number(opened.info.get("mip_dual_bound")) : Number.POSITIVE_INFINITY;
  const hasPoint = isOptimal || (isMip && Number(opened.info.get("primal_solution_status")) === 2);
  if (!hasPoint) return { status: "limit", bound, ...none };
  const objective = opened.getObjectiveValue();
  return {
    status: isOptimal ? "optimal" : "limit",
    values: Float64Array.from(opened.getSolution().colValue),
    objective,
    bound: isMip ? Math.max(bound, objective) : objective,
    nodes: isMip ? Number(opened.info.get("mip_node_count")) : 0,
  };
}

function rerun(opened: Model, options: Record<string, number>): void {
  opened.options.set(options);
  opened.clearSolver();
  opened.run();
}

/** Solves once from scratch. */
export function solveModel(highs: Highs, model: LinearModel, options: SolverOptions): SolverResult {
  const opened = openModel(highs, model, options);
  try {
    return runModel(highs, opened, model.integer.some(Boolean));
  } finally {
    opened.dispose();
  }
}
