// A safe upper bound on valueUsd from the Lagrangian dual of the allocation model, first order (KERNEL.md section 6). All capacity and
// capital rows are priced (dual-layout.ts); what is left falls apart into contracts (dual-contracts.ts) and pieces of supply
// (dual-supply.ts), each solved in closed form. For any prices >= 0 the sum of their optima is an upper bound (weak duality), so
// every iterate bounds; the ascent (dual-ascent.ts) only decides how tight. The feasibility variant (objective 0, nothing costs or
// earns) bounds 0 from above: below 0 there is no plan that serves all signed contracts.
//
// Rounding. The computed sum differs from the exact dual function at the same prices by at most
//   (additions in the longest chain) * 2^-52 * (sum of absolute terms),
// where the chain is at most one addition for each multiplier and contract and a few for each period; that much is added.
import { copyF64, F64, freeF64, newF64, toF64 } from "../glue/mem.ts";
import { DualAscent } from "./dual-ascent.ts";
import { DualAverage } from "./dual-average.ts";
import { DualContracts } from "./dual-contracts.ts";
import { BoundFixing } from "./dual-fix.ts";
import { DualLayout } from "./dual-layout.ts";
import { DualPricing } from "./dual-pricing.ts";
import { DualRows } from "./dual-rows.ts";
import { DualSupply } from "./dual-supply.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";
import { ROW_TOLERANCE } from "./preprocess-capacity.ts";

const EPSILON: f64 = 2.220446049250313e-16;
/** Iterations between trials of the average prices; each costs one evaluation. */
const AVERAGE_EVERY: i32 = 20;
/** A choice 70 iterations back weighs half in the averages. */
const AVERAGE_GROWTH: f64 = 1.01;

export class DualBound {
  /** Least bound so far, never below reach.cutoffUsd; Infinity before the first iteration, -Infinity when proven infeasible. */
  bestBoundUsd: f64 = Infinity;
  /** 1: no plan serves all signed contracts (feasibility variant, or known from preprocessing). */
  infeasible: i32 = 0;
  iterations: i32 = 0;
  /** Best prices. H*T, S*T, S*T, P*T: discounted USD per MW (IT, at the meter, at the meter, IT) and period. */
  hallPrice: F64;
  firmPrice: F64;
  totalPrice: F64;
  chipPrice: F64;
  /** T: discounted USD a nominal dollar of capex paid in t costs besides itself (below 0 where it opens cheap debt). */
  capitalPrice: F64;
  /** Discounted USD of one nominal dollar of debt capacity. */
  debtPrice: f64 = 0;
  layout: DualLayout;
  pricing: DualPricing;
  supply: DualSupply;
  contracts: DualContracts;
  average: DualAverage;
  /** Multipliers of bestBoundUsd, by layout. */
  bestX: F64;
  private instance: Instance;
  private reach: Reach;
  private rows: DualRows;
  private ascent: DualAscent;
  private fixing: BoundFixing;
  /** Least bound so far, also where it lies below the cutoff. */
  private leastUsd: f64 = Infinity;
  private feasibility: i32;
  private x: F64;
  private sinceAverage: i32 = 0;
  private magnitudeUsd: f64 = 0; // of the last evaluation

  constructor(instance: Instance, reach: Reach, feasibility: i32 = 0, averageGrowth: f64 = AVERAGE_GROWTH) {
    const periods = instance.periods;
    const layout = new DualLayout(instance, reach, feasibility);
    const pricing = new DualPricing(instance);
    const contracts = new DualContracts(instance, reach, feasibility !== 0 ? 0.0 : 1.0);
    this.instance = instance;
    this.reach = reach;
    this.feasibility = feasibility;
    this.layout = layout;
    this.pricing = pricing;
    this.supply = new DualSupply(instance);
    this.contracts = contracts;
    this.average = new DualAverage(instance, contracts.shares, averageGrowth);
    this.rows = new DualRows(instance, layout);
    this.ascent = new DualAscent(layout);
    this.fixing = new BoundFixing(instance, reach, contracts, pricing);
    this.x = newF64(layout.size);
    this.bestX = newF64(layout.size);
    this.hallPrice = newF64(instance.halls * periods);
    this.firmPrice = newF64(instance.sites * periods);
    this.totalPrice = newF64(instance.sites * periods);
    this.chipPrice = newF64(instance.platforms * periods);
    this.capitalPrice = newF64(periods);
    if (reach.infeasible !== 0) this.proveInfeasible();
  }

  free(): void {
    this.layout.free();
    this.pricing.free();
    this.supply.free();
    this.contracts.free();
    this.average.free();
    this.rows.free();
    this.ascent.free();
    this.fixing.free();
    freeF64(this.x);
    freeF64(this.bestX);
    freeF64(this.hallPrice);
    freeF64(this.firmPrice);
    freeF64(this.totalPrice);
    freeF64(this.chipPrice);
    freeF64(this.capitalPrice);
  }

  /** Do `count` iterations. Cutting them into several calls changes nothing. */
  step(count: i32): void {
    const layout = this.layout;
    for (let i: i32 = 0; i < count && this.infeasible + this.reach.closed === 0; i++) {
      this.iterations++;
      this.evaluate(this.x);
      this.rows.update(this.instance, this.reach, layout, this.pricing, this.supply, this.contracts);
      this.average.add(this.instance, this.supply, this.contracts);
      this.ascent.step(layout, this.x, this.rows.slack);
      this.sinceAverage++;
      if (this.sinceAverage === AVERAGE_EVERY) {
        this.sinceAverage = 0;
        this.evaluate(this.ascent.averageX);
      }
      if (this.ascent.cycleIsOver()) {
        copyF64(this.x, 0, this.bestX, 0, layout.size);
        this.ascent.restart(layout, this.x);
      }
    }
  }

  /** Start anew at multipliers x for a Reach that has changed: forgets bounds and averages; see DualAscent.begin. */
  beginAt(x: F64, rate: f64, fall: f64): void {
    copyF64(this.x, 0, x, 0, this.layout.size);
    copyF64(this.bestX, 0, x, 0, this.layout.size);
    this.contracts.columns.repack(this.instance, this.reach);
    this.ascent.begin(this.layout, this.x, rate, fall);
    this.average.reset(this.instance);
    this.bestBoundUsd = Infinity;
    this.leastUsd = Infinity;
    this.sinceAverage = 0;
  }

  /** The bound at multipliers x (kept if it is the best); choices and prices of this x stay in supply, contracts and pricing. */
  evaluate(x: F64): f64 {
    const instance = this.instance;
    const debt: f64 = x[this.layout.debtAt];
    this.pricing.update(instance, this.reach, this.layout, x, this.feasibility);
    this.supply.solve(instance, this.reach, this.layout, this.pricing, x, this.feasibility !== 0 ? 0.0 : 1.0);
    this.contracts.solve(instance, this.reach, this.pricing, debt);
    const magnitudeUsd: f64 = this.supply.magnitudeUsd + this.contracts.magnitudeUsd(this.pricing, debt);
    this.magnitudeUsd = magnitudeUsd;
    const boundUsd: f64 = this.supply.valueUsd + this.contracts.valueUsd + this.roundingUsd(magnitudeUsd);
    // A plan may miss its rows by the audit's tolerance, so infeasibility has to be clearer than that.
    if (this.feasibility !== 0 && boundUsd < -2.0 * ROW_TOLERANCE * magnitudeUsd) this.proveInfeasible();
    if (boundUsd < this.leastUsd) this.keepBest(x, boundUsd);
    return boundUsd;
  }

  /** Most by which a sum of terms of this size can be wrong. */
  roundingUsd(magnitudeUsd: f64): f64 {
    const chain: i32 = this.layout.size + this.instance.contracts + 8 * this.instance.periods + 64;
    return toF64(chain) * EPSILON * magnitudeUsd;
  }

  private proveInfeasible(): void {
    this.infeasible = 1;
    this.bestBoundUsd = -Infinity;
  }

  /** A bound on the plans above the cutoff bounds all plans by the larger of the two. */
  private takeBound(boundUsd: f64): void {
    const cutoffUsd: f64 = this.reach.cutoffUsd;
    if (boundUsd <= cutoffUsd) this.reach.closed = 1;
    this.bestBoundUsd = Math.min(this.bestBoundUsd, Math.max(boundUsd, cutoffUsd));
  }

  /**
   * Drop options, columns and contracts that no plan worth more than `incumbentUsd` needs. Only Reach is touched (its arrays, cutoff and
   * closed flag), and from then on it speaks of plans above the cutoff only. Returns how many changes were made.
   */
  fixByBound(incumbentUsd: f64): i32 {
    const reach = this.reach;
    if (this.feasibility !== 0 || this.iterations === 0 || this.infeasible + reach.closed !== 0) return 0;
    reach.cutoffUsd = Math.max(reach.cutoffUsd, incumbentUsd);
    const boundUsd: f64 = this.evaluate(this.bestX);
    this.takeBound(boundUsd);
    if (reach.closed !== 0) return 0;
    this.fixing.apply(boundUsd + this.roundingUsd(this.magnitudeUsd) - reach.cutoffUsd, this.bestX[this.layout.debtAt]);
    if (this.fixing.changes === 0) return 0;
    reach.run(this.instance);
    if (reach.closed !== 0) {
      this.takeBound(reach.cutoffUsd);
      return this.fixing.changes;
    }
    this.contracts.columns.repack(this.instance, reach);
    this.leastUsd = Infinity;
    this.evaluate(this.bestX);
    return this.fixing.changes;
  }

  private keepBest(x: F64, boundUsd: f64): void {
    const layout = this.layout;
    this.leastUsd = boundUsd;
    this.takeBound(boundUsd);
    copyF64(this.bestX, 0, x, 0, layout.size);
    copyF64(this.hallPrice, 0, x, layout.hallAt, layout.firmAt - layout.hallAt);
    copyF64(this.firmPrice, 0, x, layout.firmAt, layout.totalAt - layout.firmAt);
    copyF64(this.totalPrice, 0, x, layout.totalAt, layout.chipAt - layout.totalAt);
    copyF64(this.chipPrice, 0, x, layout.chipAt, layout.idleAt - layout.chipAt);
    copyF64(this.capitalPrice, 0, this.pricing.dollarUsd, 0, this.instance.periods);
    this.debtPrice = x[layout.debtAt];
  }
}
