// Instances as the kernel holds them, for tests of its parts: from a compiled portfolio, or hand-made from a few fields.
import { Instance } from "../../../assembly/alloc/instance.ts";
import { compile } from "../../../src/compile/compile.ts";
import { Instance as CompiledInstance } from "../../../src/compile/instance.ts";
import { Portfolio, portfolioSchema } from "../../../src/portfolio/schema.ts";

/** The kernel's view of a compiled instance; it shares no memory with it. */
export function kernelInstance(compiled: CompiledInstance): Instance {
  return new Instance(compiled.ints.slice(), compiled.floats.slice());
}

/** A valid portfolio of nothing at all: no platforms, sites or contracts. */
export function blankPortfolio(periods: number): Portfolio {
  return portfolioSchema.parse({
    schema: "megalloc/portfolio@1",
    name: "blank",
    horizon: { start: "2026-01", periods, monthsPerPeriod: 3 },
    finance: { discountRate: 0.1 },
    platforms: [],
    backlog: [],
    sites: [],
    contracts: [],
  });
}

/** A blank instance with the fields given; only the parts of the kernel that read no other fields may be run on it. */
export function instanceOf(fields: Partial<Instance>): Instance {
  return Object.assign(kernelInstance(compile(blankPortfolio(fields.periods ?? 1))), fields);
}
