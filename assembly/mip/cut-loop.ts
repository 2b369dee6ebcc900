// Rounds of cuts at the root: all generators on the LP's solution, the best cuts into the LP, cuts that stay slack out again, until the bound
// moves no more.
import { BasisStatus } from "../abi-lp.ts";
import { freeI32, I32, newI32, toI32 } from "../glue/mem.ts";
import { roomI32 } from "../lp/arrays.ts";
import { CoverCuts } from "./cover.ts";
import { CutPool } from "./cut-pool.ts";
import { MirRows } from "./mir-rows.ts";
import { SearchState } from "./search-state.ts";

/** Rounds at most, and rounds in which the bound hardly moved that end the loop. */
const MOST_ROUNDS: i32 = 60;
const MOST_STALLED: i32 = 8;
/** A round counts as progress when the bound moves by this share of what it has moved so far. */
const PROGRESS: f64 = 0.01;
/** Cuts of one round at a node, and of all of them as a share of the model's rows: they never leave, as bases of nodes count on their places. */
const MOST_AT_NODE: i32 = 20;
const NODE_SHARE: f64 = 0.5;
/** Rounds a cut may be slack before it leaves. */
const MOST_SLACK_ROUNDS: i32 = 3;

export class CutLoop {
  state: SearchState;
  pool: CutPool;
  rows: MirRows;
  covers: CoverCuts;
  /** Rows that are no cuts: those of the model and the owner's. */
  firstCut: i32 = 0;
  added: i32 = 0;
  /** Those of them that nodes below the root added. */
  addedAtNodes: i32 = 0;
  /** Rounds at most, and in a row without progress: fewer where nodes are cheap. */
  mostRounds: i32 = MOST_ROUNDS;
  mostStalled: i32 = MOST_STALLED;
  private rounds: i32 = 0;
  private isOver: bool = false;
  private stalled: i32 = 0;
  private startBound: f64 = 0;
  private lastBound: f64 = 0;
  private age: I32 = newI32(0); // by cut row
  private doomed: I32 = newI32(0);

  constructor(state: SearchState) {
    const pool = new CutPool(state);
    const rows = new MirRows(state, pool);
    this.state = state;
    this.pool = pool;
    this.rows = rows;
    this.covers = new CoverCuts(state, rows.sides, pool);
  }

  /** A new search: the cuts of the last one, whose validity may have hung on its box and cutoff, leave the LP. */
  reset(): void {
    const lp = this.state.nodeLp.lp;
    const cuts = this.cuts();
    if (cuts > 0) {
      this.doomed = roomI32(this.doomed, 0, cuts);
      for (let k = 0; k < cuts; k++) this.doomed[k] = this.firstCut + k;
      lp.deleteRows(cuts, this.doomed);
    }
    this.firstCut = lp.state.rows;
    this.added = 0;
    this.addedAtNodes = 0;
    this.rounds = 0;
    this.stalled = 0;
    this.isOver = false;
  }

  cuts(): i32 {
    return this.firstCut > 0 ? this.state.nodeLp.rows() - this.firstCut : 0;
  }

  /** One round on the LP's solution (state.x), whose bound is given. True when rows were added: solve again. */
  round(bound: f64): bool {
    if (this.rounds === 0) {
      this.rows.reset();
      this.startBound = bound;
    } else {
      const moved = bound - this.lastBound;
      if (moved > PROGRESS * (bound - this.startBound) && moved > 1e-6 * Math.max(1, Math.abs(bound))) this.stalled = 0;
      else this.stalled++;
    }
    this.lastBound = bound;
    if (this.isOver) return false;
    const chosen = this.generate();
    const gone = this.removeSlack();
    if (chosen === 0) {
      this.isOver = true;
      return gone > 0; // the last rows are to be solved once more
    }
    const before = this.cuts();
    this.addChosen();
    this.age = roomI32(this.age, before, before + chosen);
    for (let k = before; k < before + chosen; k++) this.age[k] = 0;
    return true;
  }

  private addChosen(): void {
    const pool = this.pool;
    this.state.nodeLp.lp.addRows(
      pool.chosen,
      pool.outStart,
      pool.outIndex,
      pool.outValue,
      pool.outLower,
      pool.outUpper,
    );
    this.added += pool.chosen;
  }

  /** Rows that may come below the root. */
  roomAtNodes(): i32 {
    return 50 + toI32(NODE_SHARE * this.state.model.rows);
  }

  /** A round on the LP's solution of a node below the root; its cuts hold in the whole tree. True when rows were added: solve again. */
  roundAtNode(): bool {
    const left = this.roomAtNodes() - this.addedAtNodes;
    if (this.rounds === 0 || left <= 0) return false;
    const pool = this.pool;
    pool.clear();
    this.rows.read();
    this.rows.aggregate();
    this.covers.separate();
    pool.select(left < MOST_AT_NODE ? left : MOST_AT_NODE);
    if (pool.chosen === 0) return false;
    this.addedAtNodes += pool.chosen;
    this.addChosen();
    return true;
  }

  /** How many cuts were chosen. */
  private generate(): i32 {
    if (this.rounds >= this.mostRounds || this.stalled >= this.mostStalled) return 0;
    this.rounds++;
    this.pool.clear();
    this.rows.read();
    this.rows.aggregate();
    this.covers.separate();
    this.rows.gomory();
    const cols = this.state.model.cols;
    const room: i32 = 20 + (cols >> 2);
    this.pool.select(room < 400 ? room : 400);
    return this.pool.chosen;
  }

  /** Cuts that have been slack for some rounds leave; the basis stays one. */
  private removeSlack(): i32 {
    const lp = this.state.nodeLp.lp;
    const cuts = this.cuts();
    this.doomed = roomI32(this.doomed, 0, cuts);
    let gone: i32 = 0;
    let kept: i32 = 0;
    for (let k = 0; k < cuts; k++) {
      const isSlack = lp.rowStatus[this.firstCut + k] === BasisStatus.basic;
      const age: i32 = isSlack ? this.age[k] + 1 : 0;
      if (age > MOST_SLACK_ROUNDS) this.doomed[gone++] = this.firstCut + k;
      else this.age[kept++] = age;
    }
    if (gone > 0) lp.deleteRows(gone, this.doomed);
    return gone;
  }

  free(): void {
    this.pool.free();
    this.rows.free();
    this.covers.free();
    freeI32(this.age);
    freeI32(this.doomed);
  }
}
