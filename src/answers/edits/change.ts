// What an edit makes of one value: numbers, months, step maps, words and JSON, each with the operators that make sense for it.
import { MONTH_PATTERN, monthIndex, monthText } from "../../portfolio/month.ts";
import { type Kind, kindOf, schemaAt } from "../../portfolio/schema-walk.ts";
import { type Path, quote, show } from "../../portfolio/show.ts";
import { suggestMonth } from "../../portfolio/suggest-month.ts";
import type { Edit, EditValue, Operator } from "./edit.ts";
import { EditError } from "./edit-problem.ts";

/** The answer of `changed` for what is to be taken out. */
export const REMOVED = Symbol("removed");

interface Place {
  edit: Edit;
  path: Path;
  kind: Kind;
  /** First month of the horizon. */
  horizonStart: string;
}

function refuse({ edit, path }: Place, message: string, hint: string, atOperator = false): never {
  throw new EditError(atOperator ? edit.operatorPosition : edit.valuePosition, message, hint, path);
}

const NAME_OF_KIND: Partial<Record<Kind, string>> = {
  month: "a month",
  text: "a text",
  number: "a number",
  whole: "a whole number",
  boolean: "true or false",
  choice: "one of a few words",
  list: "a list",
  object: "an object",
  series: "a number or a step map",
  steps: "a step map",
};

/** How many months a field counts, so that durations can be given for it. */
const countsMonths = (path: Path): boolean => /Months$/.test(String(path.at(-1)));

/** The number an edit makes of another. */
function arithmetic(place: Place, before: number): number {
  const { operator, value } = place.edit;
  const operand = operandOf(place, value);
  // "+=20%" is 20 % of what is there; "*=90%" and "=90%" take the percentage as it stands.
  const relative = value.kind === "percent" && (operator === "+=" || operator === "-=") ? operand * before : operand;
  if (operator === "=") return operand;
  if (operator === "+=") return before + relative;
  if (operator === "-=") return before - relative;
  if (operator === "*=") return before * operand;
  if (operand === 0) refuse(place, "division by zero", "divide by another number");
  return before / operand;
}

function operandOf(place: Place, value: EditValue): number {
  if (value.kind === "number" || value.kind === "percent") return value.value;
  if (value.kind === "months" && countsMonths(place.path)) return value.value;
  const what = `${place.edit.text.slice(place.edit.valuePosition).trim()} does not belong to ${nameOf(place)}`;
  const example = countsMonths(place.path) ? "6 or 6mo" : "0.9, 120 or 20%";
  return refuse(place, what, `write a number such as ${example}`);
}

const nameOf = ({ path, kind }: Place): string => `${String(path.at(-1))}, which is ${NAME_OF_KIND[kind] ?? kind}`;

/** Products of decimal fractions without the binary noise in the last digits, which people would have to read. */
const clean = (value: number): number => Number(value.toPrecision(14));

function changedNumber(place: Place, before: unknown): number {
  const isSet = place.edit.operator === "=";
  if (!isSet && typeof before !== "number") {
    refuse(place, `there is no ${String(place.path.at(-1))} to change`, "set it with =", true);
  }
  const after = clean(arithmetic(place, typeof before === "number" ? before : 0));
  return place.kind === "whole" && !isSet ? Math.round(after) : after;
}

function shifted(place: Place, month: string): string {
  const { operator, value } = place.edit;
  if (value.kind !== "months") {
    return refuse(place, "months are moved by durations", "write a duration such as 6mo, 2q or 1y");
  }
  if (operator !== "+=" && operator !== "-=") {
    return refuse(place, `${operator} makes no sense for months`, "move them with += or -=", true);
  }
  return monthText(monthIndex(month) + (operator === "+=" ? value.value : -value.value));
}

function changedMonth(place: Place, before: unknown): string {
  const { operator, value } = place.edit;
  if (operator !== "=") {
    if (typeof before === "string") return shifted(place, before);
    return refuse(place, `there is no ${String(place.path.at(-1))} to move`, "set it with =", true);
  }
  const text = value.kind === "text" ? value.value : value.kind === "json" ? value.value : undefined;
  if (typeof text === "string" && MONTH_PATTERN.test(text)) return text;
  const guess = suggestMonth(text);
  const hint = guess === undefined ? "months are written 2027-04" : `did you mean ${guess}?`;
  return refuse(place, `${show(text ?? place.edit.text.slice(place.edit.valuePosition))} is not a month`, hint);
}

/**
 * Step map with its steps moved: what becomes available slips. Steps at or before the horizon's first month are there already and stay.
 * Where a moved step would fall on one that stays, the moved one counts.
 */
function slippedSteps(place: Place, steps: Record<string, number>): Record<string, number> {
  const after: Record<string, number> = {};
  const start = monthIndex(place.horizonStart);
  const entries = Object.entries(steps).sort(([a], [b]) => monthIndex(a) - monthIndex(b));
  for (const [month, value] of entries) {
    after[monthIndex(month) <= start ? month : shifted(place, month)] = value;
  }
  return after;
}

function changedSeries(place: Place, before: unknown): unknown {
  const { operator, value } = place.edit;
  if (operator === "=") {
    if (value.kind === "json" && typeof value.value === "object") return value.value;
    return changedNumber({ ...place, kind: "number" }, before);
  }
  if (typeof before === "number") {
    // A constant has been there all along: nothing of it is still to come, so nothing slips.
    if (value.kind === "months" && place.kind === "series") return before;
    return changedNumber({ ...place, kind: "number" }, before);
  }
  if (typeof before !== "object" || before === null) {
    return refuse(place, `there is no ${String(place.path.at(-1))} to change`, "set it with =", true);
  }
  const steps = before as Record<string, number>;
  if (value.kind === "months" && place.kind === "series") return slippedSteps(place, steps);
  const entries = Object.entries(steps).map(([key, step]) => [key, clean(arithmetic(place, step))]);
  return Object.fromEntries(entries);
}

function changedWord(place: Place): unknown {
  const { operator, value } = place.edit;
  if (operator !== "=") refuse(place, `${operator} makes no sense for ${nameOf(place)}`, "set it with =", true);
  if (place.kind === "boolean") {
    if (value.kind === "json" && typeof value.value === "boolean") return value.value;
    return refuse(place, `${show(asGiven(value))} is neither true nor false`, "write true or false");
  }
  return String(asGiven(value));
}

const asGiven = (value: EditValue): unknown => value.value;

function changedList(place: Place, before: unknown): unknown {
  const { operator, value } = place.edit;
  const list = Array.isArray(before) ? before : [];
  const item = asGiven(value);
  if (operator === "=") {
    if (Array.isArray(item)) return item;
    return refuse(place, `${show(item)} is not a list`, 'write a list such as ["north", "south"]');
  }
  if (operator === "+=") return [...list, ...(Array.isArray(item) ? item : [item])];
  if (operator === "-=") {
    const gone = Array.isArray(item) ? item : [item];
    if (!gone.every((one) => list.includes(one))) {
      return refuse(place, `${show(item)} is not in the list`, `in it: ${list.map(show).join(", ")}`);
    }
    return list.filter((one) => !gone.includes(one));
  }
  return refuse(place, `${operator} makes no sense for a list`, "use =, += (add) or -= (take away)", true);
}

function changedObject(place: Place): unknown {
  const { operator, value } = place.edit;
  if (operator !== "=") refuse(place, `${operator} makes no sense for ${nameOf(place)}`, "name a field in it", true);
  if (value.kind === "json" && typeof value.value === "object") return value.value;
  return refuse(place, `${show(asGiven(value))} is not an object`, "name a field in it, or write JSON: {...}");
}

const isRemoval = (operator: Operator, value: EditValue): boolean =>
  operator === "=" && value.kind === "json" && value.value === null;

/** The value after the edit; REMOVED where `=null` takes it out. Throws EditError where the edit makes no sense for it. */
export function changed(edit: Edit, path: Path, before: unknown, horizonStart: string): unknown {
  if (isRemoval(edit.operator, edit.value)) return REMOVED;
  const place: Place = { edit, path, kind: kindOf(schemaAt(path)), horizonStart };
  switch (place.kind) {
    case "number":
    case "whole":
      return changedNumber(place, before);
    case "month":
      return changedMonth(place, before);
    case "series":
    case "steps":
      return changedSeries(place, before);
    case "list":
      return changedList(place, before);
    case "object":
      return changedObject(place);
    case "text":
    case "choice":
    case "boolean":
      return changedWord(place);
    default:
      return refuse(place, `${quote(String(path.at(-1)))} cannot be edited`, "edit a field in it");
  }
}
