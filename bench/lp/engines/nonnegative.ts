// YALPS and javascript-lp-solver know nonnegative variables only: the same LP in such variables. A column with a lower bound is
// shifted, one with an upper bound alone is mirrored, a free one is split, and an upper bound becomes a constraint.
import { LpModel } from "../../../src/mps/model.ts";

export interface NonnegativeConstraint {
  readonly key: string;
  readonly min?: number;
  readonly max?: number;
  readonly equal?: number;
}

export interface NonnegativeLp {
  readonly maximise: boolean;
  /** Constant the shifts add to the objective. */
  readonly offset: number;
  readonly constraints: NonnegativeConstraint[];
  /** Coefficients by constraint; the objective's are at OBJECTIVE. */
  readonly variables: { readonly key: string; readonly coefficients: [string, number][] }[];
}

export const OBJECTIVE = "obj";

export function nonnegativeLp(model: LpModel): NonnegativeLp {
  const shift = new Float64Array(model.rowLower.length);
  const variables: { key: string; coefficients: [string, number][] }[] = [];
  const bounds: NonnegativeConstraint[] = [];
  let offset = model.objectiveOffset;
  for (let col = 0; col < model.cost.length; col++) {
    const lower = model.colLower[col];
    const upper = model.colUpper[col];
    const isMirrored = lower === Number.NEGATIVE_INFINITY && upper !== Number.POSITIVE_INFINITY;
    const isFree = lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY;
    const base = isFree ? 0 : isMirrored ? upper : lower;
    offset += model.cost[col] * base;
    const coefficients: [string, number][] = [[OBJECTIVE, model.cost[col]]];
    for (let entry = model.colStart[col]; entry < model.colStart[col + 1]; entry++) {
      shift[model.rowIndex[entry]] += model.value[entry] * base;
      coefficients.push([`r${model.rowIndex[entry]}`, model.value[entry]]);
    }
    const mirrored = coefficients.map(([key, value]): [string, number] => [key, -value]);
    if (!isMirrored && upper !== Number.POSITIVE_INFINITY) {
      coefficients.push([`u${col}`, 1]);
      bounds.push({ key: `u${col}`, max: upper - lower });
    }
    variables.push({ key: `x${col}`, coefficients: isMirrored ? mirrored : coefficients });
    if (isFree) variables.push({ key: `n${col}`, coefficients: mirrored });
  }
  const rows = Array.from(model.rowLower, (_, row) => rowConstraint(model, row, shift[row]));
  return { maximise: model.sense === "max", offset, constraints: [...rows, ...bounds], variables };
}

function rowConstraint(model: LpModel, row: number, shift: number): NonnegativeConstraint {
  const min = model.rowLower[row] - shift;
  const max = model.rowUpper[row] - shift;
  if (min === max) return { key: `r${row}`, equal: min };
  return {
    key: `r${row}`,
    ...(min === Number.NEGATIVE_INFINITY ? {} : { min }),
    ...(max === Number.POSITIVE_INFINITY ? {} : { max }),
  };
}
