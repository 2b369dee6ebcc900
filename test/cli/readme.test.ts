// The examples of the README and of the pages it leads to, run as they stand and in the README's order: `sh run` and `ts run` blocks
// in one directory, where `json file=...` blocks are files and `text output` blocks say what the block before them printed. Solves without --moves get a limit on moves here,
// so that nothing depends on the machine's speed.
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePortfolioText } from "../../src/portfolio/parse.ts";
import { cleanEnv, SOURCE } from "./run-cli.ts";

const ROOT = new URL("../../", import.meta.url);
const README = readFileSync(new URL("README.md", ROOT), "utf8");
/** The pages, in the order in which the README's table names them. */
const PAGES = [...README.matchAll(/^\| \[[^\]]+\]\((src\/docs\/[\w-]+\.md)\)/gm)].map(([, path]) => path!);
const MANIFEST = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")) as {
  exports: Record<string, string | { default: string }>;
};
const MOVES = 2000;
/** Commands that solve more than once, with fewer moves each. */
const QUESTIONS = ["whatif", "explain", "worth", "quote", "compare", "alternatives", "tornado", "conflicts"];
const QUESTION_MOVES = 60;
/** Sweeps solve dozens of times. */
const SWEEP_MOVES = 10;

interface Block {
  /** File it stands in, from the root. */
  page: string;
  language: string;
  /** What follows the language in the opening fence. */
  mark: string;
  text: string;
  line: number;
}

/** `import ... from "megalloc/lp"` reads the built package; here the sources of the same entry. */
function importSources(code: string): string {
  return code.replace(/"megalloc(\/[^"]*)?"/g, (_, entry: string | undefined) => {
    const target = MANIFEST.exports[`.${entry ?? ""}`];
    if (typeof target !== "object") throw new Error(`package.json exports no module "megalloc${entry ?? ""}"`);
    const source = target.default.replace("./dist/", "../../").replace(/\.js$/, ".ts");
    return JSON.stringify(new URL(source, import.meta.url).href);
  });
}

function fencedBlocks(page: string): Block[] {
  const markdown = readFileSync(new URL(page, ROOT), "utf8");
  const fence = /^```(\w+)[ ]?(.*)\n([\s\S]*?)^```$/gm;
  return [...markdown.matchAll(fence)].map(({ 1: language, 2: mark, 3: text, index }) => ({
    page,
    language,
    mark,
    text,
    line: markdown.slice(0, index).split("\n").length,
  }));
}

const BLOCKS = ["README.md", ...PAGES].flatMap(fencedBlocks);
let directory: string;
let printed = "";

/** Puts a `megalloc` on the path that runs the sources. */
function installCommand(): void {
  const command = SOURCE.command.map((word) => `'${word}'`).join(" ");
  const script = `#!/bin/sh
limit=""
case "$1" in
  solve) limit="--moves ${MOVES}" ;;
  ${QUESTIONS.join("|")}) limit="--moves ${QUESTION_MOVES}" ;;
  sweep) limit="--moves ${SWEEP_MOVES}" ;;
  robust) limit="--moves ${QUESTION_MOVES}" ;;
esac
for word in "$@"; do [ "$word" = --moves ] && limit=""; done
exec ${command} "$@" $limit
`;
  writeFileSync(join(directory, "megalloc"), script);
  chmodSync(join(directory, "megalloc"), 0o755);
}

async function execute(program: string, args: string[]): Promise<string> {
  const env = cleanEnv({ PATH: `${directory}:${process.env["PATH"]}` });
  const { stdout } = await promisify(execFile)(program, args, { cwd: directory, env });
  return stdout;
}

async function runBlock(block: Block): Promise<void> {
  if (block.language === "json") {
    writeFileSync(join(directory, block.mark.slice("file=".length)), block.text);
  } else if (block.language === "sh") {
    printed = await execute("sh", ["-euc", block.text]);
  } else if (block.language === "ts") {
    const file = join(directory, `${basename(block.page, ".md")}-${block.line}.mts`);
    writeFileSync(file, importSources(block.text));
    printed = await execute(SOURCE.command[0], [...SOURCE.command.slice(1, 3), file]);
    expect(printed).not.toBe("");
  } else {
    expectOutput(block.text);
  }
}

/** Each stated line begins some later line of what was printed; "..." stands for any lines. */
function expectOutput(stated: string): void {
  const lines = printed.split("\n");
  let next = 0;
  for (const line of stated.split("\n")) {
    if (line === "" || line === "...") continue;
    const found = lines.findIndex((candidate, index) => index >= next && candidate.startsWith(line));
    expect(found, `"${line}" was not printed after line ${next} of\n${printed}`).not.toBe(-1);
    next = found + 1;
  }
}

const runnable = ({ language, mark }: Block): boolean =>
  mark === "run" || mark === "output" || (language === "json" && mark.startsWith("file="));

describe("the README and its pages", () => {
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "megalloc-readme-"));
    installCommand();
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const cases = BLOCKS.filter(runnable);

  it.each(cases.map((block) => [`${block.page}:${block.line} (${block.language})`, block] as const))(
    "%s does what it says",
    (_, block) => runBlock(block),
  );

  it("changes the offer that it says it changes", () => {
    const dearer = parsePortfolioText(readFileSync(join(directory, "dearer.json"), "utf8"));
    if (!dearer.ok) throw new Error("the changed example does not parse");
    expect(dearer.portfolio.contracts.find(({ id }) => id === "anthropic-245")!.usdPerUnitMonth).toBe(200_000);
    const plan = JSON.parse(readFileSync(join(directory, "dearer-plan.json"), "utf8")) as {
      contracts: { id: string; accepted: boolean }[];
    };
    expect(plan.contracts.find(({ id }) => id === "anthropic-245")!.accepted).toBe(true);
    const before = JSON.parse(readFileSync(join(directory, "plan.json"), "utf8")) as typeof plan;
    expect(before.contracts.find(({ id }) => id === "anthropic-245")!.accepted).toBe(false);
  });

  it("lead to every page", () => {
    const files = readdirSync(new URL("src/docs/", ROOT)).map((name) => `src/docs/${name}`);
    expect([...PAGES].sort()).toEqual(files.sort());
  });

  it("has no warnings in its portfolio and no words of machines in its text", () => {
    const portfolio = BLOCKS.find(({ mark }) => mark === "file=one-site.json")!;
    expect(parsePortfolioText(portfolio.text)).toMatchObject({ ok: true, warnings: [] });
    for (const page of ["README.md", ...PAGES])
      expect(readFileSync(new URL(page, ROOT), "utf8")).not.toMatch(/\/(home|work|tmp|root)\//);
  });
});
