// Where in a portfolio an edit applies: its path, with ids and patterns looked up, as plain paths.
import { RAMP_STEP_PATTERN } from "../../portfolio/fields.ts";
import { MONTH_PATTERN } from "../../portfolio/month.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { fieldNames, kindOf, placesOf, schemaAt } from "../../portfolio/schema-walk.ts";
import { child, type Path, quote, several, valueAt } from "../../portfolio/show.ts";
import { nearest } from "../../portfolio/suggest.ts";
import type { Edit, Pattern, Segment, Selector } from "./edit.ts";
import { EditError } from "./edit-problem.ts";

/** Ids written out in a hint. */
const IDS_SHOWN = 8;

function matches({ text, literal }: Pattern, name: string): boolean {
  if (literal) return text === name;
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su").test(name);
}

const isWild = ({ text, literal }: Pattern): boolean => !literal && /[*?]/.test(text);

function listed(names: readonly string[]): string {
  const shown = names.slice(0, IDS_SHOWN).map(quote);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

/** Names by which the items of a list are selected: ids, else places counted from 0. */
function namesOf(items: readonly unknown[]): string[] {
  return items.map((item, index) => {
    const id = child(item, "id");
    return typeof id === "string" ? id : String(index);
  });
}

/** The path without places: `sites[].halls[].build`. */
const kindOfPlace = (path: Path): string =>
  path.map((key, index) => (typeof key === "number" ? "[]" : index === 0 ? key : `.${key}`)).join("");

function byField(items: readonly unknown[], { patterns, position }: Selector, field: string, owner: Path): number[] {
  const known = fieldNames([...owner, 0]);
  if (!known.includes(field)) {
    const guess = nearest(field, known);
    const mend = guess === undefined ? `fields here: ${known.join(", ")}` : `did you mean ${quote(guess)}?`;
    throw new EditError(position, `${kindOfPlace(owner)} have no field ${quote(field)}`, mend, owner);
  }
  return items.flatMap((item, index) => {
    const value = child(item, field);
    const texts = (Array.isArray(value) ? value : [value]).filter((text) => text !== undefined).map(String);
    return texts.some((text) => patterns.some((wanted) => matches(wanted, text))) ? [index] : [];
  });
}

function selectItems(root: Portfolio, owner: Path, selector: Selector): Path[] {
  const items = valueAt(root, owner) as readonly unknown[];
  const { field, patterns, position } = selector;
  if (field !== null) return byField(items, selector, field, owner).map((index) => [...owner, index]);
  const names = namesOf(items);
  for (const wanted of patterns) {
    if (isWild(wanted) || names.some((name) => matches(wanted, name))) continue;
    const guess = nearest(wanted.text, names);
    const mend = guess === undefined ? "" : `did you mean ${quote(guess)}? `;
    const known = names.length === 0 ? "the list is empty" : `known: ${listed(names)}`;
    throw new EditError(position, `${kindOfPlace(owner)} has no ${quote(wanted.text)}`, mend + known, owner);
  }
  return names.flatMap((name, index) => (patterns.some((wanted) => matches(wanted, name)) ? [[...owner, index]] : []));
}

/** Steps of a step map by month; a month that is no step yet is selected too, for "=" to set it. */
function selectSteps(root: Portfolio, owner: Path, { patterns, field, position }: Selector): Path[] {
  if (field !== null) throw new EditError(position, "steps are selected by their key alone", "write firmMw[2027-01]");
  const value = valueAt(root, owner);
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const chosen = keys.filter((key) => patterns.some((wanted) => matches(wanted, key)));
  const isStep = kindOf(schemaAt(owner)) === "series" ? MONTH_PATTERN : RAMP_STEP_PATTERN;
  const fresh = patterns.filter((wanted) => !isWild(wanted) && !keys.includes(wanted.text)).map(({ text }) => text);
  const wrong = fresh.find((key) => !isStep.test(key));
  if (wrong !== undefined) {
    const what = isStep === MONTH_PATTERN ? "a month such as 2027-01" : "a number of months since the start, such as 6";
    throw new EditError(position, `${quote(wrong)} is no step of ${String(owner.at(-1))}`, `write ${what}`, owner);
  }
  return [...chosen, ...fresh].map((key) => [...owner, key]);
}

function enterName(root: Portfolio, owner: Path, segment: Segment & { kind: "name" }): Path[] {
  const known = fieldNames(owner);
  if (known.includes(segment.name)) return [[...owner, segment.name]];
  const kind = kindOf(schemaAt(owner));
  if (kind === "list") {
    const list = kindOfPlace(owner);
    const ids = namesOf((valueAt(root, owner) ?? []) as unknown[]);
    const hint = `say which: ${list}[*] for all of them${ids.length === 0 ? "" : `, or an id: ${listed(ids)}`}`;
    throw new EditError(segment.position, `${list} is a list`, hint, owner);
  }
  const guess = nearest(segment.name, known);
  const places = placesOf(segment.name);
  const hint =
    guess !== undefined
      ? `did you mean ${quote(guess)}?`
      : places.length > 0
        ? `it belongs in ${several(places)}`
        : known.length > 0
          ? `known here: ${known.join(", ")}`
          : `${kindOfPlace(owner)} has no fields of its own`;
  throw new EditError(segment.position, `unknown field ${quote(segment.name)}`, hint, owner);
}

function enter(root: Portfolio, owner: Path, segment: Segment): Path[] {
  if (segment.kind === "name") return enterName(root, owner, segment);
  const kind = kindOf(schemaAt(owner));
  const value = valueAt(root, owner);
  if (kind === "list") return value === undefined ? [] : selectItems(root, owner, segment.selector);
  if (kind === "series" || kind === "steps") return selectSteps(root, owner, segment.selector);
  const what = `${kindOfPlace(owner)} is not a list: nothing can be selected in it`;
  throw new EditError(segment.position, what, "leave the brackets out", owner);
}

/** Only one kind of place at a time: patterns may lead to many items, of which some lack an optional part of the path. */
function exists(root: Portfolio, path: Path): boolean {
  return valueAt(root, path) !== undefined;
}

/**
 * Every place the edit leads to, in the portfolio's order. Items that lack an optional object on the way are passed over.
 * Throws EditError for names the schema does not know, ids nobody has, and edits that lead nowhere.
 */
export function targetsOf(root: Portfolio, edit: Edit): Path[] {
  let paths: Path[] = [[]];
  for (const [index, segment] of edit.segments.entries()) {
    if (index > 0 && paths.length > 1) paths = paths.filter((path) => exists(root, path));
    const entered = paths.flatMap((path) => enter(root, path, segment));
    if (entered.length === 0) {
      const text = edit.text.slice(0, edit.segments[index + 1]?.position ?? edit.operatorPosition);
      throw new EditError(segment.position, `${text} matches nothing in the portfolio`, "check the ids and patterns");
    }
    paths = entered;
  }
  return paths;
}
