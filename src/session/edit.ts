// Edits by id: what a JSON Patch says by place in a list.
//
//     { op: "set", in: "contracts", id: "c-17", values: { usdPerUnitMonth: 130_000, start: { latest: "2027-06" } } }
//     { op: "set", in: "halls", site: "abilene", id: "b2", values: { build: { maxModules: 6 } } }
//     { op: "add", in: "contracts", value: { id: "c-40", ... } }      { op: "remove", in: "backlog", id: "gb300-q3" }
//     { op: "set", in: "finance", values: { discountRate: 0.11 } }
//
// `values` is a JSON Merge Patch (RFC 7396): objects are merged, anything else replaced, and null takes an optional field away.
import { EditError } from "./edit-error.ts";

export type EditableList = "platforms" | "backlog" | "sites" | "contracts";
export type EditableSiteList = "halls" | "expansions" | "flexible";
export type MergeValues = Readonly<Record<string, unknown>>;

interface InList {
  readonly in: EditableList;
}
interface InSite {
  readonly in: EditableSiteList;
  /** Id of the site. */
  readonly site: string;
}

export interface FieldsEdit {
  readonly op: "set";
  readonly in: "horizon" | "finance";
  readonly values: MergeValues;
}
export type ItemEdit =
  | (InList & { readonly op: "set"; readonly id: string; readonly values: MergeValues })
  | (InSite & { readonly op: "set"; readonly id: string; readonly values: MergeValues })
  | ((InList | InSite) & { readonly op: "add"; readonly value: Readonly<Record<string, unknown>> })
  | ((InList | InSite) & { readonly op: "remove"; readonly id: string });
export type Edit = ItemEdit | FieldsEdit;

const isFieldsEdit = (edit: Edit): edit is FieldsEdit => edit.in === "horizon" || edit.in === "finance";

type Json = Record<string, unknown>;
type Item = Json & { id: string };

const LISTS: readonly string[] = ["platforms", "backlog", "sites", "contracts"];
const SITE_LISTS: readonly string[] = ["halls", "expansions", "flexible"];

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keys that reach an object's prototype are nobody's field. */
const isHostile = (key: string): boolean => key === "__proto__" || key === "constructor" || key === "prototype";

/** RFC 7396, in place. */
function merge(target: Json, values: MergeValues, where: string): void {
  for (const [key, value] of Object.entries(values)) {
    if (isHostile(key)) throw new EditError(where, `the key ${JSON.stringify(key)} is not allowed`);
    if (value === null) delete target[key];
    else if (isObject(value)) {
      const inner = Object.hasOwn(target, key) && isObject(target[key]) ? (target[key] as Json) : {};
      target[key] = inner;
      merge(inner, value, `${where}.${key}`);
    } else target[key] = structuredClone(value);
  }
}

function placeOf(items: readonly Item[], id: string, list: string, where: string): number {
  const at = items.findIndex((item) => item.id === id);
  if (at >= 0) return at;
  throw new EditError(where, `there is no ${JSON.stringify(id)} in ${list}`);
}

/** The list an edit speaks of, and its path. */
function listOf(root: Json, edit: InList | InSite, where: string): { items: Item[]; path: string } {
  if (LISTS.includes(edit.in)) return { items: root[edit.in] as Item[], path: edit.in };
  const { site: siteId } = edit as InSite;
  const sites = root.sites as Item[];
  const site = placeOf(sites, siteId, "sites", where);
  return { items: sites[site][edit.in] as Item[], path: `sites[${site}].${edit.in}` };
}

/** Apply edits to a portfolio in place, in order. Throws EditError at the first that cannot be made. */
export function applyEdits(root: object, edits: readonly Edit[]): void {
  edits.forEach((edit, k) => {
    applyEdit(root as Json, edit, `edits[${k}]`);
  });
}

function applyEdit(root: Json, edit: Edit, where: string): void {
  if (!isObject(edit)) throw new EditError(where, "an edit is an object with op and in");
  if (isFieldsEdit(edit)) {
    if (edit.op !== "set") throw new EditError(where, `${(edit as Edit).in} can only be "set"`);
    merge(root[edit.in] as Json, checkedValues(edit.values, where), edit.in);
    return;
  }
  if (!LISTS.includes(edit.in) && !SITE_LISTS.includes(edit.in)) {
    const names = [...LISTS, ...SITE_LISTS, "horizon", "finance"].join(", ");
    throw new EditError(where, `in is ${JSON.stringify(edit.in)}; it must be one of ${names}`);
  }
  const { items, path } = listOf(root, edit, where);
  switch (edit.op) {
    case "add":
      items.push(structuredClone(checkedValues(edit.value, where)) as Item);
      return;
    case "remove":
      items.splice(placeOf(items, edit.id, path, where), 1);
      return;
    case "set": {
      const at = placeOf(items, edit.id, path, where);
      merge(items[at], checkedValues(edit.values, where), `${path}[${at}]`);
      return;
    }
    default:
      throw new EditError(
        where,
        `op is ${JSON.stringify((edit as { op: unknown }).op)}; it must be "set", "add" or "remove"`,
      );
  }
}

function checkedValues(values: unknown, where: string): Json {
  if (isObject(values)) return values;
  throw new EditError(where, `its ${values === undefined ? "values are missing" : "values are no object"}`);
}
