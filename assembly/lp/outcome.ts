/** How a run of one of the simplex methods ended. */
export const enum Outcome {
  optimal, // primal and dual feasible for the true costs and bounds
  infeasible, // the ray of the last row proves it (checked by the caller)
  unbounded, // the direction of the last column proves it (checked by the caller)
  otherMethod, // this method can do no more: the other one should go on from the basis
  limit, // iteration limit
  polled, // the host asked to stop
  trouble, // numerical difficulties that refactorisation did not cure
}
