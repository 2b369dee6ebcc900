// One portfolio solved, edited and solved again, warm and from scratch. Usage: resolve-worker.ts <ResolveTask as JSON>
import type { WarmState } from "../../src/compile/warm-state.ts";
import { createEngine } from "../../src/engine/load.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import { Plan } from "../../src/plan/plan.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { solveWithin } from "../../src/solve.ts";
import { answer } from "../harness/child.ts";
import { CpuClock } from "../harness/cpu-clock.ts";
import { sharedPortfolio } from "../lp/condensed.ts";
import { CurvePoint, CurveRecorder } from "../mip/curve.ts";
import { EDITS, edited } from "./edits.ts";
import { EditResult, ResolveTask, WARM_PART } from "./resolve-record.ts";

const PROGRESS_MS = 10;

interface Run {
  readonly plan: Plan;
  readonly warm: WarmState | undefined;
  readonly curve: readonly CurvePoint[];
}

const engine = await createEngine({ engine: "wasm" });

async function run(portfolio: Portfolio, cpuSeconds: number, warm?: WarmState): Promise<Run> {
  const clock = new CpuClock();
  const recorder = new CurveRecorder(clock);
  const options = {
    timeLimitMs: Number.POSITIVE_INFINITY,
    progressIntervalMs: PROGRESS_MS,
    onProgress: ({ valueUsd, boundUsd }: { valueUsd: number | null; boundUsd: number | null }) =>
      recorder.add(valueUsd, boundUsd),
  };
  const outcome = await solveWithin(portfolio, options, {
    engine: async () => engine,
    isStopped: () => clock.cpuMs() >= cpuSeconds * 1000,
    keepsWarm: true,
    ...(warm !== undefined && { warm }),
  });
  recorder.add(outcome.plan.objective.valueUsd, outcome.plan.objective.boundUsd);
  return { ...outcome, curve: recorder.curve() };
}

/** Audited value and number of violations. */
function audited(portfolio: Portfolio, plan: Plan): { usd: number | null; violations: number } {
  if (plan.status !== "optimal" && plan.status !== "feasible") return { usd: null, violations: 0 };
  const { value, violations } = auditPlan(portfolio, plan);
  return { usd: value.valueUsd, violations: violations.length };
}

async function main(): Promise<void> {
  const task = JSON.parse(process.argv[2]) as ResolveTask;
  const portfolio = sharedPortfolio(task.portfolio);
  const base = await run(portfolio, task.baseSeconds);
  const results: EditResult[] = [];
  for (const edit of EDITS) {
    const changed = edited(portfolio, base.plan, edit);
    if (changed === null) continue;
    const warm = await run(changed, task.scratchSeconds * WARM_PART, base.warm);
    const scratch = await run(changed, task.scratchSeconds);
    const [warmAudit, scratchAudit] = [audited(changed, warm.plan), audited(changed, scratch.plan)];
    results.push({
      edit,
      scratchUsd: scratchAudit.usd,
      warmUsd: warmAudit.usd,
      scratch: scratch.curve,
      warm: warm.curve,
      violations: warmAudit.violations + scratchAudit.violations,
    });
  }
  answer(results);
}

await main();
