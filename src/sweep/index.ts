// Entry of `megalloc/sweep`: scenarios of a portfolio, name by name.

export { type DrawResult, drawScenarios } from "./draw-scenarios.ts";
export { readScenarios, readScenariosText, type ScenarioReading } from "./read-scenarios.ts";
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
