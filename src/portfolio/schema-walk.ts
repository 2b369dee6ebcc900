// The schema asked about itself: which fields a path has, what kind of value belongs there, where a name would be known.
import * as z from "zod/mini";
import { MONTH_PATTERN } from "./month.ts";
import { portfolioSchema } from "./schema.ts";
import { has, Path } from "./show.ts";

type Schema = z.core.$ZodType;

/** The schema behind optional and default. */
export function unwrapped(schema: Schema): Schema {
  let inner = schema;
  while (inner instanceof z.ZodMiniOptional || inner instanceof z.ZodMiniDefault) inner = inner.def.innerType;
  return inner;
}

/** The branch of a series (number or step map) that is a step map. */
function recordOf(schema: Schema): z.ZodMiniRecord | undefined {
  if (schema instanceof z.ZodMiniRecord) return schema;
  if (!(schema instanceof z.ZodMiniUnion)) return undefined;
  return schema.def.options.find((option): option is z.ZodMiniRecord => option instanceof z.ZodMiniRecord);
}

function fieldOf(schema: Schema, key: string | number): Schema | undefined {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodMiniObject) return has(inner.shape, key) ? inner.shape[key] : undefined;
  if (inner instanceof z.ZodMiniArray) return typeof key === "number" ? inner.def.element : undefined;
  return recordOf(inner)?.def.valueType;
}

/** The schema at a path as declared, optional or default included; undefined where the path leaves the schema. */
export function schemaAt(path: Path, root: Schema = portfolioSchema): Schema | undefined {
  let schema: Schema | undefined = root;
  for (const key of path) {
    if (schema === undefined) return undefined;
    schema = fieldOf(schema, key);
  }
  return schema;
}

/** Whether the value at this path is an object with named fields (not a list, step map or scalar). */
export function hasNamedFields(path: Path, root: Schema = portfolioSchema): boolean {
  const schema = schemaAt(path, root);
  return schema !== undefined && unwrapped(schema) instanceof z.ZodMiniObject;
}

/** Names of the fields at this path; empty where there are none. */
export function fieldNames(path: Path): string[] {
  const schema = schemaAt(path);
  const inner = schema === undefined ? undefined : unwrapped(schema);
  return inner instanceof z.ZodMiniObject ? Object.keys(inner.shape) : [];
}

export type Kind =
  | "month"
  | "text"
  | "number"
  | "whole"
  | "boolean"
  | "choice"
  | "list"
  | "object"
  | "series"
  | "steps"
  | "other";

function isMonth(schema: z.ZodMiniString): boolean {
  return (schema.def.checks ?? []).some(({ _zod }) => "pattern" in _zod.def && _zod.def.pattern === MONTH_PATTERN);
}

/** The range a number schema allows: bounds inclusive or not, whether whole. */
export function numberRange(schema: z.ZodMiniNumber): { minimum: number; maximum: number; isWhole: boolean } {
  const range = { minimum: Number.NEGATIVE_INFINITY, maximum: Number.POSITIVE_INFINITY, isWhole: false };
  for (const { _zod } of schema.def.checks ?? []) {
    const def = _zod.def as z.core.$ZodCheckDef & { value?: unknown };
    if (def.check === "number_format") range.isWhole = true;
    if (def.check === "greater_than") range.minimum = Math.max(range.minimum, Number(def.value));
    if (def.check === "less_than") range.maximum = Math.min(range.maximum, Number(def.value));
  }
  return range;
}

/** What kind of value belongs at a schema. */
export function kindOf(schema: Schema | undefined): Kind {
  const inner = schema === undefined ? undefined : unwrapped(schema);
  if (inner instanceof z.ZodMiniString) return isMonth(inner) ? "month" : "text";
  if (inner instanceof z.ZodMiniNumber) return numberRange(inner).isWhole ? "whole" : "number";
  if (inner instanceof z.ZodMiniBoolean) return "boolean";
  if (inner instanceof z.ZodMiniEnum || inner instanceof z.ZodMiniLiteral) return "choice";
  if (inner instanceof z.ZodMiniArray) return "list";
  if (inner instanceof z.ZodMiniObject) return "object";
  if (inner instanceof z.ZodMiniUnion) return "series";
  return inner instanceof z.ZodMiniRecord ? "steps" : "other";
}

/** Title and description of the field, as schema.ts gives them. */
export function titleOf(path: Path): { title: string; description: string } | undefined {
  const schema = schemaAt(path);
  const meta = schema === undefined ? undefined : z.globalRegistry.get(schema);
  return meta?.title === undefined ? undefined : { title: meta.title, description: meta.description ?? "" };
}

/** Places where a field of this name is known, such as `finance.debt.rate` or `contracts[].credit.discountRate`. */
export function placesOf(name: string): string[] {
  const places: string[] = [];
  const visit = (schema: Schema, prefix: string): void => {
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodMiniArray) visit(inner.def.element, `${prefix}[]`);
    if (!(inner instanceof z.ZodMiniObject)) return;
    for (const [key, field] of Object.entries(inner.shape)) {
      const place = prefix === "" ? key : `${prefix}.${key}`;
      if (key === name) places.push(place);
      visit(field as Schema, place);
    }
  };
  visit(portfolioSchema, "");
  return places;
}

/**
 * Step maps that hide a key named "__proto__", which zod leaves out of records without a word. Visits only what the schema knows,
 * so it ends on any value, cyclic ones included.
 */
export function hiddenKeys(value: unknown, schema: Schema = portfolioSchema, path: Path = []): Path[] {
  const inner = unwrapped(schema);
  if (typeof value !== "object" || value === null) return [];
  if (inner instanceof z.ZodMiniArray) {
    return Array.isArray(value)
      ? value.flatMap((item, index) => hiddenKeys(item, inner.def.element, [...path, index]))
      : [];
  }
  if (inner instanceof z.ZodMiniObject) {
    return Object.entries(inner.shape).flatMap(([key, field]) =>
      has(value, key) ? hiddenKeys((value as Record<string, unknown>)[key], field as Schema, [...path, key]) : [],
    );
  }
  return recordOf(inner) !== undefined && has(value, "__proto__") ? [[...path, "__proto__"]] : [];
}
