// What tree, branching and heuristics share: the model, the box and LP of the node at work, the incumbent and its gate, counters.
import { LpStatus } from "../abi-lp.ts";
import { copyF64, F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { freshF64, freshI32, roomF64 } from "../lp/arrays.ts";
import { LpSolver } from "../lp/lp-solver.ts";
import { Domain } from "./domain.ts";
import { MipHooks } from "./mip-hooks.ts";
import { MipModel } from "./mip-model.ts";
import { loadModel, NodeLp } from "./node-lp.ts";
import { objectiveStep } from "./objective-step.ts";
import { FEASIBILITY, INTEGRALITY } from "./params.ts";
import { Pseudocosts } from "./pseudocosts.ts";

/** Violation up to which a rounded LP solution is offered without solving the LP again for its continuous columns. */
const CLEAN: f64 = 1e-9;

export class SearchState {
  model: MipModel;
  domain: Domain;
  nodeLp: NodeLp;
  pseudocosts: Pseudocosts = new Pseudocosts();
  hooks: MipHooks = new MipHooks();
  /** Branching class by column: columns of a higher class are branched on first. */
  priority: I32 = newI32(0);
  /** The box of the whole tree; only ever tightened. */
  globalLower: F64 = newF64(0);
  globalUpper: F64 = newF64(0);
  /** Solution of the LP of the node at work. */
  x: F64 = newF64(0);
  // the root relaxation, for fixing when the incumbent improves
  rootX: F64 = newF64(0);
  rootD: F64 = newF64(0);
  rootLower: F64 = newF64(0); // the box its bound holds for
  rootUpper: F64 = newF64(0);
  rootBound: f64 = -Infinity;
  // the incumbent
  bestX: F64 = newF64(0);
  best: f64 = Infinity;
  solutions: i32 = 0;
  /** Only solutions below this are of interest: the incumbent's value, or what the owner asked for. */
  cutoff: f64 = Infinity;
  /** Objective values of solutions differ by multiples of this; 0 = unknown. */
  objectiveStep: f64 = 0;
  iterationLimit: i32 = 0x3fffffff;
  private trial: F64 = newF64(0);
  private fixedLp: LpSolver = new LpSolver(); // the model with its integer columns fixed
  private isFixedLpLoaded: bool = false;

  constructor(model: MipModel) {
    const domain = new Domain(model);
    this.model = model;
    this.domain = domain;
    this.nodeLp = new NodeLp(model);
  }

  /** Ready for a tree over the model, with its own bounds. */
  reset(): void {
    const cols = this.model.cols;
    this.domain.reset();
    this.pseudocosts.reset(cols);
    this.priority = freshI32(this.priority, cols);
    this.globalLower = roomF64(this.globalLower, 0, cols);
    this.globalUpper = roomF64(this.globalUpper, 0, cols);
    this.x = freshF64(this.x, cols);
    this.rootX = freshF64(this.rootX, cols);
    this.rootD = freshF64(this.rootD, cols);
    this.rootLower = roomF64(this.rootLower, 0, cols);
    this.rootUpper = roomF64(this.rootUpper, 0, cols);
    this.bestX = freshF64(this.bestX, cols);
    this.trial = freshF64(this.trial, cols);
    this.isFixedLpLoaded = false;
    this.rewind();
  }

  /** No incumbent, no cutoff, bounds of the model; what was learnt (pseudocosts, rows, basis) stays. */
  rewind(): void {
    this.nodeLp.isSuspended = false;
    this.best = Infinity;
    this.cutoff = Infinity;
    this.solutions = 0;
    this.rootBound = -Infinity;
    this.objectiveStep = this.hooks.keepsObjective ? objectiveStep(this.model) : 0;
    const cols = this.model.cols;
    copyF64(this.globalLower, 0, this.model.colLower, 0, cols);
    copyF64(this.globalUpper, 0, this.model.colUpper, 0, cols);
  }

  iterationsLeft(): i32 {
    return this.iterationLimit - this.nodeLp.iterations;
  }

  /** Nodes whose bound reaches this hold nothing better. */
  pruneAt(): f64 {
    const cutoff = this.cutoff;
    if (cutoff === Infinity) return Infinity;
    const noise = 1e-9 * Math.max(1, Math.abs(cutoff));
    const step = this.objectiveStep;
    if (step > 0 && cutoff === this.best && 1e-6 * step + noise < 0.5 * step)
      return cutoff - step + 1e-6 * step + noise;
    return cutoff - noise;
  }

  isFractional(col: i32): bool {
    if (this.model.integer[col] === 0) return false;
    const value = this.x[col];
    return Math.abs(value - Math.floor(value + 0.5)) > INTEGRALITY;
  }

  fractionals(): i32 {
    let count: i32 = 0;
    for (let col = 0; col < this.model.cols; col++) {
      if (this.isFractional(col)) count++;
    }
    return count;
  }

  /** Copy the LP's solution, integer columns put inside the box. */
  takeSolution(): void {
    const x = this.nodeLp.lp.x;
    const domain = this.domain;
    for (let col = 0; col < this.model.cols; col++) {
      this.x[col] =
        this.model.integer[col] !== 0 ? Math.min(Math.max(x[col], domain.lower[col]), domain.upper[col]) : x[col];
    }
  }

  /**
   * Try a point whose integer columns are (nearly) whole: rounded, checked, offered; where rounding breaks rows, with the
   * continuous columns solved for again. True when the rounded point is feasible, better than the incumbent or not. The node's
   * LP is not touched.
   */
  tryPoint(x: F64): bool {
    const model = this.model;
    const trial = this.trial;
    for (let col = 0; col < model.cols; col++)
      trial[col] = model.integer[col] !== 0 ? Math.floor(x[col] + 0.5) : x[col];
    const violation = model.violation(trial);
    if (violation <= CLEAN) return this.offer(trial);
    if (this.solveContinuous(trial)) return true;
    return violation <= FEASIBILITY && this.offer(trial);
  }

  /** As tryPoint, but a point whose rounding breaks rows is left alone. */
  offerExact(x: F64): bool {
    const model = this.model;
    const trial = this.trial;
    for (let col = 0; col < model.cols; col++)
      trial[col] = model.integer[col] !== 0 ? Math.floor(x[col] + 0.5) : x[col];
    return model.violation(trial) <= CLEAN && this.offer(trial);
  }

  /**
   * Fix the integer columns of `trial`, solve for the others, and offer the result. The LP for it has the model's rows alone: a vertex
   * of cuts would miss them by rounding.
   */
  private solveContinuous(trial: F64): bool {
    const model = this.model;
    const lp = this.fixedLp;
    if (!this.isFixedLpLoaded) {
      loadModel(lp, model);
      this.isFixedLpLoaded = true;
    }
    for (let col = 0; col < model.cols; col++) {
      if (model.integer[col] === 0) continue;
      if (!(trial[col] >= model.colLower[col] && trial[col] <= model.colUpper[col])) return false;
      lp.setColBounds(col, trial[col], trial[col]);
    }
    let status: LpStatus = LpStatus.polled; // not left to the host's poll: the result must not depend on it
    let left: i32 = this.iterationsLeft();
    while (status === LpStatus.polled) {
      const before = lp.state.iterations;
      status = lp.solve(left);
      left -= lp.state.iterations - before;
      this.nodeLp.iterations += lp.state.iterations - before;
    }
    if (status !== LpStatus.optimal) return false;
    for (let col = 0; col < model.cols; col++) {
      if (model.integer[col] === 0)
        trial[col] = Math.min(Math.max(lp.x[col], model.colLower[col]), model.colUpper[col]);
    }
    return model.violation(trial) <= FEASIBILITY && this.offer(trial);
  }

  /** The single gate: `x` is feasible. Keeps it when the owner accepts it as better. */
  private offer(x: F64): bool {
    const objective = this.model.objective(x);
    if (!(objective < this.cutoff)) return true;
    const value = this.hooks.offer(x, objective);
    if (!(value < this.best)) return value < Infinity;
    copyF64(this.bestX, 0, x, 0, this.model.cols);
    this.best = value;
    this.solutions++;
    if (value < this.cutoff) this.cutoff = value;
    return true;
  }

  /** Reduced-cost fixing over the domain by the solution of its LP: bound + d_j (x_j - l_j) must stay below the cutoff. */
  fixByReducedCosts(bound: f64, d: F64, lower: F64, upper: F64): void {
    const limit = this.pruneAt();
    const model = this.model;
    const domain = this.domain;
    const room = limit - bound;
    if (!(room < Infinity) || !(room > 0)) return;
    for (let col = 0; col < model.cols; col++) {
      const dj = d[col];
      if (model.integer[col] === 0 || domain.lower[col] === domain.upper[col]) continue;
      if (dj > 1e-9 && lower[col] > -Infinity && dj * (domain.upper[col] - lower[col]) > room) {
        domain.reduce(col, lower[col] + room / dj);
      } else if (dj < -1e-9 && upper[col] < Infinity && dj * (domain.lower[col] - upper[col]) > room) {
        domain.raise(col, upper[col] + room / dj);
      }
    }
  }

  /** Remember the root relaxation just solved. */
  keepRoot(bound: f64): void {
    const cols = this.model.cols;
    this.rootBound = bound;
    copyF64(this.rootX, 0, this.x, 0, cols);
    copyF64(this.rootD, 0, this.nodeLp.lp.d, 0, cols);
    copyF64(this.rootLower, 0, this.domain.lower, 0, cols);
    copyF64(this.rootUpper, 0, this.domain.upper, 0, cols);
  }

  free(): void {
    this.domain.free();
    this.nodeLp.free();
    this.pseudocosts.free();
    freeI32(this.priority);
    freeF64(this.globalLower);
    freeF64(this.globalUpper);
    freeF64(this.x);
    freeF64(this.rootX);
    freeF64(this.rootD);
    freeF64(this.rootLower);
    freeF64(this.rootUpper);
    freeF64(this.bestX);
    freeF64(this.trial);
    this.fixedLp.free();
  }
}
