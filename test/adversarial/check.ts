// What must hold of a hostile portfolio's solve: audited, a bound no less than the value nor than the oracle's optimum, no value above it,
// "optimal" and "infeasible" only where the oracle says the same, and the same on both engines to the bit.
import { auditPlan } from "../../src/plan/audit.ts";
import { Plan } from "../../src/plan/plan.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { solve } from "../../src/solve.ts";
import { solveTextbook } from "../oracle/textbook-milp.ts";
import { isSolved, timeless } from "../solve/plan.ts";
import { Adversary } from "./portfolios.ts";

export interface Verdict {
  readonly plan: Plan;
  /** Of the oracle; null = infeasible, undefined = not asked or not known. */
  readonly optimumUsd: number | null | undefined;
  /** Everything that is wrong, in words. */
  readonly faults: string[];
}

const GAP = 1e-6;
const ORACLE_SECONDS = 20;
const oracleAnswers = new Map<string, Promise<number | null | undefined>>();

/** The textbook optimum; portfolios that several adversaries are made from are solved once. */
function oracle(portfolio: Portfolio): Promise<number | null | undefined> {
  const key = JSON.stringify(portfolio);
  const known = oracleAnswers.get(key);
  if (known !== undefined) return known;
  const answer = solveTextbook(portfolio, { timeLimitSeconds: ORACLE_SECONDS }).then(({ status, valueUsd }) =>
    status === "optimal" ? valueUsd : status === "infeasible" ? null : undefined,
  );
  oracleAnswers.set(key, answer);
  return answer;
}

async function optimumOf({ portfolio, like, beyondOracle }: Adversary): Promise<number | null | undefined> {
  if (beyondOracle === true) return undefined;
  const optimum = await oracle(like?.portfolio ?? portfolio);
  return optimum === null || optimum === undefined ? optimum : optimum * (like?.factor ?? 1);
}

/** HiGHS works in millions: below 1e4 USD (as it sees them) its answer is rounding. */
function slackOf(optimumUsd: number, { like }: Adversary): number {
  return 1e-7 * Math.max(1e4 * (like?.factor ?? 1), Math.abs(optimumUsd));
}

export async function check(adversary: Adversary, moveLimit: number): Promise<Verdict> {
  const { portfolio } = adversary;
  const plan = await solve(portfolio, { moveLimit, gap: GAP, engine: "wasm" });
  const other = await solve(portfolio, { moveLimit, gap: GAP, engine: "js" });
  const faults = soundness(portfolio, plan);
  faults.push(...differences(plan, other));
  const optimumUsd = await optimumOf(adversary);
  if (optimumUsd !== undefined)
    faults.push(...againstOracle(plan, optimumUsd, optimumUsd === null ? 0 : slackOf(optimumUsd, adversary)));
  return { plan, optimumUsd, faults };
}

/** Parts of a plan that one engine says differently; which engine it was is none of them. */
function differences(wasm: Plan, js: Plan): string[] {
  const { engine: _, ...known } = timeless(wasm);
  const others = timeless(js);
  return (Object.keys(known) as (keyof typeof known)[])
    .filter((part) => JSON.stringify(known[part]) !== JSON.stringify(others[part]))
    .map((part) => `${part} differs between WASM and JS`);
}

function soundness(portfolio: Portfolio, plan: Plan): string[] {
  const faults: string[] = [];
  const { valueUsd, boundUsd, gap } = plan.objective;
  if (!isSolved(plan)) return valueUsd === null ? faults : [`${plan.status} with a value of ${valueUsd}`];
  const audit = auditPlan(portfolio, plan);
  faults.push(...audit.violations.map((violation) => `audit: ${JSON.stringify(violation)}`));
  if (!audit.statedValueOk || !audit.statedNpvOk) faults.push("audit: the stated value is another");
  if (boundUsd === null) return plan.status === "optimal" ? [...faults, "optimal without a bound"] : faults;
  if (!(boundUsd >= plan.objective.valueUsd)) faults.push(`bound ${boundUsd} below value ${valueUsd}`);
  if (plan.status !== (gap! <= GAP ? "optimal" : "feasible")) faults.push(`${plan.status} at a gap of ${gap}`);
  return faults;
}

function againstOracle(plan: Plan, optimumUsd: number | null, slack: number): string[] {
  const { valueUsd, boundUsd } = plan.objective;
  if (optimumUsd === null) return valueUsd === null ? [] : [`a plan worth ${valueUsd} of an infeasible portfolio`];
  if (plan.status === "infeasible") return [`called infeasible, but worth ${optimumUsd}`];
  const faults: string[] = [];
  if (boundUsd !== null && boundUsd < optimumUsd - slack)
    faults.push(`bound ${boundUsd} below the optimum ${optimumUsd}`);
  if (valueUsd !== null && valueUsd > optimumUsd + slack)
    faults.push(`value ${valueUsd} above the optimum ${optimumUsd}`);
  const missed = optimumUsd - (valueUsd ?? Number.NEGATIVE_INFINITY);
  if (plan.status === "optimal" && missed > GAP * Math.max(1, Math.abs(optimumUsd)) + slack)
    faults.push(`called optimal at ${valueUsd}, optimum ${optimumUsd}`);
  return faults;
}
