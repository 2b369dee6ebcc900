// zod's issues in the words of scenario files: what is wrong with one field by itself.
import * as z from "zod/mini";
import { has, type Path, quote, show, valueAt } from "../portfolio/show.ts";
import { nearest } from "../portfolio/suggest.ts";
import { suggestMonth } from "../portfolio/suggest-month.ts";
import { problemAt, type ScenarioProblem, type ScenarioProblemCode } from "./scenario-problem.ts";
import { distributionSchema, scenarioFileSchema } from "./scenario-schema.ts";

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

function unwrapped(schema: Schema): Schema {
  let inner = schema;
  while (inner instanceof z.ZodMiniOptional || inner instanceof z.ZodMiniDefault) inner = inner.def.innerType;
  return inner;
}

/** The kind of distribution that `value` says it is; any of them where it says none. */
function branchOf(union: z.ZodMiniDiscriminatedUnion, value: unknown): Schema | undefined {
  const kind = (value as { kind?: unknown } | undefined)?.kind;
  return union.def.options.find((option) => {
    const field = option instanceof z.ZodMiniObject ? option.shape.kind : undefined;
    return field instanceof z.ZodMiniLiteral && field.def.values.includes(kind as never);
  });
}

/** The schema at a path, following the kinds that the file itself states. */
function schemaAt(root: unknown, path: Path): Schema | undefined {
  let schema: Schema | undefined = scenarioFileSchema;
  for (const [depth, key] of path.entries()) {
    if (schema === undefined) return undefined;
    let inner = unwrapped(schema);
    if (inner instanceof z.ZodMiniDiscriminatedUnion) {
      const branch = branchOf(inner, valueAt(root, path.slice(0, depth)));
      if (branch === undefined) return undefined;
      inner = branch;
    }
    if (inner instanceof z.ZodMiniObject) schema = has(inner.shape, key) ? inner.shape[key] : undefined;
    else schema = inner instanceof z.ZodMiniArray ? inner.def.element : undefined;
  }
  return schema;
}

function meaning(root: unknown, path: Path): string {
  const schema = schemaAt(root, path);
  const meta = schema === undefined ? undefined : z.globalRegistry.get(schema);
  return meta?.title === undefined ? "" : ` (${meta.title}: ${meta.description})`;
}

function fieldsAt(root: unknown, path: Path): string[] {
  const schema = schemaAt(root, path);
  let inner = schema === undefined ? undefined : unwrapped(schema);
  if (inner instanceof z.ZodMiniDiscriminatedUnion) inner = branchOf(inner, valueAt(root, path));
  return inner instanceof z.ZodMiniObject ? Object.keys(inner.shape) : [];
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "text in double quotes",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list: [ ... ]",
  object: "an object: { ... }",
};

type Wording = [code: ScenarioProblemCode, message: string, hint: string];

function unknownKey(root: unknown, owner: Path, key: string): Wording {
  const known = fieldsAt(root, owner);
  const guess = nearest(key, known);
  const mend = guess === undefined ? "leave it out" : `did you mean ${quote(guess)}?`;
  return ["unknown-key", `unknown key ${quote(key)}`, `${mend} (known here: ${known.join(", ")})`];
}

function wrongChoice(root: unknown, path: Path, choices: readonly string[]): Wording {
  const value = valueAt(root, path);
  const list = choices.map(quote).join(", ");
  if (path.length === 1 && path[0] === "schema") {
    const message = `${show(value)} is not a format that can be read here`;
    return ["wrong-schema", message, `a scenario file says "schema": ${list}`];
  }
  const guess = typeof value === "string" ? nearest(value, choices) : undefined;
  const mend = guess === undefined ? "" : `did you mean ${quote(guess)}? `;
  return ["not-a-choice", `${show(value)} is not a ${String(path.at(-1))}`, `${mend}choose from ${list}`];
}

function wrongSize(root: unknown, path: Path, issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): Wording {
  const value = valueAt(root, path);
  const limit = issue.code === "too_small" ? issue.minimum : issue.maximum;
  if (typeof value === "number") {
    const side = issue.code === "too_small" ? "too small: at least" : "too large: at most";
    const isPercent = limit === 1 && value > 1 && value <= 100;
    const mend = isPercent ? `write ${value / 100} for ${value} %` : "correct it";
    return ["out-of-range", `${show(value)} is ${side} ${limit}`, mend + meaning(root, path)];
  }
  const length = typeof value === "string" || Array.isArray(value) ? value.length : 0;
  if (issue.code === "too_small") {
    return ["empty", `${quote(String(path.at(-1)))} is empty`, `give it at least ${limit}${meaning(root, path)}`];
  }
  return ["too-many", `${quote(String(path.at(-1)))} has ${length}, more than ${limit}`, "shorten or split it"];
}

function wrongType(root: unknown, path: Path, expected: string): Wording {
  const value = valueAt(root, path);
  if (path.length === 0) {
    return ["wrong-type", `${show(root)} is not a scenario file`, 'write { "schema": "megalloc/scenarios@1", ... }'];
  }
  const wanted = EXPECTED[expected] ?? expected;
  if (!has(valueAt(root, path.slice(0, -1)), path.at(-1)!)) {
    return ["missing-key", `${quote(String(path.at(-1)))} is missing`, `add it: ${wanted}${meaning(root, path)}`];
  }
  return ["wrong-type", `${show(value)} is not ${wanted}`, `write ${wanted}${meaning(root, path)}`];
}

const KINDS = distributionSchema.def.options.flatMap((option) => [...option.shape.kind.def.values]);

function wordings(root: unknown, issue: Issue, path: Path): Wording[] {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(root, path, key));
    case "invalid_type":
      return [wrongType(root, path, issue.expected)];
    case "invalid_value":
      if (valueAt(root, path) === undefined) return [wrongType(root, path, issue.values.map(show).join(" or "))];
      return [wrongChoice(root, path, issue.values.map(String))];
    case "invalid_union": {
      if (valueAt(root, path) === undefined) return [wrongType(root, path, KINDS.map(quote).join(" or "))];
      return [wrongChoice(root, path, KINDS)];
    }
    case "too_small":
    case "too_big":
      return [wrongSize(root, path, issue)];
    case "invalid_format": {
      const value = valueAt(root, path);
      const guess = suggestMonth(value);
      const hint = guess === undefined ? 'months are written "2027-04"' : `write ${quote(guess)}`;
      return [["bad-month", `${show(value)} is not a month`, hint]];
    }
    default:
      return [["wrong-type", `${show(valueAt(root, path))} does not belong here`, `correct it${meaning(root, path)}`]];
  }
}

/** Everything the schema found, in words. `root` is the value that was parsed. */
export function issueProblems(issues: readonly Issue[], root: unknown): ScenarioProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    return wordings(root, issue, path).map(([code, message, hint]) => problemAt(root, path, code, message, hint));
  });
}
