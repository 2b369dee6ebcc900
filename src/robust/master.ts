// The master problem of the dual decomposition (Caroe and Schultz 1999), with CVaR as a reweighting. Over weights q of the futures and prices mu on
// their here-and-now decisions, with sum over s of mu_s = 0, the dual function
//   D(q, mu) = sum_s max over plans x of future s of (q_s V_s(x) + mu_s x)
// bounds the best value from above and is convex. Every plan found is a cut of it; the LP
//   min sum theta_s   theta_s >= q_s V + mu_s x for each plan found,  sum q = 1,  sum_s mu_s = 0,  mu_s <= (most bonus) q_s
// within a box around the best prices so far says where to evaluate D next. Its duals weigh the plans found: their average decisions are where
// the futures would agree.
import type { Engine } from "../engine/engine.ts";
import type { LpInput } from "../lp/input.ts";
import { solveLp } from "../lp/solve-lp.ts";
import type { Future } from "./futures.ts";
import { type RiskMeasure, weightRange } from "./risk.ts";

/** A plan found of one future. */
export interface Cut {
  readonly future: number;
  readonly valueUsd: number;
  readonly point: Float64Array;
}

/** Weights of the futures, and prices by future and coordinate, USD (times the weight). */
export interface Prices {
  readonly weights: Float64Array;
  readonly muUsd: readonly Float64Array[];
}

export interface MasterSolution extends Prices {
  /** What the cuts say the dual function is at the least within the box, USD. */
  readonly leastUsd: number;
  /** By coordinate: average of the decisions of the plans that count. */
  readonly consensus: Float64Array;
}

const USD_PER_MILLION = 1e6;
/** A future without weight would have no prices: its subproblem is divided by the weight. */
const LEAST_WEIGHT = 1e-4;

/** Entries of an LP under construction, by columns. */
class Columns {
  readonly cost: number[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly entries: [row: number, value: number][][] = [];

  add(cost: number, lower: number, upper: number): number {
    this.cost.push(cost);
    this.lower.push(lower);
    this.upper.push(upper);
    return this.entries.push([]) - 1;
  }

  put(row: number, col: number, value: number): void {
    if (value !== 0) this.entries[col].push([row, value]);
  }

  /** Rows from `rowLower` to `rowUpper`. */
  input(rowLower: number[], rowUpper: number[]): LpInput {
    const flat = this.entries.flat();
    const colStart = new Int32Array(this.entries.length + 1);
    this.entries.forEach((own, col) => {
      colStart[col + 1] = colStart[col] + own.length;
    });
    return {
      cost: Float64Array.from(this.cost),
      ...{ colLower: Float64Array.from(this.lower), colUpper: Float64Array.from(this.upper) },
      ...{ rowLower: Float64Array.from(rowLower), rowUpper: Float64Array.from(rowUpper), colStart },
      rowIndex: Int32Array.from(flat, ([row]) => row),
      value: Float64Array.from(flat, ([, value]) => value),
    };
  }
}

/** Coordinates on which plans of different futures disagree: the others need no price. */
function contested(futures: readonly Future[], cuts: readonly Cut[], count: number): number[] {
  return Array.from({ length: count }, (_, k) => k).filter((k) => {
    if (futures.every(({ mostBonusUsd }) => mostBonusUsd[k] === 0)) return false;
    const values = cuts.flatMap(({ future, point }) => (futures[future].present[k] ? [point[k]] : []));
    return values.length > 0 && Math.max(...values) > Math.min(...values) + 1e-9;
  });
}

class MasterLp {
  readonly columns = new Columns();
  readonly rowLower: number[] = [];
  readonly rowUpper: number[] = [];
  readonly theta: number[];
  readonly weight: number[];
  /** By future: column of each priced coordinate. */
  readonly mu: Map<number, number>[];

  constructor(
    readonly futures: readonly Future[],
    readonly risk: RiskMeasure,
    readonly center: Prices,
    readonly reach: number,
    readonly priced: readonly number[],
  ) {
    const { columns } = this;
    this.theta = futures.map(() => columns.add(1, -Infinity, Infinity));
    this.weight = futures.map(({ probability }) => {
      const { least, most } = weightRange(probability, risk);
      return columns.add(0, Math.min(most, Math.max(least, LEAST_WEIGHT * probability)), most);
    });
    this.mu = futures.map(({ present, probability, scaleUsd }, s) => {
      const own = new Map<number, number>();
      for (const k of priced) {
        if (!present[k] || scaleUsd[k] === 0) continue;
        const middle = center.muUsd[s][k] / USD_PER_MILLION;
        const width = (reach * probability * scaleUsd[k]) / USD_PER_MILLION;
        own.set(k, columns.add(0, middle - width, middle + width));
      }
      return own;
    });
  }

  private row(lower: number, upper: number): number {
    this.rowUpper.push(upper);
    return this.rowLower.push(lower) - 1;
  }

  /** Everything but the cuts. */
  link(): void {
    const { columns } = this;
    const total = this.row(1, 1);
    for (const col of this.weight) columns.put(total, col, 1);
    for (const k of this.priced) {
      const sum = this.row(0, 0);
      for (const own of this.mu) if (own.has(k)) columns.put(sum, own.get(k)!, 1);
    }
    this.mu.forEach((own, s) => {
      for (const [k, col] of own) {
        const most = this.row(-Infinity, 0);
        columns.put(most, col, 1);
        columns.put(most, this.weight[s], -this.futures[s].mostBonusUsd[k] / USD_PER_MILLION);
      }
    });
  }

  /** The row of the cut. */
  cut({ future: s, valueUsd, point }: Cut): number {
    const { columns } = this;
    const row = this.row(0, Infinity);
    columns.put(row, this.theta[s], 1);
    columns.put(row, this.weight[s], -valueUsd / USD_PER_MILLION);
    for (const [k, col] of this.mu[s]) columns.put(row, col, -point[k]);
    return row;
  }
}

/**
 * Where to look next; undefined when the LP could not be solved. `reach`: how far prices may move from `center`, as a share of what a decision moves.
 * Every future must have a cut.
 */
export async function solveMaster(
  futures: readonly Future[],
  risk: RiskMeasure,
  cuts: readonly Cut[],
  center: Prices,
  reach: number,
  engine: Engine,
): Promise<MasterSolution | undefined> {
  const count = futures[0].present.length;
  const lp = new MasterLp(futures, risk, center, reach, contested(futures, cuts, count));
  lp.link();
  const rows = cuts.map((cut) => lp.cut(cut));
  const solved = await solveLp(lp.columns.input(lp.rowLower, lp.rowUpper), { engine });
  if (solved.status !== "optimal") return undefined;
  const { primal, dual, objective } = solved;
  const muUsd = lp.mu.map((own) => {
    const prices = new Float64Array(count);
    for (const [k, col] of own) prices[k] = primal[col] * USD_PER_MILLION;
    return prices;
  });
  const weights = Float64Array.from(lp.weight, (col) => primal[col]);
  const consensus = new Float64Array(count);
  const known = new Float64Array(count);
  cuts.forEach(({ future, point }, row) => {
    const share = dual[rows[row]] * weights[future];
    futures[future].present.forEach((isPresent, k) => {
      if (!isPresent) return;
      consensus[k] += share * point[k];
      known[k] += share;
    });
  });
  consensus.forEach((sum, k) => {
    consensus[k] = known[k] > 0 ? sum / known[k] : 0;
  });
  return { weights, muUsd, leastUsd: objective * USD_PER_MILLION, consensus };
}
