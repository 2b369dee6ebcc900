// Dive on the condensed LP: solve, fix what looks decided, solve again; contracts (accepted or not, under which start,
// at which sites), whole lots before or after them, then modules and expansions. Its end is a plan for the search, which rounds up what is left and mends the rest.
// One call of `step` is one LP solve, so a dive can be cut anywhere.
import { LpStatus } from "../abi-lp.ts";
import { F64, I32, newF64, newI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { Relaxation } from "./relaxation.ts";

/** Shares and starts closer than this to an integer count as decided. */
const DECIDED: f64 = 1e-6;
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
  /** H: 1 when the hall's modules are fixed; X and L likewise. */
  hallFixed: I32;
  expansionFixed: I32;
  lotFixed: I32;
  /** What the last solve tested: contract, hall, expansion or lot; -1 = nothing that could be undone. */
  tested: i32 = -1;
  /** S: share of a contract by site, scratch. */
  siteShare: F64;
  solves: i32 = 0;
  lotUp: f64 = 1;
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
    this.siteShare = newF64(inst.sites);
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
    this.tested = -1;
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
      if (this.tested < 0) this.stage = Stage.failed;
      else this.undo();
      return;
    }
    if (status !== LpStatus.optimal) {
      this.stage = Stage.failed;
      return;
    }
    this.tested = -1;
    while (this.running() && this.tested < 0) this.fixNext();
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
      if (!this.fixHall()) this.stage = Stage.expansions;
    } else if (!this.fixExpansion()) this.stage = Stage.done;
  }

  /** The test just made left no solution: forbid the contract, or leave what was rounded fractional (the search rounds it up). */
  private undo(): void {
    const at = this.tested;
    this.tested = -1;
    if (this.stage === Stage.contracts) {
      if (this.inst.contractSigned[at] !== 0) this.stage = Stage.failed;
      else this.forbid(at);
    } else if (this.stage === Stage.lots || this.stage === Stage.firstLots) this.relaxation.freeLot(at);
    else if (this.stage === Stage.halls) this.relaxation.freeHall(at);
    else this.relaxation.freeExpansion(at);
  }

  /** Require all contracts that are decided and, of the open ones, that with the largest part of its least share. */
  private fixContract(): bool {
    const inst = this.inst;
    let best: i32 = -1;
    let bestOption: i32 = -1;
    let bestScore: f64 = DECIDED;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      if (this.fixing[c] !== Fixing.open) continue;
      let total: f64 = 0;
      let most: f64 = 0;
      let option: i32 = -1;
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        const share = this.relaxation.shareOfOption(c, o);
        total += share;
        if (share > most) {
          most = share;
          option = o;
        }
      }
      if (option < 0) continue;
      const least = Math.max(DECIDED, inst.contractServedMin[c]);
      const score: f64 = most / least + most; // whole first, then by size
      if (score > bestScore) {
        best = c;
        bestOption = option;
        bestScore = score;
      }
      const decided =
        most >= least - DECIDED && total - most <= DECIDED && this.sitesOf(c, option) <= this.siteLimit(c);
      if (!decided) continue;
      this.requireContract(c, option);
      this.keepBestSites(c, option);
    }
    if (best < 0) return false;
    if (this.fixing[best] === Fixing.required) return true;
    if (this.fixing[best] === Fixing.forbidden) return true;
    this.requireContract(best, bestOption);
    this.keepBestSites(best, bestOption);
    this.tested = best;
    return true;
  }

  private siteLimit(c: i32): i32 {
    const most = this.inst.contractMaxSites[c];
    return most === 0 ? this.inst.sites : most;
  }

  /** Sites that serve contract `c` in the present solution; their shares are left in siteShare. */
  private sitesOf(c: i32, o: i32): i32 {
    const inst = this.inst;
    const siteOf = this.relaxation.reach.topology.columnSite;
    const first = inst.contractColumnStart[c];
    for (let j = first; j < inst.contractColumnStart[c + 1]; j++) this.siteShare[siteOf[j]] = 0;
    let sites: i32 = 0;
    for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
      const share = this.relaxation.share(o, j - first);
      if (share <= DECIDED) continue;
      if (this.siteShare[siteOf[j]] === 0) sites++;
      this.siteShare[siteOf[j]] = this.siteShare[siteOf[j]] + share;
    }
    return sites;
  }

  /** Restrict contract `c`, where its number of sites is limited, to those that serve it now, the largest shares first. */
  private keepBestSites(c: i32, o: i32): void {
    const inst = this.inst;
    const siteOf = this.relaxation.reach.topology.columnSite;
    const limit = this.inst.contractMaxSites[c];
    if (limit === 0) return;
    this.sitesOf(c, o);
    const first = inst.contractColumnStart[c];
    const end = inst.contractColumnStart[c + 1];
    for (let kept: i32 = 0; kept < limit; kept++) {
      let best: i32 = -1;
      for (let j = first; j < end; j++) {
        if (this.siteShare[siteOf[j]] > 0 && (best < 0 || this.siteShare[siteOf[j]] > this.siteShare[best]))
          best = siteOf[j];
      }
      if (best >= 0) this.siteShare[best] = -1;
    }
    for (let j = first; j < end; j++) {
      if (this.siteShare[siteOf[j]] >= 0) this.relaxation.forbidShare(o, j - first);
    }
  }

  /** Fix halls whose modules are whole; round the one nearest to the next whole number. */
  private fixHall(): bool {
    const inst = this.inst;
    let best: i32 = -1;
    let bestPart: f64 = -1;
    for (let h: i32 = 0; h < inst.halls; h++) {
      if (this.hallFixed[h] !== 0 || inst.hallMaxModules[h] === 0) continue;
      const part = this.hallPart(h);
      if (part <= DECIDED) {
        this.roundHall(h, true);
        continue;
      }
      if (part > bestPart) {
        best = h;
        bestPart = part;
      }
    }
    if (best < 0) return false;
    this.roundHall(best, bestPart >= this.hallUp);
    this.tested = best;
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
      this.tested = x;
      return true;
    }
    return false;
  }

  private fixLot(): bool {
    const inst = this.inst;
    for (let l: i32 = 0; l < inst.lots; l++) {
      if (this.lotFixed[l] !== 0 || inst.lotDivisible[l] !== 0) continue;
      const part = this.relaxation.lot(l);
      this.lotFixed[l] = 1;
      this.relaxation.fixLot(l, part >= (this.lotUp < 1.0 ? this.lotUp : 0.5) ? 1 : 0);
      if (part <= DECIDED || part >= 1.0 - DECIDED) continue;
      this.tested = l;
      return true;
    }
    return false;
  }
}
