// Branch and bound on the Lagrangian dual: best bound first, each node warm-started at its parent's prices. Every node's bound is
// safe whatever its prices, so the largest bound of the open nodes bounds all plans (with the value plans were pruned at). Nodes narrow
// a Reach of their own; the root's Reach is only read. Anytime: step() may be called as often as there is time.
import { divI32, F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { DualBound } from "./dual-bound.ts";
import { BranchChoice } from "./dual-branch.ts";
import { Decision, NodePool } from "./dual-node.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

/** Iterations of a node's first pass; each further pass does twice as many. */
const NODE_ITERATIONS: i32 = 80;
/** Iterations of one part of a step: a part should take a few milliseconds. */
const ITERATIONS_PER_PART: i32 = 8;
/** A node that nothing splits is bounded again this often, then left as it is. */
const MAX_EFFORT: i32 = 8;
/** ... or until a pass gains less than this part of the bound. */
const LEAF_GAIN: f64 = 1e-5;
const NODE_RATE: f64 = 0.04;
const NODE_FALL: f64 = 0.975;
/** The next pass over a node begins with this part of the rate of the one before. */
const PASS_RATE: f64 = 0.7;
const NODE_GROWTH: f64 = 1.05;
/** Prices kept for warm starts: at most so many sets, and so many numbers in all (32 MB). */
const MAX_PRICE_SETS: i32 = 2000;
const MAX_PRICES: i32 = 4000000;
const MAX_NODES: i32 = 60000;

export class DualTree {
  /** Upper bound on every plan: never below the largest value nodes were pruned at. */
  boundUsd: f64 = Infinity;
  /** 1: no open node is left, boundUsd is final. */
  done: i32 = 0;
  /** Nodes bounded. */
  nodes: i32 = 0;
  iterations: i32 = 0;
  /** C: option of the last node that could not be split, -1 = refused: a good guess at a plan. leaves counts them. */
  leafOption: I32;
  leaves: i32 = 0;
  dual: DualBound;
  private instance: Instance;
  private root: Reach;
  private reach: Reach;
  private pool: NodePool;
  private branch: BranchChoice;
  private x: F64;
  private prunedUsd: f64 = -Infinity;
  private parkedUsd: f64 = -Infinity;
  /** Node under way, -1 = none; iterations left for it. */
  private node: i32 = -1;
  private left: i32 = 0;

  /** `root` and its dual, iterated before: the tree starts at its best prices and bound. */
  constructor(instance: Instance, root: Reach, dual: DualBound) {
    const reach = new Reach(instance);
    reach.copyFrom(root, instance);
    const nodeDual = new DualBound(instance, reach, 0, NODE_GROWTH);
    const size = dual.layout.size;
    const fit: i32 = divI32(MAX_PRICES, size);
    const pool = new NodePool(MAX_NODES, 1 + min(fit, MAX_PRICE_SETS), size);
    this.instance = instance;
    this.root = root;
    this.reach = reach;
    this.dual = nodeDual;
    this.pool = pool;
    this.branch = new BranchChoice(instance, reach, nodeDual.average);
    this.x = newF64(size);
    this.leafOption = newI32(instance.contracts);
    this.boundUsd = dual.bestBoundUsd;
    pool.setPrices(pool.add(-1, Decision.none, 0, 0, 0, dual.bestBoundUsd), dual.bestX);
  }

  /** Bound `count` nodes. Nodes that hold no plan worth more than `pruneUsd` (-Infinity = keep all) are closed. */
  step(count: i32, pruneUsd: f64): void {
    for (let i: i32 = 0; i < count && this.done === 0; i++) {
      this.stepPart(pruneUsd);
      while (this.node >= 0) this.stepPart(pruneUsd);
    }
  }

  /** A part of that: begin with a node, or some iterations on it. */
  stepPart(pruneUsd: f64): void {
    const pool = this.pool;
    if (this.node >= 0) this.iterate(ITERATIONS_PER_PART);
    else {
      this.prunedUsd = Math.max(this.prunedUsd, Math.max(pruneUsd, this.root.cutoffUsd));
      pool.prune(this.prunedUsd);
      const node = pool.best();
      if (node < 0 || !pool.hasRoom()) this.done = 1;
      else this.enter(node);
    }
    if (this.node >= 0) return;
    const best = pool.best();
    if (best < 0) this.done = 1;
    const openUsd: f64 = best < 0 ? -Infinity : pool.boundUsd[best];
    this.boundUsd = Math.min(this.boundUsd, Math.max(openUsd, Math.max(this.parkedUsd, this.prunedUsd)));
  }

  /** Begin with a node: narrow Reach and set its prices. */
  private enter(node: i32): void {
    const pool = this.pool;
    this.nodes++;
    if (!this.narrow(node)) {
      pool.close(node);
      return;
    }
    pool.getPrices(node, this.x);
    // Each further pass has twice the iterations and a lower rate that falls half as fast.
    let fall: f64 = NODE_FALL;
    let rate: f64 = NODE_RATE;
    for (let pass: i32 = 0; pass < pool.effort[node]; pass++) {
      fall = Math.sqrt(fall);
      rate *= PASS_RATE;
    }
    this.dual.beginAt(this.x, rate, fall);
    this.node = node;
    this.left = NODE_ITERATIONS << pool.effort[node];
  }

  /** Bound the node that was begun with; when all its iterations are done, split or close it. */
  private iterate(count: i32): void {
    const pool = this.pool;
    const dual = this.dual;
    const node = this.node;
    const steps = min(count, this.left);
    const before = dual.iterations;
    dual.step(steps);
    this.iterations += dual.iterations - before;
    this.left -= steps;
    if (this.left > 0 && this.reach.closed === 0) return;
    this.node = -1;
    const beforeUsd: f64 = pool.boundUsd[node];
    const boundUsd: f64 = Math.min(beforeUsd, dual.bestBoundUsd);
    pool.boundUsd[node] = boundUsd;
    if (this.reach.closed !== 0 || boundUsd <= this.prunedUsd) {
      pool.close(node);
      return;
    }
    this.branch.choose(pool.effort[node]);
    if (this.branch.kind !== Decision.none) this.split(node);
    else this.keepLeaf(node, beforeUsd - boundUsd);
  }

  private split(node: i32): void {
    const pool = this.pool;
    const branch = this.branch;
    const boundUsd: f64 = pool.boundUsd[node];
    pool.setPrices(node, this.dual.bestX);
    pool.expand(node);
    pool.add(node, branch.kind, branch.a, branch.b, branch.c, boundUsd);
    pool.add(node, branch.other, branch.a, branch.b, branch.otherC, boundUsd);
  }

  /** Nothing to split: what the node chose is close to a plan; bound it harder, and at last leave it. */
  private keepLeaf(node: i32, gainUsd: f64): void {
    const pool = this.pool;
    const instance = this.instance;
    if (pool.effort[node] === 0) {
      this.leaves++;
      for (let c: i32 = 0; c < instance.contracts; c++) {
        this.leafOption[c] = -1;
        for (let o = instance.contractOptionStart[c]; o < instance.contractOptionStart[c + 1]; o++) {
          if (this.dual.average.option(o) > 0.5) this.leafOption[c] = o;
        }
      }
    }
    pool.effort[node]++;
    pool.setPrices(node, this.dual.bestX);
    const worthIt = pool.effort[node] < 3 || gainUsd > LEAF_GAIN * Math.abs(pool.boundUsd[node]);
    if (worthIt && pool.effort[node] < MAX_EFFORT) return;
    this.parkedUsd = Math.max(this.parkedUsd, pool.boundUsd[node]);
    pool.close(node);
  }

  /** Set this.reach to the root narrowed by the decisions on the way to the node; false when nothing is left. */
  private narrow(node: i32): bool {
    const reach = this.reach;
    reach.copyFrom(this.root, this.instance);
    reach.cutoffUsd = this.prunedUsd;
    for (let at = node; at >= 0; at = this.pool.parent[at]) this.decide(at);
    if (reach.closed + reach.infeasible === 0) reach.run(this.instance);
    return reach.closed + reach.infeasible === 0;
  }

  private decide(node: i32): void {
    const instance = this.instance;
    const reach = this.reach;
    const supply = reach.supply;
    const kind = this.pool.kind[node];
    const a = this.pool.a[node];
    const b = this.pool.b[node];
    const c = this.pool.c[node];
    if (kind === Decision.refuse) reach.refuse(instance, a);
    else if (kind === Decision.accept) reach.contractForced[a] = 1;
    else if (kind === Decision.takeOption) this.takeOption(a, b);
    else if (kind === Decision.dropOption) reach.dropOption(instance, a, b);
    else if (kind === Decision.banSite) reach.banSite(instance, a, b);
    else if (kind === Decision.useSite) reach.useSite(instance, a, b);
    else if (kind === Decision.mostModules) supply.capModules(instance, a, b, c);
    else if (kind === Decision.leastModules) supply.needModules(instance, a, b, c);
    else if (kind === Decision.expandAfter) supply.expansionFirst[a] = max(supply.expansionFirst[a], b + 1);
    else if (kind === Decision.expandBy) supply.expansionBy[a] = min(supply.expansionBy[a], b);
    else if (kind === Decision.skipLot) supply.lotHigh[a] = 0;
    else if (kind === Decision.takeLot) supply.lotLow[a] = 1;
  }

  private takeOption(contract: i32, option: i32): void {
    const instance = this.instance;
    this.reach.contractForced[contract] = 1;
    for (let o = instance.contractOptionStart[contract]; o < instance.contractOptionStart[contract + 1]; o++) {
      if (o !== option) this.reach.dropOption(instance, contract, o);
    }
  }

  free(): void {
    this.reach.free();
    this.dual.free();
    this.pool.free();
    freeF64(this.x);
    freeI32(this.leafOption);
  }
}

function max(a: i32, b: i32): i32 {
  return a > b ? a : b;
}

function min(a: i32, b: i32): i32 {
  return a < b ? a : b;
}
