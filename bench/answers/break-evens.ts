// Every refused contract is explained, and its break-even price is checked by solves of its own: just below and just above.
import { ContractExplanation, explainContract } from "../../src/answers/explain/explain-contract.ts";
import { contractOf, forced, withContract, withdrawn } from "../../src/answers/explain/forced.ts";
import { isWorthMore } from "../../src/answers/explain/least-change.ts";
import { hasDecisions, neverWorse, Solver } from "../../src/answers/solver.ts";
import { Plan, SolvedPlan } from "../../src/plan/plan.ts";
import { Contract, Portfolio } from "../../src/portfolio/schema.ts";
import { EXPLAIN_EFFORT } from "../../src/time-share.ts";
import { cpuSolver, scratchSolver } from "./cpu-solver.ts";
import { BreakEvenRecord, SideCheck } from "./record.ts";
import { AnswerBase, Effort } from "./subject.ts";

const takes = (plan: Plan, id: string): boolean =>
  plan.contracts.some((decision) => decision.id === id && decision.accepted);

/** The better one of two plans; the first where they are alike. */
function better(a: Plan, b: Plan): Plan {
  const [first, second] = [a.objective.valueUsd, b.objective.valueUsd];
  return second !== null && (first === null || isWorthMore(second, first)) ? b : a;
}

/** From scratch, with proofs: the contract forced in against the contract withdrawn. */
async function provenSide(portfolio: Portfolio, contract: Contract, solver: Solver): Promise<SideCheck> {
  const free = await solver(withContract(portfolio, contract));
  const taken = await solver(forced(portfolio, contract));
  const left = await solver(withdrawn(portfolio, contract.id));
  const accepted = takes(free, contract.id);
  const [right, wrong] = accepted ? [taken, left] : [left, taken];
  const isProved =
    hasDecisions(right) &&
    (wrong.status === "infeasible" ||
      (wrong.objective.boundUsd !== null && wrong.objective.boundUsd < right.objective.valueUsd));
  return { usdPerUnitMonth: contract.usdPerUnitMonth, accepted, isProved };
}

/** Longer solves from both plans known, where proofs are out of reach; `isProved` is then the answer's own word. */
async function challengedSide(
  portfolio: Portfolio,
  contract: Contract,
  starts: readonly SolvedPlan[],
  isProved: boolean,
  cpuMs: number,
): Promise<SideCheck> {
  const free = withContract(portfolio, contract);
  const plans: Plan[] = [];
  for (const start of starts)
    plans.push(await neverWorse(cpuSolver({ timeLimitMs: cpuMs, solves: 1 }, 1e-6).solve)(free, start));
  const best = plans.reduce(better);
  return { usdPerUnitMonth: contract.usdPerUnitMonth, accepted: takes(best, contract.id), isProved };
}

async function sides(base: AnswerBase, effort: Effort, answer: ContractExplanation) {
  const { price, contract: id } = answer;
  if (price === null || !price.found) return { below: null, above: null, certain: null };
  const side = async (usdPerUnitMonth: number | undefined, isProved: boolean): Promise<SideCheck | null> => {
    if (usdPerUnitMonth === undefined) return null;
    const offer: Contract = { ...contractOf(base.portfolio, id), signed: false, usdPerUnitMonth };
    if (effort.isProvable) return provenSide(base.portfolio, offer, scratchSolver(effort.checkCpuMs, effort.checkGap));
    const plans = [answer.betterPlan ?? base.plan, price.plan];
    return challengedSide(base.portfolio, offer, plans, isProved, effort.checkCpuMs);
  };
  const { refusedUpToUsd } = price.certain;
  const isFurther = refusedUpToUsd > 0 && price.below !== null && refusedUpToUsd < price.below.usdPerUnitMonth;
  return {
    below: await side(price.below?.usdPerUnitMonth, price.below?.isProved ?? false),
    above: await side(price.above?.usdPerUnitMonth, price.above?.isProved ?? false),
    certain: isFurther ? await side(refusedUpToUsd, true) : null,
  };
}

export async function measureBreakEven(
  base: AnswerBase,
  effort: Effort,
  contract: string,
): Promise<Omit<BreakEvenRecord, "key" | "run">> {
  const solver = cpuSolver(effort.explain, EXPLAIN_EFFORT.gap!);
  const answer = await explainContract(base.portfolio, base.plan, contract, solver.solve, { isLate: solver.isLate });
  const cost = { cpuMs: solver.cpuMs(), solves: solver.solves() };
  const { price, terms, notTried } = answer;
  const found = price?.found === true;
  return {
    kind: "breakEven",
    portfolio: base.name,
    contract,
    ...cost,
    found,
    isVerified: found && price.isVerified,
    isProved: found
      ? (price.below === null || price.below.isProved) && (price.above?.isProved ?? false)
      : answer.obstacle !== null || (price?.isProved ?? false),
    usdPerUnitMonth: found ? price.usdPerUnitMonth : null,
    refusedUpToUsd: found ? price.certain.refusedUpToUsd : null,
    acceptedFromUsd: found ? price.certain.acceptedFromUsd : null,
    offeredUsd: contractOf(base.portfolio, contract).usdPerUnitMonth,
    ...(await sides(base, effort, answer)),
    terms: terms.length,
    notTried: notTried.length,
    flips: terms.filter(({ flips }) => flips).length,
    verifiedFlips: terms.filter(({ isVerifiedBelow }) => isVerifiedBelow).length,
    isBetterKnown: answer.betterPlan !== null,
  };
}
