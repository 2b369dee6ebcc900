// Importing what planners write: everything understood is listed, everything in doubt is named.
import { describe, expect, it } from "vitest";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { formatProblems } from "../../src/portfolio/problem.ts";
import { readSpan } from "../../src/sheets/cell-text.ts";
import { fromWorkbook, ImportOptions } from "../../src/sheets/from-workbook.ts";
import { Cell, cellName, Workbook } from "../../src/sheets/workbook.ts";
import { MESSY } from "./messy-book.ts";
import { PLANNERS_BOOK } from "./planners-book.ts";

const imported = (workbook: Workbook = MESSY, options: ImportOptions = { grossPerIt: 1.4 }) =>
  fromWorkbook(workbook, options);

/** The messy book with one cell changed. */
function changed(name: string, row: number, column: number, value: Cell): Workbook {
  return MESSY.map((sheet) =>
    sheet.name === name
      ? {
          name,
          rows: sheet.rows.map((cells, r) =>
            r === row ? cells.map((cell, c) => (c === column ? value : cell)) : cells,
          ),
        }
      : sheet,
  );
}

describe("a messy workbook", () => {
  it("is read without a doubt", () => {
    const { doubts, ignored } = imported();
    expect(doubts).toEqual([]);
    expect(ignored).toEqual(["Chips!G1", "Sites!F1", "Halls!K1", "Minutes"]);
  });

  it("becomes the portfolio that was meant", () => {
    const result = parsePortfolio(imported().portfolio);
    if (!result.ok) throw new Error(formatProblems(result.problems));
    const { name, horizon, finance, platforms, backlog, sites, contracts } = result.portfolio;
    expect({ name, horizon, finance }).toEqual({
      name: "north-2027",
      horizon: { start: "2027-01", periods: 12, monthsPerPeriod: 3 },
      finance: {
        discountRate: 0.095,
        cumulativeEquityUsd: { "2026-12": 1.2e9, "2027-07": 2e9 },
        debt: { rate: 0.07125, termYears: 5, maxLoanToCost: 0.85 },
      },
    });
    expect(platforms).toMatchObject([
      {
        id: "GB300",
        kwPerRack: 135,
        cooling: ["dlc"],
        supply: "backlog",
        acceleratorsPerRack: 72,
        opexUsdPerRackMonth: 4500,
      },
      { id: "Tenant", kwPerRack: 60, cooling: ["dlc", "rear door"], supply: "tenant" },
    ]);
    expect(backlog).toMatchObject([
      { id: "po-1", racks: 264, arrives: "2027-04", usdPerRack: 5.5e6, committed: true, lifeYears: 5 },
      { id: "po-2", racks: 1056, arrives: "2027-07", usdPerRack: 5.5e6, committed: false, lifeYears: 5 },
    ]);
    expect(sites[0]).toMatchObject({
      firmMw: { "2027-01": 207 },
      interruptibleMw: { "2027-01": 20, "2027-07": 30 },
      energy: {
        market: [
          { share: 0.8, usdPerMwh: 28 },
          { share: 0.2, usdPerMwh: 71 },
        ],
        ppa: { usdPerMwh: { "2027-01": 27, "2028-01": 33.67 }, resale: true },
      },
      halls: [{ id: "h1", peakPue: 1.4, build: { moduleMw: 25, maxModules: 4, capexUsdPerMw: 9.5e6, leadMonths: 18 } }],
    });
    expect(sites[1]).toMatchObject({
      firmMw: { "2027-01": 50, "2027-07": 100, "2028-01": 250 },
      pueCap: 1.4,
      halls: [{ builtMw: { "2027-07": 10, "2028-01": 20 } }],
    });
    expect(contracts).toMatchObject([
      {
        id: "lease-a",
        quantity: 100,
        usdPerUnitMonth: 155000,
        escalation: 0.03,
        takeOrPay: 1,
        start: { earliest: "2028-01", latest: "2028-12" },
        termMonths: 120,
        ramp: { "0": 0.5, "6": 1 },
        signed: false,
        credit: { guarantor: "Google", advanceRate: 0.85 },
      },
      {
        id: "lease-b",
        unit: "mw",
        quantity: 50,
        usdPerUnitMonth: 150000,
        start: { earliest: "2027-07", latest: "2028-09" },
        termMonths: 84,
      },
    ]);
  });

  it("lists every conversion with its cell", () => {
    const { conversions } = imported();
    const lines = conversions.map(({ cell, from, to, rule }) => `${cell} ${from} -> ${to} (${rule})`);
    expect(lines).toEqual(
      expect.arrayContaining([
        "Finance!B6 9.5 % -> 0.095 (per cent)",
        "Deliveries!D2 2027-04-15 -> 2027-04 (date: its month)",
        "Deliveries!D3 H2 2027 -> 2027-07 (first month of 2027-07 to 2027-12)",
        "Offers!J2 H2 2028 -> 2028-12 (last month of 2028-07 to 2028-12)",
        "Offers!D2 140 -> 100 (gross MW / 1.4)",
        "Offers!F2 155 -> 155000 (USD per kW-month x 1000)",
        "Power by quarter!E4 250,000 kW -> 250 (kW / 1000)",
      ]),
    );
  });

  it("leads from a problem of the portfolio back to the cell", () => {
    const { cellOf } = imported();
    expect(cellOf("contracts[0].start.latest")).toBe("Offers!J2");
    expect(cellOf("sites[1].halls[0].pue")).toBe("Halls!D3");
    expect(cellOf("sites[0].energy.market[1].share")).toBe("Market!B3");
    expect(cellOf("finance.debt.rate")).toBe("Finance!B8");
    expect(cellOf("nowhere")).toBeUndefined();
  });

  it("is not guessed at where gross and IT megawatts could be meant", () => {
    expect(imported(MESSY, {}).doubts).toEqual([
      expect.objectContaining({ cell: "Offers!D2", hint: expect.stringContaining("--gross-per-it") }),
      expect.objectContaining({ cell: "Offers!D3" }),
    ]);
  });

  it.each<[string, string, number, number, Cell, RegExp]>([
    ["a price in another currency", "Deliveries", 2, 4, "€5.5M", /"€5.5M" is in €/],
    ["a percentage without its sign", "Offers", 1, 7, 95, /95 is more than the whole/],
    ["a unit nobody knows", "Offers", 2, 5, "$150 per furlong", /unit that is not understood/],
    ["a vague date", "Deliveries", 2, 3, "mid 2027", /"mid 2027" is no month/],
    ["a word for a number", "Chips", 1, 1, "lots", /"lots" is no number/],
    ["a word for a flag", "Deliveries", 1, 5, "maybe", /neither yes nor no/],
    ["a site nobody has", "Halls", 1, 0, "odesa", /no site "odesa".*did you mean "odessa"/s],
    ["a heading nobody knows", "Chips", 0, 1, "Voltage", /heading "Voltage" is not known/],
    ["a misspelt heading", "Offers", 0, 6, "Escalater", /did you mean "escalator"/],
    ["a heading twice", "Offers", 0, 13, "Signed", /another column has/],
    ["an unknown unit in a heading", "Offers", 0, 5, "Rent (guineas)", /unit "guineas"/],
    ["a ramp that is none", "Offers", 1, 11, "slowly", /is no ramp/],
    ["a kind of power that is none", "Power by quarter", 1, 1, "green", /is no kind of power/],
    ["a quarter that is none", "Power by quarter", 0, 2, "Q5-27", /"Q5-27" is no date/],
  ])("names the cell of %s", (_what, sheet, row, column, value, words) => {
    const { doubts } = imported(changed(sheet, row, column, value));
    const found = doubts.find(({ cell }) => cell === cellName(sheet, row, column) || cell === cellName(sheet, row, 0));
    expect(`${found?.message} ${found?.hint}`).toMatch(words);
  });
});

describe("dates", () => {
  it.each([
    ["2026-07", "2026-07", "2026-07"],
    ["Q3 2026", "2026-07", "2026-09"],
    ["Q3-27", "2027-07", "2027-09"],
    ["3Q27", "2027-07", "2027-09"],
    ["2027 Q3", "2027-07", "2027-09"],
    ["2027-Q3", "2027-07", "2027-09"],
    ["H2 2026", "2026-07", "2026-12"],
    ["1H'27", "2027-01", "2027-06"],
    ["2026-H1", "2026-01", "2026-06"],
    ["Jul 2026", "2026-07", "2026-07"],
    ["september-27", "2027-09", "2027-09"],
    ["7/2026", "2026-07", "2026-07"],
    ["2026-07-15", "2026-07", "2026-07"],
    ["2028", "2028-01", "2028-12"],
  ])("%s is %s to %s", (text, first, last) => {
    expect(readSpan(text)).toEqual({ first, last });
  });

  it.each(["mid 2026", "soon", "", "13/2026", "Q5 2026", "Foo 2026", "1/7/2026", "26", "H3 26"])(
    "%j is none",
    (text) => {
      expect(readSpan(text)).toBeUndefined();
    },
  );
});

it.each<[Workbook]>([
  [[]],
  [[{ name: "contracts", rows: [] }]],
  [[{ name: "power", rows: [[null], ["x"]] }]],
  [[{ name: "halls", rows: [["Id"], ["h"]] }]],
])("nothing throws on %j", (workbook) => {
  expect(() => parsePortfolio(fromWorkbook(workbook).portfolio)).not.toThrow();
});

describe("another planner's workbook", () => {
  const cellsAs = (change: (text: string) => Cell | undefined): Workbook =>
    PLANNERS_BOOK.map(({ name, rows }) => ({
      name,
      rows: rows.map((row) => row.map((cell) => change(String(cell)) ?? cell)),
    }));

  it("is read without a doubt: titles, headings by what they hold, totals", () => {
    const { doubts, ignored, portfolio, cellOf } = fromWorkbook(PLANNERS_BOOK, { grossPerIt: 1.4 });
    expect(doubts).toEqual([]);
    expect(ignored).toEqual(["Backlog!G1", "Sites!A4"]);
    const result = parsePortfolio(portfolio);
    if (!result.ok) throw new Error(formatProblems(result.problems));
    const { horizon, finance, sites, contracts } = result.portfolio;
    expect(horizon.start).toBe("2027-01");
    expect(finance.debt).toEqual({ rate: 0.07125, termYears: 5, maxLoanToCost: 0.85 });
    expect(sites.map(({ id, firmMw, pueCap }) => [id, firmMw, pueCap])).toEqual([
      ["Amarillo", { "2027-01": 80, "2027-07": 200, "2028-04": 300 }, undefined],
      ["Quanah", { "2028-01": 150 }, 1.35],
    ]);
    expect(sites[0].energy.market.map(({ share, usdPerMwh }) => [share, usdPerMwh])).toEqual([
      [0.05, 95],
      [0.55, 36],
      [0.4, 12],
    ]);
    expect(sites[1].halls[0].build).toMatchObject({ capexUsdPerMw: 10.5e6, leadMonths: 18, lifeYears: 20 });
    expect(
      contracts.map(({ unit, quantity, usdPerUnitMonth, termMonths }) => [unit, quantity, usdPerUnitMonth, termMonths]),
    ).toEqual([
      ["mw", 75, 142_000, 180],
      ["mw", 50, 145833.333333333, 120],
      ["accelerators", 20_160, 2150, 36],
    ]);
    expect(cellOf("finance.debt.rate")).toBe("Finance!B10");
  });

  it("names the row of a value it does not know below a title", () => {
    const book = cellsAs((text) => (text === "Debt term" ? "Debt colour" : undefined));
    expect(fromWorkbook(book, { grossPerIt: 1.4 }).doubts).toEqual([expect.objectContaining({ cell: "Finance!A11" })]);
  });

  it.each<[string, Cell, string, RegExp]>([
    ["20,160 GPUs", "20,160", "Contracts!D4", /in mw .* counts accelerators/],
    ["2,150 $/GPU-month", 2150, "Contracts!F4", /in mw .* counts accelerators/],
    ["105", "1,000 racks", "Contracts!D2", /in racks .* counts mw/],
  ])("does not take %s for what the heading says of other contracts once it is %s", (from, to, cell, words) => {
    const book = cellsAs((text) => (text === from ? to : undefined));
    const { doubts } = fromWorkbook(book, { grossPerIt: 1.4 });
    expect(doubts.map((doubt) => doubt.cell)).toEqual([cell]);
    expect(doubts[0].message).toMatch(words);
  });

  it("asks what 0.03 below a heading in per cent is: a spreadsheet shows 3 % and holds 0.03", () => {
    const book = cellsAs((text) => (text === "Escalator" ? "Escalator (%)" : text === "3%" ? 0.03 : undefined));
    expect(fromWorkbook(book, { grossPerIt: 1.4 }).doubts).toEqual([
      {
        cell: "Contracts!G2",
        message: "0.03 stands below a heading in %",
        hint: 'write "3 %", or "0.03 %" if so little is meant',
      },
    ]);
  });
});
