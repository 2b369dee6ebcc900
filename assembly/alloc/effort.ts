// How much work each way of finding plans and bounds gets, measured against the work of the allocation search. Those that look for plans get a fixed
// share at first, halved each time a good deal of it has gone by without a better plan, and whole again when it finds one; what they give up
// goes to the others, the proof first of all.

/** Work without a better plan after which a share is halved, down to LEAST_PART of it. */
const PATIENCE: f64 = 3000000;
const LEAST_PART: f64 = 0.125;
/** The same for the tree of a small first stage: medium-2's finds its first good plans after 5 000 000 and ends at 12 000 000, with the best. */
const STAGES_PATIENCE: f64 = 8000000;

const LP_SHARE: f64 = 8;
const MILP_SHARE: f64 = 6;
const LNS_SHARE: f64 = 3;
const STAGES_SHARE: f64 = 4;
const TREE_SHARE: f64 = 1;
/** Plans in two stages where the LP has at most SMALL_ENTRIES: their tree comes to its end there, and bound and plans both come of it soonest. */
const SMALL_ENTRIES: f64 = 60000;
const SMALL_STAGES_SHARE: f64 = 20;
/** Part of their share that linear programming and neighbourhoods have there. */
const MEANWHILE: f64 = 0.5;

export class Effort {
  /** Work for each unit of the search's. */
  share: f64;
  /** Whether the share follows what comes of it. */
  adapts: bool;
  /** Part of the share that it gets at present. */
  part: f64 = 1;
  private patience: f64;
  private mark: f64 = 0; // work when the part was last looked at

  constructor(share: f64, adapts: bool, patience: f64 = PATIENCE) {
    this.share = share;
    this.adapts = adapts;
    this.patience = patience;
  }

  /** Whether `work` is no more than is due after `searched` of the search's. */
  isBehind(work: f64, searched: f64): bool {
    return work <= this.share * this.part * searched;
  }

  /** After a piece of work, of `work` in all: did it find a better plan? */
  note(work: f64, isBetter: bool): void {
    if (!this.adapts) return;
    if (isBetter) this.part = 1;
    else if (work - this.mark > this.patience) this.part = Math.max(LEAST_PART, this.part * 0.5);
    else return;
    this.mark = work;
  }
}

export class Efforts {
  lp: Effort;
  /** Branch and bound on the MILP, which proves. */
  milp: Effort;
  lns: Effort;
  stages: Effort;
  /** Branch and bound on the Lagrangian dual. */
  tree: Effort;

  /** For an LP of so many entries; `proves`: whether a tree on the MILP can make use of what the others give up. */
  constructor(entries: f64, proves: bool) {
    const isSmall: bool = entries <= SMALL_ENTRIES;
    const part: f64 = isSmall ? MEANWHILE : 1;
    this.lp = new Effort(part * LP_SHARE, proves);
    this.milp = new Effort(MILP_SHARE, false);
    this.lns = new Effort(part * LNS_SHARE, proves);
    this.stages = isSmall ? new Effort(SMALL_STAGES_SHARE, proves, STAGES_PATIENCE) : new Effort(STAGES_SHARE, proves);
    this.tree = new Effort(TREE_SHARE, false);
  }
}
