// The user's names: what a question is about, or an error that helps to find it.
import { nearest } from "../portfolio/suggest.ts";
import { QuestionError } from "./solver.ts";

const MOST_LISTED = 8;

/** The item of this id. Throws QuestionError with the nearest id, or with those there are. `what` is such as "contract". */
export function named<T extends { readonly id: string }>(items: readonly T[], id: string, what: string): T {
  const found = items.find((item) => item.id === id);
  if (found !== undefined) return found;
  const ids = items.map((item) => item.id);
  const guess = nearest(id, ids);
  const listed = ids.slice(0, MOST_LISTED).map((known) => `"${known}"`);
  const more = ids.length > MOST_LISTED ? ` and ${ids.length - MOST_LISTED} more` : "";
  const hint =
    guess === undefined
      ? ids.length === 0
        ? "there are none"
        : `there are ${listed.join(", ")}${more}`
      : `did you mean "${guess}"?`;
  throw new QuestionError(`there is no ${what} "${id}"; ${hint}`);
}
