// The best shares of an option that may use at most m sites. Pricing a served share at lambda splits it by site,
//   B(lambda) = (sum of the m largest phi(s, lambda)) + max over served in [servedMin, 1] of (lambda * served - unservedUsd * max(0, minFraction - served))
//   phi(s, lambda) = best of sum (r - lambda) * w at site s, at most one full share
// and every B(lambda) is an upper bound; the least is that of the convexified choice of sites. B is convex and piecewise linear, so
// its minimum lies where the tangents of the two ends of a bracket meet (Kelley's method in one dimension).
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { DualColumns } from "./dual-columns.ts";
import { ShareFill } from "./dual-fill.ts";
import { ROW_TOLERANCE } from "./preprocess-capacity.ts";

/** Tangent steps; B is valid at every lambda, so this bounds time and not validity. Nearly always fewer than 6 are needed. */
const MAX_STEPS: i32 = 12;

/** The best choice at one lambda. */
class SitePick {
  lambda: f64 = 0;
  /** B less its served part: sum of the m largest phi. */
  phiUsd: f64 = 0;
  served: f64 = 0;
  picks: i32 = 0;
  entry: I32;
  share: F64;

  constructor(entries: i32) {
    this.entry = newI32(entries);
    this.share = newF64(entries);
  }

  free(): void {
    freeI32(this.entry);
    freeF64(this.share);
  }
}

export class SiteChoice {
  /** Shares of the last solve, a mixture of two choices of sites: an entry may appear twice. First `picks` elements. */
  pickEntry: I32;
  pickShare: F64;
  picks: i32 = 0;
  private low: SitePick; // serves at least the target
  private high: SitePick; // serves at most the target
  private next: SitePick;
  private groupStart: I32; // sites + 1: first entry of each site of the option
  private phi: F64; // sites: phi(s, lambda), 0 once chosen
  private groups: i32 = 0;

  constructor(entries: i32, sites: i32) {
    this.pickEntry = newI32(2 * entries);
    this.pickShare = newF64(2 * entries);
    this.low = new SitePick(entries);
    this.high = new SitePick(entries);
    this.next = new SitePick(entries);
    this.groupStart = newI32(sites + 1);
    this.phi = newF64(sites);
  }

  free(): void {
    freeI32(this.pickEntry);
    freeF64(this.pickShare);
    this.low.free();
    this.high.free();
    this.next.free();
    freeI32(this.groupStart);
    freeF64(this.phi);
  }

  /** Upper bound on the option's value with at most `sites` sites; entries [from, to) are grouped by site. */
  solve(columns: DualColumns, fill: ShareFill, from: i32, to: i32, sites: i32): f64 {
    this.groupBySite(columns, from, to);
    if (sites === 1) return this.solveOne(columns, fill);
    return this.solvePriced(columns, fill, sites);
  }

  private groupBySite(columns: DualColumns, from: i32, to: i32): void {
    let groups: i32 = 0;
    let last: i32 = -1;
    for (let e = from; e < to; e++) {
      const s = columns.entrySite[e];
      if (s === last) continue;
      this.groupStart[groups] = e;
      groups++;
      last = s;
    }
    this.groupStart[groups] = to;
    this.groups = groups;
  }

  private solveOne(columns: DualColumns, fill: ShareFill): f64 {
    let best: f64 = -Infinity;
    // Preprocessing left no site that cannot serve this much, but for rounding.
    const needed: f64 = fill.servedMin * (1.0 - 2.0 * ROW_TOLERANCE) - 2.0 * ROW_TOLERANCE;
    for (let g: i32 = 0; g < this.groups; g++) {
      const value: f64 = fill.fill(this.groupStart[g], this.groupStart[g + 1], columns.entryLimit);
      if (value <= best || fill.servedShare < needed) continue;
      best = value;
      this.picks = fill.picks;
      for (let i: i32 = 0; i < fill.picks; i++) {
        this.pickEntry[i] = fill.pickEntry[i];
        this.pickShare[i] = fill.pickShare[i];
      }
    }
    return best;
  }

  /** Find between which kinks of the served part the minimum of B lies, then close in on it. */
  private solvePriced(columns: DualColumns, fill: ShareFill, sites: i32): f64 {
    const penalty: f64 = fill.unservedUsd;
    const atZero = this.low;
    this.choose(columns, fill, atZero, 0.0, sites);
    if (atZero.served >= fill.minFraction && atZero.served <= 1) {
      this.keep(atZero);
      return atZero.phiUsd;
    }
    if (atZero.served > 1) {
      this.choose(columns, fill, this.high, this.worthMost(fill), sites);
      return this.closeIn(columns, fill, sites, 1.0, 0.0);
    }
    this.swapEnds();
    this.choose(columns, fill, this.low, -penalty, sites);
    if (this.low.served > fill.minFraction) return this.closeIn(columns, fill, sites, fill.minFraction, 0.0);
    const unservedUsd: f64 = penalty * (fill.minFraction - fill.servedMin);
    if (this.low.served >= fill.servedMin) {
      this.keep(this.low);
      return boundAt(this.low, fill.servedMin) - unservedUsd;
    }
    this.swapEnds();
    this.choose(columns, fill, this.low, 2.0 * Math.min(-penalty, this.worthLeast(fill)) - this.worthMost(fill), sites);
    return this.closeIn(columns, fill, sites, fill.servedMin, unservedUsd);
  }

  /** Least B(lambda) between the ends, where the served part is lambda * target - offset. */
  private closeIn(columns: DualColumns, fill: ShareFill, sites: i32, target: f64, offsetUsd: f64): f64 {
    let least: f64 = Math.min(boundAt(this.low, target), boundAt(this.high, target));
    for (let step: i32 = 0; step < MAX_STEPS; step++) {
      // B's slope is target - served: falling at low, rising at high. Where they agree, the minimum is found.
      const gap: f64 = this.low.served - this.high.served;
      if (!(gap > 0)) break;
      const lowBound: f64 = boundAt(this.low, target);
      const highBound: f64 = boundAt(this.high, target);
      const rise: f64 =
        lowBound -
        highBound +
        (target - this.high.served) * this.high.lambda -
        (target - this.low.served) * this.low.lambda;
      const lambda: f64 = rise / gap;
      const tangent: f64 = lowBound + (target - this.low.served) * (lambda - this.low.lambda);
      if (!(lambda > this.low.lambda && lambda < this.high.lambda)) break;
      this.choose(columns, fill, this.next, lambda, sites);
      const bound: f64 = boundAt(this.next, target);
      least = Math.min(least, bound);
      const done = bound <= tangent + 1e-12 * (Math.abs(tangent) + Math.abs(lambda));
      this.replaceEnd(target);
      if (done) break;
    }
    this.mix(target);
    return least - offsetUsd;
  }

  private replaceEnd(target: f64): void {
    const next = this.next;
    if (next.served >= target) {
      this.next = this.low;
      this.low = next;
    } else {
      this.next = this.high;
      this.high = next;
    }
  }

  private swapEnds(): void {
    const low = this.low;
    this.low = this.high;
    this.high = low;
  }

  /** The m sites with the largest phi at lambda, and what they take. */
  private choose(columns: DualColumns, fill: ShareFill, pick: SitePick, lambda: f64, sites: i32): void {
    pick.lambda = lambda;
    pick.phiUsd = 0;
    pick.served = 0;
    pick.picks = 0;
    for (let g: i32 = 0; g < this.groups; g++) this.phi[g] = this.takeSite(columns, fill, pick, g, lambda);
    pick.picks = 0;
    pick.served = 0;
    let places = sites;
    for (let g: i32 = 0; g < this.groups; g++) {
      if (columns.entryForced[this.groupStart[g]] === 0) continue;
      places--;
      this.useSite(columns, fill, pick, g, lambda);
    }
    for (let place: i32 = 0; place < places; place++) {
      let best: i32 = -1;
      let bestUsd: f64 = 0;
      for (let g: i32 = 0; g < this.groups; g++) {
        if (this.phi[g] > bestUsd) {
          bestUsd = this.phi[g];
          best = g;
        }
      }
      if (best < 0) break;
      this.useSite(columns, fill, pick, best, lambda);
    }
  }

  private useSite(columns: DualColumns, fill: ShareFill, pick: SitePick, group: i32, lambda: f64): void {
    pick.phiUsd += this.takeSite(columns, fill, pick, group, lambda);
    this.phi[group] = 0;
  }

  /** phi(s, lambda) of the site's entries; what they take is appended to the pick. */
  private takeSite(columns: DualColumns, fill: ShareFill, pick: SitePick, group: i32, lambda: f64): f64 {
    const from = this.groupStart[group];
    const to = this.groupStart[group + 1];
    const worthUsd = fill.worthUsd;
    let left: f64 = 1;
    let phi: f64 = 0;
    // Entries in falling order of worth, ties by place: the next one comes right after (ceiling, after) in that order.
    let ceiling: f64 = Infinity;
    let after: i32 = -1;
    while (left > 0) {
      let best: i32 = -1;
      let bestUsd: f64 = lambda;
      for (let e = from; e < to; e++) {
        const worth: f64 = worthUsd[e];
        if (worth > bestUsd && (worth < ceiling || (worth === ceiling && e > after))) {
          bestUsd = worth;
          best = e;
        }
      }
      if (best < 0) break;
      const share: f64 = Math.min(left, columns.entryLimit[best]);
      phi += share * (bestUsd - lambda);
      left -= share;
      pick.served += share;
      pick.entry[pick.picks] = best;
      pick.share[pick.picks] = share;
      pick.picks++;
      ceiling = bestUsd;
      after = best;
    }
    return phi;
  }

  private worthMost(fill: ShareFill): f64 {
    let most: f64 = 0;
    for (let e = this.groupStart[0]; e < this.groupStart[this.groups]; e++) most = Math.max(most, fill.worthUsd[e]);
    return most;
  }

  private worthLeast(fill: ShareFill): f64 {
    let least: f64 = 0;
    for (let e = this.groupStart[0]; e < this.groupStart[this.groups]; e++) least = Math.min(least, fill.worthUsd[e]);
    return least;
  }

  private keep(pick: SitePick): void {
    this.picks = 0;
    this.append(pick, 1.0);
  }

  /** Mix the two ends so that they serve the target together. */
  private mix(target: f64): void {
    const gap: f64 = this.low.served - this.high.served;
    const lowPart: f64 = gap > 0 ? Math.min(1.0, Math.max(0.0, (target - this.high.served) / gap)) : 1.0;
    this.picks = 0;
    this.append(this.low, lowPart);
    this.append(this.high, 1.0 - lowPart);
  }

  private append(pick: SitePick, part: f64): void {
    if (!(part > 0)) return;
    for (let i: i32 = 0; i < pick.picks; i++) {
      this.pickEntry[this.picks] = pick.entry[i];
      this.pickShare[this.picks] = pick.share[i] * part;
      this.picks++;
    }
  }
}

/** B at the pick's lambda where the served part is lambda * target. */
function boundAt(pick: SitePick, target: f64): f64 {
  return pick.phiUsd + pick.lambda * target;
}
