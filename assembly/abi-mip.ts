// Codes of the MIP kernel, shared with the host. Compiled into the WASM and imported by the host.

/** What a step of the branch-and-cut tree answers. Claims hold on the model that was loaded, not only on the presolved one. */
export const enum MipStatus {
  running, // budget of the step used up: step again to go on
  optimal, // the incumbent is within the gaps of the bound
  infeasible, // no point satisfies the constraints (or none is better than the cutoff given)
  unbounded, // a feasible point is known and the relaxation improves without end
  nodeLimit,
  iterationLimit,
  polled, // the host's poll asked to stop: step again to go on
  numericalTrouble, // the tree is done, but some node could not be decided; the bound says what was proved
  badInput,
}

/** Elements of the report the host reads after a step. */
export const enum MipReport {
  status,
  objective, // of the incumbent; Infinity without one
  bound, // no solution is better than this; -Infinity before the root is solved
  nodes, // processed
  openNodes,
  iterations, // simplex iterations, those of probes and heuristics included
  solutions, // incumbents found
  cuts, // rows the cut generators added so far
  presolvedRows,
  presolvedCols,
  size,
}

export const enum MipFloats {
  value, // input: coefficients
  colLower, // input
  colUpper,
  cost,
  rowLower,
  rowUpper,
  x, // incumbent, cols; also input of mipOffer
  report, // MipReport
}

export const enum MipInts {
  start, // input: cols + 1
  index, // input: row of each entry
  integer, // input: 1 = the column must be integer
}
