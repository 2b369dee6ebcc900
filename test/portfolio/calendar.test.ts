import { describe, expect, it } from "vitest";
import { makeCalendar } from "../../src/portfolio/calendar.ts";
import { monthIndex, monthsBetween, monthText } from "../../src/portfolio/month.ts";

describe("months", () => {
  it("count from January of year 0 and back", () => {
    expect(monthIndex("2026-01")).toBe(24312);
    expect(monthIndex("2026-12")).toBe(24323);
    expect(monthIndex("0000-01")).toBe(0);
    for (const month of ["1999-12", "2000-01", "2026-07", "9999-12"]) expect(monthText(monthIndex(month))).toBe(month);
  });

  it("lie between one another across years", () => {
    expect(monthsBetween("2026-11", "2027-02")).toBe(3);
    expect(monthsBetween("2027-02", "2026-11")).toBe(-3);
    expect(monthsBetween("2026-05", "2026-05")).toBe(0);
  });
});

describe("a quarterly calendar that starts mid-year", () => {
  // 2026-05, 2026-08, 2026-11, 2027-02, 2027-05, then the end 2027-08
  const calendar = makeCalendar({ start: "2026-05", periods: 5, monthsPerPeriod: 3 });

  it("has the durations of section 1", () => {
    expect(calendar.yearsPerPeriod).toBe(0.25);
    expect(calendar.hoursPerPeriod).toBe(2190);
    expect(calendar.horizonYears).toBe(1.25);
    expect(calendar.end).toBe("2027-08");
  });

  it("names the first month of each period", () => {
    expect([0, 1, 2, 3, 4, 5].map(calendar.monthOfPeriod)).toEqual([
      "2026-05",
      "2026-08",
      "2026-11",
      "2027-02",
      "2027-05",
      "2027-08",
    ]);
  });

  it.each([
    ["2020-01", 0],
    ["2026-04", 0],
    ["2026-05", 0],
    ["2026-06", 1],
    ["2026-08", 1],
    ["2026-09", 2],
    ["2027-01", 3],
    ["2027-05", 4],
    ["2027-06", 5],
    ["2027-08", 5],
    ["2029-08", 13],
  ])("at(%s) = %i", (month, period) => {
    expect(calendar.at(month)).toBe(period);
  });

  it.each([
    ["2020-01", -1],
    ["2026-04", -1],
    ["2026-05", 0],
    ["2026-07", 0],
    ["2026-08", 1],
    ["2027-04", 3],
    ["2027-05", 4],
    ["2027-08", 4],
    ["2099-12", 4],
  ])("before(%s) = %i", (month, period) => {
    expect(calendar.before(month)).toBe(period);
  });

  it("keeps two clocks", () => {
    expect(calendar.startYears(3)).toBe(0.75);
    expect(calendar.midYears(3)).toBe(0.875);
    expect(calendar.monthOffset("2026-02")).toBe(-3);
  });
});

describe("n(months) = ceil(months / M)", () => {
  it.each([
    [1, 0, 0],
    [1, 5, 5],
    [3, 1, 1],
    [3, 3, 1],
    [3, 4, 2],
    [7, 14, 2],
    [7, 15, 3],
    [12, 11, 1],
    [12, 13, 2],
  ])("M = %i: n(%i) = %i", (monthsPerPeriod, months, periods) => {
    expect(makeCalendar({ start: "2026-01", periods: 4, monthsPerPeriod }).periodsIn(months)).toBe(periods);
  });
});

describe("other period lengths", () => {
  it("monthly: every month is a period", () => {
    const calendar = makeCalendar({ start: "2026-11", periods: 3, monthsPerPeriod: 1 });
    expect(calendar.at("2027-01")).toBe(2);
    expect(calendar.before("2027-01")).toBe(2);
    expect(calendar.hoursPerPeriod).toBe(730);
    expect(calendar.yearsPerPeriod).toBe(1 / 12);
  });

  it("seven months: 2026-03, 2026-10, 2027-05", () => {
    const calendar = makeCalendar({ start: "2026-03", periods: 3, monthsPerPeriod: 7 });
    expect([0, 1, 2].map(calendar.monthOfPeriod)).toEqual(["2026-03", "2026-10", "2027-05"]);
    expect(calendar.at("2026-11")).toBe(2);
    expect(calendar.before("2027-04")).toBe(1);
    expect(calendar.hoursPerPeriod).toBe(5110);
  });

  it("yearly: 2025-07, 2026-07", () => {
    const calendar = makeCalendar({ start: "2025-07", periods: 2, monthsPerPeriod: 12 });
    expect(calendar.at("2026-06")).toBe(1);
    expect(calendar.at("2026-08")).toBe(2);
    expect(calendar.before("2026-06")).toBe(0);
    expect(calendar.midYears(1)).toBe(1.5);
  });
});
