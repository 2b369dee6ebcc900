// What the rules look at: a portfolio of which parts may be missing because the schema refused them. So one mistyped field does
// not hide the dangling reference ten lines below it.
import * as z from "zod/mini";
import { Contract, Lot, Platform, Portfolio, portfolioSchema, Site } from "./schema.ts";
import { hasNamedFields } from "./schema-walk.ts";
import { child, Path } from "./show.ts";

/** A list in which a place is undefined when its item was refused. */
export interface Listed<T> {
  readonly items: readonly (T | undefined)[];
  /** Ids of all items, refused ones included, by place; undefined where there is none. */
  readonly ids: readonly (string | undefined)[];
  /** False when the list itself was refused: nothing is known then of what it contains. */
  readonly known: boolean;
}

export interface Draft {
  readonly horizon: Portfolio["horizon"] | undefined;
  readonly finance: Portfolio["finance"] | undefined;
  readonly platforms: Listed<Platform>;
  readonly backlog: Listed<Lot>;
  readonly sites: Listed<Site>;
  readonly contracts: Listed<Contract>;
}

/** Items by id, refused ones left out; of two with the same id the first. */
export function byId<T extends { id: string }>(list: Listed<T>): ReadonlyMap<string, T> {
  const items = new Map<string, T>();
  for (const item of list.items) if (item !== undefined && !items.has(item.id)) items.set(item.id, item);
  return items;
}

type Issue = z.core.$ZodIssue;
/** An item with more issues than this is not worth mending: each costs a copy of the item. */
const MOST_ISSUES = 50;

type ListKey = "platforms" | "backlog" | "sites" | "contracts";

function listed<T extends { id: string }>(items: readonly T[]): Listed<T> {
  return { items, ids: items.map((item) => item.id), known: true };
}

export function draftOf(portfolio: Portfolio): Draft {
  return {
    horizon: portfolio.horizon,
    finance: portfolio.finance,
    platforms: listed(portfolio.platforms),
    backlog: listed(portfolio.backlog),
    sites: listed(portfolio.sites),
    contracts: listed(portfolio.contracts),
  };
}

/** A copy of `value` without the property at `path`; what lies beside the path is shared. Lists keep their length. */
function without(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (typeof value !== "object" || value === null || key === undefined) return value;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? without(item, rest) : item));
  const entries = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(entries.map(([name, item]) => [name, name === key ? without(item, rest) : item]));
}

/** The named field in which an issue lies: the series, not its step; the list of ids, not one of them. */
function fieldPath(path: Path, schema: z.core.$ZodType): Path {
  let length = path.length;
  while (length > 0 && !hasNamedFields(path.slice(0, length - 1), schema)) length--;
  return path.slice(0, length);
}

/**
 * Parses `value` again without what was refused: unknown keys are dropped, and refused fields too when `lenient` and the item can
 * do without them. Undefined when nothing usable is left.
 */
function salvage<S extends z.ZodMiniType>(
  value: unknown,
  schema: S,
  issues: readonly Issue[],
  lenient: boolean,
): z.output<S> | undefined {
  if (issues.length > MOST_ISSUES) return undefined;
  let pruned = value;
  for (const issue of issues) {
    const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) pruned = without(pruned, [...path, key]);
      continue;
    }
    const field = fieldPath(path, schema);
    if (!lenient || field.length === 0) return undefined;
    pruned = without(pruned, field);
  }
  return schema.safeParse(pruned).data;
}

/** Parses the portfolio's parts one by one; `issues` are those of the whole. */
export function salvageDraft(root: unknown, issues: readonly Issue[]): Draft {
  const inside = (...prefix: Path): Issue[] =>
    issues
      .filter((issue) => prefix.every((key, depth) => issue.path[depth] === key))
      .map((issue) => ({ ...issue, path: issue.path.slice(prefix.length) }));
  const byItem = new Map<string, Issue[]>();
  for (const issue of issues) {
    if (issue.path.length < 2) continue;
    const key = `${String(issue.path[0])}/${String(issue.path[1])}`;
    const item = { ...issue, path: issue.path.slice(2) };
    const items = byItem.get(key);
    if (items === undefined) byItem.set(key, [item]);
    else items.push(item);
  }
  const list = <S extends z.ZodMiniType>(key: ListKey, schema: S, lenient: boolean): Listed<z.output<S>> => {
    const values = child(root, key);
    const refused = !Array.isArray(values) || inside(key).some((issue) => issue.path.length === 0);
    if (refused) return { items: [], ids: [], known: false };
    const ids = values.map((value) => child(value, "id")).map((id) => (typeof id === "string" ? id : undefined));
    const items = values.map((value, index) => salvage(value, schema, byItem.get(`${key}/${index}`) ?? [], lenient));
    return { items, ids, known: true };
  };
  const { shape } = portfolioSchema;
  return {
    horizon: salvage(child(root, "horizon"), shape.horizon, inside("horizon"), false),
    finance: salvage(child(root, "finance"), shape.finance, inside("finance"), true),
    // A platform's figures are looked up by contracts: one of them left out would make contracts look wrong.
    platforms: list("platforms", shape.platforms.def.element, false),
    backlog: list("backlog", shape.backlog.def.element, true),
    sites: list("sites", shape.sites.def.element, true),
    contracts: list("contracts", shape.contracts.def.element, true),
  };
}
