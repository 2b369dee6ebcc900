// Large neighbourhood search by branch and bound: neighbourhoods of the incumbent, each a small condensed MILP solved by the tree within
// a budget. How many contracts are free follows how far the budget reached; what is free follows what paid.
import { MipStatus } from "../abi-mip.ts";
import { F64, newF64, toI32 } from "../glue/mem.ts";
import { Focus } from "./focus.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { Around, Neighbourhood } from "./milp-neighbourhood.ts";
import { MilpTree } from "./milp-tree.ts";
import { Reach } from "./preprocess.ts";
import { Random } from "./random.ts";
import { relaxationEntries } from "./relax-build.ts";

/** Beyond this the instance is too large to be narrowed anew for every neighbourhood. */
const MAX_ENTRIES: f64 = 1500000;
/** Simplex iterations of one step. */
const STEP_ITERATIONS: i32 = 100;
/** Work of one neighbourhood, in insertions tried; less where the instance is small. */
const BUDGET: f64 = 150000;
/** Work of narrowing and building per (option, column) entry of the LP. */
const BUILD_WORK_PER_ENTRY: f64 = 0.03;
/** And of one in which all but a few sites are closed. */
const LOCAL_BUDGET: f64 = 30000;
const FIRST_FREE: f64 = 6;
const GROWTH: f64 = 1.15;
/** Improvements below this part of the value are not worth a neighbourhood. */
const LEAST_GAIN: f64 = 1e-7;
/** What is remembered of earlier gains after each further neighbourhood of a kind. */
const MEMORY: f64 = 0.9;
/** First gain of the other kinds where an edit says what to look at. */
const UNTOUCHED_GAIN: f64 = 0.1;

export class MilpLns {
  inst: Instance;
  incumbent: Incumbent;
  /** Work so far, in insertions tried. */
  work: f64 = 0;
  /** Neighbourhoods begun, solved to the end, and those that improved the incumbent. */
  begun: i32 = 0;
  ended: i32 = 0;
  improved: i32 = 0;
  private reach: Reach;
  private usable: bool;
  private seed: i32;
  private random: Random;
  private neighbourhood: Neighbourhood | null = null;
  private milp: MilpTree | null = null;
  private running: bool = false;
  private kind: i32 = 0;
  private workBefore: f64 = 0;
  private valueBefore: f64 = 0;
  private buildWork: f64;
  /** By kind: contracts free, recent gain (part of the value) per neighbourhood. */
  private wanted: F64;
  private gain: F64;
  private focus: Focus;

  constructor(inst: Instance, reach: Reach, incumbent: Incumbent, seed: i32) {
    const entries = relaxationEntries(inst, reach);
    this.inst = inst;
    this.reach = reach;
    this.incumbent = incumbent;
    this.seed = seed;
    this.random = new Random(seed ^ 0x3c6ef372);
    this.usable = entries <= MAX_ENTRIES && inst.contracts > 0;
    this.buildWork = 1.0 + BUILD_WORK_PER_ENTRY * entries;
    this.focus = new Focus(0, 0);
    this.wanted = newF64(Around.count);
    this.gain = newF64(Around.count);
    for (let kind: i32 = 0; kind < Around.count; kind++) {
      this.wanted[kind] = FIRST_FREE;
      this.gain[kind] = kind === Around.edited ? 0 : 1;
    }
  }

  /** The plan it starts from was made before an edit that touched these: look around them first. Before the first step. */
  lookAround(focus: Focus): void {
    this.focus = focus;
    for (let kind: i32 = 0; kind < Around.count; kind++) this.gain[kind] = kind === Around.edited ? 1 : UNTOUCHED_GAIN;
  }

  works(): bool {
    return this.usable && this.incumbent.exists;
  }

  /** A piece of work. Where the host's poll stops it, the next call goes on with it; answers whether it came to its end. */
  step(): bool {
    if (!this.running) {
      this.begin();
      return true;
    }
    const milp = this.milp!;
    const status = milp.tree.step(STEP_ITERATIONS);
    if (status === MipStatus.polled) return false;
    const spent = milp.work();
    this.work = this.workBefore + spent;
    if (status === MipStatus.running && spent < (this.isLocal() ? LOCAL_BUDGET : BUDGET)) return true;
    this.end(status !== MipStatus.running);
    return true;
  }

  /** After an edit what is far from it stays as it is. */
  private isLocal(): bool {
    return !this.focus.isEmpty() && this.kind !== Around.contracts;
  }

  private begin(): void {
    this.work += this.buildWork;
    this.begun++;
    if (this.neighbourhood === null) {
      this.neighbourhood = new Neighbourhood(this.inst, this.reach, this.incumbent, this.seed, this.focus);
    }
    const neighbourhood = this.neighbourhood!;
    this.kind = this.drawKind();
    this.valueBefore = this.incumbent.valueUsd;
    const free: i32 = toI32(Math.floor(this.wanted[this.kind] + this.random.unit()));
    if (!neighbourhood.choose(this.kind, free)) {
      this.settle(true);
      return;
    }
    if (this.milp === null) this.milp = new MilpTree(this.inst, neighbourhood.reach, this.incumbent);
    else this.milp!.rebuild(neighbourhood.reach);
    const milp = this.milp!;
    if (this.isLocal()) milp.closeSites(this.incumbent, neighbourhood.siteFree, neighbourhood.isFree);
    const least = this.valueBefore + LEAST_GAIN * Math.max(1.0, Math.abs(this.valueBefore));
    milp.tree.work.brancher.reliableProbes = 1;
    milp.tree.work.usesHeuristics = !this.focus.isEmpty();
    milp.tree.state.cutoff = milp.hooks.objectiveOf(least);
    this.workBefore = this.work;
    this.running = true;
  }

  /** Kinds are drawn by what they gained of late, none less than a tenth of the best. */
  private drawKind(): i32 {
    let most: f64 = 0;
    for (let kind: i32 = 0; kind < Around.count; kind++) most = Math.max(most, this.gain[kind]);
    const kinds: i32 = this.focus.isEmpty() ? Around.edited : Around.count;
    let total: f64 = 0;
    for (let kind: i32 = 0; kind < kinds; kind++) total += Math.max(this.gain[kind], 0.1 * most + 1e-12);
    let draw: f64 = this.random.unit() * total;
    for (let kind: i32 = 0; kind < kinds; kind++) {
      draw -= Math.max(this.gain[kind], 0.1 * most + 1e-12);
      if (draw < 0) return kind;
    }
    return 0;
  }

  private end(isSolved: bool): void {
    this.running = false;
    if (isSolved) this.ended++;
    this.settle(isSolved);
  }

  private settle(isSolved: bool): void {
    const kind = this.kind;
    const gained = this.incumbent.valueUsd - this.valueBefore;
    if (gained > 0) this.improved++;
    const part: f64 = Math.min(1.0, gained / Math.max(1.0, Math.abs(this.valueBefore)));
    this.gain[kind] = MEMORY * this.gain[kind] + (1.0 - MEMORY) * part;
    const wanted = isSolved ? this.wanted[kind] * GROWTH : this.wanted[kind] / GROWTH;
    this.wanted[kind] = Math.min(Math.max(wanted, 2.0), this.inst.contracts);
  }
}
