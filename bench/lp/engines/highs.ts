// npm `highs`: HiGHS compiled to WASM, its persistent typed-array API; default options, or those without presolve.
import { type Highs, type Model } from "highs";
import { LpModel } from "../../../src/mps/model.ts";
import { BenchAnswer, BenchEngine, BenchStatus, BoundChange, importRival, OpenModel } from "../engine.ts";

export class HighsEngine implements BenchEngine {
  private highs!: Highs;

  constructor(private readonly presolve: "choose" | "off" = "choose") {}

  async load(): Promise<void> {
    this.highs = await (await importRival<{ default: () => Promise<Highs> }>("highs")).default();
  }

  open(model: LpModel): OpenModel {
    const highs = this.highs;
    const { modelStatus } = highs.constants;
    const solver = this.fill(model);
    const run = (): BenchAnswer => {
      try {
        solver.run();
      } catch {
        return { status: "failed", objective: Number.NaN }; // seen on re-solves: "run failed with HiGHS status -1"
      }
      solver.getSolution();
      const status = solver.getModelStatus();
      const iterations = Number(solver.info.get("simplex_iteration_count"));
      return { status: named(status, modelStatus), objective: solver.getObjectiveValue(), iterations };
    };
    return {
      solve: run,
      resolve: ({ col, upper }: BoundChange) => {
        solver.changeColBounds(col, model.colLower[col], upper);
        return run();
      },
      close: () => solver.dispose(),
    };
  }

  /** One model from scratch. */
  solveOnce(model: LpModel): BenchAnswer {
    const opened = this.open(model);
    const answer = opened.solve() as BenchAnswer;
    opened.close();
    return answer;
  }

  /** An optimal point. */
  primalOf(model: LpModel): Float64Array {
    const solver = this.fill(model);
    solver.run();
    const { colValue } = solver.getSolution();
    solver.dispose();
    return Float64Array.from(colValue ?? []);
  }

  private fill(model: LpModel): Model {
    const { objectiveSense } = this.highs.constants;
    const [numRows, numCols] = [model.rowLower.length, model.cost.length];
    const solver = this.highs.createModel();
    solver.options.set({ output_flag: false, presolve: this.presolve });
    solver.passModel({
      numRows,
      numCols,
      sense: model.sense === "max" ? objectiveSense.maximize : objectiveSense.minimize,
      offset: model.objectiveOffset,
      colCost: model.cost,
      colLower: model.colLower,
      colUpper: model.colUpper,
      rowLower: model.rowLower,
      rowUpper: model.rowUpper,
      matrix: { format: "csc", numRows, numCols, starts: model.colStart, indices: model.rowIndex, values: model.value },
    });
    return solver;
  }
}

function named(status: number, names: Highs["constants"]["modelStatus"]): BenchStatus {
  if (status === names.optimal) return "optimal";
  if (status === names.infeasible) return "infeasible";
  return status === names.unbounded ? "unbounded" : "failed";
}
