// Open nodes of the tree as plain data: one decision each, on top of those of its ancestors. A node stays in the pool while it is open or
// has descendants that are; its prices (a warm start for its children) as long as a child is to be bounded.
import { copyF64, F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";

/** What a node decides; a, b, c as given. */
export const enum Decision {
  none, // the root
  refuse, // contract a
  accept, // contract a
  takeOption, // option b of contract a
  dropOption, // option b of contract a
  banSite, // contract a does not use site b
  useSite, // contract a uses site b, if it is accepted
  mostModules, // hall a: at most c modules started by the end of period b
  leastModules, // hall a: at least c
  expandAfter, // expansion a does not start by period b
  expandBy, // expansion a starts by period b
  skipLot, // lot a is not ordered
  takeLot, // lot a is ordered whole
}

const enum NodeState {
  free,
  open,
  expanded, // has been split; kept for its children
}

export class NodePool {
  /** Nodes in the pool, open or expanded. */
  used: i32 = 0;
  kind: I32;
  a: I32;
  b: I32;
  c: I32;
  parent: I32;
  /** Passes already spent on the node itself. */
  effort: I32;
  /** Upper bound on the value of every plan of the node. */
  boundUsd: F64;
  private capacity: i32;
  private top: i32 = 0; // places that were ever used
  private freeNodes: I32; // stack of free places below top
  private freeNodeCount: i32 = 0;
  private state: I32;
  private children: I32;
  private slot: I32; // where its prices are kept, -1 = nowhere
  private size: i32;
  private prices: F64; // slots * size
  private freeSlots: I32; // stack of free slots
  private freeSlotCount: i32;

  /** Room for `capacity` nodes, and for the prices (`size` each) of `slots` of them. */
  constructor(capacity: i32, slots: i32, size: i32) {
    this.capacity = capacity;
    this.size = size;
    this.kind = newI32(capacity);
    this.a = newI32(capacity);
    this.b = newI32(capacity);
    this.c = newI32(capacity);
    this.parent = newI32(capacity);
    this.effort = newI32(capacity);
    this.boundUsd = newF64(capacity);
    this.freeNodes = newI32(capacity);
    this.state = newI32(capacity);
    this.children = newI32(capacity);
    this.slot = newI32(capacity);
    this.prices = newF64(slots * size);
    this.freeSlots = newI32(slots);
    this.freeSlotCount = slots;
    for (let i: i32 = 0; i < slots; i++) this.freeSlots[i] = slots - 1 - i;
  }

  free(): void {
    freeI32(this.kind);
    freeI32(this.a);
    freeI32(this.b);
    freeI32(this.c);
    freeI32(this.parent);
    freeI32(this.effort);
    freeF64(this.boundUsd);
    freeI32(this.freeNodes);
    freeI32(this.state);
    freeI32(this.children);
    freeI32(this.slot);
    freeF64(this.prices);
    freeI32(this.freeSlots);
  }

  /** True when a node can still be split. */
  hasRoom(): bool {
    return this.used + 2 <= this.capacity;
  }

  /** A new open node under `parent` (-1 = root); there must be room. Answers its place. */
  add(parent: i32, kind: i32, a: i32, b: i32, c: i32, boundUsd: f64): i32 {
    let node = this.top;
    if (this.freeNodeCount > 0) {
      this.freeNodeCount--;
      node = this.freeNodes[this.freeNodeCount];
    } else this.top++;
    this.state[node] = NodeState.open;
    this.kind[node] = kind;
    this.a[node] = a;
    this.b[node] = b;
    this.c[node] = c;
    this.parent[node] = parent;
    this.effort[node] = 0;
    this.children[node] = 0;
    this.slot[node] = -1;
    this.boundUsd[node] = boundUsd;
    if (parent >= 0) this.children[parent]++;
    this.used++;
    return node;
  }

  /** Keep prices for the node and its children, while there are slots left. */
  setPrices(node: i32, x: F64): void {
    if (this.slot[node] < 0) {
      if (this.freeSlotCount === 0) return;
      this.freeSlotCount--;
      this.slot[node] = this.freeSlots[this.freeSlotCount];
    }
    copyF64(this.prices, this.slot[node] * this.size, x, 0, this.size);
  }

  /** Prices of the node, or of its nearest ancestor that has any (the root always has). */
  getPrices(node: i32, x: F64): void {
    let at = node;
    while (this.slot[at] < 0 && this.parent[at] >= 0) at = this.parent[at];
    if (this.slot[at] >= 0) copyF64(x, 0, this.prices, this.slot[at] * this.size, this.size);
  }

  /** The open node with the largest bound, -1 when none is open. */
  best(): i32 {
    const state = this.state;
    const boundUsd = this.boundUsd;
    let best: i32 = -1;
    for (let node: i32 = 0; node < this.top; node++) {
      if (state[node] !== NodeState.open) continue;
      if (best < 0 || boundUsd[node] > boundUsd[best]) best = node;
    }
    return best;
  }

  /** The node has been split: it stays until its children are gone. */
  expand(node: i32): void {
    this.state[node] = NodeState.expanded;
  }

  /** Remove an open node, and every ancestor that has no other child. */
  close(node: i32): void {
    let at = node;
    while (at >= 0) {
      const parent = this.parent[at];
      this.release(at);
      if (parent < 0) return;
      this.children[parent]--;
      if (this.children[parent] > 0 || this.state[parent] !== NodeState.expanded) return;
      at = parent;
    }
  }

  private release(node: i32): void {
    this.state[node] = NodeState.free;
    this.used--;
    this.freeNodes[this.freeNodeCount] = node;
    this.freeNodeCount++;
    if (this.slot[node] < 0) return;
    this.freeSlots[this.freeSlotCount] = this.slot[node];
    this.freeSlotCount++;
  }

  /** Close all open nodes whose bound is at most `usd`. */
  prune(usd: f64): void {
    for (let node: i32 = 0; node < this.top; node++) {
      if (this.state[node] === NodeState.open && this.boundUsd[node] <= usd) this.close(node);
    }
  }
}
