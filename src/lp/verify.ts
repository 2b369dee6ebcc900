// Checks a claimed answer against the model and nothing else: it shares no code with the solver and trusts none of its by-products
// (activities, reduced costs and objective are recomputed).
//
// Optimality (minimising; maximising turns the signs): L <= A x <= U, l <= x <= u, d = c - A' y, y >= 0 where only L is finite,
// y <= 0 where only U is, likewise d for l and u, and (a x - L) y = 0 where y > 0, (U - a x) y = 0 where y < 0, likewise d.
import { ExactSum } from "./exact-sum.ts";
import { LpInput } from "./input.ts";
import { colProduct, exactProducts, largestReducedTerm, Products, plainProducts, rowProduct } from "./products.ts";
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

/** Residuals of plain sums below this leave no doubt: the rounding of MANY_TERMS terms is less than what is left to VERIFY_TOLERANCE. */
const CLEAR = 1e-8;
/** n^2 2^-53 = 1e-7. */
const MANY_TERMS = 30_000;

/**
 * Objective, activities, reduced costs and residuals of a claimed solution. Objectives are always summed in twice the working precision;
 * the other sums only where plain ones leave a doubt whether the residuals pass.
 */
export function recompute(lp: LpInput, claim: Claim): Recomputed {
  if (nonzeros(claim.primal) <= MANY_TERMS && nonzeros(claim.dual) <= MANY_TERMS) {
    const plain = measure(lp, claim, plainProducts(lp, claim.primal, claim.dual));
    if (isClear(plain.residuals)) return plain;
  }
  return measure(lp, claim, exactProducts(lp, claim.primal, claim.dual));
}

/** Small beside the terms they come from, and as they stand: what plain sums of large terms leave is not reported as a residual. */
function isClear(residuals: LpResiduals): boolean {
  const isSmall = ({ absolute }: Violation): boolean => absolute <= VERIFY_TOLERANCE;
  return missedBy(residuals, CLEAR) === "" && isSmall(residuals.primal) && isSmall(residuals.dual);
}

function measure(lp: LpInput, claim: Claim, { activity, reducedCosts }: Products): Recomputed {
  const objective = objectiveOf(lp, claim.primal);
  const residuals = new Residuals(lp.sense === "max" ? -1 : 1, objective);
  const { primal, dual } = claim;
  const { rowLower, rowUpper, colLower, colUpper } = lp;
  for (let row = 0; row < rowLower.length; row++) {
    residuals.seePoint(activity.value[row], rowLower[row], rowUpper[row], activity.largestTerm[row]);
    const bound = residuals.seeMultiplier(activity.value[row], rowLower[row], rowUpper[row], dual[row]);
    if (!Number.isFinite(bound)) residuals.seeWrongSign(dual[row], Math.abs(dual[row]));
  }
  for (let col = 0; col < colLower.length; col++) {
    residuals.seePoint(primal[col], colLower[col], colUpper[col], Math.abs(primal[col]));
    const bound = residuals.seeMultiplier(primal[col], colLower[col], colUpper[col], reducedCosts[col]);
    if (!Number.isFinite(bound)) residuals.seeWrongSign(reducedCosts[col], largestReducedTerm(lp, dual, col));
  }
  const dualObjective = residuals.dualObjective(lp.objectiveOffset ?? 0);
  return {
    objective,
    dualObjective,
    rowActivity: activity.value,
    reducedCosts,
    residuals: residuals.plain(dualObjective),
  };
}

/** Gathers the violations of all rows and columns. */
class Residuals {
  private readonly primal = new WorstViolation();
  private readonly dual = new WorstViolation();
  private readonly complementarity = new WorstViolation();
  private readonly dualSum = new ExactSum();
  private readonly size: number;

  constructor(
    private readonly sign: number,
    private readonly objective: number,
  ) {
    this.size = 1 + Math.abs(objective);
  }

  /** A column, or a row by its activity. Comparisons are such that NaN counts as a violation. */
  seePoint(x: number, lower: number, upper: number, scale: number): void {
    if (!(lower <= x)) this.primal.see(lower - x, Math.max(scale, Math.abs(lower)));
    if (!(x <= upper)) this.primal.see(x - upper, Math.max(scale, Math.abs(upper)));
  }

  /** Its multiplier; answers the bound the multiplier belongs to, 0 for none. */
  seeMultiplier(x: number, lower: number, upper: number, multiplier: number): number {
    if (multiplier === 0) return 0;
    const m = this.sign * multiplier;
    const bound = m > 0 ? lower : upper;
    if (!Number.isFinite(bound)) return bound;
    if (x !== bound) this.complementarity.see(Math.abs(m * (x - bound)), this.size);
    this.dualSum.addProduct(multiplier, bound);
    return bound;
  }

  /** A multiplier of a bound that is not there. */
  seeWrongSign(multiplier: number, scale: number): void {
    this.dual.see(Math.abs(multiplier), scale);
  }

  dualObjective(offset: number): number {
    this.dualSum.add(offset);
    return this.dualSum.value;
  }

  plain(dualObjective: number): LpResiduals {
    const gap = new WorstViolation();
    gap.see(Math.abs(this.objective - dualObjective), this.size);
    return {
      primal: this.primal.plain(),
      dual: this.dual.plain(),
      complementarity: this.complementarity.plain(),
      gap: gap.plain(),
    };
  }
}

function nonzeros(values: Float64Array): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) count++;
  return count;
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
  for (let col = 0; col < g.length; col++) {
    if (g[col] === 0) continue;
    const bound = g[col] > 0 ? lp.colUpper[col] : lp.colLower[col];
    if (Number.isFinite(bound)) {
      margin.addProduct(-g[col], bound);
      largest = Math.max(largest, Math.abs(g[col] * bound));
    } else {
      const coefficients = lp.value.subarray(lp.colStart[col], lp.colStart[col + 1]);
      residual = Math.max(residual, Math.abs(g[col]) / (longest * largestOf(coefficients)));
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
