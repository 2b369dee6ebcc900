// Modules of one hall within narrowed cumulative limits, by dynamic programming over (period, modules so far):
//   best(t, n) = max over k in 0..perPeriod of best(t - 1, n - k) + k * reduced(t),   low(t) <= n <= high(t)
// Without narrowed limits the greedy order of dual-supply.ts is optimal and this is not needed.
import { F64, freeF64, freeI32, I32, newF64, newI32, toF64 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { SupplyLimits } from "./preprocess-supply.ts";

export class ModuleSchedule {
  private best: F64; // 2*(N+1): two rows of best(t, n)
  private taken: I32; // T*(N+1): k of the best way to n
  private width: i32 = 1; // N+1, N the most modules of any hall

  constructor(instance: Instance) {
    let width: i32 = 1;
    for (let h: i32 = 0; h < instance.halls; h++) {
      if (instance.hallMaxModules[h] + 1 > width) width = instance.hallMaxModules[h] + 1;
    }
    this.best = newF64(2 * width);
    this.taken = newI32(instance.periods * width);
    this.width = width;
  }

  free(): void {
    freeF64(this.best);
    freeI32(this.taken);
  }

  /** Best value; fills starts[h*T+t]. -Infinity when the limits contradict each other. `reducedUsd` (T) is the worth of one module. */
  solve(instance: Instance, limits: SupplyLimits, h: i32, reducedUsd: F64, starts: F64): f64 {
    const periods = instance.periods;
    const width = this.width;
    const perPeriod = instance.hallMaxPerPeriod[h];
    const best = this.best;
    const taken = this.taken;
    const most = instance.hallMaxModules[h];
    for (let n: i32 = 0; n <= most; n++) best[n] = n === 0 ? 0.0 : -Infinity;
    for (let t: i32 = 0; t < periods; t++) {
      const from: i32 = t % 2 === 0 ? 0 : width;
      const to: i32 = width - from;
      const usd: f64 = reducedUsd[t];
      const low = limits.moduleLow[h * periods + t];
      const high = limits.moduleHigh[h * periods + t];
      for (let n: i32 = 0; n <= most; n++) {
        let top: f64 = -Infinity;
        let pick: i32 = 0;
        const fit = t >= instance.hallEarliest(h) && t + instance.hallLead[h] < periods ? perPeriod : 0;
        for (let k: i32 = 0; k <= fit && k <= n && n >= low && n <= high; k++) {
          const value: f64 = best[from + n - k] + toF64(k) * usd;
          if (value <= top) continue;
          top = value;
          pick = k;
        }
        best[to + n] = top;
        taken[t * width + n] = pick;
      }
    }
    const last: i32 = periods % 2 === 0 ? 0 : width;
    let end: i32 = 0;
    for (let n: i32 = 1; n <= most; n++) if (best[last + n] > best[last + end]) end = n;
    const value: f64 = best[last + end];
    for (let t = periods - 1; t >= 0; t--) {
      const k = value > -Infinity ? taken[t * width + end] : 0;
      starts[h * periods + t] = toF64(k);
      end -= k;
    }
    return value;
  }
}
