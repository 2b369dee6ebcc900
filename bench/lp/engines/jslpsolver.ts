// npm `javascript-lp-solver`: tableau simplex in plain JS, default options. No warm start is offered.
import { LpModel } from "../../../src/mps/model.ts";
import { BenchAnswer, BenchEngine, importRival, OpenModel } from "../engine.ts";
import { nonnegativeLp, OBJECTIVE } from "./nonnegative.ts";

interface JsLpSolver {
  Solve(model: unknown): { feasible: boolean; bounded?: boolean; result: number };
}

export class JsLpSolverEngine implements BenchEngine {
  private solver!: JsLpSolver;

  async load(): Promise<void> {
    this.solver = (await importRival<{ default: JsLpSolver }>("javascript-lp-solver")).default;
  }

  open(model: LpModel): OpenModel {
    const { maximise, offset, constraints, variables } = nonnegativeLp(model);
    const lp = {
      optimize: OBJECTIVE,
      opType: maximise ? "max" : "min",
      constraints: Object.fromEntries(constraints.map(({ key, ...bounds }) => [key, bounds])),
      variables: Object.fromEntries(variables.map(({ key, coefficients }) => [key, Object.fromEntries(coefficients)])),
    };
    return {
      solve: (): BenchAnswer => {
        const { feasible, bounded, result } = this.solver.Solve(lp);
        if (!feasible) return { status: "infeasible", objective: Number.NaN };
        return { status: bounded === false ? "unbounded" : "optimal", objective: result + offset };
      },
      close: () => {},
    };
  }
}
