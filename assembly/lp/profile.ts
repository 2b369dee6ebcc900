// Where the time of an LP goes: milliseconds, calls and entries by phase. Off by default; a lap then costs one test. Times never
// steer anything, so results do not depend on it.
import { LpPhase } from "../abi-lp.ts";
import { clockMs, F64, fillF64, freeF64, newF64 } from "../glue/mem.ts";

export class Profile {
  on: bool = false;
  /** LpPhase.size times each: milliseconds, calls, entries of the vectors that came out. */
  table: F64 = newF64(3 * LpPhase.size);
  private mark: f64 = 0;

  /** Zero all counters and count from now on, or stop counting. */
  enable(on: bool): void {
    this.on = on;
    fillF64(this.table, 0, 0, 3 * LpPhase.size);
  }

  /** The time since the last lap belongs to nothing. */
  skip(): void {
    if (this.on) this.mark = clockMs();
  }

  /** The time since the last lap belongs to `phase`, one call of which made `entries` entries. */
  lap(phase: LpPhase, entries: i32): void {
    if (!this.on) return;
    const now = clockMs();
    const table = this.table;
    table[phase] += now - this.mark;
    table[LpPhase.size + phase] += 1;
    table[2 * LpPhase.size + phase] += entries;
    this.mark = now;
  }

  free(): void {
    freeF64(this.table);
  }
}
