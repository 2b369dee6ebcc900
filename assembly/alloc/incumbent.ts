// The single gate for incumbents: whatever claims to be better is rebuilt from its contract shares alone, on a state of its own, and
// admitted only when every constraint holds there.
import { copyF64, F64, newF64 } from "../glue/mem.ts";
import { Evaluator } from "./evaluator.ts";
import { Instance } from "./instance.ts";
import { State, TOTAL_DEBT_CAP, TOTAL_MISSING, TOTAL_PUE_VIOLATION, TOTAL_VIOLATION } from "./state.ts";

export class Incumbent {
  inst: Instance;
  state: State;
  evaluator: Evaluator;
  /** The incumbent's state, when `exists`. */
  best: F64;
  exists: bool = false;
  valueUsd: f64 = 0;
  improvements: i32 = 0;

  constructor(inst: Instance) {
    this.inst = inst;
    const state = new State(inst);
    this.state = state;
    this.evaluator = new Evaluator(inst, state);
    this.best = newF64(state.size);
  }

  /** Offer the plan whose contract blocks are in `data`; true when it became the incumbent. */
  offer(data: F64): bool {
    const state = this.state;
    const from = state.contractAt(0);
    copyF64(state.data, from, data, from, state.totals - from);
    if (!this.evaluator.rebuild()) return false;
    const evaluator = this.evaluator;
    if (evaluator.total(TOTAL_VIOLATION) > 0) return false;
    if (evaluator.total(TOTAL_PUE_VIOLATION) > 0) return false;
    if (evaluator.total(TOTAL_MISSING) > 0) return false;
    const value = evaluator.valueUsd();
    if (this.exists && value <= this.valueUsd) return false;
    copyF64(this.best, 0, state.data, 0, state.size);
    this.exists = true;
    this.valueUsd = value;
    this.improvements++;
    return true;
  }

  /** Debt drawn per period by the incumbent, into out[at..+T). */
  drawInto(out: F64, at: i32): void {
    const T = this.inst.periods;
    const state = this.state;
    const cap = this.best[state.totals + T + TOTAL_DEBT_CAP];
    this.evaluator.finance.evaluate(this.best, state.totals, Math.max(0.0, cap));
    copyF64(out, at, this.evaluator.finance.draw, 0, T);
  }
}
