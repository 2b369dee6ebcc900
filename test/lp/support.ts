// Small LPs written as dense rows, and HiGHS as a second opinion.
import loadHighs, { type Highs } from "highs";
import { LpInput } from "../../src/lp/input.ts";

const INF = Number.POSITIVE_INFINITY;

// Under Node's ESM rules TypeScript takes the default import for the CommonJS namespace; at run time it is the function itself.
const load = loadHighs as unknown as typeof loadHighs.default;

export interface DenseLp {
  sense?: "min" | "max";
  objectiveOffset?: number;
  cost: number[];
  /** Rows of A; zeros are left out of the sparse form. */
  rows?: number[][];
  rowLower?: number[];
  rowUpper?: number[];
  /** Default 0. */
  colLower?: number[];
  /** Default Infinity. */
  colUpper?: number[];
}

/** The sparse form of a small LP. */
export function lpOf(dense: DenseLp): LpInput {
  const rows = dense.rows ?? [];
  const colStart = [0];
  const rowIndex: number[] = [];
  const value: number[] = [];
  for (let col = 0; col < dense.cost.length; col++) {
    for (let row = 0; row < rows.length; row++) {
      if (rows[row][col] === 0) continue;
      rowIndex.push(row);
      value.push(rows[row][col]);
    }
    colStart.push(value.length);
  }
  return {
    sense: dense.sense ?? "min",
    objectiveOffset: dense.objectiveOffset ?? 0,
    cost: Float64Array.from(dense.cost),
    colStart: Int32Array.from(colStart),
    rowIndex: Int32Array.from(rowIndex),
    value: Float64Array.from(value),
    rowLower: Float64Array.from(dense.rowLower ?? rows.map(() => -INF)),
    rowUpper: Float64Array.from(dense.rowUpper ?? rows.map(() => INF)),
    colLower: Float64Array.from(dense.colLower ?? dense.cost.map(() => 0)),
    colUpper: Float64Array.from(dense.colUpper ?? dense.cost.map(() => INF)),
  };
}

export interface SecondOpinion {
  readonly status: "optimal" | "infeasible" | "unbounded" | "other";
  readonly objective: number;
  readonly primal: Float64Array;
  readonly dual: Float64Array;
}

let highs: Promise<Highs> | undefined;

/** What HiGHS makes of an LP (presolve off: it then tells infeasible from unbounded). */
export async function askHighs(lp: LpInput): Promise<SecondOpinion> {
  highs ??= load();
  const solver = await highs;
  const { modelStatus, objectiveSense } = solver.constants;
  const [numRows, numCols] = [lp.rowLower.length, lp.cost.length];
  const data = {
    numRows,
    numCols,
    sense: lp.sense === "max" ? objectiveSense.maximize : objectiveSense.minimize,
    offset: lp.objectiveOffset ?? 0,
    colCost: lp.cost,
    colLower: lp.colLower,
    colUpper: lp.colUpper,
    rowLower: lp.rowLower,
    rowUpper: lp.rowUpper,
    matrix: { format: "csc" as const, numRows, numCols, starts: lp.colStart, indices: lp.rowIndex, values: lp.value },
  };
  return solver.withModel(data, (model) => {
    model.options.set({ output_flag: false, presolve: "off" });
    model.run();
    const status = model.getModelStatus();
    const solution = model.getSolution();
    return {
      status: namedStatus(status, modelStatus),
      objective: model.getObjectiveValue(),
      primal: Float64Array.from(solution.colValue ?? []),
      dual: Float64Array.from(solution.rowDual ?? []),
    };
  });
}

function namedStatus(status: number, names: Highs["constants"]["modelStatus"]): SecondOpinion["status"] {
  if (status === names.optimal) return "optimal";
  if (status === names.infeasible) return "infeasible";
  return status === names.unbounded ? "unbounded" : "other";
}
