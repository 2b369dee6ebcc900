// Running averages of what the subproblems chose: near the optimum they are close to a fractional plan, a guide for construction.
// Choices of iteration i weigh growth^i, so that the last ones count; only what was chosen is touched.
import { F64, fillF64, freeF64, newF64 } from "../glue/mem.ts";
import { DualContracts, slotStart } from "./dual-contracts.ts";
import { DualSupply } from "./dual-supply.ts";
import { Instance } from "./instance.ts";

/** Weights are brought back to 1 before they overflow. */
const LARGEST: f64 = 1e100;

export class DualAverage {
  /** By option and column as serveUsd: weight times share; divide by totalWeight. */
  shareSum: F64;
  /** O: weight of the option. */
  optionSum: F64;
  /** H*T: weight times modules started. */
  moduleSum: F64;
  /** X*T: weight of the start. */
  expansionSum: F64;
  /** L: weight of the lot. */
  lotSum: F64;
  totalWeight: f64 = 0;
  private weight: f64 = 1;
  private growth: f64;
  private shares: i32;

  constructor(instance: Instance, shares: i32, growth: f64) {
    const periods = instance.periods;
    this.shares = shares;
    this.growth = growth;
    this.shareSum = newF64(shares);
    this.optionSum = newF64(instance.options);
    this.moduleSum = newF64(instance.halls * periods);
    this.expansionSum = newF64(instance.expansions * periods);
    this.lotSum = newF64(instance.lots);
  }

  free(): void {
    freeF64(this.shareSum);
    freeF64(this.optionSum);
    freeF64(this.moduleSum);
    freeF64(this.expansionSum);
    freeF64(this.lotSum);
  }

  /** Average share of (option, column) `at`, in [0, 1]. */
  share(at: i32): f64 {
    return this.totalWeight > 0 ? this.shareSum[at] / this.totalWeight : 0.0;
  }

  /** How often the option was chosen, in [0, 1]. */
  option(option: i32): f64 {
    return this.totalWeight > 0 ? this.optionSum[option] / this.totalWeight : 0.0;
  }

  /** Average modules of the hall started in t (at = h*T+t). */
  modules(at: i32): f64 {
    return this.totalWeight > 0 ? this.moduleSum[at] / this.totalWeight : 0.0;
  }

  /** How often the expansion was started in t (at = x*T+t), in [0, 1]. */
  expansion(at: i32): f64 {
    return this.totalWeight > 0 ? this.expansionSum[at] / this.totalWeight : 0.0;
  }

  /** Average fraction of the lot, in [0, 1]. */
  lot(lot: i32): f64 {
    return this.totalWeight > 0 ? this.lotSum[lot] / this.totalWeight : 0.0;
  }

  /** Forget everything. */
  reset(instance: Instance): void {
    fillF64(this.shareSum, 0.0, 0, this.shares);
    fillF64(this.optionSum, 0.0, 0, instance.options);
    fillF64(this.moduleSum, 0.0, 0, instance.halls * instance.periods);
    fillF64(this.expansionSum, 0.0, 0, instance.expansions * instance.periods);
    fillF64(this.lotSum, 0.0, 0, instance.lots);
    this.totalWeight = 0;
    this.weight = 1;
  }

  /** Add the choices of one iteration. */
  add(instance: Instance, supply: DualSupply, contracts: DualContracts): void {
    const weight: f64 = this.weight;
    const periods = instance.periods;
    for (let c: i32 = 0; c < instance.contracts; c++) {
      const option = contracts.chosenOption[c];
      if (option < 0) continue;
      this.optionSum[option] += weight;
      const base = slotStart(instance, c);
      for (let i = base; i < base + contracts.slotPicks[c]; i++) {
        this.shareSum[contracts.columns.entryAt[contracts.slotEntry[i]]] += weight * contracts.slotShare[i];
      }
    }
    for (let i: i32 = 0; i < instance.halls * periods; i++) {
      if (supply.moduleStarts[i] > 0) this.moduleSum[i] += weight * supply.moduleStarts[i];
    }
    for (let x: i32 = 0; x < instance.expansions; x++) {
      if (supply.expansionStart[x] >= 0) this.expansionSum[x * periods + supply.expansionStart[x]] += weight;
    }
    for (let lot: i32 = 0; lot < instance.lots; lot++) this.lotSum[lot] += weight * supply.lotTaken[lot];
    this.totalWeight += weight;
    this.weight *= this.growth;
    if (this.weight > LARGEST) this.rescale(instance);
  }

  private rescale(instance: Instance): void {
    const factor: f64 = 1.0 / this.weight;
    scaleAll(this.shareSum, this.shares, factor);
    scaleAll(this.optionSum, instance.options, factor);
    scaleAll(this.moduleSum, instance.halls * instance.periods, factor);
    scaleAll(this.expansionSum, instance.expansions * instance.periods, factor);
    scaleAll(this.lotSum, instance.lots, factor);
    this.totalWeight *= factor;
    this.weight = 1;
  }
}

function scaleAll(array: F64, length: i32, factor: f64): void {
  for (let i: i32 = 0; i < length; i++) array[i] *= factor;
}
