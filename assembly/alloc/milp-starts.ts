// When a module may have to start: later is never worse (modules.ts), so a start pays only where it is ready just as the hall's load can
// rise or its built capacity falls. Where maxModulesPerPeriod binds, earlier starts are needed too.
import { freeI32, I32, newI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

export class ModuleStarts {
  /** H*T: 1 = modules may start there in an optimal plan. */
  may: I32;

  constructor(inst: Instance, reach: Reach) {
    const T = inst.periods;
    const rises = newI32(inst.halls * T); // 1: the load may rise or what is built fall
    markRises(inst, reach, rises);
    this.may = newI32(inst.halls * T);
    for (let h: i32 = 0; h < inst.halls; h++) {
      const lead = inst.hallLead[h];
      const isSpread = inst.hallMaxPerPeriod[h] < reach.supply.moduleHigh[h * T + T - 1];
      let rest: bool = false; // a later rise may need starts spread to here
      for (let t: i32 = T - 1 - lead; t >= inst.hallEarliest(h); t--) {
        if (rises[h * T + t + lead] !== 0) rest = true;
        if (rises[h * T + t + lead] !== 0 || (rest && isSpread)) this.may[h * T + t] = 1;
      }
    }
    freeI32(rises);
  }

  free(): void {
    freeI32(this.may);
  }

  /** The next period after `t` in which modules of hall `h` may start; -1 = none. */
  next(inst: Instance, h: i32, t: i32): i32 {
    for (let later: i32 = t + 1; later + inst.hallLead[h] < inst.periods; later++) {
      if (this.may[h * inst.periods + later] !== 0) return later;
    }
    return -1;
  }
}

function markRises(inst: Instance, reach: Reach, rises: I32): void {
  const T = inst.periods;
  for (let h: i32 = 0; h < inst.halls; h++) {
    for (let t: i32 = 1; t < T; t++) {
      if (inst.hallBuiltMw[h * T + t] < inst.hallBuiltMw[h * T + t - 1]) rises[h * T + t] = 1;
    }
  }
  for (let c: i32 = 0; c < inst.contracts; c++) {
    const first = inst.contractColumnStart[c];
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (reach.optionAlive[o] === 0) continue;
      const ramp: i32 = inst.contractRampStart[c] - inst.optionStart[o];
      for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
        if (reach.columnLimit[inst.optionServeStart[o] + j - first] <= 0) continue;
        const row: i32 = reach.topology.spotHall[inst.columnSpot[j]] * T;
        let before: f64 = 0;
        for (let t = inst.optionStart[o]; t < inst.optionEnd[o]; t++) {
          if (inst.ramp[ramp + t] > before) rises[row + t] = 1;
          before = inst.ramp[ramp + t];
        }
      }
    }
  }
}
