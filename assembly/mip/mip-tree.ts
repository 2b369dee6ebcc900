// Branch and bound over one live LP:   minimise the model's objective over its rows, box and integrality.
//
//   const tree = new MipTree(model);          // MipModel, filled by its load(); the tree keeps a reference
//   tree.load();                              // after every change of the model's rows, columns or costs
//   tree.state.hooks = hooks;                 // propagation, gate (mip-hooks.ts)
//   tree.state.priority[col] = 2;             // branching classes, higher first
//   tree.work.usesCuts = true;                // cuts at the root (default: none)
//   tree.work.usesHeuristics = true;          // roundings and dives (default: none)
//   tree.begin();                             // a new search; what was learnt before (basis, pseudocosts, rows added) stays
//   tree.tighten(col, lower, upper);          // bounds of this search only: fixed columns, neighbourhoods
//   tree.state.cutoff = value;                // only better solutions are of interest
//   tree.offer(x);                            // a known solution
//   tree.nodeLimit = 50; tree.state.iterationLimit = ...;     // in all, not by step
//   while (tree.step(1000) === MipStatus.running) { ... }
//   tree.state.best, tree.state.bestX, tree.bound();
//
// A search is a sequence of nodes; a step processes nodes until its iterations are used up, so slices change nothing. Best bound
// first, with dives: the child that looks better is processed next while its bound stays near the best one.
import { MipStatus } from "../abi-mip.ts";
import { F64, I32, poll } from "../glue/mem.ts";
import { MipModel } from "./mip-model.ts";
import { NodeStore } from "./node-store.ts";
import { fixGlobally, NodeEnd, NodeWork } from "./node-work.ts";
import { LEAF_TOLERANCE } from "./params.ts";
import { SearchState } from "./search-state.ts";

/** A dive goes on while the child's bound is within this share of the way from the best bound to the cutoff. */
const DIVE_SHARE: f64 = 0.3;

export class MipTree {
  model: MipModel;
  state: SearchState;
  nodes: NodeStore;
  work: NodeWork;
  nodeLimit: i32 = 0x3fffffff;
  relativeGap: f64 = 1e-6;
  absoluteGap: f64 = 1e-9;
  processed: i32 = 0;
  status: MipStatus = MipStatus.running;
  /** A step was stopped by the host's poll: the next one goes on with it, its iterations included. */
  isSuspended: bool = false;
  private isStarted: bool = false; // the root is in the store
  private stepEnd: i32 = 0; // iterations at which the step under way ends
  private stepIdle: i32 = 0; // nodes it may still process
  private polledAt: i32 = -1; // nodes processed at the last poll

  constructor(model: MipModel) {
    const state = new SearchState(model);
    const nodes = new NodeStore();
    this.model = model;
    this.state = state;
    this.nodes = nodes;
    this.work = new NodeWork(state, nodes);
  }

  /** Take the model over: its LP, no basis, nothing learnt. */
  load(): void {
    this.state.nodeLp.load();
    this.state.reset();
    this.work.cuts.firstCut = 0;
    this.begin();
  }

  /** A new search over the model. */
  begin(): void {
    const state = this.state;
    state.rewind();
    state.domain.reset();
    this.work.reset();
    this.nodes.reset(this.model.cols, state.nodeLp.rows());
    this.processed = 0;
    this.status = MipStatus.running;
    this.isStarted = false;
    this.isSuspended = false;
    this.polledAt = -1;
  }

  /** Tighten the box of this search. */
  tighten(col: i32, lower: f64, upper: f64): void {
    const state = this.state;
    state.globalLower[col] = Math.max(state.globalLower[col], lower);
    state.globalUpper[col] = Math.min(state.globalUpper[col], upper);
  }

  /** Start the root from this basis (BasisStatus by column and row). */
  setBasis(colStatus: I32, rowStatus: I32): void {
    this.state.nodeLp.lp.setBasis(colStatus, rowStatus);
  }

  /** Before the search starts: append rows that all solutions satisfy (by rows: start, index = column, value); they stay for later ones. */
  addRows(count: i32, start: I32, index: I32, value: F64, lower: F64, upper: F64): void {
    this.state.nodeLp.lp.addRows(count, start, index, value, lower, upper);
    if (!this.isStarted) this.work.cuts.firstCut = this.state.nodeLp.rows();
  }

  /** Try a point; its continuous columns are solved for again where it misses a row. True when it is feasible. */
  offer(x: F64): bool {
    const before = this.state.best;
    const good = this.state.tryPoint(x);
    if (this.state.best < before) fixGlobally(this.state);
    return good;
  }

  /** No solution of this search is better than this. */
  bound(): f64 {
    if (!this.isStarted) return this.status === MipStatus.infeasible ? Infinity : -Infinity;
    const least = Math.min(this.nodes.leastBound(), this.work.leastBound());
    return least >= this.state.pruneAt() ? this.state.cutoff : least;
  }

  /** Process nodes until `iterations` simplex iterations are used up, the search is done or a limit is reached. */
  step(iterations: i32): MipStatus {
    const state = this.state;
    if (this.isDone()) return this.status;
    if (!this.isStarted) this.plantRoot();
    if (!this.isSuspended) {
      this.stepEnd = state.nodeLp.iterations + iterations;
      this.stepIdle = iterations; // nodes without iterations count too
    }
    this.isSuspended = false;
    while (!this.isDone()) {
      let node: i32 = -1;
      if (!this.work.isSuspended()) {
        if (this.polledAt !== this.processed) {
          this.polledAt = this.processed; // whoever was stopped here gets on when called again
          if (poll() !== 0) return this.suspend();
        }
        if (this.processed >= this.nodeLimit) return MipStatus.nodeLimit;
        if (state.iterationsLeft() <= 0) return MipStatus.iterationLimit;
        if (state.nodeLp.iterations >= this.stepEnd || this.stepIdle <= 0) return MipStatus.running;
        this.stepIdle--;
        node = this.takeNode();
        if (node < 0) {
          this.finish();
          break;
        }
        this.processed++;
      }
      if (this.work.process(node) === NodeEnd.interrupted) {
        if (this.work.interruption === MipStatus.polled) return this.suspend();
        this.processed--;
        return this.work.interruption;
      }
      if (this.work.isUnbounded) this.status = MipStatus.unbounded;
    }
    return this.status;
  }

  private suspend(): MipStatus {
    this.isSuspended = true;
    return MipStatus.polled;
  }

  private isDone(): bool {
    return this.status !== MipStatus.running;
  }

  private plantRoot(): void {
    this.isStarted = true;
    const state = this.state;
    const domain = state.domain;
    domain.assign(state.globalLower, state.globalUpper);
    for (let col = 0; col < this.model.cols; col++) {
      if (domain.lower[col] > domain.upper[col]) {
        this.status = MipStatus.infeasible;
        return;
      }
    }
    domain.queueAll();
    this.nodes.push(this.nodes.add(-1, -1, 0, 0, -Infinity, 0));
  }

  /** The next node, its box in the domain (not yet propagated); -1 when the search is done. */
  private takeNode(): i32 {
    const nodes = this.nodes;
    const state = this.state;
    const cutoff = state.pruneAt();
    let node: i32 = this.work.next;
    this.work.next = -1;
    if (node >= 0) {
      const best = Math.min(nodes.leastBound(), nodes.bound[node]);
      const reach = cutoff < Infinity ? best + DIVE_SHARE * (cutoff - best) : Infinity;
      if (nodes.bound[node] <= reach && !this.withinGap(best)) {
        this.applyChange(node);
        return node;
      }
      nodes.push(node);
    }
    if (this.withinGap(nodes.leastBound())) return -1;
    node = nodes.pop();
    if (node >= 0) this.restoreNode(node);
    return node;
  }

  private withinGap(bound: f64): bool {
    const state = this.state;
    if (bound >= state.pruneAt()) return true;
    if (state.best === Infinity) return false;
    const gap = state.best - bound;
    return gap <= this.absoluteGap || gap <= this.relativeGap * Math.max(Math.abs(state.best), 1e-10);
  }

  private applyChange(node: i32): void {
    const nodes = this.nodes;
    if (nodes.col[node] < 0) return;
    if (nodes.isUpper[node] !== 0) this.state.domain.reduce(nodes.col[node], nodes.value[node]);
    else this.state.domain.raise(nodes.col[node], nodes.value[node]);
  }

  /** The box and basis of an open node, from those of the whole tree and the changes on its path. */
  private restoreNode(node: i32): void {
    const nodes = this.nodes;
    const state = this.state;
    const lp = state.nodeLp.lp;
    state.domain.assign(state.globalLower, state.globalUpper);
    if (nodes.depth[node] === 0) state.domain.queueAll();
    for (let at: i32 = node; at >= 0; at = nodes.parent[at]) this.applyChange(at);
    if (nodes.readBasis(node, lp.colStatus, lp.rowStatus, state.nodeLp.rows())) lp.setBasis(lp.colStatus, lp.rowStatus);
  }

  /** All open nodes are closed: what is proved? */
  private finish(): void {
    const state = this.state;
    const cutoff = state.pruneAt();
    const rounding: f64 = cutoff < Infinity ? LEAF_TOLERANCE * Math.max(1, Math.abs(cutoff)) : 0;
    if (this.work.undecided < cutoff - rounding) this.status = MipStatus.numericalTrouble;
    else if (state.best < Infinity) this.status = MipStatus.optimal;
    else this.status = MipStatus.infeasible;
  }

  free(): void {
    this.state.free();
    this.nodes.free();
    this.work.free();
  }
}
