// Host-facing exports of the MIP kernel: one solve per handle. Order of calls: mipCreate, mipReserve, the input arrays, mipLoad, limits and
// a known solution if any, mipStep until it answers something other than running (or polled), mipFloats for report and solution.
// Any call that may allocate makes arrays fetched before it stale. Arrays may be longer than the model.
import { Code } from "./abi.ts";
import { MipFloats, MipInts, MipStatus } from "./abi-mip.ts";
import { F64, I32 } from "./glue/mem.ts";
import { MipSession } from "./mip/mip-session.ts";

const sessions: Array<MipSession | null> = [] as (MipSession | null)[];

/** A new solve; its handle. */
export function mipCreate(): i32 {
  sessions.push(new MipSession());
  return sessions.length;
}

/** Give the arrays of a solve back; its handle is not used again. */
export function mipFree(handle: i32): void {
  session(handle).free();
  sessions[handle - 1] = null;
}

/** Room in the input arrays for a model of this size. */
export function mipReserve(handle: i32, rows: i32, cols: i32, entries: i32): void {
  session(handle).reserve(rows, cols, entries);
}

export function mipFloats(handle: i32, which: MipFloats): F64 {
  return session(handle).floats(which);
}

export function mipInts(handle: i32, which: MipInts): I32 {
  return session(handle).ints(which);
}

/** Start on the model in the input arrays. The objective is minimised, plus `offset`. */
export function mipLoad(handle: i32, rows: i32, cols: i32, offset: f64): Code {
  return session(handle).load(rows, cols, offset) ? Code.ok : Code.badInput;
}

/** Limits of the whole solve: nodes, simplex iterations; the gaps (absolute, relative to the incumbent) at which it is done. */
export function mipLimits(handle: i32, nodes: i32, iterations: i32, absoluteGap: f64, relativeGap: f64): void {
  session(handle).limit(nodes, iterations, absoluteGap, relativeGap);
}

/** Before mipLoad: breaks ties of branching another way; 0 = in the order of the columns. */
export function mipSeed(handle: i32, seed: i32): void {
  session(handle).solver.tree.work.brancher.seed = seed;
}

/** Try the point in MipFloats.x as a solution: 1 when it is feasible (its continuous columns may be solved for again). */
export function mipOffer(handle: i32): i32 {
  return session(handle).offer() ? 1 : 0;
}

/** Go on for about so many simplex iterations. Fills the report. */
export function mipStep(handle: i32, iterations: i32): MipStatus {
  return session(handle).step(iterations);
}

function session(handle: i32): MipSession {
  return sessions[handle - 1]!;
}
