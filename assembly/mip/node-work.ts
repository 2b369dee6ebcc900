// One node of the tree, from its box to its children: propagation, relaxation, reduced costs, candidates, branching.
import { LpStatus } from "../abi-lp.ts";
import { MipStatus } from "../abi-mip.ts";
import { copyF64, F64, freeF64, newF64 } from "../glue/mem.ts";
import { roomF64 } from "../lp/arrays.ts";
import { Brancher, Branching } from "./brancher.ts";
import { CutLoop } from "./cut-loop.ts";
import { Heuristics } from "./heuristics.ts";
import { NodeStore } from "./node-store.ts";
import { SearchState } from "./search-state.ts";

/** How a node ended. */
export const enum NodeEnd {
  closed, // pruned, infeasible or solved
  branched,
  interrupted, // by a limit or the host: the node is open again
}

/** Nodes deeper than this get no cuts, and none gets more rounds. */
const DEEPEST_CUTS: i32 = 20;
const MOST_NODE_ROUNDS: i32 = 3;
/** Share of the gap of a node that a round must close on average to go on; what is credited at first, and the weight of the last round. */
const LEAST_PAY: f64 = 0.005;
const FIRST_PAY: f64 = 0.1;
const CUT_MEMORY: f64 = 0.05;

export class NodeWork {
  state: SearchState;
  nodes: NodeStore;
  brancher: Brancher;
  cuts: CutLoop;
  /** Whether the root is strengthened by cuts. */
  usesCuts: bool = false;
  /** Whether nodes below the root are, too. */
  cutsAtNodes: bool = false;
  heuristics: Heuristics;
  /** Whether candidates are looked for besides the LPs' own solutions. */
  usesHeuristics: bool = false;
  /** Child to dive into (its parent's box is in the domain); -1 = none. */
  next: i32 = -1;
  /** Why the last node was interrupted: polled or iterationLimit. */
  interruption: MipStatus = MipStatus.running;
  /** Least bound of nodes that had to be given up. */
  undecided: f64 = Infinity;
  isUnbounded: bool = false;
  private suspended: i32 = -1; // node that the host's poll stopped, -1 = none
  private isProbing: bool = false; // it was stopped between probes, not in its LP
  private isFirst: bool = true; // the node's LP has not been solved yet
  private isRetried: bool = false; // the LP under way starts from the slack basis
  private nodeRounds: i32 = 0; // of cuts at the node at work
  private boundBefore: f64 = 0; // the last of them
  private cutPay: f64 = 0; // share of the gap that rounds below the root closed of late
  private hookLower: F64 = newF64(0);
  private hookUpper: F64 = newF64(0);

  constructor(state: SearchState, nodes: NodeStore) {
    this.state = state;
    this.nodes = nodes;
    this.brancher = new Brancher(state);
    this.cuts = new CutLoop(state);
    this.heuristics = new Heuristics(state);
  }

  reset(): void {
    const cols = this.state.model.cols;
    this.brancher.reset();
    this.cuts.reset();
    this.heuristics.reset();
    this.hookLower = roomF64(this.hookLower, 0, cols);
    this.hookUpper = roomF64(this.hookUpper, 0, cols);
    this.next = -1;
    this.suspended = -1;
    this.undecided = Infinity;
    this.isUnbounded = false;
    this.cutPay = FIRST_PAY;
  }

  private close(node: i32): NodeEnd {
    this.nodes.release(node);
    return NodeEnd.closed;
  }

  /** Whether a node was stopped by the host's poll: process goes on with it, whatever node it is given. */
  isSuspended(): bool {
    return this.suspended >= 0;
  }

  /** Least bound of what is neither in the store nor closed. */
  leastBound(): f64 {
    let least = this.undecided;
    if (this.next >= 0) least = Math.min(least, this.nodes.bound[this.next]);
    if (this.suspended >= 0) least = Math.min(least, this.nodes.bound[this.suspended]);
    return least;
  }

  process(next: i32): NodeEnd {
    const state = this.state;
    const nodes = this.nodes;
    let node: i32 = next;
    let resumes: bool = this.suspended >= 0;
    if (resumes) node = this.suspended;
    else this.begin();
    this.suspended = -1;
    while (true) {
      if (!resumes || !this.isProbing) {
        if (!resumes && !this.propagate()) return this.close(node);
        const status = this.relax(resumes);
        if (status === LpStatus.polled) return this.suspend(node, false);
        if (status === LpStatus.iterationLimit && !state.nodeLp.isCutOff) return this.interrupt(node);
        const bound = Math.max(nodes.bound[node], state.nodeLp.bound);
        if (this.isFirst) this.recordGain(node, bound);
        this.isFirst = false;
        nodes.bound[node] = bound;
        if (state.nodeLp.isCutOff || status === LpStatus.infeasible || bound >= state.pruneAt())
          return this.close(node);
        if (status === LpStatus.unbounded) return this.unbounded(node);
        state.takeSolution();
        resumes = false;
        if (this.tightenByCosts(node)) continue;
        if (nodes.depth[node] === 0 ? this.cutRoot(bound) : this.cutNode(node, bound)) continue;
        nodes.keepBasis(node, state.nodeLp.lp.colStatus, state.nodeLp.lp.rowStatus, state.nodeLp.rows());
        if (state.fractionals() === 0) {
          if (this.acceptWhole()) return this.close(node);
          return this.splitWhole(node, bound);
        }
        if (this.usesHeuristics && this.search(node)) return this.close(node);
      }
      const bound: f64 = nodes.bound[node];
      const outcome = resumes ? this.brancher.probeOn() : this.brancher.choose(bound, nodes.depth[node]);
      resumes = false;
      if (outcome === Branching.polled) return this.suspend(node, true);
      if (outcome === Branching.infeasible || bound >= state.pruneAt()) return this.close(node);
      if (outcome === Branching.chosen) return this.split(node, bound, this.brancher.col);
    }
  }

  /** What holds at the root holds everywhere. True when cuts were added. */
  private cutRoot(bound: f64): bool {
    const state = this.state;
    const cols = state.model.cols;
    copyF64(state.globalLower, 0, state.domain.lower, 0, cols);
    copyF64(state.globalUpper, 0, state.domain.upper, 0, cols);
    if (this.usesCuts && state.fractionals() > 0 && this.cuts.round(bound)) return true;
    this.nodes.fitBasis(state.nodeLp.rows() + (this.cutsAtNodes ? this.cuts.roomAtNodes() : 0));
    return false;
  }

  /** Now and then below the root, while it pays. True when cuts were added. */
  private cutNode(node: i32, bound: f64): bool {
    if (!this.cutsAtNodes) return false;
    const state = this.state;
    if (this.nodeRounds > 0) {
      const room = state.pruneAt() - this.boundBefore;
      const gain: f64 = room < Infinity && room > 0 ? Math.min(1, (bound - this.boundBefore) / room) : 0;
      this.cutPay += CUT_MEMORY * (gain - this.cutPay);
    }
    if (this.nodes.depth[node] > DEEPEST_CUTS || this.nodeRounds >= MOST_NODE_ROUNDS || state.fractionals() === 0)
      return false;
    if (this.cutPay < LEAST_PAY || state.cutoff === Infinity) return false;
    this.nodeRounds++;
    this.boundBefore = bound;
    return this.cuts.roundAtNode();
  }

  /** Heuristics from the node's solution. True when what they found closes the node. */
  private search(node: i32): bool {
    const state = this.state;
    const before = state.best;
    if (this.nodes.depth[node] === 0) this.heuristics.atRoot();
    else this.heuristics.atNode();
    if (state.best < before) fixGlobally(state);
    return this.nodes.bound[node] >= state.pruneAt();
  }

  private begin(): void {
    this.state.domain.cutoff = this.state.pruneAt();
    this.state.domain.queueObjective();
    this.isFirst = true;
    this.isRetried = false;
    this.nodeRounds = 0;
  }

  private suspend(node: i32, isProbing: bool): NodeEnd {
    this.suspended = node;
    this.isProbing = isProbing;
    this.interruption = MipStatus.polled;
    return NodeEnd.interrupted;
  }

  /** Bounds by rows and by the owner's hook, until neither has more. */
  private propagate(): bool {
    const state = this.state;
    const domain = state.domain;
    const cols = this.state.model.cols;
    if (!domain.propagate()) return false;
    while (state.hooks.propagates) {
      copyF64(this.hookLower, 0, domain.lower, 0, cols);
      copyF64(this.hookUpper, 0, domain.upper, 0, cols);
      if (state.hooks.propagate(domain.lower, domain.upper) !== 0) return false;
      let isNew: bool = false;
      for (let col = 0; col < cols; col++) {
        if (domain.lower[col] === this.hookLower[col] && domain.upper[col] === this.hookUpper[col]) continue;
        if (domain.lower[col] > domain.upper[col]) return false;
        state.nodeLp.follows[col] = 1; // rows need not imply it
        domain.note(col);
        isNew = true;
      }
      if (!isNew) break;
      if (!domain.propagate()) return false;
    }
    return true;
  }

  /** Solve the LP of the box (or go on with it); a basis that leads nowhere is given up for the slack basis once. */
  private relax(resumes: bool): LpStatus {
    const state = this.state;
    const nodeLp = state.nodeLp;
    if (!resumes) {
      nodeLp.sync(state.domain);
      this.isRetried = false;
    }
    const cutoff = state.pruneAt();
    const status = nodeLp.solve(state.domain, cutoff, state.iterationsLeft());
    if (status !== LpStatus.inaccurate || nodeLp.isCutOff || this.isRetried) return status;
    this.isRetried = true;
    nodeLp.lp.clearBasis();
    return nodeLp.solve(state.domain, cutoff, state.iterationsLeft());
  }

  private interrupt(node: i32): NodeEnd {
    this.nodes.push(node);
    this.interruption = MipStatus.iterationLimit;
    return NodeEnd.interrupted;
  }

  /** The relaxation of the root improves without end; whether the model does, its owner finds out. */
  private unbounded(node: i32): NodeEnd {
    this.isUnbounded = true;
    return this.close(node);
  }

  /** What the branching that made the node gained, to the pseudocosts. */
  private recordGain(node: i32, bound: f64): void {
    const nodes = this.nodes;
    const fraction = nodes.fraction[node];
    if (fraction <= 0 || !(bound < Infinity)) return;
    // its own bound may be that of a probe already, which would hide the gain
    const before = nodes.bound[nodes.parent[node]];
    if (before === -Infinity) return;
    this.state.pseudocosts.record(nodes.col[node], nodes.isUpper[node] === 0, fraction, bound - before);
  }

  /** Reduced-cost fixing. True when the LP's solution is outside the new box. */
  private tightenByCosts(node: i32): bool {
    const state = this.state;
    const bound = state.nodeLp.bound; // of these duals: a better bound of the node has others
    const domain = state.domain;
    if (this.nodes.depth[node] === 0) state.keepRoot(bound);
    domain.takeChanges();
    state.fixByReducedCosts(bound, state.nodeLp.lp.d, domain.lower, domain.upper);
    if (domain.changed === 0) return false;
    if (!this.propagate()) return true;
    for (let k = 0; k < domain.changed; k++) {
      const col = domain.changedCol[k];
      if (this.state.model.integer[col] === 0) continue;
      if (state.x[col] < domain.lower[col] - 1e-6 || state.x[col] > domain.upper[col] + 1e-6) return true;
    }
    return false;
  }

  /** All integer columns are whole in the LP's solution. True when the node is done with it. */
  private acceptWhole(): bool {
    const state = this.state;
    const before = state.best;
    if (!state.tryPoint(state.x)) return false;
    if (state.best < before) fixGlobally(state);
    return state.nodeLp.bound >= state.pruneAt() || state.hooks.keepsObjective;
  }

  /** Whole within tolerance, but no solution comes of it: split a column that is not fixed, or give the node up. */
  private splitWhole(node: i32, bound: f64): NodeEnd {
    const state = this.state;
    const domain = state.domain;
    let best: i32 = -1;
    let most: f64 = -1;
    for (let col = 0; col < this.state.model.cols; col++) {
      if (this.state.model.integer[col] === 0 || domain.lower[col] === domain.upper[col]) continue;
      const off = Math.abs(state.x[col] - Math.floor(state.x[col] + 0.5));
      if (off <= most) continue;
      most = off;
      best = col;
    }
    this.brancher.forgetProbes();
    if (best >= 0) return this.split(node, bound, best);
    this.undecided = Math.min(this.undecided, bound);
    return this.close(node);
  }

  /** Two children; the one that looks better is processed next. */
  private split(node: i32, bound: f64, col: i32): NodeEnd {
    const state = this.state;
    const nodes = this.nodes;
    const x = state.x[col];
    const nearest = Math.floor(x + 0.5);
    // a whole value is split below or above itself
    const whole = Math.abs(x - nearest) <= 1e-6;
    const floor = whole && nearest === state.domain.upper[col] ? nearest - 1 : whole ? nearest : Math.floor(x);
    const down = nodes.add(node, col, 1, floor, Math.max(bound, this.probed(true)), whole ? 0 : x - floor);
    const up = nodes.add(node, col, 0, floor + 1, Math.max(bound, this.probed(false)), whole ? 0 : floor + 1 - x);
    nodes.release(node); // its children keep it
    const goesUp = this.prefersUp(col, x - floor);
    this.next = goesUp ? up : down;
    nodes.push(goesUp ? down : up);
    return NodeEnd.branched;
  }

  private probed(isDown: bool): f64 {
    return isDown ? this.brancher.downBound : this.brancher.upBound;
  }

  /** Away from the root's value, as that is where solutions lie; else to the nearer side. */
  private prefersUp(col: i32, fraction: f64): bool {
    const root = this.state.rootX[col];
    const x = this.state.x[col];
    if (x > root + 0.1) return true;
    if (x < root - 0.1) return false;
    return fraction > 0.5;
  }

  free(): void {
    this.brancher.free();
    this.cuts.free();
    this.heuristics.free();
    freeF64(this.hookLower);
    freeF64(this.hookUpper);
  }
}

/** After a better incumbent: tighten the box of the whole tree by the root's reduced costs. */
export function fixGlobally(state: SearchState): void {
  const room = state.pruneAt() - state.rootBound;
  if (!(room < Infinity) || !(room > 0)) return;
  for (let col = 0; col < state.model.cols; col++) {
    const d = state.rootD[col];
    if (state.model.integer[col] === 0) continue;
    if (d > 1e-9 && state.rootLower[col] > -Infinity) {
      const most = Math.floor(state.rootLower[col] + room / d + 1e-6);
      if (most < state.globalUpper[col]) state.globalUpper[col] = Math.max(most, state.globalLower[col]);
    } else if (d < -1e-9 && state.rootUpper[col] < Infinity) {
      const least = Math.ceil(state.rootUpper[col] + room / d - 1e-6);
      if (least > state.globalLower[col]) state.globalLower[col] = Math.min(least, state.globalUpper[col]);
    }
  }
}
