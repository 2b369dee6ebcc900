// What solveLp returns. Told apart by `status`; a status claims only what was proved and checked on the caller's own numbers.

/** Where a row (its activity) or column stands: in the basis, at a bound, or, without bounds, at zero. */
export type LpBasisStatus = "basic" | "atLower" | "atUpper" | "free";

/** One status per column and per row (of its activity): `rows.length` of all are basic. */
export interface LpBasis {
  readonly columns: readonly LpBasisStatus[];
  readonly rows: readonly LpBasisStatus[];
}

/** A violation as it stands, and relative to the largest term of the sum it belongs to (at least 1). */
export interface Violation {
  readonly absolute: number;
  readonly scaled: number;
}

/** How far a solution is from satisfying the optimality conditions; all zero = optimal in exact arithmetic. */
export interface LpResiduals {
  /** Largest violation of a row or column bound. */
  readonly primal: Violation;
  /** Largest dual or reduced cost of the wrong sign at an infinite bound. */
  readonly dual: Violation;
  /** Largest (distance to the bound) times (its multiplier); scaled by 1 + |objective|. */
  readonly complementarity: Violation;
  /** |primal objective - dual objective|; scaled by 1 + |objective|. */
  readonly gap: Violation;
}

/**
 * A point with its multipliers. dual[row] is the change of the objective per unit of the row's active bound, and
 * reducedCosts = cost - A' dual; both keep this meaning when maximising (their signs turn).
 */
export interface LpSolution {
  /** Including objectiveOffset. */
  readonly objective: number;
  /** Length cols. */
  readonly primal: Float64Array;
  /** Length rows. */
  readonly dual: Float64Array;
  /** Length cols. */
  readonly reducedCosts: Float64Array;
  /** Length rows: A x. */
  readonly rowActivity: Float64Array;
  readonly basis: LpBasis;
  readonly residuals: LpResiduals;
}

/**
 * Why nothing is feasible. "farkas": for y = rowMultipliers the least value of y' r over the row bounds exceeds the greatest value
 * of (A' y)' x over the column bounds, though r = A x would make them equal. "crossedBounds": a lower bound exceeds its upper bound.
 */
export type InfeasibilityCertificate =
  | { readonly kind: "farkas"; readonly rowMultipliers: Float64Array }
  | { readonly kind: "crossedBounds"; readonly of: "row" | "column"; readonly index: number };

/** A direction that stays feasible for ever and improves the objective all along. */
export interface RayCertificate {
  readonly kind: "ray";
  /** Length cols. */
  readonly direction: Float64Array;
}

/** The outcome of a solve, told apart by `status`. */
export type LpOutcome =
  | ({ readonly status: "optimal" } & LpSolution)
  | { readonly status: "infeasible"; readonly certificate: InfeasibilityCertificate }
  /** `feasiblePoint` is where the ray starts. */
  | { readonly status: "unbounded"; readonly certificate: RayCertificate; readonly feasiblePoint: Float64Array }
  /** Cut short; LpSession.solve goes on from here. */
  | { readonly status: "iterationLimit" }
  | { readonly status: "timeLimit" }
  /** Nothing could be proved to the tolerances; `reason` says what was missed. */
  | { readonly status: "numericalTrouble"; readonly reason: string; readonly iterate: LpSolution };

export type LpResult = LpOutcome & {
  /** Simplex iterations of this call. */
  readonly iterations: number;
  /** Wall time of this call. */
  readonly timeMs: number;
};

export type LpResultStatus = LpResult["status"];
