// The user's own name for the thing a path leads to: contracts[3].start.latest -> contract "c-17".
import { child, Path, pathText, quote } from "./show.ts";

const NOUNS: Readonly<Record<string, string>> = {
  platforms: "platform",
  backlog: "lot",
  sites: "site",
  contracts: "contract",
  halls: "hall",
  expansions: "expansion",
  flexible: "flexible load",
};

/** `hall "dlc" of site "s-1"`, `contract "c-17"`, `horizon`, `finance`, `portfolio "north"`. Never throws, whatever the value. */
export function subjectOf(root: unknown, path: Path): string {
  let subject = "";
  let value = root;
  for (let depth = 0; depth + 1 < path.length; depth++) {
    const key = path[depth];
    const index = path[depth + 1];
    const noun = typeof key === "string" && Object.hasOwn(NOUNS, key) ? NOUNS[key] : undefined;
    value = child(value, key);
    if (noun === undefined || typeof index !== "number") continue;
    const id = child(child(value, index), "id");
    const name = typeof id === "string" && id !== "" ? `${noun} ${quote(id)}` : `${noun} without an id`;
    subject = subject === "" ? name : `${name} of ${subject}`;
  }
  if (subject !== "") return subject;
  if (path[0] === "horizon" || path[0] === "finance") return pathText(path.slice(0, 1));
  const name = child(root, "name");
  return typeof name === "string" && name !== "" ? `portfolio ${quote(name)}` : "portfolio";
}
