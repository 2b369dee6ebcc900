// Which view is shown, and of what: in the address, so that the browser's own back and forward work.
import { computed, signal } from "@preact/signals";

export const VIEWS = ["plan", "contracts", "sites", "scarce", "questions", "inputs", "changes"] as const;
export type View = (typeof VIEWS)[number];

export interface Route {
  readonly view: View;
  /** Id of the contract or site; for inputs, the part of the portfolio. */
  readonly id: string | null;
}

/** Prefix of a shared portfolio in the address. */
export const SHARE = "#share=";

const hash = signal(location.hash);
addEventListener("hashchange", () => {
  hash.value = location.hash;
});

function routeOf(text: string): Route {
  const [view, ...rest] = text.replace(/^#\/?/, "").split("/");
  const known = VIEWS.find((name) => name === view) ?? "plan";
  if (rest.length === 0 || rest[0] === "") return { view: known, id: null };
  try {
    return { view: known, id: decodeURIComponent(rest.join("/")) };
  } catch {
    return { view: known, id: null };
  }
}

export const route = computed(() => routeOf(hash.value));

export function linkTo(view: View, id: string | null = null): string {
  return id === null ? `#/${view}` : `#/${view}/${encodeURIComponent(id)}`;
}

export function goTo(view: View, id: string | null = null): void {
  location.hash = linkTo(view, id);
  // The event comes later; the next key must find the view where this one left it.
  hash.value = location.hash;
}

/** The shared portfolio in the address, and the address without it. */
export function takeShared(): string | undefined {
  if (!location.hash.startsWith(SHARE)) return undefined;
  const letters = location.hash.slice(SHARE.length);
  history.replaceState(null, "", location.pathname + location.search);
  hash.value = "";
  return letters;
}
