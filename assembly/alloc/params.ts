// Tolerances and limits of the allocation kernel.

/** Relative slack the kernel allows itself in a constraint; the audit allows 1e-6 (MODEL.md section 6). */
export const FEASIBILITY_TOL: f64 = 1e-9;

/** A share smaller than this is dust: it is never placed. 1e-5 of the largest contracts seen (1 GW) is 10 kW, less than a rack. */
export const MIN_SHARE: f64 = 1e-5;

/** Marks what cannot be: a schedule that fits nowhere, a lot that comes too late. Large, finite, safe to add a few of. */
export const IMPOSSIBLE: f64 = 1e300;

/** Whole lots of one platform are chosen by enumeration up to this many (64 subsets), by dropping from all beyond. */
export const MAX_ENUMERATED_LOTS: i32 = 6;
