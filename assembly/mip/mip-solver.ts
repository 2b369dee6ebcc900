// A MIP from the model as given to its answer: the tree, and the gate that knows the given model. Also answers for unbounded
// relaxations: the model is unbounded when it has a solution at all, which a search without objective finds out.
import { MipStatus } from "../abi-mip.ts";
import { copyF64, F64, fillF64, freeF64, newF64 } from "../glue/mem.ts";
import { freshF64 } from "../lp/arrays.ts";
import { MipHooks } from "./mip-hooks.ts";
import { MipModel } from "./mip-model.ts";
import { MipTree } from "./mip-tree.ts";
import { FEASIBILITY } from "./params.ts";

/** The gate of a general model: the point must hold on the model as given. */
class OriginalGate extends MipHooks {
  original: MipModel;
  x: F64 = newF64(0);

  constructor(original: MipModel) {
    super();
    this.original = original;
  }

  override offer(x: F64, _objective: f64): f64 {
    if (this.original.violation(x) > FEASIBILITY) return Infinity;
    copyF64(this.x, 0, x, 0, this.original.cols);
    return this.original.objective(x);
  }
}

export class MipSolver {
  original: MipModel;
  tree: MipTree;
  status: MipStatus = MipStatus.running;
  private gate: OriginalGate;
  private cost: F64 = newF64(0);
  private isProbing: bool = false; // the search without objective is under way

  constructor() {
    const original = new MipModel();
    this.original = original;
    this.tree = new MipTree(original);
    this.gate = new OriginalGate(original);
  }

  /** Start on the model in `original`. */
  begin(): void {
    const original = this.original;
    this.gate.x = freshF64(this.gate.x, original.cols);
    this.cost = freshF64(this.cost, original.cols);
    this.status = MipStatus.running;
    this.isProbing = false;
    this.tree.state.hooks = this.gate;
    this.tree.work.usesCuts = true;
    this.tree.load();
  }

  /** Try a known solution of the given model. True when it is feasible. */
  offer(x: F64): bool {
    return this.tree.offer(x);
  }

  step(iterations: i32): MipStatus {
    if (this.status !== MipStatus.running) return this.status;
    const answer = this.tree.step(iterations);
    if (answer === MipStatus.unbounded) {
      if (this.hasSolution()) this.status = MipStatus.unbounded;
      else this.probe();
      return this.status;
    }
    if (this.isProbing) {
      if (this.hasSolution()) this.status = MipStatus.unbounded;
      else if (answer === MipStatus.infeasible || answer === MipStatus.numericalTrouble) this.status = answer;
      if (this.status !== MipStatus.running) copyF64(this.original.cost, 0, this.cost, 0, this.original.cols);
      else return answer;
      return this.status;
    }
    if (answer === MipStatus.optimal || answer === MipStatus.infeasible || answer === MipStatus.numericalTrouble) {
      this.status = answer;
    }
    return answer;
  }

  hasSolution(): bool {
    return this.tree.state.best < Infinity;
  }

  /** Search for any solution. */
  private probe(): void {
    const original = this.original;
    this.isProbing = true;
    copyF64(this.cost, 0, original.cost, 0, original.cols);
    fillF64(original.cost, 0, 0, original.cols);
    this.tree.load();
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
    return this.tree.bound();
  }

  free(): void {
    this.tree.free();
    this.original.free();
    freeF64(this.gate.x);
    freeF64(this.cost);
  }
}
