// A portfolio from the command line: read, parsed, or refused with everything that is wrong with it.
import { parsePortfolioText } from "../portfolio/parse.ts";
import { formatProblems, Problem } from "../portfolio/problem.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { CliError } from "./exit.ts";
import { PORTFOLIO, readInput, sourceName } from "./read-input.ts";

/** Problems written out in full; the rest are counted. */
const PROBLEMS_SHOWN = 20;

/** Throws CliError with the formatted problems. */
export async function loadPortfolio(source: string): Promise<{ portfolio: Portfolio; warnings: Problem[] }> {
  const result = parsePortfolioText(await readInput(source, PORTFOLIO));
  if (result.ok) return { portfolio: result.portfolio, warnings: result.warnings };
  const problems = formatProblems([...result.problems, ...result.warnings], PROBLEMS_SHOWN);
  throw new CliError(`${sourceName(source)} is not a valid portfolio\n\n${problems.trimEnd()}`);
}
