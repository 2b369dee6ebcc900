// What comes of a plan made before an edit, when it has been adopted as far as that is done contract by contract: where much of it was lost the tree
// repairs it, and after the dives around the edit it searches what plan and dual dispute (repair.ts).
import { Focus } from "./focus.ts";
import { Guide } from "./guide.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";
import { Repair, Scope } from "./repair.ts";
import { WarmStart } from "./warm-start.ts";

/** Less than this part of its revenue, and a plan is repaired by the tree. */
const LEAST_KEPT: f64 = 0.9;
/** With more (option, column) pairs left that takes longer than it is worth, and linear programming does better (medium-2; medium-1 has 604). */
const DISPUTED_SHARES: f64 = 1000;

export class Resume {
  warm: WarmStart;
  focus: Focus;
  /** Construction has done with the plan. */
  isAdopted: bool = false;
  private inst: Instance;
  private reach: Reach;
  private incumbent: Incumbent;
  private guide: Guide;
  private repair: Repair | null = null;
  private isDisputed: bool = false;

  constructor(inst: Instance, reach: Reach, incumbent: Incumbent, guide: Guide, warm: WarmStart) {
    this.inst = inst;
    this.reach = reach;
    this.incumbent = incumbent;
    this.guide = guide;
    this.warm = warm;
    this.focus = new Focus(inst.contracts, inst.sites);
  }

  /** Once the plan is adopted: whether it is being repaired. */
  repairs(): bool {
    if (!this.isAdopted) {
      this.isAdopted = true;
      const warm = this.warm;
      if (!this.incumbent.exists || warm.keptPart(this.incumbent) < LEAST_KEPT) {
        this.opened().begin(Scope.kept, this.reach, warm.option, warm.share);
      }
      warm.free();
    }
    return this.isRunning();
  }

  /** Whether what plan and dual dispute after an edit is still to be searched; `sharesLeft` pairs are left of the instance. */
  disputes(sharesLeft: f64): bool {
    if (sharesLeft > DISPUTED_SHARES || this.focus.isEmpty() || !this.incumbent.exists) return false;
    if (!this.isDisputed) {
      this.isDisputed = true;
      this.opened().beginAtIncumbent(this.reach);
    }
    return this.isRunning();
  }

  /** A piece of work; answers whether it came to its end (the host's poll may stop it). */
  step(): bool {
    return this.repair!.step();
  }

  private isRunning(): bool {
    const repair = this.repair;
    return repair !== null && repair.running();
  }

  private opened(): Repair {
    if (this.repair === null) this.repair = new Repair(this.inst, this.incumbent, this.guide, this.focus);
    return this.repair!;
  }
}
