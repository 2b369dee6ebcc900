// Module schedule of one hall, in closed form: the latest starts that cover the hall's load. Later is never worse: capex is
// discounted more, the residual is higher, and K(t) is pointwise least.
//   req(t) = ceil((load(t) - builtMw(t)) / moduleMw); started by t - lead >= max over t' <= t of req(t'); at most maxPerPeriod a period.
import { F64 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { FEASIBILITY_TOL, IMPOSSIBLE } from "./params.ts";

/**
 * Write the starts per period of hall `h` to starts[startsBase..+T) for the load at load[loadBase..+T) (IT MW); answer their
 * discounted net cost, IMPOSSIBLE when no schedule covers the load.
 */
export function scheduleModules(inst: Instance, h: i32, load: F64, loadBase: i32, starts: F64, startsBase: i32): f64 {
  const T = inst.periods;
  const built = inst.hallBuiltMw;
  const row: i32 = h * T;
  const moduleMw = inst.hallModuleMw[h];
  const maxModules: f64 = inst.hallMaxModules[h];
  const lead = inst.hallLead[h];
  const earliest = inst.hallEarliest(h);
  for (let t: i32 = 0; t < T; t++) starts[startsBase + t] = 0;
  let modules: f64 = 0;
  for (let t: i32 = 0; t < T; t++) {
    const need = load[loadBase + t];
    const over = need - built[row + t];
    if (over <= modules * moduleMw) continue;
    if (over <= modules * moduleMw + FEASIBILITY_TOL * Math.max(1.0, need)) continue;
    if (maxModules === 0) return IMPOSSIBLE;
    const required = Math.ceil(over / moduleMw - FEASIBILITY_TOL);
    if (required <= modules) continue;
    if (required > maxModules || t - lead < earliest) return IMPOSSIBLE;
    starts[startsBase + t - lead] += required - modules;
    modules = required;
  }
  if (modules === 0) return 0;
  return spreadStarts(inst, h, starts, startsBase);
}

/** Move starts beyond the per-period maximum to earlier periods; answer the cost of the schedule. */
function spreadStarts(inst: Instance, h: i32, starts: F64, startsBase: i32): f64 {
  const T = inst.periods;
  const perPeriod: f64 = inst.hallMaxPerPeriod[h];
  const net = inst.hallModuleNetUsd;
  const row: i32 = h * T;
  let cost: f64 = 0;
  for (let t: i32 = T - 1; t >= 0; t--) {
    const here = starts[startsBase + t];
    if (here === 0) continue;
    if (here > perPeriod) {
      if (t <= inst.hallEarliest(h)) return IMPOSSIBLE;
      starts[startsBase + t - 1] += here - perPeriod;
      starts[startsBase + t] = perPeriod;
    }
    cost += starts[startsBase + t] * net[row + t];
  }
  return cost;
}
