// A portfolio in its source form, from text to a portfolio that later stages may trust: resolved, then checked.
import { parseJson } from "../portfolio/json-text.ts";
import { ParseResult, parsePortfolio } from "../portfolio/parse.ts";
import { Problem } from "../portfolio/problem.ts";
import { ResolveNote } from "./note.ts";
import { ResolveOptions, resolvePortfolio } from "./resolve.ts";

export type SourceResult = ParseResult & {
  /** What was filled in, and from where. */
  readonly notes: ResolveNote[];
  /** The resolved portfolio as JSON, without the schema's defaults; undefined when the text is no JSON. */
  readonly resolved: unknown;
};

/** Problems of the resolving and of the check are told together. Never throws on any text. */
export function readPortfolioText(text: string, options: ResolveOptions = {}): SourceResult {
  const json = parseJson(text);
  if (!json.ok) return { ok: false, problems: json.problems, warnings: [], notes: [], resolved: undefined };
  return readPortfolioValue(json.value, options, json.problems);
}

/** The same from a JSON value; `found` are problems known of it already. */
export function readPortfolioValue(
  source: unknown,
  options: ResolveOptions = {},
  found: readonly Problem[] = [],
): SourceResult {
  const { value, notes, problems: unresolved } = resolvePortfolio(source, options);
  const result = parsePortfolio(value);
  const problems = [...found, ...unresolved, ...(result.ok ? [] : result.problems)];
  if (result.ok && problems.length === 0) return { ...result, notes, resolved: value };
  return { ok: false, problems, warnings: result.warnings, notes, resolved: value };
}
