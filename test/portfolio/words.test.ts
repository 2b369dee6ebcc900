// The words of messages: values, paths, names and guesses.
import { describe, expect, it } from "vitest";
import { formatProblems, makeReport, Problem } from "../../src/portfolio/problem.ts";
import { figure, pathText, quote, several, show } from "../../src/portfolio/show.ts";
import { subjectOf } from "../../src/portfolio/subject.ts";
import { nearest } from "../../src/portfolio/suggest.ts";
import { suggestMonth } from "../../src/portfolio/suggest-month.ts";
import { SMALL } from "./small.ts";

describe("values", () => {
  it.each([
    ["plain", '"plain"'],
    ['with "quotes"', '"with \\"quotes\\""'],
    ["\u001b[31mred\u202e", '"\\u001b[31mred\\u202e"'],
    ["x".repeat(61), `"${"x".repeat(60)}…"`],
    [1.5, "1.5"],
    [-0, "-0"],
    [true, "true"],
    [null, "null"],
    [undefined, "nothing"],
    [[], "an empty list"],
    [[1], "a list of 1"],
    [{}, "an object"],
    [10n, "a bigint"],
    [Symbol("s"), "a symbol"],
    [() => 1, "a function"],
  ])("%o", (value, words) => {
    expect(show(value)).toBe(words);
  });

  it("are cut to six digits when computed here, and to five when listed", () => {
    expect(figure(1 / 3)).toBe("0.333333");
    expect(figure(123456789)).toBe("123457000");
    expect(several(["a", "b"])).toBe("a, b");
    expect(several(["a", "b", "c", "d", "e", "f", "g"])).toBe("a, b, c, d, e and 2 more");
  });
});

describe("places", () => {
  it.each([
    [[], "", 'portfolio "north"'],
    [["horizon", "start"], "horizon.start", "horizon"],
    [["finance", "debt", "rate"], "finance.debt.rate", "finance"],
    [["contracts", 2, "start", "latest"], "contracts[2].start.latest", 'contract "c-3"'],
    [["contracts", 2, "platforms", 0], "contracts[2].platforms[0]", 'contract "c-3"'],
    [["contracts", 1, "placement", "excludeSites", 0], "contracts[1].placement.excludeSites[0]", 'contract "c-2"'],
    [
      ["sites", 1, "halls", 0, "builtMw", "2026-01"],
      'sites[1].halls[0].builtMw["2026-01"]',
      'hall "dlc" of site "bodø"',
    ],
    [["sites", 0, "energy", "market", 1], "sites[0].energy.market[1]", 'site "oslo"'],
    [["contracts", 9], "contracts[9]", "contract without an id"],
    [["contracts"], "contracts", 'portfolio "north"'],
  ])("%j", (path, text, subject) => {
    expect(pathText(path)).toBe(text);
    expect(subjectOf(SMALL, path)).toBe(subject);
  });

  it("have names whatever the value is", () => {
    for (const root of [null, 5, "x", [], { sites: 5 }, { sites: [{ id: {} }] }]) {
      expect(subjectOf(root, ["sites", 0, "halls", 1, "pue"])).toBe("hall without an id of site without an id");
    }
  });
});

describe("guesses", () => {
  it.each([
    ["utilization", "utilisation"],
    ["max_pue", "maxPue"],
    ["MAXPUE", "maxPue"],
    ["qauntity", "quantity"],
    ["quantities", "quantity"],
    ["colour", undefined],
    ["q".repeat(5000), undefined],
    ["", undefined],
  ])("%s", (word, guess) => {
    expect(nearest(word, ["quantity", "utilisation", "maxPue", "takeOrPay"])).toBe(guess);
  });

  it.each([
    ["2026-13", undefined],
    ["H1 2026", "2026-01"],
    ["H3 2026", undefined],
    ["Q2-2027", "2027-04"],
    ["2027 Q3", "2027-07"],
    ["Q5 2027", undefined],
    ["september 2026", "2026-09"],
    ["1 Dec 2026", "2026-12"],
    ["12.2026", "2026-12"],
    ["2026-07-15T10:00:00Z", "2026-07"],
    [2026.5, "2026-05"],
    ["1 fortnight 2026", undefined],
    [{}, undefined],
  ])("month %o", (value, guess) => {
    expect(suggestMonth(value)).toBe(guess);
  });
});

describe("formatProblems", () => {
  const report = makeReport(SMALL);
  report.warning("idle-site", ["sites", 1], "it is idle", "use it");
  report.error("wrong-type", [], "first line\nsecond line", "mend it");
  report.error("bad-month", ["horizon", "start"], `${quote("x")} is not a month`, "write one");

  it("puts errors first and counts", () => {
    expect(formatProblems(report.problems)).toBe(
      [
        'error: portfolio "north" [wrong-type]',
        "  first line",
        "  second line",
        "  mend: mend it",
        "error: horizon at horizon.start [bad-month]",
        '  "x" is not a month',
        "  mend: write one",
        'warning: site "bodø" at sites[1] [idle-site]',
        "  it is idle",
        "  mend: use it",
        "2 errors, 1 warning",
        "",
      ].join("\n"),
    );
  });

  it("is empty without problems, and says what it left off", () => {
    expect(formatProblems([])).toBe("");
    const warnings: Problem[] = Array(7).fill(report.problems[0]);
    expect(formatProblems(warnings, 2).split("\n").at(-2)).toBe("7 warnings (5 not shown)");
  });
});
