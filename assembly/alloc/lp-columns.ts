// Which columns the LP of a large portfolio needs: few of them ever matter (on 100 sites x 1000 contracts 5 000 of 171 000 give all but 0.1 % of
// the LP's value in a tenth of its time). Kept are, by the dual's prices, contracts that are worth nearly as much as they pay, each with the
// spots worth most, and all that the incumbent uses. What is left out makes the LP's value no bound.
import { copyF64, copyI32, F64, I32, lengthF64, newF64, newI32, toI32 } from "../glue/mem.ts";
import { Guide } from "./guide.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";
import { Relaxation } from "./relaxation.ts";

/** Spots kept of an option; few of them where the LP is the largest (huge-1: 0.02 % of its value for a quarter of its time). */
const BEST_SPOTS: i32 = 10;
const FEW_SPOTS: i32 = 5;
/** An option that loses more than this part of its revenue at the prices is left out. */
const MOST_LOSS: f64 = 0.1;
const LITTLE_LOSS: f64 = 0.04;
/** What the dual chose at least so often is kept. */
const CHOSEN: f64 = 0.01;

export class LpColumns {
  private inst: Instance;
  private reach: Reach;
  private guide: Guide;
  private incumbent: Incumbent;
  /** Copies of Reach.columnLimit and optionAlive while it speaks of the columns kept only. */
  private limit: F64;
  private alive: I32;
  private bestSpots: i32;
  private mostLoss: f64;
  private kept: I32; // by place among the columns of the option at hand

  constructor(inst: Instance, reach: Reach, guide: Guide, incumbent: Incumbent, isHuge: bool) {
    let widest: i32 = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const columns: i32 = inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
      if (columns > widest) widest = columns;
    }
    this.inst = inst;
    this.reach = reach;
    this.guide = guide;
    this.incumbent = incumbent;
    this.bestSpots = isHuge ? FEW_SPOTS : BEST_SPOTS;
    this.mostLoss = isHuge ? LITTLE_LOSS : MOST_LOSS;
    this.limit = newF64(lengthF64(reach.columnLimit));
    this.alive = newI32(inst.options);
    this.kept = newI32(widest);
  }

  /** The LP of the columns that matter now. */
  build(): Relaxation {
    const inst = this.inst;
    const reach = this.reach;
    copyF64(this.limit, 0, reach.columnLimit, 0, lengthF64(this.limit));
    copyI32(this.alive, 0, reach.optionAlive, 0, inst.options);
    for (let c: i32 = 0; c < inst.contracts; c++) {
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        if (reach.optionAlive[o] === 0) continue;
        if (this.optionMatters(c, o)) this.keepBest(c, o);
        else reach.dropOption(inst, c, o);
      }
    }
    const relaxation = new Relaxation(inst, reach, true);
    copyF64(reach.columnLimit, 0, this.limit, 0, lengthF64(this.limit));
    copyI32(reach.optionAlive, 0, this.alive, 0, inst.options);
    return relaxation;
  }

  /** Whether the LP has every column that the incumbent uses. */
  covers(relaxation: Relaxation): bool {
    const inst = this.inst;
    if (!this.incumbent.exists) return true;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const o = this.incumbentOption(c);
      if (o < 0) continue;
      const columns: i32 = inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
      for (let i: i32 = 0; i < columns; i++) {
        if (this.incumbentShare(c, i) > 0 && relaxation.build.shareCol[inst.optionServeStart[o] + i] < 0) return false;
      }
    }
    return true;
  }

  private incumbentOption(c: i32): i32 {
    return this.incumbent.exists ? toI32(this.incumbent.best[this.incumbent.state.contractAt(c)]) : -1;
  }

  private incumbentShare(c: i32, i: i32): f64 {
    return this.incumbent.best[this.incumbent.state.shareAt(c, this.inst.contractColumnStart[c] + i)];
  }

  private optionMatters(c: i32, o: i32): bool {
    if (this.inst.contractSigned[c] !== 0 || this.guide.optionPart[o] >= CHOSEN) return true;
    if (this.incumbentOption(c) === o) return true;
    return this.guide.optionUsd[o] >= -this.mostLoss * this.inst.optionServedUsd[o];
  }

  /** Drop all columns of the option but those worth most, those the dual chose and those in use. */
  private keepBest(c: i32, o: i32): void {
    const inst = this.inst;
    const guide = this.guide;
    const limit = this.reach.columnLimit;
    const base = inst.optionServeStart[o];
    const columns: i32 = inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
    const used = this.incumbentOption(c) === o;
    for (let i: i32 = 0; i < columns; i++) {
      this.kept[i] = guide.share[base + i] >= CHOSEN || (used && this.incumbentShare(c, i) > 0) ? 1 : 0;
    }
    for (let place: i32 = 0; place < this.bestSpots; place++) {
      let best: i32 = -1;
      for (let i: i32 = 0; i < columns; i++) {
        if (this.kept[i] === 2 || !(limit[base + i] > 0)) continue;
        if (best < 0 || guide.worthUsd[base + i] > guide.worthUsd[base + best]) best = i;
      }
      if (best < 0) break;
      this.kept[best] = 2;
    }
    for (let i: i32 = 0; i < columns; i++) if (this.kept[i] === 0) limit[base + i] = 0;
  }
}
