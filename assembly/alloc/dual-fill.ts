// The best shares of one option for given worth r of a full share at each entry (a continuous knapsack):
//   max  sum r * w - unservedUsd * max(0, minFraction - served)   served = sum w in [servedMin, 1],  0 <= w <= limit
// Filled in order of falling r: up to servedMin whatever it costs, up to minFraction while r + unservedUsd > 0, up to 1 while r > 0.
// With at most m sites the exact optimum is enumerated for m = 1; else the site rule is priced with one multiplier (site-choice.ts).
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";

export class ShareFill {
  /** By entry: worth of a full share, USD; the caller writes it. */
  worthUsd: F64;
  /** Entries picked by the last fill and their shares, first `picks` elements. */
  pickEntry: I32;
  pickShare: F64;
  picks: i32 = 0;
  servedShare: f64 = 0;
  servedMin: f64 = 0;
  minFraction: f64 = 0;
  unservedUsd: f64 = 0;
  private taken: I32; // by entry, zero between calls

  constructor(entries: i32) {
    this.worthUsd = newF64(entries);
    this.pickEntry = newI32(entries);
    this.pickShare = newF64(entries);
    this.taken = newI32(entries);
  }

  free(): void {
    freeF64(this.worthUsd);
    freeI32(this.pickEntry);
    freeF64(this.pickShare);
    freeI32(this.taken);
  }

  /** What no fill can exceed when the best entry is worth `bestUsd`. */
  ceilingUsd(bestUsd: f64): f64 {
    if (bestUsd > 0) return bestUsd;
    if (bestUsd + this.unservedUsd > 0) return bestUsd * this.minFraction;
    return bestUsd * this.servedMin - this.unservedUsd * (this.minFraction - this.servedMin);
  }

  /** Fill from entries [from, to) and return the value; picks and servedShare say how. */
  fill(from: i32, to: i32, limit: F64): f64 {
    const worthUsd = this.worthUsd;
    const taken = this.taken;
    let served: f64 = 0;
    let value: f64 = 0;
    let picks: i32 = 0;
    while (served < 1) {
      let best: i32 = -1;
      let bestUsd: f64 = -Infinity;
      for (let e = from; e < to; e++) {
        if (worthUsd[e] > bestUsd && taken[e] === 0) {
          bestUsd = worthUsd[e];
          best = e;
        }
      }
      if (best < 0) break;
      const target: f64 = this.targetOf(bestUsd);
      if (target <= served) break;
      const share: f64 = Math.min(limit[best], target - served);
      // Exactly the target where it is reached: marginOf compares.
      served = share < limit[best] ? target : served + share;
      taken[best] = 1;
      this.pickEntry[picks] = best;
      this.pickShare[picks] = share;
      picks++;
      value += share * bestUsd;
    }
    for (let i: i32 = 0; i < picks; i++) taken[this.pickEntry[i]] = 0;
    this.picks = picks;
    this.servedShare = served;
    return value - this.unservedUsd * Math.max(0.0, this.minFraction - served);
  }

  /** Up to which served share an entry of this worth is used. */
  targetOf(worthUsd: f64): f64 {
    if (worthUsd > 0) return 1.0;
    return worthUsd + this.unservedUsd > 0 ? this.minFraction : this.servedMin;
  }

  /** Worth of one more share at the last fill, its dual price: any price is valid in relaxedUsd, this one is tight. */
  marginOf(): f64 {
    const served: f64 = this.servedShare;
    const last: f64 = this.picks > 0 ? this.worthUsd[this.pickEntry[this.picks - 1]] : 0.0;
    // Where a bound on served stopped the fill the last entry sets the price, elsewhere the slope of what served still earns.
    if (served >= 1) return last;
    if (served > this.minFraction) return 0.0;
    if (served === this.minFraction) return Math.min(0.0, last);
    return served > this.servedMin ? -this.unservedUsd : Math.min(-this.unservedUsd, last);
  }

  /** Upper bound on the fill of entries [from, to) when served shares are priced at `price`. */
  relaxedUsd(from: i32, to: i32, limit: F64, price: f64): f64 {
    const target: f64 = this.targetOf(price);
    let value: f64 = price * target - this.unservedUsd * (Math.max(this.minFraction, target) - target);
    for (let e = from; e < to; e++) {
      if (this.worthUsd[e] > price) value += (this.worthUsd[e] - price) * limit[e];
    }
    return value;
  }
}
