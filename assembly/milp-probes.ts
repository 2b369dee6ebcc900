// The condensed MILP (alloc/milp-build.ts) by itself, for tests and for benchmarks that hand it to other solvers: every solver gets the
// same model. Order of calls: milpOpen with the two blobs of an instance, milpSizes, milpInts and milpFloats, milpClose. In the JS
// engine arrays are the typed arrays themselves (longer than the model), in the WASM engine pointers.
//   minimise cost'x  subject to  rowLower <= A x <= rowUpper, lower <= x <= upper, x integer where `integer` says so;
//   valueUsd = constantUsd - unitUsd * cost'x
import { Code } from "./abi.ts";
import { checkInput } from "./alloc/check-input.ts";
import { Instance } from "./alloc/instance.ts";
import { MilpBuild } from "./alloc/milp-build.ts";
import { Reach } from "./alloc/preprocess.ts";
import { F64, freeF64, freeI32, I32, newF64 } from "./glue/mem.ts";

/** Elements of milpSizes. */
export const enum MilpSize {
  rows,
  cols,
  entries,
  constantUsd,
  unitUsd,
  size,
}

/** Integer arrays, by milpInts. */
export const enum MilpInts {
  start, // cols + 1
  index, // entries: rows
  integer, // cols: 1 = integer
  kind, // cols: MilpKind of alloc/milp-build.ts
  a, // cols: first index the kind names
  b, // cols: second
}

/** Floating-point arrays, by milpFloats. */
export const enum MilpFloats {
  value, // entries
  cost, // cols
  lower, // cols
  upper, // cols
  rowLower, // rows
  rowUpper, // rows
}

class MilpProbe {
  instance: Instance;
  reach: Reach;
  build: MilpBuild;
  sizes: F64;

  constructor(ints: I32, floats: F64) {
    const instance = new Instance(ints, floats);
    const reach = new Reach(instance);
    const build = new MilpBuild(instance, reach);
    const sizes = newF64(MilpSize.size);
    sizes[MilpSize.rows] = build.lp.rows;
    sizes[MilpSize.cols] = build.lp.cols;
    sizes[MilpSize.entries] = build.lp.entries;
    sizes[MilpSize.constantUsd] = build.constantUsd;
    sizes[MilpSize.unitUsd] = build.unitUsd;
    this.instance = instance;
    this.reach = reach;
    this.build = build;
    this.sizes = sizes;
  }

  free(): void {
    freeF64(this.sizes);
    this.build.free();
    this.reach.free();
    this.instance.free();
  }
}

const probes: Array<MilpProbe | null> = [] as (MilpProbe | null)[];

function probeOf(handle: i32): MilpProbe {
  return probes[handle]!;
}

/** Preprocess and build; answers a handle, or -Code. Both blobs are freed. */
export function milpOpen(ints: I32, floats: F64): i32 {
  const code = checkInput(ints, floats);
  if (code === Code.ok) probes.push(new MilpProbe(ints, floats));
  freeI32(ints);
  freeF64(floats);
  return code === Code.ok ? probes.length - 1 : -code;
}

/** MilpSize.size numbers. */
export function milpSizes(handle: i32): F64 {
  return probeOf(handle).sizes;
}

export function milpInts(handle: i32, which: MilpInts): I32 {
  const build = probeOf(handle).build;
  if (which === MilpInts.start) return build.lp.start;
  if (which === MilpInts.index) return build.lp.index;
  if (which === MilpInts.integer) return build.integer;
  if (which === MilpInts.kind) return build.kind;
  return which === MilpInts.a ? build.a : build.b;
}

export function milpFloats(handle: i32, which: MilpFloats): F64 {
  const lp = probeOf(handle).build.lp;
  if (which === MilpFloats.value) return lp.value;
  if (which === MilpFloats.cost) return lp.cost;
  if (which === MilpFloats.lower) return lp.lower;
  if (which === MilpFloats.upper) return lp.upper;
  return which === MilpFloats.rowLower ? lp.rowLower : lp.rowUpper;
}

export function milpClose(handle: i32): void {
  probeOf(handle).free();
  probes[handle] = null;
}
