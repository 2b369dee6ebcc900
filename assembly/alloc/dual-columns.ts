// The columns that preprocessing left, packed for the pricing loop: one *entry* per (option, column) with a positive limit, by
// option and within it by site. Ramps are kept as breakpoints, so that a term's cost is a few differences of prefix sums:
//   sum over t in term of g(t - start) * price(k,t) = sum over breakpoints b of (g before b - g from b on) * prefix(k, start + b)
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

export class DualColumns {
  /** O+1 -> entries */
  optionEntryStart: I32;
  entrySpot: I32;
  entrySite: I32;
  /** 1 = the contract uses the entry's site for certain (Reach.columnForced). */
  entryForced: I32;
  /** Place in serveUsd and columnLimit. */
  entryAt: I32;
  /** IT MW of a full share. */
  entryMw: F64;
  entryServeUsd: F64;
  entryLimit: F64;
  entries: i32 = 0;
  /** O+1 -> breakpoints */
  optionBreakStart: I32;
  /** Period of the breakpoint, start..end of the option. */
  breakPeriod: I32;
  /** Ramp factor before the breakpoint less the factor from it on. */
  breakWeight: F64;
  /** O: sum of |breakWeight|, for the rounding error. */
  optionVariation: F64;

  constructor(instance: Instance, reach: Reach) {
    const options = instance.options;
    let entries: i32 = 0;
    for (let o: i32 = 0; o < options; o++) entries += columnsOf(instance, reach, o);
    this.optionEntryStart = newI32(options + 1);
    this.entrySpot = newI32(entries);
    this.entrySite = newI32(entries);
    this.entryForced = newI32(entries);
    this.entryAt = newI32(entries);
    this.entryMw = newF64(entries);
    this.entryServeUsd = newF64(entries);
    this.entryLimit = newF64(entries);
    this.optionBreakStart = newI32(options + 1);
    this.optionVariation = newF64(options);
    let breaks: i32 = 0;
    for (let o: i32 = 0; o < options; o++) breaks += breaksOf(instance, reach, o);
    this.breakPeriod = newI32(breaks);
    this.breakWeight = newF64(breaks);
    for (let o: i32 = 0; o < options; o++) this.packBreaks(instance, reach, o);
    this.repack(instance, reach);
  }

  free(): void {
    freeI32(this.optionEntryStart);
    freeI32(this.entrySpot);
    freeI32(this.entrySite);
    freeI32(this.entryForced);
    freeI32(this.entryAt);
    freeF64(this.entryMw);
    freeF64(this.entryServeUsd);
    freeF64(this.entryLimit);
    freeI32(this.optionBreakStart);
    freeI32(this.breakPeriod);
    freeF64(this.breakWeight);
    freeF64(this.optionVariation);
  }

  /** Take over what `reach` has dropped or tightened since; limits only ever fall, so the arrays stay large enough. */
  repack(instance: Instance, reach: Reach): void {
    let entry: i32 = 0;
    for (let o: i32 = 0; o < instance.options; o++) {
      this.optionEntryStart[o] = entry;
      const contract = reach.topology.optionContract[o];
      const first = instance.contractColumnStart[contract];
      const offset: i32 = instance.optionServeStart[o] - first;
      for (let j = first; j < instance.contractColumnStart[contract + 1]; j++) {
        const limit: f64 = reach.columnLimit[offset + j];
        if (!(limit > 0)) continue;
        this.entrySpot[entry] = instance.columnSpot[j];
        this.entrySite[entry] = reach.topology.columnSite[j];
        this.entryForced[entry] = reach.columnForced[j];
        this.entryAt[entry] = offset + j;
        this.entryMw[entry] = instance.columnMw[j];
        this.entryServeUsd[entry] = instance.serveUsd[offset + j];
        this.entryLimit[entry] = limit;
        entry++;
      }
    }
    this.optionEntryStart[instance.options] = entry;
    this.entries = entry;
  }

  private packBreaks(instance: Instance, reach: Reach, option: i32): void {
    let at = this.optionBreakStart[option];
    const start = instance.optionStart[option];
    const term: i32 = instance.optionEnd[option] - start;
    const rampStart = instance.contractRampStart[reach.topology.optionContract[option]];
    let before: f64 = 0;
    let variation: f64 = 0;
    for (let i: i32 = 0; i <= term; i++) {
      const ramp: f64 = i < term ? instance.ramp[rampStart + i] : 0.0;
      if (ramp === before) continue;
      this.breakPeriod[at] = start + i;
      this.breakWeight[at] = before - ramp;
      variation += Math.abs(before - ramp);
      at++;
      before = ramp;
    }
    this.optionVariation[option] = variation;
    this.optionBreakStart[option + 1] = at;
  }
}

function columnsOf(instance: Instance, reach: Reach, option: i32): i32 {
  const contract = reach.topology.optionContract[option];
  const start = instance.optionServeStart[option];
  const columns: i32 = instance.contractColumnStart[contract + 1] - instance.contractColumnStart[contract];
  let count: i32 = 0;
  for (let i = start; i < start + columns; i++) if (reach.columnLimit[i] > 0) count++;
  return count;
}

function breaksOf(instance: Instance, reach: Reach, option: i32): i32 {
  const rampStart = instance.contractRampStart[reach.topology.optionContract[option]];
  const term: i32 = instance.optionEnd[option] - instance.optionStart[option];
  let before: f64 = 0;
  let count: i32 = 0;
  for (let i: i32 = 0; i <= term; i++) {
    const ramp: f64 = i < term ? instance.ramp[rampStart + i] : 0.0;
    if (ramp !== before) count++;
    before = ramp;
  }
  return count;
}
