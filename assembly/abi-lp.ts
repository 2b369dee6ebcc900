// Codes of the LP kernel, shared with the host. Compiled into the WASM and imported by the host.

/** What a solve of an LP answers. Each claim was verified on the caller's own, unscaled model. */
export const enum LpStatus {
  unsolved,
  optimal, // primal and dual residuals are within tolerance
  infeasible, // a Farkas ray proves it
  unbounded, // a feasible point and an improving ray prove it
  iterationLimit, // budget used up: solve again to go on
  polled, // the host's poll asked to stop: solve again to go on
  inaccurate, // a basis was found, but its residuals are beyond tolerance; nothing is claimed
  badInput, // NaN, crossed infinities or an index out of range: see LpSolver.badIndex
}

/** Where a variable or a row rests in a basis. */
export const enum BasisStatus {
  atLower,
  basic,
  atUpper,
  free, // nonbasic at zero, without bounds
}

/** Elements of the report that the host reads after a solve. */
export const enum LpReport {
  status,
  objective, // at the returned point, offset included
  iterations, // simplex iterations of this solve
  primalResidual, // largest bound or row violation, relative to 1 + |bound|
  dualResidual, // largest wrong-sided reduced cost, relative to |cost| + the median cost
  dualBound, // safe lower bound on the optimum from the duals and the variables' boxes; -Infinity where a box is missing
  factorisations,
  emptyBox, // column, or cols + row, whose bounds contradict each other; -1 = none
  size,
}

/** Floating-point arrays of a solver, by lpFloats. */
export const enum LpFloats {
  value, // input: coefficients
  colLower, // input
  colUpper,
  cost,
  rowLower,
  rowUpper,
  x, // result, cols
  reducedCost, // result, cols: c - A'y
  rowActivity, // result, rows
  rowDual, // result, rows: derivative of the optimum by the row's active bound
  ray, // result: Farkas ray (rows) when infeasible, direction (cols) when unbounded
  report, // LpReport
  profile, // result, where lpSetProfile switched it on: milliseconds, calls, entries made, each by LpPhase
}

/** Where the time of a solve goes. Rows of the profile. */
export const enum LpPhase {
  setUp, // scaling, row-wise copy, resting places
  presolve, // reductions and the way back
  factorise,
  recompute, // basic values and reduced costs from scratch
  chuzr, // choice of the leaving row
  btran, // row of the inverse
  price, // row of the tableau
  chuzc, // ratio test
  ftran, // entering column
  ftranFlips, // flipped columns
  ftranWeights, // steepest-edge weights
  update, // values, weights, reduced costs, basis, factors
  primal, // all of the primal method
  verify, // solution and residuals on the caller's model
  size,
}

/** Integer arrays of a solver, by lpInts. */
export const enum LpInts {
  start, // input: vectors + 1
  index, // input
  colStatus, // result, and input of lpSetBasis: BasisStatus by column
  rowStatus, // the same by row
}
