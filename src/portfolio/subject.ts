// The user's own name for the thing a path leads to: contracts[3].start.latest -> contract "c-17".
import { child, Path, quote, valueAt } from "./show.ts";

const TOP: Readonly<Record<string, string>> = {
  platforms: "platform",
  backlog: "lot",
  sites: "site",
  contracts: "contract",
};
const WITHIN_SITE: Readonly<Record<string, string>> = {
  halls: "hall",
  expansions: "expansion",
  flexible: "flexible load",
};

function named(noun: string, value: unknown): string {
  const id = child(value, "id");
  return typeof id === "string" && id !== "" ? `${noun} ${quote(id)}` : `${noun} without an id`;
}

const nounOf = (nouns: Readonly<Record<string, string>>, key: string | number | undefined): string | undefined =>
  typeof key === "string" && Object.hasOwn(nouns, key) ? nouns[key] : undefined;

/** `hall "dlc" of site "s-1"`, `contract "c-17"`, `horizon`, `finance`, `portfolio "north"`. Never throws, whatever the value. */
export function subjectOf(root: unknown, path: Path): string {
  const [list, index, inner, place] = path;
  const noun = nounOf(TOP, list);
  if (noun !== undefined && typeof index === "number") {
    const owner = named(noun, valueAt(root, [list, index]));
    const part = list === "sites" ? nounOf(WITHIN_SITE, inner) : undefined;
    if (part === undefined || typeof place !== "number") return owner;
    return `${named(part, valueAt(root, [list, index, inner, place]))} of ${owner}`;
  }
  if (list === "horizon" || list === "finance") return list;
  const name = child(root, "name");
  return typeof name === "string" && name !== "" ? `portfolio ${quote(name)}` : "portfolio";
}
