// Values and paths as messages quote them: short, on one line, and harmless to a terminal whatever a file contains.

export type Path = readonly (string | number)[];

const LONGEST_QUOTE = 60;
// DEL and C1 controls, zero-width, line separators, bidirectional overrides, byte-order mark: invisible or able to rewrite the line.
const INVISIBLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Text in double quotes, cut after 60 characters, everything invisible escaped. */
export function quote(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return JSON.stringify(cut).replace(INVISIBLE, escaped);
}

/** Any value at all: scalars as JSON writes them, lists and objects by their size. */
export function show(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "boolean" || value === null) return String(value);
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** A figure computed here, to six significant digits. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** `a, b and 3 more`: at most five of them. */
export function several(items: readonly string[]): string {
  const shown = items.slice(0, 5);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

/** `contracts[3].start.latest`; the empty text for the portfolio itself. */
export function pathText(path: Path): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[A-Za-z_]\w*$/.test(key)) text += text === "" ? key : `.${key}`;
    else text += `[${quote(key)}]`;
  }
  return text;
}

/** The value's own property, never an inherited one ("constructor", "__proto__"). */
export function child(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

/** Whether the value has this property itself. */
export function has(value: unknown, key: string | number): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce(child, root);
}
