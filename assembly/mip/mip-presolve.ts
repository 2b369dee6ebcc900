// Presolve: a smaller, tighter model with the same optimum. Columns only disappear when they are fixed, so a solution of the reduced model
// becomes one of the given model by putting the fixed values back.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { freshF64, freshI32 } from "../lp/arrays.ts";
import { Domain } from "./domain.ts";
import { MipModel } from "./mip-model.ts";
import { PresolveRules } from "./presolve-rules.ts";

const MOST_ROUNDS: i32 = 12;

export class MipPresolve {
  given: MipModel;
  /** The result: what the tree works on. */
  reduced: MipModel = new MipModel();
  isInfeasible: bool = false;
  /** Reduced column -> given column. */
  private origin: I32 = newI32(0);
  private fixed: F64 = newF64(0); // by given column: its value where it is gone
  private work: MipModel; // the given model being changed; rows only
  private domain: Domain;
  private rules: PresolveRules;

  constructor(given: MipModel) {
    const work = new MipModel();
    const domain = new Domain(work);
    this.given = given;
    this.work = work;
    this.domain = domain;
    this.rules = new PresolveRules(work);
  }

  /** Fill `reduced`; isInfeasible when there is no solution, which is proved. */
  run(): void {
    const given = this.given;
    const work = this.work;
    work.load(
      given.rows,
      given.cols,
      given.start,
      given.index,
      given.value,
      given.colLower,
      given.colUpper,
      given.cost,
      given.rowLower,
      given.rowUpper,
      given.integer,
    );
    this.rules.begin();
    this.isInfeasible = false;
    let isChanged: bool = true;
    for (let round = 0; round < MOST_ROUNDS && isChanged && !this.isInfeasible; round++) {
      const isTighter = this.propagate();
      if (this.isInfeasible) break;
      isChanged = this.rules.pass() || isTighter;
      if (this.rules.isInfeasible) this.isInfeasible = true;
    }
    this.build();
  }

  /** Take over what propagation makes of the boxes of integer columns; continuous boxes only where they close. */
  private propagate(): bool {
    const work = this.work;
    const domain = this.domain;
    work.fillColumns();
    domain.reset();
    domain.queueAll();
    if (!domain.propagate()) {
      this.isInfeasible = true;
      return false;
    }
    let isTighter: bool = false;
    for (let col = 0; col < work.cols; col++) {
      const low = domain.lower[col];
      const high = domain.upper[col];
      if (work.integer[col] === 0 && low < high) continue;
      if (low === work.colLower[col] && high === work.colUpper[col]) continue;
      work.colLower[col] = low;
      work.colUpper[col] = high;
      isTighter = true;
    }
    return isTighter;
  }

  /** The reduced model: rows and columns that are left. */
  private build(): void {
    const work = this.work;
    const reduced = this.reduced;
    const place = newI32(work.cols); // given column -> reduced column, -1 = gone
    this.origin = freshI32(this.origin, work.cols);
    this.fixed = freshF64(this.fixed, work.cols);
    let cols: i32 = 0;
    let offset: f64 = this.given.offset;
    for (let col = 0; col < work.cols; col++) {
      place[col] = -1;
      if (work.colLower[col] === work.colUpper[col]) {
        this.fixed[col] = work.colLower[col];
        offset += work.cost[col] * work.colLower[col];
        continue;
      }
      place[col] = cols;
      this.origin[cols++] = col;
    }
    let rows: i32 = 0;
    let entries: i32 = 0;
    for (let row = 0; row < work.rows; row++) {
      if (!this.rules.isAlive(row)) continue;
      rows++;
      entries += work.rowStart[row + 1] - work.rowStart[row];
    }
    reduced.resize(rows, cols, entries);
    reduced.offset = offset;
    for (let col = 0; col < cols; col++) {
      const from = this.origin[col];
      reduced.integer[col] = work.integer[from];
      reduced.cost[col] = work.cost[from];
      reduced.colLower[col] = work.colLower[from];
      reduced.colUpper[col] = work.colUpper[from];
    }
    this.copyRows(place);
    freeI32(place);
    reduced.fillColumns();
  }

  private copyRows(place: I32): void {
    const work = this.work;
    const reduced = this.reduced;
    let to: i32 = 0;
    let entry: i32 = 0;
    for (let row = 0; row < work.rows; row++) {
      if (!this.rules.isAlive(row)) continue;
      let gone: f64 = 0; // activity of fixed columns
      reduced.rowStart[to] = entry;
      for (let e = work.rowStart[row]; e < work.rowStart[row + 1]; e++) {
        const col = work.rowIndex[e];
        const a = work.rowValue[e];
        if (place[col] < 0) gone += a * this.fixed[col];
        else if (a !== 0) {
          reduced.rowIndex[entry] = place[col];
          reduced.rowValue[entry] = a;
          entry++;
        }
      }
      reduced.rowLower[to] = work.rowLower[row] - gone;
      reduced.rowUpper[to] = work.rowUpper[row] - gone;
      to++;
    }
    reduced.rowStart[to] = entry;
  }

  /** The point of the given model (into `full`) that a point of the reduced one stands for. */
  restore(x: F64, full: F64): void {
    for (let col = 0; col < this.given.cols; col++) full[col] = this.fixed[col];
    for (let col = 0; col < this.reduced.cols; col++) full[this.origin[col]] = x[col];
  }

  /** The other way: fixed columns are left out. */
  reduce(full: F64, x: F64): void {
    for (let col = 0; col < this.reduced.cols; col++) x[col] = full[this.origin[col]];
  }

  free(): void {
    this.reduced.free();
    this.work.free();
    this.domain.free();
    this.rules.free();
    freeI32(this.origin);
    freeF64(this.fixed);
  }
}
