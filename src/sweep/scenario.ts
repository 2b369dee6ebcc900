// A scenario: one future, as edits of the portfolio, with its weight.
import { applyEdits } from "../answers/edits/apply.ts";
import { type EditProblem, formatEditProblems } from "../answers/edits/edit-problem.ts";
import type { Portfolio } from "../portfolio/schema.ts";

export interface Scenario {
  /** Of a named scenario its own; of draws `draw-1`, `draw-2` ... */
  readonly id: string;
  readonly note?: string;
  /** Relative to the others; 0 does not count. */
  readonly weight: number;
  /** Applied in order. */
  readonly edits: readonly string[];
  /** Values drawn, by risk (`risk` or `risk: item`). Absent: a named scenario. */
  readonly drawn?: Readonly<Record<string, number>>;
}

/** Thrown when a scenario does not fit its portfolio. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
  readonly scenario: string;
  readonly problems: readonly EditProblem[];

  constructor(scenario: string, problems: readonly EditProblem[]) {
    super(`scenario "${scenario}" does not fit the portfolio\n${formatEditProblems(problems).trimEnd()}`);
    this.scenario = scenario;
    this.problems = problems;
  }
}

/** The portfolio in this scenario; the given one is not touched. Throws ScenarioError. */
export function applyScenario(portfolio: Portfolio, scenario: Pick<Scenario, "id" | "edits">): Portfolio {
  const result = applyEdits(portfolio, scenario.edits, { seeksWarnings: false });
  if (result.ok) return result.portfolio;
  throw new ScenarioError(scenario.id, result.problems);
}

/** Weights that sum to 1, in the order of the scenarios. */
export function probabilitiesOf(scenarios: readonly Pick<Scenario, "weight">[]): number[] {
  const total = scenarios.reduce((sum, { weight }) => sum + weight, 0);
  return scenarios.map(({ weight }) => weight / total);
}
