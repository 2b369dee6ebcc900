// A portfolio from the command line: read, resolved, parsed, or refused with everything that is wrong with it.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { formatProblems, Problem } from "../portfolio/problem.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { ResolveNote } from "../resolve/note.ts";
import { readPortfolioText } from "../resolve/read-portfolio.ts";
import { CliError } from "./exit.ts";
import { PORTFOLIO, READ_ERRORS, readInput, STDIN, sourceName, systemReason } from "./read-input.ts";

/** Problems written out in full; the rest are counted. */
const PROBLEMS_SHOWN = 20;

export interface LoadedPortfolio {
  readonly portfolio: Portfolio;
  readonly warnings: Problem[];
  /** What presets, price files and mining fleets were resolved into. */
  readonly notes: ResolveNote[];
  /** The resolved portfolio as JSON, without the schema's defaults. */
  readonly resolved: unknown;
}

/** Files that a portfolio names lie beside it; those of standard input in the working directory. */
function readBeside(source: string): (file: string) => string {
  const folder = source === STDIN ? "." : dirname(source);
  return (file) => {
    try {
      return readFileSync(resolve(folder, file), "utf8");
    } catch (error) {
      throw new Error(systemReason(error, READ_ERRORS));
    }
  };
}

/** Throws CliError with the formatted problems. */
export async function loadPortfolio(source: string): Promise<LoadedPortfolio> {
  const text = await readInput(source, PORTFOLIO);
  const result = readPortfolioText(text, { readText: readBeside(source) });
  const { warnings, notes, resolved } = result;
  if (result.ok) return { portfolio: result.portfolio, warnings, notes, resolved };
  const problems = formatProblems([...result.problems, ...warnings], PROBLEMS_SHOWN);
  throw new CliError(`${sourceName(source)} is not a valid portfolio\n\n${problems.trimEnd()}`);
}
