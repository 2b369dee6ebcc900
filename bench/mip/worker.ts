// One solver on one instance in a process of its own. Usage: worker.ts <MipTask as JSON>
import { LpModel } from "../../src/mps/model.ts";
import { answer } from "../harness/child.ts";
import { readModel } from "../lp/model-file.ts";
import { mipFile } from "./instances.ts";
import { MipResult, MipTask } from "./record.ts";
import { MIP_SOLVERS } from "./solvers/index.ts";

/** Relative gap at which a solver may call its solution optimal. */
const GAP = 1e-6;

const task = JSON.parse(process.argv[2]) as MipTask;
const model = readModel(mipFile(task.instance));
const { values, ...run } = await MIP_SOLVERS[task.solver](model, { cpuSeconds: task.cpuSeconds, gap: GAP });
const result: MipResult = { ...run, violation: values && violationOf(model, values) };
answer(result);

/** In plain arithmetic and on its own: the benchmark trusts no solver's word. */
function violationOf(model: LpModel, x: Float64Array): number {
  const activity = new Float64Array(model.rowLower.length);
  const scale = new Float64Array(model.rowLower.length).fill(1);
  let worst = 0;
  for (let col = 0; col < x.length; col++) {
    const size = Math.max(1, Math.abs(x[col]));
    worst = Math.max(worst, (model.colLower[col] - x[col]) / size, (x[col] - model.colUpper[col]) / size);
    if (model.integer[col] === 1) worst = Math.max(worst, Math.abs(x[col] - Math.round(x[col])));
    for (let entry = model.colStart[col]; entry < model.colStart[col + 1]; entry++) {
      const row = model.rowIndex[entry];
      activity[row] += model.value[entry] * x[col];
      scale[row] = Math.max(scale[row], Math.abs(model.value[entry] * x[col]));
    }
  }
  activity.forEach((value, row) => {
    worst = Math.max(worst, (model.rowLower[row] - value) / scale[row], (value - model.rowUpper[row]) / scale[row]);
  });
  return worst;
}
