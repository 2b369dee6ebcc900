// This project's condensed MILP, for other solvers: what the formulation alone is worth, without our search and tree. A solution
// becomes a plan through the kernel's incumbent gate.
import { Incumbent } from "../../assembly/alloc/incumbent.ts";
import { Instance } from "../../assembly/alloc/instance.ts";
import { MilpBuild } from "../../assembly/alloc/milp-build.ts";
import { decodeMilp } from "../../assembly/alloc/milp-decode.ts";
import { Reach } from "../../assembly/alloc/preprocess.ts";
import { State } from "../../assembly/alloc/state.ts";
import { compile } from "../../src/compile/compile.ts";
import { decode } from "../../src/compile/decode.ts";
import { Instance as CompiledInstance } from "../../src/compile/instance.ts";
import { KernelPlan } from "../../src/compile/kernel-plan.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { plainModel } from "../lp/condensed.ts";
import { Formulation } from "./formulation.ts";

/** Minimises minus the value in the kernel's unit of money. */
export function condensedFormulation(portfolio: Portfolio): Formulation {
  const compiled = compile(portfolio);
  const inst = new Instance(compiled.ints.slice(), compiled.floats.slice());
  const reach = new Reach(inst);
  const build = new MilpBuild(inst, reach);
  const integer = Uint8Array.from(build.integer.subarray(0, build.lp.cols), (flag) => (flag === 0 ? 0 : 1));
  return {
    model: { ...plainModel(portfolio.name, build.lp), integer },
    isInfeasible: reach.infeasible !== 0,
    usd: (objective) => build.constantUsd - objective * build.unitUsd,
    decisions(values) {
      const incumbent = new Incumbent(inst);
      const state = new State(inst);
      state.clear();
      decodeMilp(inst, build, values, state, state.data, 1);
      if (!incumbent.offer(state.data)) return null;
      return decode(compiled, kernelPlan(compiled, inst, incumbent));
    },
  };
}

function kernelPlan({ counts }: CompiledInstance, inst: Instance, incumbent: Incumbent): KernelPlan {
  const { best, state } = incumbent;
  const { periods } = counts;
  const columnShare = new Float64Array(counts.columns);
  for (let c = 0; c < counts.contracts; c++) {
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++)
      columnShare[j] = best[state.shareAt(c, j)];
  }
  const moduleStarts = new Int32Array(counts.halls * periods);
  for (let h = 0; h < counts.halls; h++) {
    for (let t = 0; t < periods; t++) moduleStarts[h * periods + t] = best[state.hallAt[h] + periods + t];
  }
  const drawUsd = new Float64Array(periods);
  incumbent.drawInto(drawUsd, 0);
  return {
    contractOption: Int32Array.from({ length: counts.contracts }, (_, c) => best[state.contractAt(c)]),
    columnShare,
    moduleStarts,
    expansionStart: Int32Array.from({ length: counts.expansions }, (_, x) => best[state.expansionAt[x]]),
    expansionAllowed: Int32Array.from({ length: counts.expansions }, (_, x) => best[state.expansionAt[x] + 1]),
    lotFraction: Float64Array.from({ length: counts.lots }, (_, l) => best[state.lotAt[l]]),
    drawUsd,
  };
}
