// What a sweep says: how values spread, what the base plan's commitments cost against hindsight, which decisions hold, which risks matter.
import { OptionError } from "../errors.ts";
import { commitmentMonth } from "./commitments.ts";
import { type Holding, holdings } from "./holding.ts";
import { type RiskEffect, riskEffects } from "./risk-effect.ts";
import type { KeptResult, ScenarioResult, Unserved } from "./run-scenario.ts";
import { probabilitiesOf, type Scenario } from "./scenario.ts";
import { type Spread, spreadOf } from "./spread.ts";
import type { SweepContext } from "./sweep-context.ts";

export interface ScenarioRow {
  readonly scenario: string;
  readonly note: string | null;
  readonly probability: number;
  readonly drawn: Readonly<Record<string, number>> | null;
  readonly status: ScenarioResult["status"];
  /** Planned with hindsight, and its proven bound. */
  readonly valueUsd: number | null;
  readonly boundUsd: number | null;
  /** With the base plan's commitments, the rest planned again. */
  readonly keptUsd: number | null;
  readonly keptLevel: KeptResult["level"];
  /** With the base plan to the letter; null where that breaks a limit. */
  readonly letterUsd: number | null;
  /** valueUsd - keptUsd: what hindsight would gain. */
  readonly regretUsd: number | null;
  /** Parts of signed contracts that the base plan's commitments leave unserved. */
  readonly unserved: readonly Unserved[];
}

export interface SweepAnswer {
  readonly schema: "megalloc/sweep-answer@1";
  readonly portfolio: string;
  readonly scenarios: string;
  /** Scenarios asked for, and those solved so far. */
  readonly total: number;
  readonly done: number;
  /** Level of the CVaR: the mean of the worst 1 - alpha. */
  readonly alpha: number;
  readonly base: { readonly valueUsd: number; readonly boundUsd: number | null };
  /** Before this month what is begun or arrives is decided now. */
  readonly committedBefore: string;
  readonly unservedPenalty: number;
  readonly hindsight: Spread | null;
  readonly kept: Spread | null;
  /** Regret of the base plan; its CVaR is of the largest regrets. */
  readonly regret: (Omit<Spread, "cvar"> & { readonly cvar: number; readonly largestIn: string }) | null;
  /** By weight: where the base plan stands to the letter, and where its commitments stand how far. */
  readonly standing: {
    readonly letter: number;
    readonly whole: number;
    readonly unserved: number;
    readonly rebuilt: number;
    readonly broken: number;
  };
  readonly holdings: readonly Holding[];
  readonly risks: readonly RiskEffect[];
  readonly rows: readonly ScenarioRow[];
}

export interface AnswerOptions {
  /** Level of the CVaR, in (0, 1); default 0.9: the worst tenth. */
  alpha?: number;
  /** Name of the set of scenarios. */
  name?: string;
}

function rowOf(scenario: Scenario, probability: number, result: ScenarioResult): ScenarioRow {
  const { status, valueUsd, boundUsd, kept, letterUsd } = result;
  return {
    scenario: scenario.id,
    note: scenario.note ?? null,
    probability,
    drawn: scenario.drawn ?? null,
    ...{ status, valueUsd, boundUsd, letterUsd },
    keptUsd: kept.valueUsd,
    keptLevel: kept.level,
    regretUsd: valueUsd === null || kept.valueUsd === null ? null : valueUsd - kept.valueUsd,
    unserved: kept.unserved,
  };
}

function regretOf(rows: readonly ScenarioRow[], alpha: number): SweepAnswer["regret"] {
  const spread = spreadOf(
    rows.map(({ regretUsd, probability }) => ({ value: regretUsd, weight: probability })),
    alpha,
  );
  if (spread === undefined) return null;
  // The worst regrets are the largest: their mean is that of the lowest of the negative.
  const worst = spreadOf(
    rows.map(({ regretUsd, probability }) => ({ value: regretUsd === null ? null : -regretUsd, weight: probability })),
    alpha,
  );
  const counted = rows.filter(({ probability, regretUsd }) => probability > 0 && regretUsd !== null);
  const largest = counted.reduce((best, row) => (row.regretUsd! > best.regretUsd! ? row : best));
  return { ...spread, cvar: -worst!.cvar, largestIn: largest.scenario };
}

function standingOf(rows: readonly ScenarioRow[]): SweepAnswer["standing"] {
  const total = rows.reduce((sum, { probability }) => sum + probability, 0);
  const share = (is: (row: ScenarioRow) => boolean): number =>
    total > 0 ? rows.reduce((sum, row) => sum + (is(row) ? row.probability : 0), 0) / total : 0;
  return {
    letter: share(({ letterUsd }) => letterUsd !== null),
    whole: share(({ keptLevel }) => keptLevel === "whole"),
    unserved: share(({ keptLevel }) => keptLevel === "unserved"),
    rebuilt: share(({ keptLevel }) => keptLevel === "rebuilt"),
    broken: share(({ keptLevel }) => keptLevel === null),
  };
}

/** Sums up the results there are, be they all or not. Throws OptionError for a level outside (0, 1). */
export function sweepAnswer(
  context: SweepContext,
  scenarios: readonly Scenario[],
  results: readonly ScenarioResult[],
  { alpha = 0.9, name = "" }: AnswerOptions = {},
): SweepAnswer {
  if (!(alpha > 0 && alpha < 1)) throw new OptionError(`alpha is ${alpha}; it must lie between 0 and 1, such as 0.9`);
  const probabilities = probabilitiesOf(scenarios);
  const byScenario = new Map(results.map((result) => [result.scenario, result]));
  const found = scenarios.flatMap((scenario, k) => {
    const result = byScenario.get(scenario.id);
    return result === undefined ? [] : [{ result, row: rowOf(scenario, probabilities[k], result) }];
  });
  const rows = found.map(({ row }) => row);
  const spread = (field: "valueUsd" | "keptUsd"): Spread | null =>
    spreadOf(
      rows.map((row) => ({ value: row[field], weight: row.probability })),
      alpha,
    ) ?? null;
  const planned = found.flatMap(({ result, row }) =>
    result.status === "solved" ? [{ plan: result.plan, weight: row.probability }] : [],
  );
  const draws = rows.flatMap(({ drawn, keptUsd, probability }) =>
    drawn === null || keptUsd === null ? [] : [{ drawn, valueUsd: keptUsd, weight: probability }],
  );
  const { valueUsd, boundUsd } = context.plan;
  return {
    schema: "megalloc/sweep-answer@1",
    portfolio: context.portfolio.name,
    scenarios: name,
    total: scenarios.length,
    done: rows.length,
    alpha,
    base: { valueUsd, boundUsd },
    committedBefore: commitmentMonth(context.portfolio, context.commitments),
    unservedPenalty: context.commitments.unservedPenalty,
    hindsight: spread("valueUsd"),
    kept: spread("keptUsd"),
    regret: regretOf(rows, alpha),
    standing: standingOf(rows),
    holdings: holdings(context, planned),
    risks: riskEffects(draws),
    rows,
  };
}
