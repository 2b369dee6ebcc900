// Scenarios from the command line: read, drawn for their portfolio, tried on it, or refused with everything that is wrong with them.
import { formatProblems } from "../portfolio/problem.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { drawScenarios } from "../sweep/draw-scenarios.ts";
import { readScenariosText } from "../sweep/read-scenarios.ts";
import { applyScenario, Scenario, ScenarioError } from "../sweep/scenario.ts";
import { ScenarioProblem } from "../sweep/scenario-problem.ts";
import { ScenarioFile } from "../sweep/scenario-schema.ts";
import { CliError } from "./exit.ts";
import { counted, printable } from "./format.ts";
import { InputKind, readInput, sourceName } from "./read-input.ts";

export const SCENARIOS: InputKind = {
  name: "the scenarios",
  format: "JSON",
  command: "megalloc sweep portfolio.json -",
};

/** Problems written out in full; the rest are counted. */
const PROBLEMS_SHOWN = 20;
/** Scenarios that do not fit, written out in full. */
const MISFITS_SHOWN = 3;

export interface LoadedScenarios {
  readonly file: ScenarioFile;
  readonly scenarios: Scenario[];
}

function refused(source: string, problems: readonly ScenarioProblem[]): CliError {
  return new CliError(
    `${sourceName(source)} is not a valid scenario file\n\n${formatProblems(problems, PROBLEMS_SHOWN).trimEnd()}`,
  );
}

/** Every scenario is tried before any is solved. Throws CliError with those that do not fit. */
export function tryScenarios(portfolio: Portfolio, scenarios: readonly Scenario[]): void {
  const misfits: string[] = [];
  let count = 0;
  for (const scenario of scenarios) {
    try {
      applyScenario(portfolio, scenario);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      if (count++ < MISFITS_SHOWN) misfits.push(error.message.split("\n").map(printable).join("\n"));
    }
  }
  if (count === 0) return;
  const left = count > MISFITS_SHOWN ? `\n\n${counted(count - MISFITS_SHOWN, "more scenario")} not shown` : "";
  throw new CliError(
    `${counted(count, "scenario")} of ${scenarios.length} cannot be had\n\n${misfits.join("\n\n")}${left}`,
  );
}

/** The scenarios, not tried yet. Throws CliError with the formatted problems. */
export async function loadDrawn(portfolio: Portfolio, source: string): Promise<LoadedScenarios> {
  const reading = readScenariosText(await readInput(source, SCENARIOS));
  if (!reading.ok) throw refused(source, reading.problems);
  const drawn = drawScenarios(portfolio, reading.file);
  if (!drawn.ok) throw refused(source, drawn.problems);
  return { file: reading.file, scenarios: drawn.scenarios };
}

/** The scenarios, each of which fits. Throws CliError. */
export async function loadScenarios(portfolio: Portfolio, source: string): Promise<LoadedScenarios> {
  const loaded = await loadDrawn(portfolio, source);
  tryScenarios(portfolio, loaded.scenarios);
  return loaded;
}
