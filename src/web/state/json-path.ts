// Changes to a JSON value at a path, without touching the value: what did not change stays the same object.
import type { Path } from "../../portfolio/show.ts";

type Json = Record<string | number, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

/** The value with `replacement` at the path; undefined takes what is there away. Objects on the way are made where there are none. */
export function withValueAt(value: unknown, path: Path, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    const at = Number(key);
    if (rest.length === 0 && replacement === undefined) return value.filter((_, index) => index !== at);
    return value.map((item, index) => (index === at ? withValueAt(item, rest, replacement) : item));
  }
  const copy: Json = isObject(value) ? { ...value } : {};
  if (rest.length === 0 && replacement === undefined) delete copy[key];
  else
    copy[key] = withValueAt(isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined, rest, replacement);
  return copy;
}
