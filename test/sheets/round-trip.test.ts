// Portfolio -> workbook -> portfolio loses nothing, as values, as .xlsx and as CSV files.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readWorkbookFile, writeCsvFolder, writeXlsx } from "../../src/cli/workbook-file.ts";
import { EXAMPLES } from "../../src/examples/catalogue.ts";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { formatProblems } from "../../src/portfolio/problem.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { readPortfolioText } from "../../src/resolve/read-portfolio.ts";
import { fromWorkbook } from "../../src/sheets/from-workbook.ts";
import { toWorkbook } from "../../src/sheets/to-workbook.ts";
import { Workbook } from "../../src/sheets/workbook.ts";
import { SMALL } from "../portfolio/small.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";

const folder = mkdtempSync(join(tmpdir(), "megalloc-sheets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function back(workbook: Workbook): Portfolio {
  const { portfolio, doubts, ignored } = fromWorkbook(workbook);
  expect(doubts).toEqual([]);
  expect(ignored).toEqual([]);
  const parsed = parsePortfolio(portfolio);
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.portfolio;
}

function parsed(value: unknown): Portfolio {
  const result = parsePortfolio(value);
  if (!result.ok) throw new Error(formatProblems(result.problems));
  return result.portfolio;
}

async function throughFiles(portfolio: Portfolio): Promise<void> {
  const book = join(folder, "book.xlsx");
  await writeXlsx(book, toWorkbook(portfolio));
  expect(back(await readWorkbookFile(book))).toEqual(portfolio);
  const csv = join(folder, "csv");
  await writeCsvFolder(csv, toWorkbook(portfolio));
  expect(back(await readWorkbookFile(csv))).toEqual(portfolio);
}

describe("a portfolio as a workbook", () => {
  it("comes back whole, every field of it", async () => {
    const portfolio = parsed(SMALL);
    expect(back(toWorkbook(portfolio))).toEqual(portfolio);
    await throughFiles(portfolio);
  });

  it.each(EXAMPLES)("comes back whole: $name", async ({ name }) => {
    const text = readFileSync(new URL(`../../src/examples/${name}.json`, import.meta.url), "utf8");
    const read = readPortfolioText(text);
    if (!read.ok) throw new Error(formatProblems(read.problems));
    await throughFiles(read.portfolio);
  });

  it("comes back whole, whatever it is", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const portfolio = parsed(randomPortfolio(seed));
      expect(back(toWorkbook(portfolio)), `seed ${seed}`).toEqual(portfolio);
    }
  });

  it("keeps names that spreadsheets spoil", async () => {
    const odd = [
      "007",
      " spaced ",
      "a;b",
      'quo"ted',
      '"quoted"',
      "1e5",
      "TRUE",
      "2026-01",
      "=SUM(A1)",
      "'=SUM(A1)",
      "-5",
      "+cmd",
      "@x",
      "[x]",
      "(none)",
      "Total",
      "zwölf, 十二",
    ];
    const platforms = odd.map((id) => ({ ...structuredClone(SMALL.platforms[0]), id, cooling: odd }));
    const sites = odd.map((id) => ({ ...structuredClone(SMALL.sites[0]), id, region: id }));
    const contracts = SMALL.contracts.map((contract) => ({
      ...contract,
      platforms: odd,
      placement: { sites: odd, excludeSites: [] },
    }));
    await throughFiles(parsed({ ...SMALL, platforms, backlog: [], sites, contracts }));
  });
});
