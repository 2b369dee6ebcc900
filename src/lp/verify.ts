// Checks a claimed answer against the model and nothing else: it shares no code with the solver and trusts none of its by-products
// (activities, reduced costs and objective are recomputed). Sums are kept in twice the working precision.
//
// Optimality (minimising; maximising turns the signs): L <= A x <= U, l <= x <= u, d = c - A' y, y >= 0 where only L is finite,
// y <= 0 where only U is, likewise d for l and u, and (a x - L) y = 0 where y > 0, (U - a x) y = 0 where y < 0, likewise d.
import { ExactSum, ExactSums } from "./exact-sum.ts";
import { LpInput } from "./input.ts";
import { LpResiduals, Violation } from "./result.ts";

/** Largest scaled residual with which an answer counts as proved. */
export const VERIFY_TOLERANCE = 1e-6;
/** A multiplier this small beside the terms that cancelled in it counts as zero in a certificate. */
const CANCELLED = 1e-9;

/** A point and its row multipliers. */
export interface Claim {
  readonly primal: Float64Array;
  readonly dual: Float64Array;
}

export interface Recomputed {
  readonly objective: number;
  readonly dualObjective: number;
  readonly rowActivity: Float64Array;
  readonly reducedCosts: Float64Array;
  readonly residuals: LpResiduals;
}

class WorstViolation implements Violation {
  absolute = 0;
  scaled = 0;

  see(amount: number, scale: number): void {
    // NaN must not slip through a comparison: it is the worst of all.
    const size = Number.isNaN(amount) ? Number.POSITIVE_INFINITY : amount;
    if (size > this.absolute) this.absolute = size;
    const scaled = size / Math.max(1, Number.isNaN(scale) ? 1 : scale);
    if (scaled > this.scaled) this.scaled = scaled;
  }

  plain(): Violation {
    return { absolute: this.absolute, scaled: this.scaled };
  }
}

/** Products of a matrix with a vector, and the largest term of each. */
interface Product {
  readonly value: Float64Array;
  readonly largestTerm: Float64Array;
}

/** Objective, activities, reduced costs and residuals of a claimed solution. */
export function recompute(lp: LpInput, claim: Claim): Recomputed {
  const sign = lp.sense === "max" ? -1 : 1;
  const activity = rowProduct(lp, claim.primal);
  const reduced = reducedCosts(lp, claim.dual);
  const objective = objectiveOf(lp, claim.primal);
  const size = 1 + Math.abs(objective);
  const primal = new WorstViolation();
  const dual = new WorstViolation();
  const complementarity = new WorstViolation();
  const dualObjective = new ExactSum();
  const check = (x: number, lower: number, upper: number, xScale: number, multiplier: number, mScale: number): void => {
    primal.see(lower - x, Math.max(xScale, Math.abs(lower)));
    primal.see(x - upper, Math.max(xScale, Math.abs(upper)));
    const m = sign * multiplier;
    if (m === 0) return;
    const bound = m > 0 ? lower : upper;
    if (!Number.isFinite(bound)) {
      dual.see(Math.abs(m), mScale);
      return;
    }
    complementarity.see(Math.abs(m * (x - bound)), size);
    dualObjective.addProduct(multiplier, bound);
  };
  for (let row = 0; row < lp.rowLower.length; row++) {
    const y = claim.dual[row];
    check(activity.value[row], lp.rowLower[row], lp.rowUpper[row], activity.largestTerm[row], y, Math.abs(y));
  }
  for (let col = 0; col < lp.cost.length; col++) {
    const x = claim.primal[col];
    check(x, lp.colLower[col], lp.colUpper[col], Math.abs(x), reduced.value[col], reduced.largestTerm[col]);
  }
  dualObjective.add(lp.objectiveOffset ?? 0);
  const gap = new WorstViolation();
  gap.see(Math.abs(objective - dualObjective.value), size);
  return {
    objective,
    dualObjective: dualObjective.value,
    rowActivity: activity.value,
    reducedCosts: reduced.value,
    residuals: {
      primal: primal.plain(),
      dual: dual.plain(),
      complementarity: complementarity.plain(),
      gap: gap.plain(),
    },
  };
}

/** "" when the residuals prove optimality to `tolerance`; otherwise what they miss. */
export function missedBy(residuals: LpResiduals, tolerance: number = VERIFY_TOLERANCE): string {
  for (const kind of ["primal", "dual", "gap"] as const) {
    if (residuals[kind].scaled > tolerance)
      return `the scaled ${kind} residual is ${residuals[kind].scaled}, above ${tolerance}`;
  }
  return "";
}

export interface CertificateCheck {
  readonly proved: boolean;
  /** By how much the certificate separates (Farkas) or improves (ray), relative to the largest term of its sums. */
  readonly margin: number;
  /** Largest part of it that should be zero and is not, relative to the largest multiplier (and coefficient) there. */
  readonly residual: number;
}

/**
 * Does `y` prove that no x satisfies the bounds? With g = A' y: least value of y' r over the row bounds > greatest value of g' x over
 * the column bounds. A part of y or g at an infinite bound must vanish (to rounding).
 */
export function checkFarkas(lp: LpInput, y: Float64Array): CertificateCheck {
  const g = colProduct(lp, y);
  const margin = new ExactSum();
  const longest = largestOf(y);
  let largest = 0;
  let residual = 0;
  for (let row = 0; row < y.length; row++) {
    if (y[row] === 0) continue;
    const bound = y[row] > 0 ? lp.rowLower[row] : lp.rowUpper[row];
    if (Number.isFinite(bound)) {
      margin.addProduct(y[row], bound);
      largest = Math.max(largest, Math.abs(y[row] * bound));
    } else residual = Math.max(residual, Math.abs(y[row]) / longest);
  }
  for (let col = 0; col < g.value.length; col++) {
    if (g.value[col] === 0) continue;
    const bound = g.value[col] > 0 ? lp.colUpper[col] : lp.colLower[col];
    if (Number.isFinite(bound)) {
      margin.addProduct(-g.value[col], bound);
      largest = Math.max(largest, Math.abs(g.value[col] * bound));
    } else {
      const coefficients = lp.value.subarray(lp.colStart[col], lp.colStart[col + 1]);
      residual = Math.max(residual, Math.abs(g.value[col]) / (longest * largestOf(coefficients)));
    }
  }
  return conclude(margin.value, largest, residual);
}

/** Does `direction` leave every bound intact for ever and improve the objective? */
export function checkRay(lp: LpInput, direction: Float64Array): CertificateCheck {
  const sign = lp.sense === "max" ? -1 : 1;
  const moves = rowProduct(lp, direction);
  const gain = new ExactSum();
  let largest = 0;
  let residual = 0;
  const longest = largestOf(direction);
  const seeMove = (move: number, lower: number, upper: number, scale: number): void => {
    const isBlocked = move > 0 ? upper !== Number.POSITIVE_INFINITY : lower !== Number.NEGATIVE_INFINITY;
    if (move !== 0 && isBlocked) residual = Math.max(residual, Math.abs(move) / scale);
  };
  for (let col = 0; col < direction.length; col++) {
    gain.addProduct(-sign * lp.cost[col], direction[col]);
    largest = Math.max(largest, Math.abs(lp.cost[col] * direction[col]));
    seeMove(direction[col], lp.colLower[col], lp.colUpper[col], longest);
  }
  const coefficient = largestByRow(lp);
  for (let row = 0; row < moves.value.length; row++) {
    seeMove(moves.value[row], lp.rowLower[row], lp.rowUpper[row], longest * coefficient[row]);
  }
  return conclude(gain.value, largest, residual);
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

/** Largest coefficient of each row, by magnitude. */
function largestByRow(lp: LpInput): Float64Array {
  const largest = new Float64Array(lp.rowLower.length);
  for (let entry = 0; entry < lp.value.length; entry++) {
    const row = lp.rowIndex[entry];
    largest[row] = Math.max(largest[row], Math.abs(lp.value[entry]));
  }
  return largest;
}

function conclude(gain: number, largest: number, residual: number): CertificateCheck {
  const margin = largest === 0 ? 0 : gain / largest;
  const proved = margin > CANCELLED && residual <= CANCELLED;
  return { proved, margin, residual };
}

function objectiveOf(lp: LpInput, x: Float64Array): number {
  const sum = new ExactSum();
  sum.add(lp.objectiveOffset ?? 0);
  for (let col = 0; col < x.length; col++) sum.addProduct(lp.cost[col], x[col]);
  return sum.value;
}

/** A x. Row sums run over columns, so each row keeps its own running sum. */
function rowProduct(lp: LpInput, x: Float64Array): Product {
  const rows = lp.rowLower.length;
  const sums = new ExactSums(rows);
  const largestTerm = new Float64Array(rows);
  for (let col = 0; col < x.length; col++) {
    if (x[col] === 0) continue;
    for (let entry = lp.colStart[col]; entry < lp.colStart[col + 1]; entry++) {
      const row = lp.rowIndex[entry];
      sums.addProduct(row, lp.value[entry], x[col]);
      largestTerm[row] = Math.max(largestTerm[row], Math.abs(lp.value[entry] * x[col]));
    }
  }
  return { value: sums.values(), largestTerm };
}

/** A' y. */
function colProduct(lp: LpInput, y: Float64Array): Product {
  return columnSums(lp, y, 1, new Float64Array(lp.cost.length));
}

/** c - A' y. */
function reducedCosts(lp: LpInput, y: Float64Array): Product {
  return columnSums(lp, y, -1, lp.cost);
}

function columnSums(lp: LpInput, y: Float64Array, factor: number, first: Float64Array): Product {
  const cols = lp.cost.length;
  const value = new Float64Array(cols);
  const largestTerm = new Float64Array(cols);
  const sum = new ExactSum();
  for (let col = 0; col < cols; col++) {
    sum.reset();
    sum.add(first[col]);
    let largest = Math.abs(first[col]);
    for (let entry = lp.colStart[col]; entry < lp.colStart[col + 1]; entry++) {
      const term = lp.value[entry];
      const multiplier = factor * y[lp.rowIndex[entry]];
      sum.addProduct(term, multiplier);
      largest = Math.max(largest, Math.abs(term * multiplier));
    }
    value[col] = sum.value;
    largestTerm[col] = largest;
  }
  return { value, largestTerm };
}
