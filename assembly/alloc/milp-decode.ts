// From a solution of the condensed MILP to a plan: contract blocks and expansion flags. The rest follows in closed form, and the incumbent
// gate judges it.
import { F64 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { MilpBuild } from "./milp-build.ts";
import { MIN_SHARE } from "./params.ts";
import { State } from "./state.ts";

/** Write the plan of `x`, shares times `scale` (1 or a hair less), into the contract blocks and expansion flags of `data`, laid out as `state`. */
export function decodeMilp(inst: Instance, build: MilpBuild, x: F64, state: State, data: F64, scale: f64): void {
  for (let c: i32 = 0; c < inst.contracts; c++) {
    const at = state.contractAt(c);
    const option = optionOf(inst, build, x, c);
    data[at] = option;
    data[at + 1] = 0;
    const first = inst.contractColumnStart[c];
    let left: f64 = 1;
    for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
      const col: i32 = option < 0 ? -1 : build.shareCol[inst.optionServeStart[option] + j - first];
      let share: f64 = col < 0 ? 0 : scale * Math.min(left, x[col]);
      if (share < MIN_SHARE) share = 0;
      left -= share;
      data[state.shareAt(c, j)] = share;
    }
    data[at + 1] = 1.0 - left;
  }
  for (let e: i32 = 0; e < inst.expansions; e++) data[state.expansionAt[e] + 1] = startOf(inst, build, x, e) + 1;
}

/** The period in which expansion `e` starts, -1 when it does not. */
function startOf(inst: Instance, build: MilpBuild, x: F64, e: i32): i32 {
  for (let t: i32 = 0; t < inst.periods; t++) {
    const col = build.expansionCol[e * inst.periods + t];
    if (col >= 0 && x[col] > 0.5) return t;
  }
  return -1;
}

/** The option taken, -1 when refused. */
function optionOf(inst: Instance, build: MilpBuild, x: F64, c: i32): i32 {
  for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
    if (build.optionCol[o] >= 0 && x[build.optionCol[o]] > 0.5) return o;
  }
  return -1;
}
