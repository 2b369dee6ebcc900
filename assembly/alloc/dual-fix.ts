// Fixing by bound (reduced-cost fixing of the Lagrangian). With L the bound at the best prices and v(c) the part of contract c (of its
// group's best member), a plan that uses option o of c is worth at most L - v(c) + v(c,o); not above the incumbent: drop the option.
// Likewise a contract is forced when refusing it costs too much, and a column's limit falls to the share at which
//   relaxed(c,o) - (lambda - worth) * share
// (shares priced at lambda, see dual-fill.ts) reaches the incumbent. All tests use one and the same L, so all may be applied together.
import { F64, fillF64, freeF64, newF64 } from "../glue/mem.ts";
import { DualContracts } from "./dual-contracts.ts";
import { DualPricing } from "./dual-pricing.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

/** What the tests need: prices solved at the multipliers that L belongs to. */
export class BoundFixing {
  /** Options and columns dropped, limits lowered, contracts forced or refused by the last apply. */
  changes: i32 = 0;
  private instance: Instance;
  private reach: Reach;
  private contracts: DualContracts;
  private pricing: DualPricing;
  private groupUsd: F64; // G: value of the group's chosen member
  private bestUsd: F64; // C: value of the contract's best option, -Infinity when dead

  constructor(instance: Instance, reach: Reach, contracts: DualContracts, pricing: DualPricing) {
    this.instance = instance;
    this.reach = reach;
    this.contracts = contracts;
    this.pricing = pricing;
    this.groupUsd = newF64(instance.groups);
    this.bestUsd = newF64(instance.contracts);
  }

  free(): void {
    freeF64(this.groupUsd);
    freeF64(this.bestUsd);
  }

  /** Drop all that no plan worth more than the incumbent needs; `slackUsd` = L plus rounding less the incumbent, > 0. */
  apply(slackUsd: f64, debt: f64): void {
    const instance = this.instance;
    const contracts = this.contracts;
    this.changes = 0;
    fillF64(this.groupUsd, 0.0, 0, instance.groups);
    for (let c: i32 = 0; c < instance.contracts; c++) {
      const group = instance.contractGroup[c];
      if (group >= 0 && contracts.chosenOption[c] >= 0) this.groupUsd[group] = contracts.chosenUsd[c];
    }
    for (let c: i32 = 0; c < instance.contracts; c++) this.fixOptions(c, slackUsd, debt);
    for (let c: i32 = 0; c < instance.contracts; c++) this.force(c, slackUsd);
  }

  private baseUsd(contract: i32): f64 {
    const group = this.instance.contractGroup[contract];
    return group >= 0 ? this.groupUsd[group] : this.contracts.chosenUsd[contract];
  }

  private fixOptions(contract: i32, slackUsd: f64, debt: f64): void {
    const instance = this.instance;
    this.bestUsd[contract] = -Infinity;
    if (this.reach.contractAlive[contract] === 0) return;
    const roomUsd: f64 = slackUsd - this.baseUsd(contract);
    let left: i32 = 0;
    for (let o = instance.contractOptionStart[contract]; o < instance.contractOptionStart[contract + 1]; o++) {
      const usd: f64 = this.contracts.optionUsd(instance, this.reach, this.pricing, debt, contract, o);
      this.bestUsd[contract] = Math.max(this.bestUsd[contract], usd);
      if (this.reach.optionAlive[o] === 0) continue;
      if (roomUsd + usd < 0) {
        this.reach.dropOption(instance, contract, o);
        this.changes++;
        continue;
      }
      left++;
      this.lowerLimits(o, roomUsd);
    }
    if (left === 0) this.reach.refuse(instance, contract);
  }

  /** Lower the limits of the option that the last optionUsd call priced. */
  private lowerLimits(option: i32, roomUsd: f64): void {
    const columns = this.contracts.columns;
    const from = columns.optionEntryStart[option];
    const to = columns.optionEntryStart[option + 1];
    const fill = this.contracts.fill;
    fill.fill(from, to, columns.entryLimit);
    const price: f64 = fill.marginOf();
    const spareUsd: f64 = roomUsd + fill.relaxedUsd(from, to, columns.entryLimit, price);
    for (let e = from; e < to; e++) {
      const lossUsd: f64 = price - fill.worthUsd[e];
      if (!(lossUsd * columns.entryLimit[e] > spareUsd)) continue;
      this.reach.columnLimit[columns.entryAt[e]] = Math.max(0.0, spareUsd / lossUsd) * (1.0 + 1e-9);
      this.changes++;
    }
  }

  /** Force a contract whose refusal no plan above the incumbent can afford. */
  private force(contract: i32, slackUsd: f64): void {
    const instance = this.instance;
    if (this.reach.contractAlive[contract] === 0 || this.reach.contractForced[contract] !== 0) return;
    const group = instance.contractGroup[contract];
    let otherUsd: f64 = 0;
    if (group >= 0) {
      for (let c: i32 = 0; c < instance.contracts; c++) {
        if (c !== contract && instance.contractGroup[c] === group) otherUsd = Math.max(otherUsd, this.bestUsd[c]);
      }
    }
    if (slackUsd - this.baseUsd(contract) + otherUsd >= 0) return;
    this.reach.contractForced[contract] = 1;
    this.changes++;
  }
}
