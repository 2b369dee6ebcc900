// A sweep without solves: a context and results of a form that counts.
import type { ScenarioResult } from "../../src/sweep/run-scenario.ts";
import type { Scenario } from "../../src/sweep/scenario.ts";
import { questionKey, type SweepContext, sweepQuestion } from "../../src/sweep/sweep-context.ts";
import { VERSION } from "../../src/version.ts";
import { WEST_TEXAS } from "./scenarios.ts";

export async function fakeContext(moveLimit = 10): Promise<SweepContext> {
  const question = sweepQuestion(WEST_TEXAS, { unservedPenalty: 1 }, { moveLimit });
  const none = { contracts: [], builds: [], expansions: [], orders: [], debt: [] };
  return {
    schema: "megalloc/sweep@1",
    key: await questionKey(question),
    version: VERSION,
    ...{ portfolio: question.portfolio, commitments: question.commitments, settings: question.settings },
    plan: { ...none, valueUsd: 100, boundUsd: 110, sunkUsd: 0 },
    solver: null,
  };
}

export const fakeScenarios = (count: number): Scenario[] =>
  Array.from({ length: count }, (_, k) => ({ id: `s${k}`, weight: 1, edits: [`finance.discountRate=0.${10 + k}`] }));

export function fakeResult(key: string, scenario: string, valueUsd: number): ScenarioResult {
  return {
    ...{ key, scenario, valueUsd, boundUsd: valueUsd, sunkUsd: 0, letterUsd: null, ms: 1 },
    status: "solved",
    plan: { contracts: [], builds: [], expansions: [], orders: [], debt: [] },
    unserved: [],
    kept: { level: "whole", valueUsd: valueUsd - 1, unserved: [] },
  };
}
