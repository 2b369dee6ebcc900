// Optimal solutions by HiGHS: what no stage of the kernel may cut off.
import { MipModel } from "../../../assembly/mip/mip-model.ts";
import { loadSolver, newModel, solveModel } from "../../oracle/highs-model.ts";

/** An optimal point of the model, integer columns whole. */
export async function knownOptimum(model: MipModel): Promise<{ x: Float64Array; objective: number }> {
  const linear = newModel();
  for (let row = 0; row < model.rows; row++) {
    linear.rows.push(new Map());
    linear.rowLower.push(model.rowLower[row]);
    linear.rowUpper.push(model.rowUpper[row]);
  }
  for (let col = 0; col < model.cols; col++) {
    linear.cost.push(-model.cost[col]);
    linear.lower.push(model.colLower[col]);
    linear.upper.push(model.colUpper[col]);
    linear.integer.push(model.integer[col] === 1);
    for (let e = model.start[col]; e < model.start[col + 1]; e++) linear.rows[model.index[e]].set(col, model.value[e]);
  }
  const { values } = solveModel(await loadSolver(), linear, { gap: 0, timeLimitSeconds: 60 });
  if (values === null) throw new Error("HiGHS found no solution");
  const x = values.map((value, col) => (model.integer[col] === 1 ? Math.round(value) : value));
  return { x, objective: model.objective(x) };
}
