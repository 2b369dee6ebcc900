// npm `highs`: HiGHS compiled to WASM, default options, its persistent typed-array API.
import { type Highs } from "highs";
import { LpModel } from "../../../src/mps/model.ts";
import { BenchAnswer, BenchEngine, BoundChange, importRival, OpenModel } from "../engine.ts";

export class HighsEngine implements BenchEngine {
  private highs!: Highs;

  async load(): Promise<void> {
    this.highs = await (await importRival<{ default: () => Promise<Highs> }>("highs")).default();
  }

  open(model: LpModel): OpenModel {
    const highs = this.highs;
    const { objectiveSense, modelStatus } = highs.constants;
    const [numRows, numCols] = [model.rowLower.length, model.cost.length];
    const solver = highs.createModel();
    solver.options.set({ output_flag: false });
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
      matrix: {
        format: "csc",
        numRows,
        numCols,
        starts: model.colStart,
        indices: model.rowIndex,
        values: model.value,
      },
    });
    const run = (): BenchAnswer => {
      solver.run();
      solver.getSolution();
      const status = solver.getModelStatus();
      const iterations = Number(solver.info.get("simplex_iteration_count"));
      const named =
        status === modelStatus.optimal
          ? "optimal"
          : status === modelStatus.infeasible
            ? "infeasible"
            : status === modelStatus.unbounded
              ? "unbounded"
              : "failed";
      return { status: named, objective: solver.getObjectiveValue(), iterations };
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
}
