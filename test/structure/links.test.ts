// Links of the README, of the manual's pages and of the examples' pages lead to files and headings that are there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { headingAnchors, relativeLinks } from "../support/markdown-links.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (page: string): string => readFileSync(join(ROOT, page), "utf8");
const pagesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
const PAGES = [
  "README.md",
  "src/ARCHITECTURE.md",
  ...["src/docs", "src/examples", "src/examples/scenarios"].flatMap(pagesIn),
];
const LINKS = PAGES.flatMap((page) => relativeLinks(read(page), page));

describe("links between pages", () => {
  it("lead to files", () => {
    expect(LINKS.length).toBeGreaterThan(40);
    expect(LINKS.filter(({ file }) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it("lead to headings", () => {
    const toHeadings = LINKS.filter(({ file, anchor }) => anchor !== "" && file.endsWith(".md"));
    expect(toHeadings.length).toBeGreaterThan(3);
    expect(toHeadings.filter(({ file, anchor }) => !headingAnchors(read(file)).includes(anchor))).toEqual([]);
  });
});
