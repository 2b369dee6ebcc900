// Dive on the condensed LP: solve, fix what looks decided, solve again; contracts (accepted or not, under which start,
// at which sites), whole lots before or after them, then modules and expansions. Its end is a plan for the search, which rounds up what is left and mends the rest.
// One call of `step` is one LP solve, so a dive can be cut anywhere.
import { LpStatus } from "../abi-lp.ts";
import { divI32, F64, I32, newF64, newI32 } from "../glue/mem.ts";
import { DECIDED, DiveSites } from "./dive-sites.ts";
import { Instance } from "./instance.ts";
import { Relaxation } from "./relaxation.ts";

/** `perTest` of a dive that tests one thing at a time, and of a broad one, which makes a tenth of the solves where they are slow. */
const NARROW: i32 = 1 << 30;
export const BROAD: i32 = 12;
/** In a broad dive none that is less sure than this part of the surest is tested with it. */
const AS_SURE: f64 = 0.5;
/** Simplex iterations of one call; a solve that needs more goes on in the next. */
const ITERATIONS_PER_STEP: i32 = 100;

const enum Stage {
  firstLots,
  contracts,
  lots,
  halls,
  expansions,
  done,
  failed,
}

/** State of a contract in the dive. */
const enum Fixing {
  open,
  required,
  forbidden,
}

export class Dive {
  inst: Instance;
  relaxation: Relaxation;
  stage: i32 = Stage.done;
  /** C: Fixing; C: option of a required contract. */
  fixing: I32;
  option: I32;
  /** H: 1 when the hall's modules are fixed; X likewise; L: 1 = fixed to nothing, 2 = to all, 3 = turned. */
  hallFixed: I32;
  expansionFixed: I32;
  lotFixed: I32;
  /** What the last solve tested, contracts, halls, an expansion or a lot, the surest first; how many of them are not undone yet. */
  tested: I32;
  testedCount: i32 = 0;
  /** C or H: how sure each candidate is, scratch. */
  score: F64;
  private sites: DiveSites;
  solves: i32 = 0;
  lotUp: f64 = 1;
  /** Share of all options of the contract looked at last. */
  private openShare: f64 = 0;
  /** Of so many undecided contracts or halls one is tested by each solve, besides the surest. */
  perTest: i32 = NARROW;
  /** Part of a module from which on a hall's modules are rounded up. */
  hallUp: f64 = 0.5;

  constructor(inst: Instance, relaxation: Relaxation) {
    this.inst = inst;
    this.relaxation = relaxation;
    this.fixing = newI32(inst.contracts);
    this.option = newI32(inst.contracts);
    this.hallFixed = newI32(inst.halls);
    this.expansionFixed = newI32(inst.expansions);
    this.lotFixed = newI32(inst.lots);
    this.sites = new DiveSites(inst);
    const most: i32 = inst.contracts > inst.halls ? inst.contracts : inst.halls;
    this.tested = newI32(most + 1);
    this.score = newF64(most);
  }

  /**
   * Start a dive from the root's bounds; the caller may require or forbid contracts before the first step. Whole lots are the largest single
   * sums: with lotUp < 1 they are decided first, up from that part on; with lotUp = 1 after the contracts, to the nearest.
   */
  begin(lotUp: f64): void {
    const inst = this.inst;
    this.lotUp = lotUp;
    this.hallUp = 0.5;
    this.relaxation.resetBounds();
    for (let c: i32 = 0; c < inst.contracts; c++) {
      this.fixing[c] = Fixing.open;
      this.option[c] = -1;
    }
    for (let h: i32 = 0; h < inst.halls; h++) this.hallFixed[h] = 0;
    for (let x: i32 = 0; x < inst.expansions; x++) this.expansionFixed[x] = 0;
    for (let l: i32 = 0; l < inst.lots; l++) this.lotFixed[l] = 0;
    this.stage = this.lotUp < 1.0 ? Stage.firstLots : Stage.contracts;
    this.testedCount = 0;
    this.solves = 0;
  }

  /** Whether expansion `x` starts in the dive's last solution. */
  startsExpansion(x: i32): bool {
    let total: f64 = 0;
    for (let t: i32 = 0; t < this.inst.periods; t++) total += this.relaxation.expansion(x, t);
    return total >= 0.5;
  }

  running(): bool {
    return this.stage !== Stage.done && this.stage !== Stage.failed;
  }

  succeeded(): bool {
    return this.stage === Stage.done;
  }

  requireContract(c: i32, o: i32): void {
    this.fixing[c] = Fixing.required;
    this.option[c] = o;
    this.relaxation.requireOption(c, o);
    const group = this.inst.contractGroup[c];
    if (group < 0) return;
    for (let other: i32 = 0; other < this.inst.contracts; other++) {
      if (other !== c && this.inst.contractGroup[other] === group) this.fixing[other] = Fixing.forbidden;
    }
  }

  forbid(c: i32): void {
    this.fixing[c] = Fixing.forbidden;
    this.option[c] = -1;
    this.relaxation.forbidContract(c);
  }

  /** One LP solve (or a part of it) and what follows from it. */
  step(): void {
    const status = this.relaxation.solve(ITERATIONS_PER_STEP);
    if (status === LpStatus.iterationLimit || status === LpStatus.polled) return;
    this.solves++;
    if (status === LpStatus.infeasible) {
      if (this.testedCount === 0) this.stage = Stage.failed;
      else this.undo();
      return;
    }
    if (status !== LpStatus.optimal) {
      this.stage = Stage.failed;
      return;
    }
    this.testedCount = 0;
    while (this.running() && this.testedCount === 0) this.fixNext();
  }

  /** Fix the next thing; sets `tested` when the LP has to be solved again, or moves to the next stage. */
  private fixNext(): void {
    if (this.stage === Stage.firstLots) {
      if (!this.fixLot()) this.stage = Stage.contracts;
    } else if (this.stage === Stage.contracts) {
      if (!this.fixContract()) this.stage = Stage.lots;
    } else if (this.stage === Stage.lots) {
      if (!this.fixLot()) this.stage = Stage.halls;
    } else if (this.stage === Stage.halls) {
      // What the last modules leave room for may be contracts that were not wanted before.
      // What the last modules leave room for may be contracts that were not wanted before.
      if (!this.fixHall()) this.stage = this.fixContract() ? Stage.contracts : Stage.expansions;
    } else if (!this.fixExpansion()) this.stage = Stage.done;
  }

  /** The tests just made left no solution: forbid the least sure contract, order the lot the other way, or leave what was rounded fractional. */
  private undo(): void {
    this.testedCount--;
    const at = this.tested[this.testedCount];
    if (this.stage === Stage.contracts) {
      if (this.inst.contractSigned[at] !== 0) this.stage = Stage.failed;
      else this.forbid(at);
    } else if (this.stage === Stage.lots || this.stage === Stage.firstLots) this.turnLot(at);
    else if (this.stage === Stage.halls) this.relaxation.freeHall(at);
    else this.relaxation.freeExpansion(at);
  }

  private test(at: i32): void {
    this.tested[this.testedCount++] = at;
  }

  /** Of `items` candidates the one with the largest score above 0, -1 = none. */
  private surest(items: i32): i32 {
    let best: i32 = -1;
    for (let i: i32 = 0; i < items; i++)
      if (this.score[i] > 0 && (best < 0 || this.score[i] > this.score[best])) best = i;
    return best;
  }

  /** Require all contracts that are decided and, of the open ones, those with the largest part of their least share. */
  private fixContract(): bool {
    const inst = this.inst;
    let undecided: i32 = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      this.score[c] = 0;
      if (this.fixing[c] !== Fixing.open) continue;
      const option = this.likeliestOption(c);
      if (option < 0) continue;
      const most = this.relaxation.shareOfOption(c, option);
      const least = Math.max(DECIDED, inst.contractServedMin[c]);
      const decided =
        most >= least - DECIDED && this.openShare - most <= DECIDED && this.sites.fewEnough(this.relaxation, c, option);
      if (decided) {
        this.requireContract(c, option);
        this.sites.keepBest(this.relaxation, c, option);
        continue;
      }
      this.score[c] = most / least + most; // whole first, then by size
      undecided++;
    }
    if (undecided === 0) return false;
    const wanted: i32 = 1 + divI32(undecided, this.perTest);
    let c = this.surest(inst.contracts);
    const least: f64 = AS_SURE * this.score[c];
    for (; c >= 0 && this.score[c] >= least && this.testedCount < wanted; c = this.surest(inst.contracts)) {
      this.score[c] = 0;
      if (this.fixing[c] !== Fixing.open) continue; // its group's place is taken
      const option = this.likeliestOption(c);
      this.requireContract(c, option);
      this.sites.keepBest(this.relaxation, c, option);
      this.test(c);
    }
    return true;
  }

  /** The option of contract `c` with the largest share, -1 without any; `openShare` is that of all options. */
  private likeliestOption(c: i32): i32 {
    const inst = this.inst;
    let option: i32 = -1;
    let most: f64 = DECIDED * Math.max(DECIDED, inst.contractServedMin[c]);
    this.openShare = 0;
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      const share = this.relaxation.shareOfOption(c, o);
      this.openShare += share;
      if (share <= most) continue;
      most = share;
      option = o;
    }
    return option;
  }

  /** Fix halls whose modules are whole; round those nearest to the next whole number. */
  private fixHall(): bool {
    const inst = this.inst;
    let open: i32 = 0;
    for (let h: i32 = 0; h < inst.halls; h++) {
      this.score[h] = 0;
      if (this.hallFixed[h] !== 0 || inst.hallMaxModules[h] === 0) continue;
      const part = this.hallPart(h);
      if (part <= DECIDED) {
        this.roundHall(h, true);
        continue;
      }
      this.score[h] = part;
      open++;
    }
    if (open === 0) return false;
    const wanted: i32 = 1 + divI32(open, this.perTest);
    let h = this.surest(inst.halls);
    const least: f64 = AS_SURE * this.score[h];
    for (; h >= 0 && this.score[h] >= least && this.testedCount < wanted; h = this.surest(inst.halls)) {
      this.roundHall(h, this.score[h] >= this.hallUp);
      this.score[h] = 0;
      this.test(h);
    }
    return true;
  }

  /** Largest part of a module that any period's total lacks to be whole, as a distance above the whole number below. */
  private hallPart(h: i32): f64 {
    let modules: f64 = 0;
    let part: f64 = 0;
    for (let t: i32 = 0; t < this.inst.periods; t++) {
      modules += this.relaxation.modules(h, t);
      const above = modules - Math.floor(modules + DECIDED);
      part = Math.max(part, above);
    }
    return part;
  }

  /** Fix the modules of hall `h` to the running total, rounded up from DECIDED or from hallUp on. */
  private roundHall(h: i32, up: bool): void {
    let total: f64 = 0;
    let started: f64 = 0;
    this.hallFixed[h] = 1;
    for (let t: i32 = 0; t < this.inst.periods; t++) {
      total += this.relaxation.modules(h, t);
      const whole: f64 = up ? Math.ceil(total - DECIDED) : Math.floor(total + 1.0 - this.hallUp);
      this.relaxation.fixModules(h, t, whole - started);
      started = whole;
    }
  }

  private fixExpansion(): bool {
    const inst = this.inst;
    for (let x: i32 = 0; x < inst.expansions; x++) {
      if (this.expansionFixed[x] !== 0) continue;
      let total: f64 = 0;
      let best: i32 = -1;
      for (let t: i32 = 0; t < inst.periods; t++) {
        const part = this.relaxation.expansion(x, t);
        total += part;
        if (best < 0 || part > this.relaxation.expansion(x, best)) best = t;
      }
      this.expansionFixed[x] = 1;
      const part: f64 = this.relaxation.expansion(x, best);
      if (total <= DECIDED || part >= 1.0 - DECIDED) {
        this.relaxation.fixExpansion(x, total <= DECIDED ? -1 : best);
        continue;
      }
      this.relaxation.fixExpansion(x, total >= 0.5 ? best : -1);
      this.test(x);
      return true;
    }
    return false;
  }

  private fixLot(): bool {
    const inst = this.inst;
    for (let l: i32 = 0; l < inst.lots; l++) {
      if (this.lotFixed[l] !== 0 || inst.lotDivisible[l] !== 0) continue;
      const part = this.relaxation.lot(l);
      const taken: bool = part >= (this.lotUp < 1.0 ? this.lotUp : 0.5);
      this.lotFixed[l] = taken ? 2 : 1;
      this.relaxation.fixLot(l, taken ? 1 : 0);
      if (part <= DECIDED || part >= 1.0 - DECIDED) continue;
      this.test(l);
      return true;
    }
    return false;
  }

  /** Lot `l` the other way; free when neither way leaves a solution. */
  private turnLot(l: i32): void {
    if (this.lotFixed[l] === 3) {
      this.relaxation.freeLot(l);
      return;
    }
    this.relaxation.fixLot(l, this.lotFixed[l] === 2 ? 0 : 1);
    this.lotFixed[l] = 3;
    this.test(l);
  }
}
