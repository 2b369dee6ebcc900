// A cold solve by way of presolve: reduce, solve what is left, map its basis back. It may be cut into pieces like any solve.
import { LpStatus } from "../abi-lp.ts";
import { ModelView } from "./certificate.ts";
import { LpSolver } from "./lp-solver.ts";
import { postsolve } from "./postsolve.ts";
import { presolve, ReducedModel } from "./presolve.ts";
import { PresolveModel } from "./presolve-model.ts";

export class PresolvedSolve {
  model: PresolveModel;
  reduced: ReducedModel;
  inner: LpSolver;
  feasible: bool;

  constructor(view: ModelView) {
    const model = new PresolveModel(view);
    const feasible = presolve(model);
    const reduced = new ReducedModel(model);
    this.model = model;
    this.feasible = feasible;
    this.reduced = reduced;
    const inner = new LpSolver();
    this.inner = inner;
    if (feasible) load(inner, reduced);
  }

  /** Worth the trouble: something was taken out. */
  helps(): bool {
    return this.feasible && this.model.records > 0;
  }

  solve(maxIterations: i32): LpStatus {
    return this.inner.solve(maxIterations);
  }

  /** Give `outer` the basis that belongs to the reduced optimum. */
  restore(outer: LpSolver): void {
    const reduced = this.reduced;
    const inner = this.inner;
    const y = outer.y;
    for (let k = 0; k < reduced.cols; k++) outer.colStatus[reduced.colOf[k]] = inner.colStatus[k];
    for (let k = 0; k < reduced.rows; k++) {
      outer.rowStatus[reduced.rowOf[k]] = inner.rowStatus[k];
      y[reduced.rowOf[k]] = inner.y[k];
    }
    postsolve(this.model, outer.colStatus, outer.rowStatus, y);
    outer.setBasis(outer.colStatus, outer.rowStatus);
  }

  free(): void {
    this.inner.free();
    this.reduced.free();
    this.model.free();
  }
}

function load(inner: LpSolver, reduced: ReducedModel): void {
  inner.load(
    reduced.rows,
    reduced.cols,
    reduced.start,
    reduced.index,
    reduced.value,
    reduced.colLower,
    reduced.colUpper,
    reduced.cost,
    reduced.rowLower,
    reduced.rowUpper,
  );
}
