// The incumbent as the host reads it: decisions by contract, expansion, column, hall, lot and period.
import { F64, I32, newF64, newI32, toI32 } from "../glue/mem.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { State } from "./state.ts";

/**
 * [option of each contract (C), start of each expansion (X), from when on it may start without a load (X, as State has it)]; -1 = refused,
 * never. `state` says where in a plan things are.
 */
export function planInts(inst: Instance, state: State, incumbent: Incumbent): I32 {
  const out = newI32(inst.contracts + 2 * inst.expansions);
  for (let c: i32 = 0; c < inst.contracts; c++) out[c] = toI32(incumbent.best[state.contractAt(c)]);
  for (let x: i32 = 0; x < inst.expansions; x++) {
    out[inst.contracts + x] = toI32(incumbent.best[state.expansionAt[x]]);
    out[inst.contracts + inst.expansions + x] = toI32(incumbent.best[state.expansionAt[x] + 1]);
  }
  return out;
}

/** [share of each column (J), modules started (H*T), fraction of each lot (L), debt drawn (T)]. */
export function planFloats(inst: Instance, state: State, incumbent: Incumbent): F64 {
  const T = inst.periods;
  const best = incumbent.best;
  const out = newF64(inst.columns + inst.halls * T + inst.lots + T);
  for (let c: i32 = 0; c < inst.contracts; c++) {
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++)
      out[j] = best[state.shareAt(c, j)];
  }
  let at = inst.columns;
  for (let h: i32 = 0; h < inst.halls; h++) {
    for (let t: i32 = 0; t < T; t++) out[at++] = best[state.hallAt[h] + T + t];
  }
  for (let l: i32 = 0; l < inst.lots; l++) out[at++] = best[state.lotAt[l]];
  incumbent.drawInto(out, at);
  return out;
}
