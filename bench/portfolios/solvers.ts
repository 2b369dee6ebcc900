// The solvers of the portfolio benchmark by name.
import { auditPlan } from "../../src/plan/audit.ts";
import { Decisions } from "../../src/plan/plan.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { solve } from "../../src/solve.ts";
import { CpuClock } from "../harness/cpu-clock.ts";
import { CurveRecorder } from "../mip/curve.ts";
import { MilpLimits, MilpSolver } from "../mip/milp-run.ts";
import { polish, solveByHighs } from "../mip/solvers/highs.ts";
import { solveByScip } from "../mip/solvers/scip.ts";
import { condensedFormulation } from "./condensed.ts";
import { Formulation } from "./formulation.ts";
import { PortfolioResult } from "./record.ts";
import { textbookFormulation } from "./textbook.ts";

type PortfolioSolver = (portfolio: Portfolio, limits: MilpLimits) => Promise<PortfolioResult>;

/** Progress is told this often at most. */
const PROGRESS_MS = 10;

export const SOLVERS: Readonly<Record<string, PortfolioSolver>> = {
  megalloc: solveByOurs,
  "highs-textbook": modelled(textbookFormulation, solveByHighs),
  "highs-condensed": modelled(condensedFormulation, solveByHighs),
  "scip-textbook": modelled(textbookFormulation, solveByScip),
  "scip-condensed": modelled(condensedFormulation, solveByScip),
};

/** The public call on one thread, WASM engine; compiling the portfolio and the final audit are part of the time. */
async function solveByOurs(portfolio: Portfolio, limits: MilpLimits): Promise<PortfolioResult> {
  const clock = new CpuClock();
  const recorder = new CurveRecorder(clock);
  const stop = new AbortController();
  const plan = await solve(portfolio, {
    engine: "wasm",
    gap: limits.gap,
    timeLimitMs: Number.POSITIVE_INFINITY,
    signal: stop.signal,
    progressIntervalMs: PROGRESS_MS,
    onProgress: ({ valueUsd, boundUsd }) => {
      recorder.add(valueUsd, boundUsd);
      if (clock.cpuMs() >= limits.cpuSeconds * 1000) stop.abort();
    },
  });
  const { valueUsd, boundUsd } = plan.objective;
  recorder.add(valueUsd, boundUsd);
  const [cpuMs, wallMs] = [clock.cpuMs(), clock.wallMs()];
  const isSolved = plan.status === "optimal" || plan.status === "feasible";
  return {
    status: plan.status === "feasible" || plan.status === "unknown" ? "limit" : plan.status,
    claimedUsd: valueUsd,
    ...audited(portfolio, isSolved ? plan : null),
    boundUsd,
    nodes: null,
    curve: recorder.curve(),
    loadMs: plan.timings?.["loadMs"] ?? 0,
    buildMs: plan.timings?.["compileMs"] ?? 0,
    cpuMs,
    wallMs,
    model: null,
  };
}

/** Another solver on a formulation; writing the model is not part of its time. */
function modelled(formulate: (portfolio: Portfolio) => Formulation, solver: MilpSolver): PortfolioSolver {
  return async (portfolio, limits) => {
    const building = new CpuClock();
    const formulation = formulate(portfolio);
    const buildMs = building.wallMs();
    const { model } = formulation;
    if (formulation.isInfeasible)
      throw new Error("preprocessing finds the portfolio infeasible: there is nothing to compare");
    const run = await solver(model, limits);
    const usd = (objective: number | null): number | null => (objective === null ? null : formulation.usd(objective));
    // Binaries such as 1 - 1e-7 leak into shares: rounding them and solving what is left gives the exact vertex.
    const values = run.values && ((await polish(model, run.values)) ?? run.values);
    return {
      status: run.status,
      claimedUsd: usd(run.objective),
      ...audited(portfolio, values && formulation.decisions(values)),
      boundUsd: usd(run.bound),
      nodes: run.nodes,
      curve: run.curve.map((point) => ({ ...point, primal: usd(point.primal), dual: usd(point.dual) })),
      loadMs: run.loadMs,
      buildMs,
      cpuMs: run.cpuMs,
      wallMs: run.wallMs,
      model: {
        rows: model.rowLower.length,
        cols: model.cost.length,
        nz: model.value.length,
        integers: model.integer.reduce((sum, flag) => sum + flag, 0),
      },
    };
  };
}

function audited(
  portfolio: Portfolio,
  decisions: Decisions | null,
): Pick<PortfolioResult, "auditedUsd" | "violations"> {
  if (decisions === null) return { auditedUsd: null, violations: null };
  const { violations, value } = auditPlan(portfolio, decisions);
  return { auditedUsd: value.valueUsd, violations: violations.length };
}
