// Preprocessing and dual bound by themselves, for tests and measurements: both engines must agree to the bit. Input buffers come from
// allocInts and allocFloats; arrays that are handed out belong to the handle.
import { Code } from "./abi.ts";
import { checkInput } from "./alloc/check-input.ts";
import { DualBound } from "./alloc/dual-bound.ts";
import { DualTree } from "./alloc/dual-tree.ts";
import { Instance } from "./alloc/instance.ts";
import { Reach } from "./alloc/preprocess.ts";
import { F64, freeF64, freeI32, I32 } from "./glue/mem.ts";

class DualProbe {
  instance: Instance;
  reach: Reach;
  dual: DualBound;
  tree: DualTree | null = null;

  constructor(ints: I32, floats: F64, feasibility: i32) {
    const instance = new Instance(ints, floats);
    const reach = new Reach(instance);
    this.instance = instance;
    this.reach = reach;
    this.dual = new DualBound(instance, reach, feasibility);
  }

  /** The tree, rooted at what the dual knows at the first call. */
  openTree(): DualTree {
    if (this.tree === null) this.tree = new DualTree(this.instance, this.reach, this.dual);
    return this.tree!;
  }

  free(): void {
    if (this.tree !== null) this.tree!.free();
    this.dual.free();
    this.reach.free();
    this.instance.free();
  }
}

const probes: Array<DualProbe | null> = [] as (DualProbe | null)[];

function probeOf(handle: i32): DualProbe {
  return probes[handle]!;
}

/** Preprocess the instance in the two blobs (which are freed); answers a handle, or -Code. feasibility 1 = objective zero. */
export function dualOpen(ints: I32, floats: F64, feasibility: i32): i32 {
  const code = checkInput(ints, floats);
  if (code === Code.ok) probes.push(new DualProbe(ints, floats, feasibility));
  freeI32(ints);
  freeF64(floats);
  return code === Code.ok ? probes.length - 1 : -code;
}

/** Iterate; answers the least bound so far. */
export function dualStep(handle: i32, iterations: i32): f64 {
  const dual = probeOf(handle).dual;
  dual.step(iterations);
  return dual.bestBoundUsd;
}

/** Fix by the value of an incumbent; answers the number of changes. */
export function dualFix(handle: i32, incumbentUsd: f64): i32 {
  return probeOf(handle).dual.fixByBound(incumbentUsd);
}

/** 0 = open, 1 = infeasible, 2 = closed (nothing above the cutoff). */
export function dualState(handle: i32): i32 {
  const probe = probeOf(handle);
  if (probe.reach.infeasible + probe.dual.infeasible > 0) return 1;
  return probe.reach.closed !== 0 ? 2 : 0;
}

/** Signed contract that no plan can accept, -1 = none. */
export function dualInfeasibleContract(handle: i32): i32 {
  return probeOf(handle).reach.infeasibleContract;
}

/** Number of multipliers. */
export function dualRows(handle: i32): i32 {
  return probeOf(handle).dual.layout.size;
}

/** Number of (option, column) pairs: length of dualColumnLimit and dualShareSum. */
export function dualShares(handle: i32): i32 {
  return probeOf(handle).dual.contracts.shares;
}

/** Multipliers of the best bound, dualRows of them. */
export function dualPrices(handle: i32): F64 {
  return probeOf(handle).dual.bestX;
}

/** Reach.columnLimit. */
export function dualColumnLimit(handle: i32): F64 {
  return probeOf(handle).reach.columnLimit;
}

/** Reach.optionAlive. */
export function dualOptionAlive(handle: i32): I32 {
  return probeOf(handle).reach.optionAlive;
}

/** Average choices, weighted (DualAverage.shareSum). */
export function dualShareSum(handle: i32): F64 {
  return probeOf(handle).dual.average.shareSum;
}

/** Bound nodes of the tree; answers its bound. */
export function dualTreeStep(handle: i32, nodes: i32, pruneUsd: f64): f64 {
  const tree = probeOf(handle).openTree();
  tree.step(nodes, pruneUsd);
  return tree.boundUsd;
}

/** Nodes bounded so far. */
export function dualTreeNodes(handle: i32): i32 {
  return probeOf(handle).openTree().nodes;
}

/** 1 = no open node is left. */
export function dualTreeDone(handle: i32): i32 {
  return probeOf(handle).openTree().done;
}

/** Forget a handle. */
export function dualClose(handle: i32): void {
  probeOf(handle).free();
  probes[handle] = null;
}
