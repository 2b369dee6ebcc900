// The kernel's condensed MILP solved by HiGHS: what its optimum is, and what plan its solution stands for.
import { Incumbent } from "../../../assembly/alloc/incumbent.ts";
import { Instance } from "../../../assembly/alloc/instance.ts";
import { MilpBuild } from "../../../assembly/alloc/milp-build.ts";
import { decodeMilp } from "../../../assembly/alloc/milp-decode.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { State } from "../../../assembly/alloc/state.ts";
import { compile } from "../../../src/compile/compile.ts";
import type { Portfolio } from "../../../src/portfolio/schema.ts";
import { loadSolver, newModel, type SolverOptions, solveModel } from "../../oracle/highs-model.ts";
import { kernelInstance } from "./kernel-instance.ts";

export interface CondensedResult {
  status: "optimal" | "infeasible" | "limit";
  /** USD, without committed lots; null without a solution. */
  valueUsd: number | null;
  /** Value of the decoded plan by the kernel's evaluator; null when the incumbent gate refuses it. */
  planUsd: number | null;
}

/** Builds, solves and decodes. */
export async function solveCondensed(portfolio: Portfolio, options: SolverOptions = {}): Promise<CondensedResult> {
  const inst = kernelInstance(compile(portfolio));
  const reach = new Reach(inst);
  if (reach.infeasible !== 0) return { status: "infeasible", valueUsd: null, planUsd: null };
  const build = new MilpBuild(inst, reach);
  const solved = solveModel(await loadSolver(), linearModel(build), options);
  if (solved.values === null) return { status: solved.status, valueUsd: null, planUsd: null };
  return {
    status: solved.status,
    valueUsd: build.constantUsd + solved.objective * build.unitUsd,
    planUsd: planValue(inst, build, solved.values),
  };
}

/** The model as HiGHS' plumbing takes it, maximising value in units of `unitUsd`. */
export function linearModel({ lp, integer }: MilpBuild): ReturnType<typeof newModel> {
  const model = newModel();
  for (let row = 0; row < lp.rows; row++) {
    model.rows.push(new Map());
    model.rowLower.push(lp.rowLower[row]);
    model.rowUpper.push(lp.rowUpper[row]);
  }
  for (let col = 0; col < lp.cols; col++) {
    model.cost.push(-lp.cost[col]);
    model.lower.push(lp.lower[col]);
    model.upper.push(lp.upper[col]);
    model.integer.push(integer[col] !== 0);
    for (let e = lp.start[col]; e < lp.start[col + 1]; e++) {
      const row = model.rows[lp.index[e]];
      row.set(col, (row.get(col) ?? 0) + lp.value[e]);
    }
  }
  return model;
}

function planValue(inst: Instance, build: MilpBuild, x: Float64Array): number | null {
  const incumbent = new Incumbent(inst);
  const state = new State(inst);
  state.clear();
  decodeMilp(inst, build, x, state, state.data, 1);
  return incumbent.offer(state.data) ? incumbent.valueUsd : null;
}
