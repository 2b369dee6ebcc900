// The desk: reads portfolios, solves them and answers questions about the plan, one thing at a time and each from where the last one left
// off. It runs on a worker, so that the page's own thread only shows.
import { type Alternative, simplerPlans } from "../../answers/alternatives/simpler-plans.ts";
import { baselines } from "../../answers/compare/baselines.ts";
import { type SiteAnswer, siteAlternatives } from "../../answers/compare/site-alternatives.ts";
import { type Conflicts, findConflicts } from "../../answers/conflicts/conflicts.ts";
import { type ContractExplanation, explainContract } from "../../answers/explain/explain-contract.ts";
import { type IdleRow, idleCapacity } from "../../answers/idle/idle-capacity.ts";
import { businessKpis } from "../../answers/kpi/business.ts";
import { type ContractDraft, type Quote, quote } from "../../answers/quote/quote.ts";
import { forContractsOf, hasDecisions, neverWorse, type Solver } from "../../answers/solver.ts";
import { type Tornado, tornado, usualInputs } from "../../answers/tornado/tornado.ts";
import { whatIf } from "../../answers/whatif/what-if.ts";
import { type MoreOf, priceHeatMap, type Worth, worthOf } from "../../answers/worth/worth.ts";
import { auditPlan } from "../../plan/audit.ts";
import type { SolvedPlan } from "../../plan/plan.ts";
import { portfolioJsonSchema } from "../../portfolio/json-schema.ts";
import { parseJson } from "../../portfolio/json-text.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { pricedRows } from "../../report/priced-rows.ts";
import { contractReasons } from "../../report/reasons.ts";
import { chipFigures, siteFigures } from "../../report/site-figures.ts";
import { readPortfolioValue } from "../../resolve/read-portfolio.ts";
import type { SolveOptions } from "../../solve-options.ts";
import { type AnswerEffort, EXPLAIN_EFFORT, QUOTE_EFFORT, type TimeShares, timeShares } from "../../time-share.ts";
import { createWarmSolver } from "../../warm-solver.ts";
import type {
  BaselineFigures,
  Effort,
  PlanFigures,
  Reading,
  Solved,
  Told,
  Unchanged,
  WhatIfAnswer,
} from "./messages.ts";

/** Violations told of a plan that no longer stands. */
const VIOLATIONS_TOLD = 5;

const SITE_EFFORT: AnswerEffort = { timeLimitMs: 3000, solves: 3 };
const BASELINE_EFFORT: AnswerEffort = { timeLimitMs: 3000, solves: 2 };
const WORTH_EFFORT: AnswerEffort = { timeLimitMs: 2000, solves: 1 };
const WHAT_IF_EFFORT: AnswerEffort = { timeLimitMs: 4800, solves: 1 };
const TORNADO_EFFORT: AnswerEffort = { timeLimitMs: 15_000, solves: 26 };
const SIMPLER_EFFORT: AnswerEffort = { timeLimitMs: 10_000, solves: 16 };
const CONFLICTS_EFFORT: AnswerEffort = { timeLimitMs: 6000, solves: 30 };

/** Thrown when a question was cancelled. */
export class QuestionCancelled extends Error {
  override readonly name = "QuestionCancelled";
}

interface Job {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

function planFigures(portfolio: Portfolio, plan: SolvedPlan): PlanFigures {
  const audit = auditPlan(portfolio, plan);
  return {
    kpis: businessKpis(portfolio, plan),
    reasons: contractReasons(portfolio, plan),
    sites: siteFigures(portfolio, audit),
    chips: chipFigures(portfolio, audit),
    heat: pricedRows(priceHeatMap(portfolio, plan)),
  };
}

function unchangedPlan(portfolio: Portfolio, before: SolvedPlan): Unchanged {
  const audit = auditPlan(portfolio, forContractsOf(portfolio, before));
  const violations = audit.violations.slice(0, VIOLATIONS_TOLD).map(({ message }) => message);
  return { isFeasible: audit.feasible, valueUsd: audit.value.valueUsd, violations };
}

/** The tighter of two proofs about the same portfolio. */
function tighten(plan: SolvedPlan, boundUsd: number | null): void {
  const { objective } = plan;
  if (boundUsd === null || (objective.boundUsd !== null && objective.boundUsd <= boundUsd)) return;
  objective.boundUsd = Math.max(boundUsd, objective.valueUsd);
  objective.gap = (objective.boundUsd - objective.valueUsd) / Math.max(1, Math.abs(objective.valueUsd));
}

export class Desk {
  #asked: SolveOptions = {};
  readonly #solver: Solver = createWarmSolver(() => this.#asked);
  readonly #files = new Map<string, string>();
  #portfolio: Portfolio | null = null;
  #plan: SolvedPlan | null = null;
  /** The portfolio that `#plan` belongs to. */
  #planned: Portfolio | null = null;
  #job: Job | null = null;
  /** Moves of each solve of an answer; null for a share of the answer's time. */
  #answerMoves: number | null = null;

  /** From now on each solve of an answer ends after so many moves, not after a time: answers are repeatable. */
  limitMoves(moves: number): void {
    this.#answerMoves = moves;
  }

  /** What the portfolio's fields are called, and what may stand in them. */
  jsonSchema(): object {
    return portfolioJsonSchema();
  }

  /** Read a portfolio from text; `files` are those it may name, such as hourly prices. */
  read(text: string, files: Readonly<Record<string, string>> = {}): Reading {
    this.#files.clear();
    for (const [name, content] of Object.entries(files)) this.#files.set(name, content);
    this.#plan = null;
    this.#planned = null;
    const json = parseJson(text);
    if (json.ok) return this.#readValue(json.value, json.problems);
    this.#portfolio = null;
    const nothing = { source: undefined, resolved: undefined, portfolio: null, warnings: [], notes: [] };
    return { ...nothing, problems: json.problems };
  }

  /** Read a portfolio that was edited: the plan at hand stays what the next one starts from. */
  readValue(source: unknown): Reading {
    return this.#readValue(source, []);
  }

  #readValue(source: unknown, found: Reading["problems"]): Reading {
    const readText = (name: string): string => {
      const text = this.#files.get(name.split("/").at(-1) ?? name);
      if (text === undefined) throw new Error("it was not opened together with the portfolio");
      return text;
    };
    const result = readPortfolioValue(source, { readText }, found);
    this.#portfolio = result.ok ? result.portfolio : null;
    const { warnings, notes, resolved } = result;
    return {
      source,
      resolved,
      portfolio: this.#portfolio,
      problems: result.ok ? [] : result.problems,
      warnings,
      notes,
    };
  }

  /** Solve the portfolio that was read, from the plan at hand. Whatever ran before is stopped. */
  solve(effort: Effort, tell: (told: Told) => void): Promise<Solved> {
    return this.#exclusively(async (signal) => {
      const portfolio = this.#readPortfolio();
      const { timeLimitMs, moveLimit, firstPlanMs } = effort;
      const from = performance.now();
      this.#asked = {
        signal,
        ...(timeLimitMs !== null && { timeLimitMs }),
        ...(moveLimit !== null && { moveLimit }),
        onProgress: ({ elapsedMs, valueUsd, boundUsd }) => tell({ elapsedMs, valueUsd, boundUsd }),
      };
      const before = this.#plan;
      const isSame = this.#planned === portfolio;
      const isEnough =
        firstPlanMs === null
          ? undefined
          : ({ valueUsd }: { valueUsd: number | null }): boolean =>
              valueUsd !== null && performance.now() - from >= firstPlanMs;
      const plan = await neverWorse(this.#solver)(portfolio, before ?? undefined, isEnough);
      if (!hasDecisions(plan)) return { portfolio, plan, figures: null, unchanged: null };
      if (isSame && before !== null) tighten(plan, before.objective.boundUsd);
      this.#plan = plan;
      this.#planned = portfolio;
      const unchanged = before === null || isSame ? null : unchangedPlan(portfolio, before);
      return { portfolio, plan, figures: planFigures(portfolio, plan), unchanged };
    });
  }

  /** Stop what runs: a solve answers with the best plan so far, a question throws QuestionCancelled. */
  stop(): void {
    this.#job?.stop.abort();
  }

  /** `times` the usual time makes it sharper. */
  explain(id: string, times: number, tell: (solves: number) => void): Promise<ContractExplanation> {
    const effort = { ...EXPLAIN_EFFORT, timeLimitMs: times * EXPLAIN_EFFORT.timeLimitMs };
    return this.#question(effort, tell, (portfolio, plan, solver, isLate) =>
      explainContract(portfolio, plan, id, solver, { isLate }),
    );
  }

  site(id: string, tell: (solves: number) => void): Promise<SiteAnswer> {
    return this.#question(SITE_EFFORT, tell, (portfolio, plan, solver) =>
      siteAlternatives(portfolio, plan, id, solver),
    );
  }

  async whatIf(edits: readonly string[], tell: (solves: number) => void): Promise<WhatIfAnswer> {
    return this.#question(WHAT_IF_EFFORT, tell, async (portfolio, plan, solver) => {
      const answer = await whatIf(portfolio, plan, edits, solver);
      if (!answer.ok) return answer;
      const { changes, diff, unchanged } = answer;
      const { feasible, valueUsd, violations } = unchanged;
      const told = violations.slice(0, VIOLATIONS_TOLD).map(({ message }) => message);
      return {
        ok: true,
        changes,
        status: answer.plan.status,
        diff,
        unchanged: { isFeasible: feasible, valueUsd, violations: told },
        horizon: answer.portfolio.horizon,
      };
    });
  }

  risks(share: number, months: number, tell: (solves: number) => void): Promise<Tornado> {
    return this.#question(TORNADO_EFFORT, tell, (portfolio, plan, solver) =>
      tornado(portfolio, plan, usualInputs(share, months), solver),
    );
  }

  /** Plans that give up at most this share of the value. */
  simpler(share: number, tell: (solves: number) => void): Promise<Alternative[]> {
    return this.#question(SIMPLER_EFFORT, tell, (portfolio, plan, solver) =>
      simplerPlans(portfolio, plan, share, ["fewestSites", "fewestBuilds", "leastCapital"], solver),
    );
  }

  quote(draft: ContractDraft, tell: (solves: number) => void): Promise<Quote> {
    return this.#question(QUOTE_EFFORT, tell, (portfolio, plan, solver, isLate) =>
      quote(portfolio, plan, draft, solver, isLate),
    );
  }

  worth(asked: MoreOf, tell: (solves: number) => void): Promise<Worth> {
    return this.#question(WORTH_EFFORT, tell, (portfolio, plan, solver) => worthOf(portfolio, plan, asked, solver));
  }

  baselines(tell: (solves: number) => void): Promise<BaselineFigures[]> {
    return this.#question(BASELINE_EFFORT, tell, async (portfolio, plan, solver) => {
      const found = await baselines(portfolio, plan, solver);
      return found.map(({ name, kpis }) => ({ name, kpis }));
    });
  }

  /** Why a portfolio without any plan has none. */
  conflicts(tell: (solves: number) => void): Promise<Conflicts> {
    return this.#exclusively((signal) =>
      findConflicts(this.#readPortfolio(), this.#counted(timeShares(CONFLICTS_EFFORT), tell, signal)),
    );
  }

  idle(): Promise<IdleRow[]> {
    return this.#exclusively(async () => {
      const { portfolio, plan } = this.#atHand();
      return idleCapacity(portfolio, plan);
    });
  }

  #readPortfolio(): Portfolio {
    if (this.#portfolio === null) throw new Error("there is no portfolio without errors to be solved");
    return this.#portfolio;
  }

  #atHand(): { portfolio: Portfolio; plan: SolvedPlan } {
    if (this.#plan === null || this.#planned === null) throw new Error("there is no plan yet to be asked about");
    return { portfolio: this.#planned, plan: this.#plan };
  }

  /** One job at a time: the one before is stopped, and waited for. */
  async #exclusively<T>(job: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const before = this.#job;
    const stop = new AbortController();
    const run = async (): Promise<T> => {
      before?.stop.abort();
      await before?.ended;
      return job(stop.signal);
    };
    const running = run();
    const own: Job = { stop, ended: running.catch(() => undefined) };
    this.#job = own;
    try {
      return await running;
    } finally {
      if (this.#job === own) this.#job = null;
    }
  }

  #question<T>(
    effort: AnswerEffort,
    tell: (solves: number) => void,
    question: (portfolio: Portfolio, plan: SolvedPlan, solver: Solver, isLate: () => boolean) => Promise<T>,
  ): Promise<T> {
    return this.#exclusively((signal) => {
      const { portfolio, plan } = this.#atHand();
      const shares = timeShares(effort);
      // Answers that end by moves are never late, so that they are repeatable.
      const isLate = (): boolean => this.#answerMoves === null && shares.isLate();
      return question(portfolio, plan, this.#counted(shares, tell, signal, effort.gap), isLate);
    });
  }

  /** Solves that count themselves, share the time, and end in QuestionCancelled. */
  #counted(shares: TimeShares, tell: (solves: number) => void, signal: AbortSignal, gap?: number): Solver {
    const { nextMs } = shares;
    const checkStop = (): void => {
      if (signal.aborted) throw new QuestionCancelled("the question was cancelled");
    };
    let count = 0;
    return async (...request) => {
      checkStop();
      tell(++count);
      const moves = this.#answerMoves;
      this.#asked = {
        signal,
        ...(gap !== undefined && { gap }),
        ...(moves === null ? { timeLimitMs: nextMs() } : { moveLimit: moves }),
      };
      const plan = await this.#solver(...request);
      checkStop();
      return plan;
    };
  }
}
