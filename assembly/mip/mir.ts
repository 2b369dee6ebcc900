// Mixed-integer rounding (Marchand and Wolsey 2001, c-MIR): from an equation  sum a_j x_j + sum w_i s_i = b  over columns and row slacks
// s_i >= 0. Columns are replaced by their distance x' >= 0 from a bound, simple or variable; with a divisor delta, f0 the fraction of b/delta,
//   sum G(a_j/delta) x'_j + sum over continuous a_j < 0 of a_j/(delta (1 - f0)) x'_j <= floor(b/delta),
// G(a) = floor(a) + max(0, (f_a - f0)/(1 - f0)). Delta and complements are tried; the most violated cut is kept.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { CutRow } from "./cut-row.ts";
import { RowSides } from "./row-sides.ts";
import { SearchState } from "./search-state.ts";
import { VariableBounds } from "./variable-bounds.ts";

const enum Rest {
  lower,
  upper,
  variableLower,
  variableUpper,
}

/** Fractions of the right-hand side nearer to an integer than this make weak or unstable cuts. */
const LEAST_FRACTION: f64 = 0.02;
/** Divisors tried. */
const MOST_DIVISORS: i32 = 30;

export class Mir {
  state: SearchState;
  bounds: VariableBounds;
  sides: RowSides;
  /** The equation to round: columns and right-hand side; set before separate. */
  base: CutRow = new CutRow();
  /** Slacks of the equation. */
  slacks: i32 = 0;
  slackRow: I32 = newI32(0);
  slackCoef: F64 = newF64(0);
  slackIsUpper: I32 = newI32(0); // 1: s = upper side - activity, 0: s = activity - lower side
  /** The cut of the last separate that answered true: coef'x <= rhs. */
  cut: CutRow = new CutRow();
  private work: CutRow = new CutRow(); // integer part after the substitution of continuous columns
  private rest: I32 = newI32(0); // by column
  private point: F64 = newF64(0); // x' at the LP's solution, by column
  private restCont: I32 = newI32(0); // continuous columns substituted
  private contCoef: F64 = newF64(0);
  private conts: i32 = 0;
  private rhs: f64 = 0; // after all substitutions
  private divisor: F64 = newF64(MOST_DIVISORS);

  constructor(state: SearchState, bounds: VariableBounds, sides: RowSides) {
    this.state = state;
    this.bounds = bounds;
    this.sides = sides;
  }

  resize(): void {
    const cols = this.state.model.cols;
    const rows = this.state.nodeLp.rows();
    this.base.resize(cols);
    this.cut.resize(cols);
    this.work.resize(cols);
    this.rest = roomI32(this.rest, 0, cols);
    this.point = roomF64(this.point, 0, cols);
    this.restCont = roomI32(this.restCont, 0, cols);
    this.contCoef = roomF64(this.contCoef, 0, cols);
    this.slackRow = roomI32(this.slackRow, 0, rows);
    this.slackCoef = roomF64(this.slackCoef, 0, rows);
    this.slackIsUpper = roomI32(this.slackIsUpper, 0, rows);
  }

  /** An empty equation. */
  clear(): void {
    this.base.clear();
    this.slacks = 0;
  }

  /** Add the slack of `row`, which enters the equation with `weight` times the row; the right-hand side too. */
  addSlack(row: i32, weight: f64, useUpper: bool): void {
    this.slackRow[this.slacks] = row;
    this.slackIsUpper[this.slacks] = useUpper ? 1 : 0;
    this.slackCoef[this.slacks] = useUpper ? weight : -weight;
    this.slacks++;
    this.base.rhs += weight * (useUpper ? this.sides.upper[row] : this.sides.lower[row]);
  }

  /** Turn the equation's signs. */
  negate(): void {
    const base = this.base;
    for (let k = 0; k < base.count; k++) base.coef[base.list[k]] = -base.coef[base.list[k]];
    base.rhs = -base.rhs;
    for (let k = 0; k < this.slacks; k++) this.slackCoef[k] = -this.slackCoef[k];
  }

  /** Look for a cut violated by state.x. Its efficacy (distance cut off, in the space of x') is at least `least`. */
  separate(least: f64): bool {
    if (!this.substitute()) return false;
    const delta = this.chooseDivisor(least);
    if (delta <= 0) return false;
    this.build(delta);
    return true;
  }

  /** x' in place of x: continuous columns to restCont, integer ones to work. False where a column has no bound. */
  private substitute(): bool {
    const state = this.state;
    const base = this.base;
    const work = this.work;
    const integer = state.model.integer;
    work.clear();
    this.conts = 0;
    this.rhs = base.rhs;
    for (let k = 0; k < base.count; k++) {
      const col = base.list[k];
      const a = base.coef[col];
      if (a === 0) continue;
      if (integer[col] !== 0) work.add(col, a);
      else if (!this.substituteContinuous(col, a)) return false;
    }
    for (let k = 0; k < work.count; k++) {
      const col = work.list[k];
      if (work.coef[col] !== 0 && !this.substituteInteger(col)) return false;
    }
    return true;
  }

  private substituteContinuous(col: i32, a: f64): bool {
    const state = this.state;
    const vb = this.bounds;
    const x = state.x;
    const low = state.globalLower[col];
    const high = state.globalUpper[col];
    let best: f64 = Infinity;
    let rest: i32 = -1;
    if (vb.lowerCol[col] >= 0) {
      const at = vb.lowerCoef[col] * x[vb.lowerCol[col]] + vb.lowerConstant[col];
      rest = Rest.variableLower;
      best = x[col] - at;
    }
    if (vb.upperCol[col] >= 0) {
      const at = vb.upperCoef[col] * x[vb.upperCol[col]] + vb.upperConstant[col];
      if (at - x[col] < best) {
        rest = Rest.variableUpper;
        best = at - x[col];
      }
    }
    if (x[col] - low < best - 1e-6) {
      rest = Rest.lower;
      best = x[col] - low;
    }
    if (high - x[col] < best - 1e-6) {
      rest = Rest.upper;
      best = high - x[col];
    }
    if (rest < 0) return false;
    let sign: f64 = 1;
    if (rest === Rest.lower) this.rhs -= a * low;
    else if (rest === Rest.variableLower) {
      this.work.add(vb.lowerCol[col], a * vb.lowerCoef[col]);
      this.rhs -= a * vb.lowerConstant[col];
    } else if (rest === Rest.upper) {
      this.rhs -= a * high;
      sign = -1;
    } else {
      this.work.add(vb.upperCol[col], a * vb.upperCoef[col]);
      this.rhs -= a * vb.upperConstant[col];
      sign = -1;
    }
    this.rest[col] = rest;
    this.point[col] = Math.max(best, 0);
    this.restCont[this.conts] = col;
    this.contCoef[this.conts] = sign * a;
    this.conts++;
    return true;
  }

  private substituteInteger(col: i32): bool {
    const state = this.state;
    const low = state.globalLower[col];
    const high = state.globalUpper[col];
    if (low === -Infinity && high === Infinity) return false;
    const isUpper = high - state.x[col] < state.x[col] - low;
    this.setComplement(col, isUpper);
    return true;
  }

  private setComplement(col: i32, isUpper: bool): void {
    const state = this.state;
    const bound = isUpper ? state.globalUpper[col] : state.globalLower[col];
    this.rest[col] = isUpper ? Rest.upper : Rest.lower;
    this.rhs -= this.work.coef[col] * bound;
    this.point[col] = Math.max(Math.abs(state.x[col] - bound), 0);
  }

  private signed(col: i32): f64 {
    return this.rest[col] === Rest.upper ? -this.work.coef[col] : this.work.coef[col];
  }

  /** The divisor of the best cut; 0 when none reaches `least`. */
  private chooseDivisor(least: f64): f64 {
    const work = this.work;
    const state = this.state;
    const tried = this.divisor;
    let count: i32 = 0;
    let best: f64 = 0;
    let bestEfficacy: f64 = least;
    let largest: f64 = 0;
    for (let k = 0; k < work.count && count < MOST_DIVISORS; k++) {
      const col = work.list[k];
      const a = Math.abs(work.coef[col]);
      largest = Math.max(largest, a);
      if (a < 1e-6 || this.point[col] < 1e-6) continue;
      if (state.globalUpper[col] - state.globalLower[col] - this.point[col] < 1e-6) continue;
      let isNew: bool = true;
      for (let t = 0; t < count; t++) if (Math.abs(tried[t] - a) <= 1e-6 * a) isNew = false;
      if (isNew) tried[count++] = a;
    }
    if (count < MOST_DIVISORS && count > 0) tried[count++] = largest + 1;
    for (let t = 0; t < count; t++) {
      const efficacy = this.efficacy(tried[t]);
      if (efficacy <= bestEfficacy) continue;
      bestEfficacy = efficacy;
      best = tried[t];
    }
    if (best === 0) return 0;
    for (let power = 2; power <= 8; power *= 2) {
      const efficacy = this.efficacy(best / power);
      if (efficacy <= bestEfficacy * 1.001) continue;
      bestEfficacy = efficacy;
      best /= power;
    }
    return this.tryComplements(best, bestEfficacy);
  }

  /** Complement integer columns strictly between their bounds one by one where that helps. */
  private tryComplements(delta: f64, efficacy: f64): f64 {
    const work = this.work;
    const state = this.state;
    let best = efficacy;
    for (let k = 0; k < work.count; k++) {
      const col = work.list[k];
      const low = state.globalLower[col];
      const high = state.globalUpper[col];
      if (low === -Infinity || high === Infinity || this.point[col] < 1e-6) continue;
      const before = this.rhs;
      const isUpper = this.rest[col] === Rest.upper;
      this.rhs += work.coef[col] * (isUpper ? high : low);
      this.setComplement(col, !isUpper);
      const now = this.efficacy(delta);
      if (now > best * 1.001) {
        best = now;
        continue;
      }
      this.setComplement(col, isUpper);
      this.rhs = before;
    }
    return delta;
  }

  private efficacy(delta: f64): f64 {
    const scaled = this.rhs / delta;
    const floor = Math.floor(scaled);
    const f0 = scaled - floor;
    if (f0 < LEAST_FRACTION || f0 > 1 - LEAST_FRACTION) return 0;
    const unit = 1 / (1 - f0);
    const work = this.work;
    let violation = -floor;
    let square: f64 = 0;
    for (let k = 0; k < work.count; k++) {
      const col = work.list[k];
      const g = rounded(this.signed(col) / delta, f0, unit);
      violation += g * this.point[col];
      square += g * g;
    }
    for (let k = 0; k < this.conts; k++) {
      const a = this.contCoef[k];
      if (a >= 0) continue;
      const g = (a / delta) * unit;
      violation += g * this.point[this.restCont[k]];
      square += g * g;
    }
    for (let k = 0; k < this.slacks; k++) {
      const g = this.slackShare(k, delta, f0, unit);
      violation += g * this.slackPoint(k);
      square += g * g;
    }
    return violation > 0 ? violation / Math.sqrt(square + 1e-12) : 0;
  }

  private slackShare(k: i32, delta: f64, f0: f64, unit: f64): f64 {
    const a = this.slackCoef[k] / delta;
    if (this.sides.isWhole[this.slackRow[k]] !== 0) return rounded(a, f0, unit);
    return a < 0 ? a * unit : 0;
  }

  private slackPoint(k: i32): f64 {
    const row = this.slackRow[k];
    const activity = this.sides.activity[row];
    return Math.max(
      0,
      this.slackIsUpper[k] !== 0 ? this.sides.upper[row] - activity : activity - this.sides.lower[row],
    );
  }

  /** The cut for the divisor, in the columns themselves. */
  private build(delta: f64): void {
    const scaled = this.rhs / delta;
    const floor = Math.floor(scaled);
    const f0 = scaled - floor;
    const unit = 1 / (1 - f0);
    const cut = this.cut;
    const work = this.work;
    cut.clear();
    cut.rhs = floor;
    for (let k = 0; k < work.count; k++) {
      const col = work.list[k];
      const g = rounded(this.signed(col) / delta, f0, unit);
      if (g !== 0) this.restore(col, g, this.rest[col]);
    }
    for (let k = 0; k < this.conts; k++) {
      const g = (this.contCoef[k] / delta) * unit;
      if (g < 0) this.restore(this.restCont[k], g, this.rest[this.restCont[k]]);
    }
    for (let k = 0; k < this.slacks; k++) {
      const g = this.slackShare(k, delta, f0, unit);
      if (g === 0) continue;
      const row = this.slackRow[k];
      const isUpper = this.slackIsUpper[k] !== 0;
      cut.rhs += isUpper ? -g * this.sides.upper[row] : g * this.sides.lower[row];
      this.sides.addRow(row, isUpper ? -g : g, cut);
    }
    cut.compress();
  }

  /** Add g x' for the distance x' of the column from where it rests. */
  private restore(col: i32, g: f64, rest: i32): void {
    const state = this.state;
    const vb = this.bounds;
    const cut = this.cut;
    if (rest === Rest.lower) {
      cut.add(col, g);
      cut.rhs += g * state.globalLower[col];
    } else if (rest === Rest.upper) {
      cut.add(col, -g);
      cut.rhs -= g * state.globalUpper[col];
    } else if (rest === Rest.variableLower) {
      cut.add(col, g);
      cut.add(vb.lowerCol[col], -g * vb.lowerCoef[col]);
      cut.rhs += g * vb.lowerConstant[col];
    } else {
      cut.add(col, -g);
      cut.add(vb.upperCol[col], g * vb.upperCoef[col]);
      cut.rhs -= g * vb.upperConstant[col];
    }
  }

  free(): void {
    this.base.free();
    this.cut.free();
    this.work.free();
    freeI32(this.slackRow);
    freeF64(this.slackCoef);
    freeI32(this.slackIsUpper);
    freeI32(this.rest);
    freeF64(this.point);
    freeI32(this.restCont);
    freeF64(this.contCoef);
    freeF64(this.divisor);
  }
}

/** G(a) of the rounding; unit = 1/(1 - f0). */
function rounded(a: f64, f0: f64, unit: f64): f64 {
  const floor = Math.floor(a + 1e-9);
  const fraction = a - floor;
  return fraction > f0 ? floor + (fraction - f0) * unit : floor;
}
