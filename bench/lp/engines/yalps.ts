// npm `yalps`: dense tableau simplex in plain JS, default options but for the time and iteration limits. No warm start is offered.
import { LpModel } from "../../../src/mps/model.ts";
import { BenchAnswer, BenchEngine, importRival, OpenModel } from "../engine.ts";
import { nonnegativeLp, OBJECTIVE } from "./nonnegative.ts";

interface Yalps {
  solve(model: unknown, options: unknown): { status: string; result: number };
}

export class YalpsEngine implements BenchEngine {
  private yalps!: Yalps;

  async load(): Promise<void> {
    this.yalps = await importRival<Yalps>("yalps");
  }

  open(model: LpModel): OpenModel {
    const { maximise, offset, constraints, variables } = nonnegativeLp(model);
    const lp = {
      direction: maximise ? "maximize" : "minimize",
      objective: OBJECTIVE,
      constraints: constraints.map(({ key, ...bounds }) => [key, bounds]),
      variables: variables.map(({ key, coefficients }) => [key, coefficients]),
    };
    return {
      solve: (): BenchAnswer => {
        const { status, result } = this.yalps.solve(lp, {
          maxPivots: Number.POSITIVE_INFINITY,
          timeout: Number.POSITIVE_INFINITY,
        });
        const known = status === "optimal" || status === "infeasible" || status === "unbounded" ? status : "failed";
        return { status: known, objective: result + offset };
      },
      close: () => {},
    };
  }
}
