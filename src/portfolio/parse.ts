// The input door: any value, or any text, becomes a portfolio that later stages may trust, or the list of all that is wrong.
import { draftOf, salvageDraft } from "./draft.ts";
import { parseJson } from "./json-text.ts";
import { makeReport, Problem } from "./problem.ts";
import { checkRules } from "./rules.ts";
import { Portfolio, portfolioSchema } from "./schema.ts";
import { hiddenKeys } from "./schema-walk.ts";
import { reportShape } from "./shape.ts";
import { checkWarnings } from "./warnings.ts";

export type ParseResult =
  | { readonly ok: true; readonly portfolio: Portfolio; readonly warnings: Problem[] }
  | { readonly ok: false; readonly problems: Problem[]; readonly warnings: Problem[] };

/**
 * Checks a portfolio as users write it (MODEL.md section 2) and fills in the defaults. Never throws on JSON values.
 * `problems` are all errors at once; `warnings` tell of what is legal but hardly meant (none are sought while the shape is wrong, nor where
 * nobody will read them).
 */
export function parsePortfolio(value: unknown, { seeksWarnings = true } = {}): ParseResult {
  const report = makeReport(value);
  const parsed = portfolioSchema.safeParse(value);
  const hidden = hiddenKeys(value);
  const issues = parsed.error?.issues ?? [];
  reportShape(issues, hidden, value, report);
  const draft = parsed.success ? draftOf(parsed.data) : salvageDraft(value, issues);
  const calendar = checkRules(draft, report);
  const problems = report.problems.filter((problem) => problem.severity === "error");
  const bearable = problems.every((problem) => problem.code !== "too-large");
  if (seeksWarnings && parsed.success && calendar !== undefined && bearable)
    checkWarnings(parsed.data, calendar, report);
  const warnings = report.problems.filter((problem) => problem.severity === "warning");
  if (!parsed.success || problems.length > 0) return { ok: false, problems, warnings };
  return { ok: true, portfolio: parsed.data, warnings };
}

/**
 * The same from JSON text. Syntax errors come with line, column and the line's text; a key given twice in one object is an error,
 * reported together with whatever else is wrong. A byte-order mark is passed over.
 */
export function parsePortfolioText(text: string): ParseResult {
  const json = parseJson(text);
  if (!json.ok) return { ok: false, problems: json.problems, warnings: [] };
  const result = parsePortfolio(json.value);
  if (json.problems.length === 0) return result;
  return { ok: false, problems: [...json.problems, ...(result.ok ? [] : result.problems)], warnings: result.warnings };
}
