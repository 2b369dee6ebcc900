// Which heuristic runs when: roundings at every node, dives at the root and now and then below it, neighbourhoods between nodes. Effort is
// counted in simplex iterations and kept to a share of those of the tree.
import { Dive, DiveKind } from "./dive.ts";
import { SearchState } from "./search-state.ts";

/** Share of all iterations that dives may take, and what they may take at first. */
const DIVE_SHARE: f64 = 0.15;
const DIVE_START: i32 = 1000;
/** Nodes between two dives. */
const DIVE_EVERY: i32 = 10;
/** Without an incumbent dives may take this. */
const NEED_SHARE: f64 = 0.4;

export class Heuristics {
  state: SearchState;
  dive: Dive;
  private kind: i32 = 0;
  private nodes: i32 = 0;
  private rootIterations: i32 = 0;

  constructor(state: SearchState) {
    this.state = state;
    this.dive = new Dive(state);
  }

  reset(): void {
    this.dive.reset();
    this.kind = 0;
    this.nodes = 0;
    this.rootIterations = 0;
  }

  /** At the root, its cuts added, once. */
  atRoot(): void {
    const state = this.state;
    this.rootIterations = state.nodeLp.iterations;
    this.dive.round();
    const kinds: i32 = state.best < Infinity ? DiveKind.count : DiveKind.guided;
    for (let kind = 0; kind < kinds; kind++) {
      if (state.pruneAt() <= state.rootBound) return;
      this.dive.run(kind, this.rootIterations + DIVE_START);
    }
    if (kinds < DiveKind.count && state.best < Infinity)
      this.dive.run(DiveKind.guided, this.rootIterations + DIVE_START);
  }

  /** At a node with fractional columns. */
  atNode(): void {
    const state = this.state;
    this.nodes++;
    this.dive.round();
    const isFound = state.best < Infinity;
    const every: i32 = isFound ? DIVE_EVERY : 2;
    if (this.nodes < every) return;
    const share = isFound ? DIVE_SHARE : NEED_SHARE;
    const allowed = share * state.nodeLp.iterations + 3 * DIVE_START;
    if (this.dive.iterations > allowed) return;
    this.nodes = 0;
    this.kind++;
    if (this.kind >= DiveKind.count) this.kind = 0;
    if (!isFound && this.kind === DiveKind.guided) this.kind = 0;
    const before = state.best;
    this.dive.run(this.kind, DIVE_START + (this.rootIterations >> 1));
    if (state.best < before) this.kind--; // again, what paid
  }

  free(): void {
    this.dive.free();
  }
}
