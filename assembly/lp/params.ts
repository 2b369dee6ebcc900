// Tolerances and limits of the LP kernel. All of them act on the scaled model unless the comment says otherwise.

/** A bound may be violated by this much and still count as satisfied (the customary value of simplex codes). */
export const PRIMAL_TOLERANCE: f64 = 1e-7;
/** A reduced cost may have the wrong sign by this much. */
export const DUAL_TOLERANCE: f64 = 1e-7;
/** Entries below this are rounding noise of cancelled terms and are set to zero in every sparse solve. */
export const ZERO: f64 = 1e-14;
/** Stands for zero in a vector whose pattern already lists the entry: the pattern stays free of duplicates. */
export const LISTED_ZERO: f64 = 1e-50;
/** A pivot of the LU must be this large relative to its column: growth is at most 1/threshold + 1 per step. */
export const MARKOWITZ_THRESHOLD: f64 = 0.1;
/** The threshold is raised to this after a numerical failure. */
export const MARKOWITZ_THRESHOLD_STRICT: f64 = 0.5;
/** Pivots below this are taken for zero: the basis is singular there. */
export const SINGULAR_PIVOT: f64 = 1e-9;
/** Rows and columns the Markowitz search looks at once it has a candidate (more buys no sparsity: Suhl and Suhl 1990). */
export const MARKOWITZ_SEARCH: i32 = 4;
/** Right-hand sides denser than this are solved without a symbolic phase (Hall and McKinnon 2005). */
export const HYPER_RHS_DENSITY: f64 = 0.05;
/** Solutions expected to be denser than this are solved without a symbolic phase. */
export const HYPER_RESULT_DENSITY: f64 = 0.1;
/** Weight of the newest sample in the running average of a solution's density. */
export const DENSITY_DECAY: f64 = 0.05;
/** Basis changes between two factorisations: of 40, 64 and 100, 64 was fastest on eleven Netlib models (197 ms against 220 and 212). */
export const UPDATE_LIMIT: i32 = 64;
/** Relative disagreement of a pivot computed in its row and in its column that asks for a fresh factorisation. */
export const PIVOT_DISAGREEMENT: f64 = 1e-7;
/** Steepest-edge weights are kept above this: they are squared norms and rounding must not make them vanish. */
export const MIN_EDGE_WEIGHT: f64 = 1e-4;
/** A leaving row is taken when its stored weight is at least this share of the recomputed one. */
export const EDGE_WEIGHT_TRUST: f64 = 0.25;
/** Values beyond this in a bound count as infinite, as in the MPS convention. */
export const INFINITE_BOUND: f64 = 1e30;
/** Alpha entries below these are not entered upon; stricter as updates since the last factorisation pile up (as HiGHS). */
export const ALPHA_FRESH: f64 = 1e-9;
export const ALPHA_AGED: f64 = 3e-8;
export const ALPHA_OLD: f64 = 1e-6;
/** Rows of a vector denser than this make PRICE work without a list of nonzeros. */
export const PRICE_DENSITY: f64 = 0.1;
/** Size of the cost perturbation relative to the costs: 5e-7 is customary (Koberstein 2005, section 6.3; HiGHS). */
export const COST_PERTURBATION: f64 = 5e-7;
/** Residuals, relative to 1 + |bound| or 1 + |cost| on the unscaled model, up to which a solution counts as one. */
export const RESIDUAL_TOLERANCE: f64 = 1e-6;
/**
 * Residuals above these make the solver polish the basis with tighter tolerances first: on pilot, reduced costs within 1e-6 left
 * the objective 4e-6 off.
 */
export const POLISH_PRIMAL: f64 = 1e-7;
export const POLISH_DUAL: f64 = 1e-9;
