// Entry of `megalloc/sweep`: scenarios of a portfolio and what they say, name by name.

export { type Base, type CommittedPortfolio, committedPortfolio, type KeptLevel, softened } from "./commitments.ts";
export { type DrawResult, drawScenarios } from "./draw-scenarios.ts";
export type { Holding } from "./holding.ts";
export { readScenarios, readScenariosText, type ScenarioReading } from "./read-scenarios.ts";
export type { RiskEffect, RiskSide } from "./risk-effect.ts";
export { type KeptResult, runScenario, type ScenarioResult, scenarioKey, type Unserved } from "./run-scenario.ts";
export { applyScenario, probabilitiesOf, type Scenario, ScenarioError } from "./scenario.ts";
export type { ScenarioProblem } from "./scenario-problem.ts";
export {
  type Commitments,
  type Distribution,
  type Risk,
  type ScenarioFile,
  type ScenarioFileInput,
  scenariosJsonSchema,
} from "./scenario-schema.ts";
export { type Spread, spreadOf } from "./spread.ts";
export {
  CrewLossError,
  type ScenarioFailure,
  type SweepCrew,
  type SweepOutcome,
  type SweepProgress,
  type SweepRun,
  sweep,
} from "./sweep.ts";
export { type AnswerOptions, type ScenarioRow, type SweepAnswer, sweepAnswer } from "./sweep-answer.ts";
export { type BasePlan, type SweepContext, type SweepQuestion, sweepContext, sweepQuestion } from "./sweep-context.ts";
export type { FullSettings, SweepEngine, SweepSettings } from "./sweep-settings.ts";
