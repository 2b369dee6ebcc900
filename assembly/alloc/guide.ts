// What the dual's best prices say about placements: what a full share of a contract is worth at a spot once halls, power, chips and
// capital are paid at those prices, module by fraction of a module. Local gains do not show when to buy capacity (the first user of a module
// pays all of it); these worths do. Taken at one moment of the ascent; any prices guide, good ones guide better.
import { F64, fillF64, lengthF64, newF64 } from "../glue/mem.ts";
import { DualBound } from "./dual-bound.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

export class Guide {
  /** By option and column as serveUsd: USD of a full share; -Infinity where preprocessing dropped it. */
  worthUsd: F64;
  /** O: USD of the option's best shares; -Infinity when dropped. */
  optionUsd: F64;
  /** O: how often the dual chose the option, in [0, 1]. */
  optionPart: F64;
  /** By option and column as serveUsd: mean share, in [0, 1]. */
  share: F64;
  /** L: mean fraction of the lot. */
  lotPart: F64;
  private inst: Instance;
  private reach: Reach;

  constructor(inst: Instance, reach: Reach) {
    this.inst = inst;
    this.reach = reach;
    this.worthUsd = newF64(lengthF64(inst.serveUsd));
    this.optionUsd = newF64(inst.options);
    this.optionPart = newF64(inst.options);
    this.share = newF64(lengthF64(inst.serveUsd));
    this.lotPart = newF64(inst.lots);
  }

  /** Take over the best prices of `dual` and its averaged choices. */
  take(dual: DualBound): void {
    const inst = this.inst;
    dual.evaluate(dual.bestX);
    const debt: f64 = dual.bestX[dual.layout.debtAt];
    const contracts = dual.contracts;
    const columns = contracts.columns;
    fillF64(this.worthUsd, -Infinity, 0, lengthF64(this.worthUsd));
    for (let c: i32 = 0; c < inst.contracts; c++) {
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        const first = inst.optionServeStart[o];
        const end: i32 = first + inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
        for (let i = first; i < end; i++) this.share[i] = dual.average.share(i);
        this.optionPart[o] = dual.average.option(o);
        this.optionUsd[o] = contracts.optionUsd(inst, this.reach, dual.pricing, debt, c, o);
        if (this.reach.optionAlive[o] === 0) continue;
        for (let e = columns.optionEntryStart[o]; e < columns.optionEntryStart[o + 1]; e++) {
          this.worthUsd[columns.entryAt[e]] = contracts.fill.worthUsd[e];
        }
      }
    }
    for (let l: i32 = 0; l < inst.lots; l++) this.lotPart[l] = dual.average.lot(l);
  }
}
