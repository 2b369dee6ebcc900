// Rows of the condensed LP (relaxation.ts) and where each is; -1 where a row does not exist or can never bind.
//   contract[c]      sum of shares (+ unserved of signed ones)                      in [0 or minFraction, 1]
//   group[g]         sum of shares of its contracts                                 <= 1
//   hall, total, firm, chip, keep, pue: relax-places.ts
//   modules[h], expansion[x]: at most maxModules, at most once
//   capex[t]         K(t) - K(t-1) - capex of t = committed;  equity[t] K - D <= equity;  loan[t] D <= ratio * K;
//   draw[t]          D(t) - D(t-1) >= 0;  debtCap D(T-1) - debt capacity of shares <= 0
import { F64, freeI32, I32 } from "../glue/mem.ts";
import { CscBuilder } from "./csc-builder.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";
import { noRows, PlaceRows } from "./relax-places.ts";

export class RelaxRows {
  contract: I32;
  group: I32;
  /** Its tables are also at hand below. */
  places: PlaceRows;
  hall: I32;
  total: I32;
  firm: I32;
  chip: I32;
  keep: I32;
  pue: I32;
  modules: I32;
  expansion: I32;
  capex: I32;
  equity: I32;
  loan: I32;
  draw: I32;
  debtCap: i32 = -1;
  firstFall: I32;
  hasMoney: bool = false;

  constructor(inst: Instance, reach: Reach, lp: CscBuilder) {
    const T = inst.periods;
    const places = new PlaceRows(inst, reach);
    this.places = places;
    this.hall = places.hall;
    this.total = places.total;
    this.firm = places.firm;
    this.chip = places.chip;
    this.keep = places.keep;
    this.pue = places.pue;
    this.firstFall = places.firstFall;
    this.contract = noRows(inst.contracts);
    this.group = noRows(inst.groups);
    this.modules = noRows(inst.halls);
    this.expansion = noRows(inst.expansions);
    this.capex = noRows(T);
    this.equity = noRows(T);
    this.loan = noRows(T);
    this.draw = noRows(T);
    this.addContracts(inst, lp);
    places.add(inst, lp);
    this.addSupply(inst, lp);
    this.addMoney(inst, lp);
  }

  free(): void {
    this.places.free();
    freeI32(this.contract);
    freeI32(this.group);
    freeI32(this.modules);
    freeI32(this.expansion);
    freeI32(this.capex);
    freeI32(this.equity);
    freeI32(this.loan);
    freeI32(this.draw);
  }

  private addContracts(inst: Instance, lp: CscBuilder): void {
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const least: f64 = inst.contractSigned[c] !== 0 ? inst.contractMinFraction[c] : 0;
      this.contract[c] = lp.row(least, 1);
    }
    for (let g: i32 = 0; g < inst.groups; g++) this.group[g] = lp.row(-Infinity, 1);
  }

  private addSupply(inst: Instance, lp: CscBuilder): void {
    for (let h: i32 = 0; h < inst.halls; h++) {
      if (inst.hallMaxModules[h] > 0) this.modules[h] = lp.row(-Infinity, inst.hallMaxModules[h]);
    }
    for (let x: i32 = 0; x < inst.expansions; x++) this.expansion[x] = lp.row(-Infinity, 1);
  }

  private addMoney(inst: Instance, lp: CscBuilder): void {
    const T = inst.periods;
    this.hasMoney = inst.hasDebt !== 0;
    for (let t: i32 = 0; t < T; t++) if (inst.equityUsd[t] < Infinity) this.hasMoney = true;
    if (!this.hasMoney) return;
    for (let t: i32 = 0; t < T; t++) {
      this.capex[t] = lp.row(0, 0); // the builder sets committed capex, in its unit of money
      if (inst.equityUsd[t] < Infinity) this.equity[t] = lp.row(-Infinity, 0);
      if (inst.hasDebt === 0) continue;
      this.loan[t] = lp.row(-Infinity, 0);
      if (t > 0) this.draw[t] = lp.row(0, Infinity);
    }
    if (inst.hasDebt !== 0) this.debtCap = lp.row(-Infinity, 0);
  }
}

/** Set both sides of a row. */
export function setRow(lp: CscBuilder, row: i32, lower: f64, upper: f64): void {
  if (row < 0) return;
  lp.rowLower[row] = lower;
  lp.rowUpper[row] = upper;
}

/** Largest element of `array[from..to)`, at least `least`. */
export function largest(array: F64, from: i32, to: i32, least: f64): f64 {
  let most = least;
  for (let i = from; i < to; i++) most = Math.max(most, array[i]);
  return most;
}
