// A cold solve by way of presolve: reduce, solve what is left, map its basis back. It may be cut into pieces like any solve.
import { LpPhase, LpStatus } from "../abi-lp.ts";
import { F64, fillF64, I32 } from "../glue/mem.ts";
import { ModelView } from "./certificate.ts";
import { LpSolver } from "./lp-solver.ts";
import { postsolve } from "./postsolve.ts";
import { presolve, ReducedModel } from "./presolve.ts";
import { PresolveModel } from "./presolve-model.ts";
import { Profile } from "./profile.ts";

export class PresolvedSolve {
  model: PresolveModel = new PresolveModel();
  reduced: ReducedModel = new ReducedModel();
  inner: LpSolver = new LpSolver();

  /** `profile`: of the original's solver; the inner solve counts into it. */
  constructor(profile: Profile) {
    const own = this.inner.state.profile;
    this.inner.state.profile = profile;
    own.free();
  }

  /** Reduce a model. False when presolve is of no use to it: nothing to take out, or infeasible (which the original proves). */
  begin(view: ModelView): bool {
    const model = this.model;
    const reduced = this.reduced;
    model.load(view);
    if (!presolve(model) || model.records === 0) {
      this.end();
      return false;
    }
    reduced.load(model, view);
    view.state.profile.lap(LpPhase.presolve, 0);
    this.inner.loadReduced(reduced);
    return true;
  }

  /** Give the memory of the reduction back; the inner solver keeps its own for the next time. */
  end(): void {
    this.model.resize(0, 0, 0);
    this.reduced.resize(0, 0, 0);
  }

  solve(maxIterations: i32): LpStatus {
    return this.inner.solve(maxIterations);
  }

  /** The original basis that belongs to the reduced optimum; `y` and `x` are scratch of the original's rows and columns. */
  restore(y: F64, x: F64, colStatus: I32, rowStatus: I32): void {
    const reduced = this.reduced;
    const inner = this.inner;
    fillF64(x, NaN, 0, this.model.cols);
    for (let k = 0; k < reduced.cols; k++) {
      colStatus[reduced.colOf[k]] = inner.colStatus[k];
      x[reduced.colOf[k]] = inner.x[k];
    }
    for (let k = 0; k < reduced.rows; k++) {
      rowStatus[reduced.rowOf[k]] = inner.rowStatus[k];
      y[reduced.rowOf[k]] = inner.y[k];
    }
    postsolve(this.model, colStatus, rowStatus, y, x);
  }

  free(): void {
    this.inner.state.profile = new Profile(); // the shared one belongs to the original's solver
    this.inner.free();
    this.reduced.free();
    this.model.free();
  }
}
