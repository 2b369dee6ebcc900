// Host-facing exports of the LP kernel: solvers by handle, bulk arrays by pointer. A handle is a small positive integer; a host
// fills the input arrays of lpInput and then calls lpLoad.
import { LpSolver } from "./lp/lp-solver.ts";

export function lpProbe(): i32 {
  const lp = new LpSolver();
  return lp.solve(10);
}
