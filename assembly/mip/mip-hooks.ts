// What the owner of a model may add to the tree. Subclass, override, and set MipTree.hooks before begin(). The defaults add
// nothing.
import { F64 } from "../glue/mem.ts";

export class MipHooks {
  /** Whether the tree is to call propagate at its nodes. */
  propagates: bool = false;
  /** Whether offer answers the objective itself; false where it may answer another value. */
  keepsObjective: bool = true;

  /**
   * Tighten the bounds of a node in place (cols each), by knowledge the rows do not carry; never relax them. Called after the
   * rows were propagated; rows of tightened columns are propagated again. Answer 1 when the node holds no solution, else 0.
   */
  propagate(_lower: F64, _upper: F64): i32 {
    return 0;
  }

  /**
   * The single gate: `x` (cols) satisfies the tree's rows within tolerance, its integer columns are whole, and the tree's
   * (minimised) objective of it is `objective`. Answer the value the owner gives it, in the same terms (smaller is better;
   * it may differ from `objective`), or Infinity to refuse it. Nodes are cut off by the value answered.
   */
  offer(_x: F64, objective: f64): f64 {
    return objective;
  }
}
