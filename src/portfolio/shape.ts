// The schema's findings in words: what is wrong with one field by itself. zod's own wording never reaches the user.
import * as z from "zod/mini";
import { Report, ShapeCode } from "./problem.ts";
import { MIN_POSITIVE } from "./ranges.ts";
import { fieldNames, Kind, kindOf, numberRange, placesOf, schemaAt, titleOf, unwrapped } from "./schema-walk.ts";
import { has, Path, quote, show, valueAt } from "./show.ts";
import { nearest } from "./suggest.ts";
import { suggestMonth } from "./suggest-month.ts";

type Issue = z.core.$ZodIssue;
type SizeIssue = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall;

interface Finding {
  code: ShapeCode;
  path: Path;
  message: string;
  hint: string;
}

const finding = (code: ShapeCode, path: Path, message: string, hint: string): Finding => ({
  code,
  path,
  message,
  hint,
});

const EXPECTED: Readonly<Record<Kind, string>> = {
  month: 'a month such as "2026-07"',
  text: "text in double quotes",
  number: "a number",
  whole: "a whole number",
  boolean: "true or false",
  choice: "one of the names listed",
  list: "a list: [ ... ]",
  object: "an object: { ... }",
  series: 'a number, or a step map such as {"2026-01": 10, "2027-01": 20}',
  steps: 'an object such as {"0": 0.5, "6": 1}',
  other: "something else",
};

const lastKey = (path: Path): string => String(path.at(-1) ?? "portfolio");

/** `Take or pay: share of ...`; the owner's for list items and steps, which have no title of their own. */
function meaning(path: Path): string {
  const own = titleOf(path) ?? titleOf(path.slice(0, -1));
  return own === undefined ? "" : ` (${own.title}: ${own.description})`;
}

function choicesAt(path: Path): string[] {
  const schema = schemaAt(path);
  const inner = schema === undefined ? undefined : unwrapped(schema);
  if (inner instanceof z.ZodMiniEnum) return Object.values(inner.def.entries).map(String);
  return inner instanceof z.ZodMiniLiteral ? [...inner.def.values].map(String) : [];
}

function unknownKey(path: Path): Finding {
  const key = lastKey(path);
  const owner = path.slice(0, -1);
  const message = `unknown key ${quote(key)}`;
  if (key === "$schema" && owner.length === 0) {
    const hint =
      "leave it out: name the JSON Schema in the editor's settings, the file itself says only what is planned";
    return finding("unknown-key", path, message, hint);
  }
  const known = fieldNames(owner);
  if (known.length === 0) {
    return finding("unknown-key", path, message, "leave it out: a step map has only months as keys");
  }
  const guess = nearest(key, known);
  const elsewhere = placesOf(key);
  const mend =
    guess !== undefined
      ? `did you mean ${quote(guess)}?`
      : elsewhere.length > 0
        ? `it belongs in ${elsewhere.join(" or ")}`
        : "leave it out";
  return finding("unknown-key", path, message, `${mend} (known here: ${known.join(", ")})`);
}

function missingKey(path: Path): Finding {
  const choices = choicesAt(path);
  const expected = choices.length > 0 ? choices.map(quote).join(" or ") : EXPECTED[kindOf(schemaAt(path))];
  return finding("missing-key", path, `${quote(lastKey(path))} is missing`, `add it: ${expected}${meaning(path)}`);
}

function notMonth(path: Path, value: unknown): Finding {
  const guess = suggestMonth(value);
  const format = 'months are written "YYYY-MM", from "1900-01" to "9999-12"';
  const hint = guess === undefined ? format : `write ${quote(guess)}: ${format}`;
  return finding("bad-month", path, `${show(value)} is not a month`, hint);
}

function notChoice(path: Path, value: unknown): Finding {
  const choices = choicesAt(path);
  const list = choices.map(quote).join(", ");
  if (path.length === 1 && path[0] === "schema") {
    const plan = typeof value === "string" && value.startsWith("megalloc/plan");
    const what = plan ? "this is a plan, not a portfolio" : `${show(value)} is not a format that can be read here`;
    return finding("wrong-schema", path, what, `a portfolio says "schema": ${list}`);
  }
  const guess = typeof value === "string" ? nearest(value, choices) : undefined;
  const hint = guess === undefined ? `choose from ${list}` : `did you mean ${quote(guess)}? choose from ${list}`;
  return finding("not-a-choice", path, `${show(value)} is not a ${lastKey(path)}`, hint + meaning(path));
}

/** How a value of the wrong type becomes one of the right type, where that can be told. */
function conversion(value: unknown, kind: Kind): string {
  const numeric = kind === "number" || kind === "whole" || kind === "series";
  if (value === null) return "leave the key out when there is no value; ";
  if (typeof value === "string" && numeric) {
    const bare = value.trim().replace(/[,_\s](?=\d{3})/g, "");
    if (bare !== "" && Number.isFinite(Number(bare))) return `write ${Number(bare)} without quotes; `;
  }
  if (typeof value === "string" && kind === "boolean" && /^(true|false)$/i.test(value)) {
    return `write ${value.toLowerCase()} without quotes; `;
  }
  if (typeof value === "string" && kind === "list") return `write [${quote(value)}]; `;
  if (kind === "text" && (typeof value === "number" || typeof value === "boolean")) return `write "${value}"; `;
  return "";
}

function wrongType(path: Path, value: unknown): Finding {
  const schema = schemaAt(path);
  const kind = kindOf(schema);
  if (kind === "month") return notMonth(path, value);
  if (kind === "choice") return notChoice(path, value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    const hint = "write a finite number: JSON numbers beyond 1.8e308 overflow";
    return finding("not-finite", path, `${show(value)} is not a finite number`, hint + meaning(path));
  }
  if (typeof value === "number" && kind === "whole") {
    return finding("not-whole", path, `${show(value)} is not a whole number`, `round it${meaning(path)}`);
  }
  const hint = `${conversion(value, kind)}expected ${EXPECTED[kind]}${meaning(path)}`;
  return finding("wrong-type", path, `${show(value)} is not ${kind === "object" ? "an object" : EXPECTED[kind]}`, hint);
}

/** Why a number may be outside its range: percent for fractions, a lost sign, the wrong unit. */
function rangeHint(value: number, minimum: number, maximum: number): string {
  if (minimum === 0 && maximum === 1 && value > 1 && value <= 100)
    return `write ${Number((value / 100).toPrecision(12))} for ${value} %`;
  if (minimum === 0 && value < 0) return "remove the minus sign";
  if (value > maximum && maximum > 1) return "check its unit and the number of zeros";
  return "correct it";
}

function outOfRange(path: Path, issue: SizeIssue, value: number): Finding {
  const schema = schemaAt(path);
  const leaf = schema === undefined ? undefined : numberOf(unwrapped(schema));
  if (leaf === undefined) return finding("out-of-range", path, `${show(value)} is out of range`, meaning(path));
  const { minimum, maximum } = numberRange(leaf);
  const strict = issue.code === "too_small" && issue.inclusive === false;
  const low =
    minimum === MIN_POSITIVE
      ? `more than 0 (at least ${MIN_POSITIVE})`
      : `${strict ? "more than" : "at least"} ${minimum}`;
  const allowed = issue.code === "too_small" ? low : `at most ${maximum}`;
  const side = issue.code === "too_small" ? "too small" : "too large";
  const message = `${show(value)} is ${side}: it must be ${allowed}`;
  return finding("out-of-range", path, message, rangeHint(value, minimum, maximum) + meaning(path));
}

/** The number behind a field: itself, or the constant of a series. */
function numberOf(schema: z.core.$ZodType): z.ZodMiniNumber | undefined {
  if (schema instanceof z.ZodMiniNumber) return schema;
  if (!(schema instanceof z.ZodMiniUnion)) return undefined;
  return schema.def.options.find((option): option is z.ZodMiniNumber => option instanceof z.ZodMiniNumber);
}

function wrongSize(path: Path, issue: SizeIssue, value: unknown): Finding {
  if (typeof value === "number") return outOfRange(path, issue, value);
  const isText = typeof value === "string";
  if (issue.code === "too_small") {
    const code = isText ? "empty-text" : "empty-list";
    const hint = isText ? "give it at least one character" : "give it at least one item";
    return finding(code, path, `${quote(lastKey(path))} is empty`, hint + meaning(path));
  }
  const length = isText || Array.isArray(value) ? value.length : 0;
  const what = isText ? "characters" : "items";
  const hint = isText ? "shorten it" : "split the portfolio, or merge items that are alike";
  const code = isText ? "too-long" : "too-many";
  return finding(code, path, `${length} ${what}, of which at most ${issue.maximum} can be read`, hint);
}

/** A key of a step map (months) or of a ramp (months since the start). */
function wrongStepKey(path: Path): Finding {
  const key = lastKey(path);
  if (kindOf(schemaAt(path.slice(0, -1))) === "series") return notMonth(path, key);
  const whole = Math.max(0, Math.round(Number(key)));
  const guess = Number.isFinite(whole) && whole < 1e6 ? `write "${whole}": ` : "";
  const hint = `${guess}ramp steps are whole months since the contract's start, such as "0" and "6"`;
  return finding("bad-ramp-step", path, `${quote(key)} is not a ramp step`, hint);
}

function translate(issue: Issue, prefix: Path, root: unknown): Finding[] {
  const path = [...prefix, ...issue.path.map((key) => (typeof key === "number" ? key : String(key)))];
  const value = valueAt(root, path);
  const missing = path.length > 0 && value === undefined && !has(valueAt(root, path.slice(0, -1)), path.at(-1)!);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...path, key]));
    case "invalid_key":
      return [wrongStepKey(path)];
    case "invalid_union": {
      const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
      const steps = isMap ? issue.errors.at(-1) : undefined;
      if (steps !== undefined) return steps.flatMap((inner) => translate(inner, path, root));
      return [missing ? missingKey(path) : wrongType(path, value)];
    }
    case "invalid_type":
    case "invalid_value":
      return [missing ? missingKey(path) : wrongType(path, value)];
    case "too_small":
    case "too_big":
      return [wrongSize(path, issue, value)];
    case "invalid_format":
      return [notMonth(path, value)];
    default: {
      const hint = `expected ${EXPECTED[kindOf(schemaAt(path))]}${meaning(path)}`;
      return [finding("wrong-type", path, `${show(value)} does not belong here`, hint)];
    }
  }
}

function shapeFindings(issues: readonly Issue[], hidden: readonly Path[], root: unknown): Finding[] {
  if (issues.some((issue) => issue.path.length === 0 && issue.code === "invalid_type")) {
    const hint = `a portfolio is an object with ${fieldNames([]).join(", ")}`;
    return [finding("wrong-type", [], `${show(root)} is not a portfolio`, hint)];
  }
  const found = [...hidden.map(unknownKey), ...issues.flatMap((issue) => translate(issue, [], root))];
  // A whole number such as 1e300 misses both its own ceiling and zod's for integers: one finding is enough.
  const seen = new Set<string>();
  return found.filter(({ code, path }) => {
    const key = JSON.stringify([code, path]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Everything the schema found (and the keys it passes over in silence), in words. `root` is the value that was parsed. */
export function reportShape(issues: readonly Issue[], hidden: readonly Path[], root: unknown, report: Report): void {
  for (const { code, path, message, hint } of shapeFindings(issues, hidden, root))
    report.error(code, path, message, hint);
}
