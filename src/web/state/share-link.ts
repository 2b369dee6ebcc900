// A link that carries the portfolio.
import { SHARE } from "./route.ts";
import { packed } from "./share.ts";

/** Put a link to the portfolio into the clipboard, and say what was done. */
export async function copyLink(source: unknown): Promise<string> {
  const letters = await packed(source);
  if (letters === undefined) return "This portfolio is too large for a link: save it as a file.";
  const link = `${location.origin}${location.pathname}${SHARE}${letters}`;
  try {
    await navigator.clipboard.writeText(link);
    return "The link is in the clipboard: it holds the whole portfolio, edits included.";
  } catch {
    // No permission: the address bar is a place from which it can be copied.
    history.replaceState(null, "", link);
    return "The link is in the address bar: copy it from there.";
  }
}
