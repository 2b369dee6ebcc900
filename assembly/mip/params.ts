// Tolerances and limits of the tree. They act on the unscaled (presolved) model.

/** A value this close to an integer counts as one (customary; incumbents are rounded and checked all the same). */
export const INTEGRALITY: f64 = 1e-6;
/** Violation of a row or bound, relative to 1 + |bound|, that an incumbent may have. */
export const FEASIBILITY: f64 = 1e-6;
/**
 * A leaf whose LP is better than the solution the gate made of it by no more than this, relative to the incumbent, counts as solved: that is
 * rounding. The bound keeps the LP's value.
 */
export const LEAF_TOLERANCE: f64 = 1e-7;
/** Propagation takes a row for violated only beyond this, relative to 1 + |side|. */
export const PROPAGATION_FEASIBILITY: f64 = 1e-6;
/** Continuous bounds are tightened only by at least this share of their box: small steps never end. */
export const LEAST_TIGHTENING: f64 = 0.1;
/** Implied bounds beyond this are of no use and only breed rounding. */
export const LARGEST_BOUND: f64 = 1e8;
/** Integer boxes wider than this are tightened like continuous ones. */
export const WIDE_BOX: f64 = 1000;
/** Simplex iterations between two looks at the bound of an unfinished node. */
export const BOUND_CHECK_ITERATIONS: i32 = 40;
/** Probes of a variable and direction after which its pseudocost is relied upon (Achterberg, Koch, Martin 2005: 8; fewer on trees this small). */
export const RELIABLE_PROBES: i32 = 6;
/** Probed candidates in a row that do not beat the best before probing stops. */
export const PROBE_LOOKAHEAD: i32 = 7;
/** Candidates probed at one node at most. */
export const PROBE_MOST: i32 = 60;
/** Simplex iterations of one probe at most. */
export const PROBE_ITERATIONS: i32 = 80;
/** Elements of the basis store; later nodes start from the basis at hand. */
export const BASIS_WORDS: i32 = 40000000;
