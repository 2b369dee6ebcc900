// Portfolios and scenario files that several tests of the sweep use.
import { readFileSync } from "node:fs";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import { readPortfolioText } from "../../src/resolve/read-portfolio.ts";
import { drawScenarios } from "../../src/sweep/draw-scenarios.ts";
import { readScenarios } from "../../src/sweep/read-scenarios.ts";
import type { Scenario } from "../../src/sweep/scenario.ts";
import type { ScenarioFile, ScenarioFileInput } from "../../src/sweep/scenario-schema.ts";

export function examplePortfolio(name: string): Portfolio {
  const text = readFileSync(new URL(`../../src/examples/${name}.json`, import.meta.url), "utf8");
  const parsed = readPortfolioText(text);
  if (!parsed.ok) throw new Error(`example ${name} is not valid`);
  return parsed.portfolio;
}

export const WEST_TEXAS: Portfolio = examplePortfolio("west-texas");

export function scenarioFile(input: Partial<ScenarioFileInput>): ScenarioFile {
  const reading = readScenarios({ schema: "megalloc/scenarios@1", name: "test", ...input });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.file;
}

export function scenariosOf(portfolio: Portfolio, input: Partial<ScenarioFileInput>): Scenario[] {
  const drawn = drawScenarios(portfolio, scenarioFile(input));
  if (!drawn.ok) throw new Error(JSON.stringify(drawn.problems));
  return drawn.scenarios;
}
