// A MIP from the model as given to its answer: presolve, the tree on what is left, and the gate that knows the given model. Also answers for
// unbounded relaxations: the model is unbounded when it has a solution at all, which a search without objective finds out.
import { MipStatus } from "../abi-mip.ts";
import { copyF64, F64, fillF64, freeF64, newF64 } from "../glue/mem.ts";
import { freshF64 } from "../lp/arrays.ts";
import { MipHooks } from "./mip-hooks.ts";
import { MipModel } from "./mip-model.ts";
import { MipPresolve } from "./mip-presolve.ts";
import { MipTree } from "./mip-tree.ts";
import { FEASIBILITY } from "./params.ts";

/** The gate of a general model: the point must hold on the model as given. */
class GivenGate extends MipHooks {
  presolve: MipPresolve;
  /** Best solution of the given model and its value; Infinity = none. */
  x: F64 = newF64(0);
  best: f64 = Infinity;
  private trial: F64 = newF64(0);

  constructor(presolve: MipPresolve) {
    super();
    this.presolve = presolve;
  }

  reset(): void {
    const cols = this.presolve.given.cols;
    this.x = freshF64(this.x, cols);
    this.trial = freshF64(this.trial, cols);
    this.best = Infinity;
  }

  override offer(x: F64, _objective: f64): f64 {
    this.presolve.restore(x, this.trial);
    return this.take(this.trial);
  }

  /** A point of the given model: its value, Infinity where it does not hold. */
  take(x: F64): f64 {
    const given = this.presolve.given;
    if (given.violation(x) > FEASIBILITY) return Infinity;
    const value = given.objective(x);
    if (value < this.best) {
      this.best = value;
      for (let col = 0; col < given.cols; col++) this.x[col] = x[col] === 0 ? 0 : x[col]; // the engines differ in -0
    }
    return value;
  }

  free(): void {
    freeF64(this.x);
    freeF64(this.trial);
  }
}

export class MipSolver {
  /** The model as given: load it, then begin. */
  original: MipModel;
  presolve: MipPresolve;
  tree: MipTree;
  status: MipStatus = MipStatus.running;
  private gate: GivenGate;
  private cost: F64 = newF64(0);
  private isProbing: bool = false; // the search without objective is under way

  constructor() {
    const original = new MipModel();
    const presolve = new MipPresolve(original);
    this.original = original;
    this.presolve = presolve;
    this.tree = new MipTree(presolve.reduced);
    this.gate = new GivenGate(presolve);
  }

  /** Start on the model in `original`. */
  begin(): void {
    this.cost = freshF64(this.cost, this.original.cols);
    this.isProbing = false;
    this.tree.state.hooks = this.gate;
    this.tree.work.usesCuts = true;
    this.tree.work.cutsAtNodes = true;
    this.tree.work.usesHeuristics = true;
    this.start();
  }

  private start(): void {
    this.gate.reset();
    this.presolve.run();
    this.status = this.presolve.isInfeasible ? MipStatus.infeasible : MipStatus.running;
    this.tree.load();
  }

  /** Try a known solution of the given model. True when it is feasible. */
  offer(x: F64): bool {
    const reduced = newF64(this.presolve.reduced.cols);
    this.presolve.reduce(x, reduced);
    let isGood = this.tree.offer(reduced);
    freeF64(reduced);
    // presolve may have fixed columns at other values than this solution has
    if (this.gate.take(x) < Infinity) isGood = true;
    this.tree.state.cutoff = Math.min(this.tree.state.cutoff, this.gate.best);
    return isGood;
  }

  step(iterations: i32): MipStatus {
    if (this.status !== MipStatus.running) return this.status;
    const answer = this.tree.step(iterations);
    if (answer === MipStatus.unbounded && !this.hasSolution()) {
      this.probe();
      return this.status;
    }
    if (answer === MipStatus.unbounded || (this.isProbing && this.hasSolution())) this.status = MipStatus.unbounded;
    else if (answer === MipStatus.optimal || answer === MipStatus.numericalTrouble) this.status = answer;
    else if (answer === MipStatus.infeasible) {
      this.status = this.hasSolution() ? MipStatus.optimal : MipStatus.infeasible;
    }
    if (this.isProbing && this.status !== MipStatus.running) {
      copyF64(this.original.cost, 0, this.cost, 0, this.original.cols);
    }
    return this.status === MipStatus.running ? answer : this.status;
  }

  hasSolution(): bool {
    return this.gate.best < Infinity;
  }

  /** Search for any solution. */
  private probe(): void {
    const original = this.original;
    this.isProbing = true;
    copyF64(this.cost, 0, original.cost, 0, original.cols);
    fillF64(original.cost, 0, 0, original.cols);
    this.start();
  }

  /** Best solution, cols of the given model. */
  solution(): F64 {
    return this.gate.x;
  }

  objective(): f64 {
    return this.hasSolution() ? this.original.objective(this.gate.x) : Infinity;
  }

  /** No solution is better than this. */
  bound(): f64 {
    if (this.status === MipStatus.infeasible) return Infinity;
    if (this.isProbing) return -Infinity;
    return Math.min(this.tree.bound(), this.gate.best);
  }

  free(): void {
    this.tree.free();
    this.presolve.free();
    this.original.free();
    this.gate.free();
    freeF64(this.cost);
  }
}
