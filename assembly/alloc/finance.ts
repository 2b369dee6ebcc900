// Debt and equity in closed form. With K(t) the capex paid up to and including t and cap the debt capacity of what is served:
//   debt worth having (kappa < 1): D(t) = min(maxLoanToCost * K(t), cap), all that is allowed as early as allowed;
//   otherwise the least that keeps equity: D(t) = max(D(t-1), min(maxLoanToCost * K(t), cap, K(t) - equity(t))).
import { F64, newF64 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { FEASIBILITY_TOL } from "./params.ts";

export class Finance {
  inst: Instance;
  /** Length T: debt drawn in each period, nominal USD, by the last evaluation. */
  draw: F64;
  /** Value of the debt drawn, discounted USD. */
  value: f64 = 0;
  /** Nominal USD by which K - debt exceeds equity, largest over periods; 0 when feasible. */
  violation: f64 = 0;

  constructor(inst: Instance) {
    this.inst = inst;
    this.draw = newF64(inst.periods);
  }

  /** Evaluate capex per period at capex[base..+T) (nominal, without committed lots) and debt capacity `cap`. */
  evaluate(capex: F64, base: i32, cap: f64): void {
    const inst = this.inst;
    const T = inst.periods;
    const equity = inst.equityUsd;
    const committed = inst.committedUsd;
    const drawUsd = inst.drawUsd;
    const ratio = inst.hasDebt !== 0 ? inst.maxLoanToCost[0] : 0;
    let spent: f64 = 0;
    let debt: f64 = 0;
    let value: f64 = 0;
    let violation: f64 = 0;
    for (let t: i32 = 0; t < T; t++) {
      spent += capex[base + t];
      const total = spent + committed[t];
      let target = Math.min(ratio * total, cap);
      if (drawUsd[t] <= 0) target = Math.min(target, total - equity[t]);
      const drawn = Math.max(0.0, target - debt);
      this.draw[t] = drawn;
      debt += drawn;
      value += drawn * drawUsd[t];
      const over = total - debt - equity[t];
      if (over > violation && over > FEASIBILITY_TOL * Math.max(1.0, total)) violation = over;
    }
    this.value = value;
    this.violation = violation;
  }
}
