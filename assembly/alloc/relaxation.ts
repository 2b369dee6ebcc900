// The condensed LP of the allocation model on the LP engine: its safe bound, its prices, and bounds that can be changed for dives.
import { LpStatus } from "../abi-lp.ts";
import { lengthF64 } from "../glue/mem.ts";
import { LpSolver } from "../lp/lp-solver.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";
import { optionShare, RelaxBuild } from "./relax-build.ts";

export class Relaxation {
  inst: Instance;
  reach: Reach;
  build: RelaxBuild;
  lp: LpSolver;
  /** Simplex iterations of all solves. */
  iterations: i32 = 0;

  /** Builds and loads the LP; an empty one when not `usable`. */
  constructor(inst: Instance, reach: Reach, usable: bool) {
    const build = new RelaxBuild(inst, reach, lengthF64(inst.serveUsd), usable);
    const lp = new LpSolver();
    const m = build.lp;
    lp.load(m.rows, m.cols, m.start, m.index, m.value, m.lower, m.upper, m.cost, m.rowLower, m.rowUpper);
    this.inst = inst;
    this.reach = reach;
    this.build = build;
    this.lp = lp;
  }

  free(): void {
    this.lp.free();
    this.build.free();
  }

  /** Solve under the present bounds, at most `maxIterations` more simplex iterations. */
  solve(maxIterations: i32): LpStatus {
    const before = this.lp.state.iterations;
    const status = this.lp.solve(maxIterations);
    this.iterations += this.lp.state.iterations - before;
    return status;
  }

  /** Upper bound on the value of every plan within the present bounds, from the duals and the boxes alone. */
  boundUsd(): f64 {
    return this.build.constantUsd - this.lp.dualBound * this.build.unitUsd;
  }

  /** Value of the present solution. */
  valueUsd(): f64 {
    return this.build.constantUsd - this.lp.objective * this.build.unitUsd;
  }

  /** Back to the bounds of the root, tightened by what Reach has learnt since. */
  resetBounds(): void {
    const inst = this.inst;
    const m = this.build.lp;
    for (let col: i32 = 0; col < m.cols; col++) this.lp.setColBounds(col, m.lower[col], m.upper[col]);
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const row = this.build.rows.contract[c];
      this.lp.setRowBounds(row, m.rowLower[row], m.rowUpper[row]);
      const columns: i32 = inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        const dead = this.reach.optionAlive[o] === 0;
        for (let i: i32 = 0; i < columns; i++) {
          const entry: i32 = inst.optionServeStart[o] + i;
          const col = this.build.shareCol[entry];
          if (col < 0) continue;
          const limit: f64 = dead ? 0 : this.reach.columnLimit[entry];
          if (limit < m.upper[col]) this.lp.setColBounds(col, 0, Math.max(0.0, limit));
        }
      }
    }
  }

  forbidOption(c: i32, o: i32): void {
    const columns: i32 = this.inst.contractColumnStart[c + 1] - this.inst.contractColumnStart[c];
    for (let i: i32 = 0; i < columns; i++) {
      const col = this.build.shareCol[this.inst.optionServeStart[o] + i];
      if (col >= 0) this.lp.setColBounds(col, 0, 0);
    }
  }

  /** Forbid contract `c`; a signed one stays required (which makes the LP infeasible unless it may be unserved). */
  forbidContract(c: i32): void {
    for (let o = this.inst.contractOptionStart[c]; o < this.inst.contractOptionStart[c + 1]; o++)
      this.forbidOption(c, o);
    if (this.inst.contractSigned[c] === 0) this.lp.setRowBounds(this.build.rows.contract[c], 0, 1);
  }

  /** Require contract `c` under option `o`: no other start, no other member of its group, at least its least share. */
  requireOption(c: i32, o: i32): void {
    const inst = this.inst;
    for (let other = inst.contractOptionStart[c]; other < inst.contractOptionStart[c + 1]; other++) {
      if (other !== o) this.forbidOption(c, other);
    }
    const least: f64 = this.build.unservedCol[c] >= 0 ? inst.contractMinFraction[c] : inst.contractServedMin[c];
    this.lp.setRowBounds(this.build.rows.contract[c], least, 1);
    const group = inst.contractGroup[c];
    if (group < 0) return;
    for (let other: i32 = 0; other < inst.contracts; other++) {
      if (other !== c && inst.contractGroup[other] === group) this.forbidContract(other);
    }
  }

  /** Share of column `i` (counted from the contract's first) under option `o` in the present solution. */
  share(o: i32, i: i32): f64 {
    const col = this.build.shareCol[this.inst.optionServeStart[o] + i];
    return col < 0 ? 0 : Math.max(0.0, this.lp.x[col]);
  }

  shareOfOption(c: i32, o: i32): f64 {
    return optionShare(this.inst, this.build, this.lp.x, c, o);
  }

  /** Fix the modules of hall `h` started in `t`. */
  fixModules(h: i32, t: i32, modules: f64): void {
    const col = this.build.moduleCol[h * this.inst.periods + t];
    if (col >= 0) this.lp.setColBounds(col, modules, modules);
  }

  modules(h: i32, t: i32): f64 {
    const col = this.build.moduleCol[h * this.inst.periods + t];
    return col < 0 ? 0 : this.lp.x[col];
  }

  forbidShare(o: i32, i: i32): void {
    const col = this.build.shareCol[this.inst.optionServeStart[o] + i];
    if (col >= 0) this.lp.setColBounds(col, 0, 0);
  }

  /** Start expansion `x` in period `start` (-1 = never). */
  fixExpansion(x: i32, start: i32): void {
    for (let t: i32 = 0; t < this.inst.periods; t++) {
      const col = this.build.expansionCol[x * this.inst.periods + t];
      if (col >= 0) this.lp.setColBounds(col, t === start ? 1 : 0, t === start ? 1 : 0);
    }
  }

  freeExpansion(x: i32): void {
    for (let t: i32 = 0; t < this.inst.periods; t++) {
      const col = this.build.expansionCol[x * this.inst.periods + t];
      if (col >= 0) this.lp.setColBounds(col, 0, 1);
    }
  }

  expansion(x: i32, t: i32): f64 {
    const col = this.build.expansionCol[x * this.inst.periods + t];
    return col < 0 ? 0 : this.lp.x[col];
  }

  fixLot(l: i32, fraction: f64): void {
    if (this.build.lotCol[l] >= 0) this.lp.setColBounds(this.build.lotCol[l], fraction, fraction);
  }

  freeLot(l: i32): void {
    if (this.build.lotCol[l] >= 0) this.lp.setColBounds(this.build.lotCol[l], 0, 1);
  }

  freeHall(h: i32): void {
    for (let t: i32 = 0; t < this.inst.periods; t++) {
      const col = this.build.moduleCol[h * this.inst.periods + t];
      if (col >= 0) this.lp.setColBounds(col, 0, this.inst.hallMaxPerPeriod[h]);
    }
  }

  lot(l: i32): f64 {
    return this.build.lotCol[l] < 0 ? 0 : this.lp.x[this.build.lotCol[l]];
  }

  /** Prices of the rows at `rowTable[at]`: discounted USD by which one more unit on the right-hand side raises the LP's value; 0 = no row. */
  rowPriceUsd(row: i32): f64 {
    return row < 0 ? 0 : -this.lp.y[row] * this.build.unitUsd;
  }
}
