// The edit language: what each kind of value does with each operator, and what is said when an edit makes no sense.
import { describe, expect, it } from "vitest";
import { applyEdits, type ValueChange } from "../../../src/answers/edits/apply.ts";
import { parseEdit } from "../../../src/answers/edits/edit.ts";
import { formatEditProblems } from "../../../src/answers/edits/edit-problem.ts";
import type { Portfolio } from "../../../src/portfolio/schema.ts";
import { portfolioOf, TWO_SITES } from "../two-sites.ts";

const portfolio = portfolioOf(TWO_SITES);

function edited(...edits: string[]): { portfolio: Portfolio; changes: ValueChange[] } {
  const result = applyEdits(portfolio, edits);
  if (!result.ok) throw new Error(formatEditProblems(result.problems));
  return result;
}

function problemsOf(...edits: string[]) {
  const result = applyEdits(portfolio, edits);
  if (result.ok) throw new Error(`${edits.join(" ")} was taken: ${JSON.stringify(result.changes)}`);
  return result.problems;
}

const afters = (...edits: string[]): unknown[] => edited(...edits).changes.map(({ after }) => after);

describe("edits of numbers and series", () => {
  it.each([
    ["finance.discountRate=0.08", [0.08]],
    ["finance.discountRate=8%", [0.08]],
    ["finance.discountRate+=0.02", [0.12]],
    ["finance.discountRate+=20%", [0.12]],
    ["finance.discountRate-=50%", [0.05]],
    ["finance.discountRate/=4", [0.025]],
    ["contracts[lease-a].usdPerUnitMonth=1_000", [1000]],
    ["sites[north].firmMw*=0.9", [{ "2027-01": 18, "2027-07": 27 }]],
    ["sites[south].firmMw*=110%", [13.2]],
    ["sites[south].firmMw=9", [9]],
    ['sites[south].firmMw={"2027-01": 4}', [{ "2027-01": 4 }]],
    ["sites[north].halls[hall-a].build.leadMonths+=2q", [12]],
    ["sites[north].halls[hall-a].build.leadMonths*=1.4", [8]],
    ["contracts[lease-a].termMonths-=1y", [36]],
    ["contracts[cloud].ramp*=0.5", [{ "0": 0.5 }]],
    ["sites[north].energy.market[1].usdPerMwh+=5", [35]],
  ])("%s", (edit, expected) => {
    expect(afters(edit)).toEqual(expected);
  });

  it("slip what is still to come of a step map, and leave what is there already", () => {
    expect(afters("sites[north].firmMw+=6mo")).toEqual([{ "2027-01": 20, "2028-01": 30 }]);
    expect(edited("sites[south].firmMw+=6mo").changes).toEqual([]);
  });

  it("set one step, of a constant as well", () => {
    expect(edited("sites[south].firmMw[2028-01]=20").portfolio.sites[1].firmMw).toEqual({
      "2027-01": 12,
      "2028-01": 20,
    });
    expect(edited("sites[north].firmMw[2027-07]*=2").portfolio.sites[0].firmMw).toEqual({
      "2027-01": 20,
      "2027-07": 60,
    });
  });
});

describe("edits of months, words, lists and objects", () => {
  it.each([
    ["backlog[lot-2].arrives+=6mo", ["2028-04"]],
    ["backlog[*].arrives-=1q", ["2027-01", "2027-07"]],
    ["contracts[lease-a].start.latest=2028-01", ["2028-01"]],
    ["contracts[lease-c].signed=true", [true]],
    ["contracts[lease-a].customer=Someone Else", ["Someone Else"]],
    ['contracts[lease-a].placement.sites=["north"]', [["north"]]],
    ["contracts[lease-a].platforms+=own-rack", [["tenant-rack", "own-rack"]]],
    [
      'finance.debt={"rate": 0.07, "termYears": 5, "maxLoanToCost": 0.8}',
      [{ rate: 0.07, termYears: 5, maxLoanToCost: 0.8 }],
    ],
    ["finance.cumulativeEquityUsd=null", [undefined]],
  ])("%s", (edit, expected) => {
    expect(afters(edit)).toEqual(expected);
  });

  it("take items out of a list and add others", () => {
    expect(edited("contracts[lease-*]=null").portfolio.contracts.map(({ id }) => id)).toEqual(["cloud"]);
    const again = { ...TWO_SITES.contracts[0], id: "lease-z" };
    const { portfolio: larger } = edited(`contracts+=${JSON.stringify(again)}`);
    expect(larger.contracts.at(-1)).toMatchObject({ id: "lease-z", minFraction: 1 });
  });

  it("select by id, pattern, several, field and quoted id", () => {
    const touched = (selector: string): string[] =>
      edited(`contracts[${selector}].minFraction=0.25`).changes.map(({ subject }) => subject);
    expect(touched("lease-a")).toEqual(['contract "lease-a"']);
    expect(touched("lease-?")).toHaveLength(3);
    expect(touched("lease-a, cloud")).toHaveLength(2);
    expect(touched("unit=accel*")).toEqual(['contract "cloud"']);
    expect(touched('"cloud"')).toEqual(['contract "cloud"']);
    expect(touched("*")).toHaveLength(4);
  });

  it("apply in order, each on what the ones before made, and leave the given portfolio alone", () => {
    const before = JSON.stringify(portfolio);
    expect(edited("sites[south].firmMw=10", "sites[*].firmMw*=2").portfolio.sites[1].firmMw).toBe(20);
    expect(JSON.stringify(portfolio)).toBe(before);
  });

  it("pass over items without an optional part, but not over all of them", () => {
    expect(edited("sites[*].halls[*].build.leadMonths+=3mo").changes.map(({ path }) => path)).toEqual([
      "sites[0].halls[0].build.leadMonths",
    ]);
    expect(problemsOf("sites[*].pueCap*=1.1")[0].message).toMatch(/nothing that is selected/);
  });
});

describe("edits that make no sense", () => {
  it.each([
    ["sites[norht].firmMw*=0.9", 6, /has no "norht"/, /did you mean "north"\?/],
    ["sites[west*].firmMw*=0.9", 5, /matches nothing/, /check the ids/],
    ["sites.firmMw*=0.9", 6, /sites is a list/, /sites\[\*\]/],
    ["sites[north].firmMW*=0.9", 13, /unknown field "firmMW"/, /"firmMw"/],
    ["sites[nowhere=x].firmMw=1", 6, /no field "nowhere"/, /fields here/],
    ["sites[north.firmMw*=0.9", 23, /not closed/, /./],
    ["sites[north].firmMw", 19, /no operator/, /\+=/],
    ["sites[north].firmMw=", 20, /value is missing/, /./],
    ["sites[north].firmMw*=", 21, /value is missing/, /./],
    ["sites[north].firmMw=lots", 20, /lots does not belong/, /number/],
    ["backlog[lot-1].arrives*=2", 24, /moved by durations/, /6mo/],
    ["backlog[lot-1].arrives=2027-13", 23, /not a month/, /2027-04/],
    ["backlog[lot-1].arrives+=1.5mo", 24, /whole number of months/, /./],
    ["finance.discountRate/=0", 22, /division by zero/, /./],
    ["contracts[cloud].signed=maybe", 24, /neither true nor false/, /./],
    ["contracts[cloud].unit*=2", 21, /makes no sense/, /=/],
    ['sites[south].firmMw={"2027-01": }', 20, /not JSON/, /./],
    ["=5", 0, /field's name/, /./],
    ["", 0, /the edit ends/, /./],
  ])("%s", (edit, position, message, hint) => {
    const [problem] = problemsOf(edit);
    expect(problem).toMatchObject({ edit, position });
    expect(problem.message).toMatch(message);
    expect(problem.hint).toMatch(hint);
  });

  it("say all of them at once, and which edit broke the portfolio", () => {
    expect(problemsOf("sites[x].firmMw=1", "sites[y].firmMw=1")).toHaveLength(2);
    const [problem] = problemsOf("contracts[lease-a].minFraction=2", "sites[south].firmMw=9");
    expect(problem).toMatchObject({
      edit: "contracts[lease-a].minFraction=2",
      position: null,
      path: "contracts[0].minFraction",
    });
  });

  it("point at the place in the text", () => {
    const text = formatEditProblems(problemsOf("sites[norht].firmMw*=0.9"));
    expect(text.split("\n")[2].indexOf("^")).toBe("  sites[norht]".indexOf("norht"));
  });

  it("cannot reach what objects inherit", () => {
    for (const name of ["__proto__", "constructor", "toString"]) {
      expect(problemsOf(`${name}.polluted=1`)[0].message).toMatch(/unknown field/);
      expect(problemsOf(`sites[north].firmMw[${name}]=1`)[0].message).toMatch(/is no step/);
    }
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("an edit taken apart", () => {
  it("tells path, operator and value", () => {
    expect(parseEdit(" sites[region=up].halls[*].builtMw[2027-01] += 5 ")).toMatchObject({
      operator: "+=",
      value: { kind: "number", value: 5 },
      segments: [
        { kind: "name", name: "sites" },
        { kind: "select", selector: { field: "region", patterns: [{ text: "up", literal: false }] } },
        { kind: "name", name: "halls" },
        { kind: "select", selector: { field: null } },
        { kind: "name", name: "builtMw" },
        { kind: "select", selector: { field: null, patterns: [{ text: "2027-01" }] } },
      ],
    });
  });
});
