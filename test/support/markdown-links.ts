// Links between the pages of the repository.
import { posix } from "node:path";

export interface RelativeLink {
  /** Page the link stands in, from the root. */
  page: string;
  /** File it leads to, from the root. */
  file: string;
  /** Heading it leads to, as GitHub and npm name it; empty for the whole page. */
  anchor: string;
}

const withoutCode = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");

/** Every link of a page that stays within the repository. `page`: its path from the root. */
export function relativeLinks(markdown: string, page: string): RelativeLink[] {
  const targets = [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = "", anchor = ""] = target.split("#");
      return { page, file: path === "" ? page : posix.join(posix.dirname(page), path), anchor };
    });
}

/** What links to headings of a page may say. */
export function headingAnchors(markdown: string): string[] {
  const headings = [...markdown.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/^#{1,6} (.+)$/gm)].map(
    ([, text]) => text!,
  );
  return headings.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, "")
      .replaceAll(" ", "-"),
  );
}
