// Checks a point against the model as given and nothing else; sums in twice the working precision, as those of LPs.
import { recompute } from "../lp/verify.ts";
import { MipInput } from "./input.ts";
import { MipSolution } from "./result.ts";

/** The point with its objective, activities and residuals recomputed. Whether they are small is for the caller to judge. */
export function checkSolution(model: MipInput, primal: Float64Array): MipSolution {
  const dual = new Float64Array(model.rowLower.length);
  const { objective, rowActivity, residuals } = recompute(model, { primal, dual });
  let integrality = 0;
  for (let col = 0; col < primal.length; col++) {
    if (model.integer?.[col] !== 1) continue;
    const distance = Math.abs(primal[col] - Math.round(primal[col]));
    integrality = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(integrality, distance);
  }
  return { objective, primal, rowActivity, residuals: { primal: residuals.primal, integrality } };
}
