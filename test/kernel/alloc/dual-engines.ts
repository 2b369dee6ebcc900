// The dual's probes (assembly/dual-probes.ts) on both engines behind one interface, for parity and measurements.
import { readFileSync } from "node:fs";
import * as allocExports from "../../../assembly/alloc-exports.ts";
import * as dualExports from "../../../assembly/dual-probes.ts";
import type { Instance as Compiled } from "../../../src/compile/instance.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { jsEngine } from "../../../src/engine/js.ts";
import { wasmEngine } from "../../../src/engine/wasm.ts";

type Functions = typeof dualExports & Pick<typeof allocExports, "allocInts" | "allocFloats">;

/** Everything a run says, for comparison to the bit. */
export interface DualRun {
  boundsUsd: number[];
  state: number;
  infeasibleContract: number;
  changes: number;
  prices: Float64Array;
  columnLimit: Float64Array;
  optionAlive: Int32Array;
  shareSum: Float64Array;
  /** Bound of the tree and nodes it took, without a tree undefined. */
  treeBoundUsd?: number;
  treeNodes?: number;
  treeDone?: number;
}

export interface RunPlan {
  /** Iterations of each step. */
  steps: readonly number[];
  feasibility?: boolean;
  /** Fix by this value after the first step. */
  incumbentUsd?: number;
  /** Nodes of the tree to bound after all steps; pruned at the incumbent if there is one. */
  treeNodes?: number;
}

interface Memory {
  functions: Functions;
  writeInts(reference: Int32Array, data: Int32Array): void;
  writeFloats(reference: Float64Array, data: Float64Array): void;
  readInts(reference: Int32Array, length: number): Int32Array;
  readFloats(reference: Float64Array, length: number): Float64Array;
}

export type EngineName = "wasm" | "js";

const PROBES = new URL("../../../build/kernel.probes.wasm", import.meta.url);

async function probesEngine(): Promise<Engine> {
  try {
    return wasmEngine(await WebAssembly.compile(readFileSync(PROBES)));
  } catch (cause) {
    throw new Error("build/kernel.probes.wasm cannot be used: run npm run build:test", { cause });
  }
}

async function memoryOf(engine: EngineName): Promise<Memory> {
  const kernel = (engine === "js" ? jsEngine() : await probesEngine()).open();
  const functions = engine === "js" ? { ...allocExports, ...dualExports } : (kernel.functions as unknown as Functions);
  return { ...kernel, functions };
}

/** Run the dual on a compiled portfolio and read everything back. */
export async function runDual(engine: EngineName, input: Compiled, plan: RunPlan): Promise<DualRun> {
  const { functions, writeInts, writeFloats, readInts, readFloats } = await memoryOf(engine);
  const ints = functions.allocInts(input.ints.length);
  const floats = functions.allocFloats(input.floats.length);
  writeInts(ints, input.ints);
  writeFloats(floats, input.floats);
  const handle = functions.dualOpen(ints, floats, plan.feasibility ? 1 : 0);
  if (handle < 0) throw new Error(`dualOpen answered ${handle}`);
  let changes = 0;
  const boundsUsd = plan.steps.map((iterations, i) => {
    const bound = functions.dualStep(handle, iterations);
    if (i === 0 && plan.incumbentUsd !== undefined) changes = functions.dualFix(handle, plan.incumbentUsd);
    return bound;
  });
  const shares = functions.dualShares(handle);
  const run: DualRun = {
    boundsUsd,
    state: functions.dualState(handle),
    infeasibleContract: functions.dualInfeasibleContract(handle),
    changes,
    prices: readFloats(functions.dualPrices(handle), functions.dualRows(handle)),
    columnLimit: readFloats(functions.dualColumnLimit(handle), shares),
    optionAlive: readInts(functions.dualOptionAlive(handle), input.counts.options),
    shareSum: readFloats(functions.dualShareSum(handle), shares),
  };
  if (plan.treeNodes !== undefined) {
    run.treeBoundUsd = functions.dualTreeStep(handle, plan.treeNodes, plan.incumbentUsd ?? Number.NEGATIVE_INFINITY);
    run.treeNodes = functions.dualTreeNodes(handle);
    run.treeDone = functions.dualTreeDone(handle);
  }
  functions.dualClose(handle);
  return run;
}
