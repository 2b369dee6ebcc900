// From the kernel's incumbent to the audited plan. On the largest portfolios an audit takes longer than a cancel may, so it is done ahead, while
// the search goes on: a stop then finds the answer ready, unless the incumbent has changed since.
import { priceRows } from "./compile/kernel-prices.ts";
import type { Prepared } from "./compile/prepare.ts";
import { sunkUsdOf } from "./compile/sunk.ts";
import type { AllocReport, AllocRun } from "./engine/alloc-run.ts";
import { InternalError, OptionError } from "./errors.ts";
import { auditPlan } from "./plan/audit.ts";
import type { Plan, SolvedPlan, StopReason } from "./plan/plan.ts";
import { planSections } from "./plan/sections.ts";
import type { Portfolio } from "./portfolio/schema.ts";
import { gapOf, type SolveSettings } from "./solve-options.ts";
import { VERSION } from "./version.ts";

/** Solves that end sooner do not audit ahead: what they could save is a few milliseconds. */
const FIRST_AHEAD_MS = 500;
/** Auditing ahead takes one part in so many of the time at most. */
const LEAST_PAUSE = 20;
/** Nor is it worth anything where an answer takes less: a cancel has 50 ms. */
const LEAST_COST_MS = 10;

/** What a report says of value and bound, with what is decided already. */
export function shifted(report: AllocReport, fixedUsd: number): Pick<AllocReport, "valueUsd" | "boundUsd"> {
  const { valueUsd, boundUsd } = report;
  return {
    valueUsd: valueUsd === null ? null : valueUsd + fixedUsd,
    boundUsd: boundUsd === null ? null : boundUsd + fixedUsd,
  };
}

/** All of a plan that depends on the incumbent alone. */
interface Audited {
  /** Which incumbent: its number and its value. */
  readonly incumbents: number;
  readonly valueUsd: number;
  readonly bonusUsd: number;
  /** Decisions and derived sections. */
  readonly body: Omit<SolvedPlan, "schema" | "portfolio" | "status" | "stopReason" | "objective">;
}

export class SolveAnswer {
  readonly #portfolio: Portfolio;
  readonly #prepared: Prepared;
  readonly #run: AllocRun;
  readonly #settings: SolveSettings;
  readonly #sunkUsd: number;
  #audited: Audited | undefined;
  #costMs: number;
  #nextAt = FIRST_AHEAD_MS;

  /** `guessMs`: what an answer may take, before the first has been made. */
  constructor(portfolio: Portfolio, prepared: Prepared, run: AllocRun, settings: SolveSettings, guessMs = 0) {
    this.#portfolio = portfolio;
    this.#prepared = prepared;
    this.#run = run;
    this.#settings = settings;
    this.#sunkUsd = sunkUsdOf(portfolio);
    this.#costMs = guessMs;
  }

  /** What an answer takes as far as is known: a search that may not be late ends so much earlier. */
  get costMs(): number {
    return this.#costMs;
  }

  /** Whether the incumbent is audited already. */
  get isReady(): boolean {
    const { incumbents, valueUsd } = this.#run.report();
    return this.#audited?.incumbents === incumbents && this.#audited.valueUsd === valueUsd;
  }

  /** Between slices: audits ahead now and then. `elapsedMs` tells the time since the solve began. Throws as `plan` does. */
  ahead(elapsedMs: () => number): void {
    if (this.#costMs < LEAST_COST_MS) return;
    const begun = elapsedMs();
    if (begun < this.#nextAt || this.#run.report().valueUsd === null || this.isReady) return;
    this.#audit();
    const ended = elapsedMs();
    this.#costMs = ended - begun;
    this.#nextAt = ended + LEAST_PAUSE * this.#costMs;
  }

  /** The plan as it is to be answered. Throws InternalError when the audit disagrees, OptionError when kept decisions do not fit. */
  plan(stopReason: StopReason): Plan {
    const report = this.#run.report();
    const { boundUsd } = shifted(report, this.#prepared.fixedUsd);
    const head = { schema: "megalloc/plan@1", portfolio: this.#portfolio.name, stopReason } as const;
    const sunkUsd = this.#sunkUsd;
    if (report.valueUsd === null) {
      const isInfeasible = report.proof === "infeasible";
      return {
        ...head,
        status: isInfeasible ? "infeasible" : "unknown",
        objective: { valueUsd: null, boundUsd: isInfeasible ? null : boundUsd, gap: null, sunkUsd, npvUsd: null },
        contracts: [],
        builds: [],
        expansions: [],
        orders: [],
        debt: [],
      };
    }
    const { bonusUsd, body } = this.isReady ? this.#audited! : this.#audit();
    const objective = this.#objective(report, bonusUsd);
    const { gap } = objective;
    const status = gap !== null && gap <= this.#settings.gap ? "optimal" : "feasible";
    const prices = priceRows(this.#prepared.instance, this.#run.prices());
    return { ...head, status, objective, ...body, prices };
  }

  #objective(report: AllocReport, bonusUsd: number): SolvedPlan["objective"] {
    const { valueUsd, boundUsd } = shifted(report, this.#prepared.fixedUsd);
    const ownUsd = valueUsd! - bonusUsd;
    const ownBoundUsd = boundUsd === null ? null : boundUsd - bonusUsd;
    const sunkUsd = this.#sunkUsd;
    return {
      valueUsd: ownUsd,
      boundUsd: ownBoundUsd,
      gap: gapOf(ownUsd, ownBoundUsd),
      sunkUsd,
      npvUsd: ownUsd + sunkUsd,
    };
  }

  /** Decode the incumbent and audit it. */
  #audit(): Audited {
    const report = this.#run.report();
    const decisions = this.#prepared.decisions(this.#run.plan());
    const bonusUsd = this.#prepared.bonusUsd(decisions);
    const objective = this.#objective(report, bonusUsd);
    const audit = auditPlan(this.#portfolio, { objective, ...decisions });
    if (!audit.feasible || !audit.statedValueOk || !audit.statedNpvOk) {
      // What repeats the case stops after as many moves.
      const head = { schema: "megalloc/plan@1", portfolio: this.#portfolio.name, stopReason: "moveLimit" } as const;
      const plan: SolvedPlan = { ...head, status: "feasible", objective, ...decisions };
      throw this.#refusal(plan, [...audit.violations, ...audit.remarks]);
    }
    const { incumbents, valueUsd } = report;
    this.#audited = { incumbents, valueUsd: valueUsd!, bonusUsd, body: { ...decisions, ...planSections(audit) } };
    return this.#audited;
  }

  #refusal(plan: SolvedPlan, findings: readonly { message: string }[]): Error {
    const { seed, gap: gapAsked, moveLimit, constraints } = this.#settings;
    const finding = findings[0]?.message ?? "no finding";
    if (constraints.keep !== undefined || constraints.commit !== undefined) {
      const what = constraints.keep !== undefined ? "kept decisions" : "commitments";
      return new OptionError(`the ${what} do not fit the portfolio: ${finding}`);
    }
    return new InternalError(`the plan found did not pass the audit: ${finding}`, {
      schema: "megalloc/replay@1",
      version: VERSION,
      message: "the plan found did not pass the audit",
      portfolio: this.#portfolio,
      options: { seed, gap: gapAsked, moveLimit: this.#run.report().moves, moveLimitAsked: moveLimit, constraints },
      plan,
      findings,
    });
  }
}
