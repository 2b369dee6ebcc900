// What the host may call of the allocation kernel. Each assembly/*-exports.ts is an entry of the WASM build; the JS engine imports the
// same files. Order of calls: allocInts and allocFloats (the host fills both buffers), allocOpen (frees them), perhaps allocWarmStart,
// allocStep until done (allocOfferPlan and allocOfferBound at any time between),
// allocReport after each step, allocPlanInts and allocPlanFloats (the host copies and frees), allocClose.
import { ABI_VERSION, Code } from "./abi.ts";
import { AllocSolver } from "./alloc/alloc-solver.ts";
import { checkInput } from "./alloc/check-input.ts";
import { Instance } from "./alloc/instance.ts";
import { WarmStart } from "./alloc/warm-start.ts";
import { copyF64, F64, freeF64, freeI32, I32, lengthF64, lengthI32, newF64, newI32 } from "./glue/mem.ts";

const solvers: Array<AllocSolver | null> = [] as (AllocSolver | null)[];

export function abiVersion(): i32 {
  return ABI_VERSION;
}

/** Buffer of `length` i32 for input. */
export function allocInts(length: i32): I32 {
  return newI32(length);
}

/** Buffer of `length` f64 for input. */
export function allocFloats(length: i32): F64 {
  return newF64(length);
}

/** Give back a buffer that the kernel handed out. */
export function allocFreeInts(array: I32): void {
  freeI32(array);
}

export function allocFreeFloats(array: F64): void {
  freeF64(array);
}

/** Open a solve of the instance in the two blobs (which are freed); answers its handle, or -Code when they do not fit together. */
export function allocOpen(ints: I32, floats: F64, seed: i32, gap: f64): i32 {
  const code = checkInput(ints, floats);
  if (code !== Code.ok) {
    freeI32(ints);
    freeF64(floats);
    return -code;
  }
  const inst = new Instance(ints, floats);
  freeI32(ints);
  freeF64(floats);
  solvers.push(new AllocSolver(inst, seed, gap));
  return solvers.length - 1;
}

/**
 * Start from a plan made before (WarmStart has the layout of the buffers, which are freed); only before the first step. Code.badInput
 * when they are too short.
 */
export function allocWarmStart(handle: i32, ints: I32, floats: F64): i32 {
  const warm = warmStart(handle, ints, floats);
  if (warm === null) return Code.badInput;
  solverOf(handle).startFrom(warm);
  return Code.ok;
}

/**
 * After allocWarmStart: what was edited since that plan was made, 1 = touched, by contract and then by site; the buffer is freed. Code.badInput
 * when it is too short.
 */
export function allocLookAround(handle: i32, touched: I32): i32 {
  const solver = solverOf(handle);
  const fits = lengthI32(touched) >= solver.inst.contracts + solver.inst.sites;
  if (fits) solver.lookAround(touched);
  freeI32(touched);
  return fits ? Code.ok : Code.badInput;
}

/** Offer a plan found elsewhere (as allocWarmStart, without prices and basis); 1 when it became the incumbent. */
export function allocOfferPlan(handle: i32, ints: I32, floats: F64): i32 {
  const warm = warmStart(handle, ints, floats);
  if (warm === null) return 0;
  const isBetter = solverOf(handle).offerPlan(warm);
  warm.free();
  return isBetter ? 1 : 0;
}

function warmStart(handle: i32, ints: I32, floats: F64): WarmStart | null {
  const inst = solverOf(handle).inst;
  let warm: WarmStart | null = null;
  if (lengthI32(ints) >= inst.contracts + inst.expansions && lengthF64(floats) >= inst.columns) {
    warm = new WarmStart(inst, ints, floats);
  }
  freeI32(ints);
  freeF64(floats);
  return warm;
}

/** A bound on the same instance that was proven elsewhere. */
export function allocOfferBound(handle: i32, boundUsd: f64): void {
  solverOf(handle).offerBound(boundUsd);
}

/** Multipliers of the dual bound (DualLayout), as long as allocDualSize; the host frees them. */
export function allocDual(handle: i32): F64 {
  const dual = solverOf(handle).dual;
  const out = newF64(dual.layout.size);
  copyF64(out, 0, dual.bestX, 0, dual.layout.size);
  return out;
}

export function allocDualSize(handle: i32): i32 {
  return solverOf(handle).dual.layout.size;
}

/** Basis of the root LP, as long as allocBasisSize (0 before it is solved); the host frees it. */
export function allocBasis(handle: i32): I32 {
  return solverOf(handle).lpSearch.rootBasisCopy();
}

export function allocBasisSize(handle: i32): i32 {
  return lengthI32(solverOf(handle).lpSearch.rootBasis);
}

function solverOf(handle: i32): AllocSolver {
  return solvers[handle]!;
}

/** Work for at most `moves` moves; answers StepStatus. */
export function allocStep(handle: i32, moves: i32): i32 {
  return solverOf(handle).step(moves);
}

/** The report (abi.ts, Report) of the last step; owned by the kernel. */
export function allocReport(handle: i32): F64 {
  return solverOf(handle).report;
}

/** Integers of the incumbent's plan (AllocSolver.planInts); the host frees them. There must be an incumbent. */
export function allocPlanInts(handle: i32): I32 {
  return solverOf(handle).planInts();
}

/** Floats of the incumbent's plan (AllocSolver.planFloats); the host frees them. */
export function allocPlanFloats(handle: i32): F64 {
  return solverOf(handle).planFloats();
}

/** Prices (alloc/prices.ts has the layout), available at any time; the host frees them. */
export function allocPrices(handle: i32): F64 {
  return solverOf(handle).prices();
}

/** 1: the prices are duals of the LP; 0: multipliers of the dual bound. */
export function allocPricesFromLp(handle: i32): i32 {
  return solverOf(handle).pricesFromLp();
}

/** Forget a solve. */
export function allocClose(handle: i32): void {
  solvers[handle] = null;
}
