import { describe, expect, test } from "vitest";
import {
  at,
  auditCalendar,
  before,
  endFactor,
  midFactor,
  monthNumber,
  monthText,
  periodStartingIn,
  periodsIn,
  seriesValues,
  startFactor,
} from "../../src/plan/audit-calendar.ts";

// Quarters from March 2026: 2026-03, 2026-06, 2026-09, 2026-12, 2027-03.
const quarters = auditCalendar({ start: "2026-03", periods: 5, monthsPerPeriod: 3 });

describe("months", () => {
  test("numbers and back, over the turn of a year", () => {
    expect(monthNumber("2026-12") + 1).toBe(monthNumber("2027-01"));
    expect(monthText(monthNumber("2026-12"))).toBe("2026-12");
    expect(monthText(monthNumber("2027-01"))).toBe("2027-01");
  });

  test.each(["2026-13", "2026-00", "2026-1", "26-01", "2026/01", "", "2026-01-01"])("%j is no month", (text) => {
    expect(monthNumber(text)).toBeNaN();
  });

  test("first months of the periods", () => {
    expect(quarters.months).toEqual(["2026-03", "2026-06", "2026-09", "2026-12", "2027-03"]);
    expect(quarters.yearsPerPeriod).toBe(0.25);
    expect(quarters.hoursPerPeriod).toBe(2190);
  });
});

describe("periods of months", () => {
  test.each([
    ["2025-01", 0, -1],
    ["2026-02", 0, -1],
    ["2026-03", 0, 0],
    ["2026-04", 1, 0],
    ["2026-05", 1, 0],
    ["2026-06", 1, 1],
    ["2027-03", 4, 4],
    ["2027-04", 5, 4],
    ["2030-03", 16, 16],
  ])("%s: at %i, before %i", (month, first, last) => {
    expect(at(quarters, month)).toBe(first);
    expect(before(quarters, month)).toBe(last);
  });

  test.each([
    [0, 0],
    [1, 1],
    [3, 1],
    [4, 2],
    [12, 4],
    [13, 5],
  ])("n(%i) = %i", (months, periods) => expect(periodsIn(quarters, months)).toBe(periods));

  test("only first months start a period", () => {
    expect(periodStartingIn(quarters, "2026-09")).toBe(2);
    expect(periodStartingIn(quarters, "2026-10")).toBeNaN();
    expect(periodStartingIn(quarters, "2025-12")).toBe(-1);
    expect(periodStartingIn(quarters, "soon")).toBeNaN();
  });
});

describe("series", () => {
  test("a number is constant", () => expect(seriesValues(quarters, 7)).toEqual([7, 7, 7, 7, 7]));

  test("0 before the first step; a step inside a period counts from the next one", () => {
    expect(seriesValues(quarters, { "2026-07": 5, "2026-12": 8 })).toEqual([0, 0, 5, 8, 8]);
  });

  test("steps before the horizon hold, whatever their order in the file; the latest of a period wins", () => {
    expect(seriesValues(quarters, { "2026-11": 3, "2020-01": 1, "2026-10": 2 })).toEqual([1, 1, 1, 3, 3]);
  });

  test("steps after the horizon and empty maps", () => {
    expect(seriesValues(quarters, { "2030-01": 9 })).toEqual([0, 0, 0, 0, 0]);
    expect(seriesValues(quarters, {})).toEqual([0, 0, 0, 0, 0]);
  });
});

test("discount factors of quarters at 8 %", () => {
  expect(startFactor(quarters, 0, 0.08)).toBe(1);
  expect(startFactor(quarters, 3, 0.08)).toBeCloseTo(1 / 1.08 ** 0.75, 14);
  expect(midFactor(quarters, 3, 0.08)).toBeCloseTo(1 / 1.08 ** 0.875, 14);
  expect(endFactor(quarters, 0.08)).toBeCloseTo(1 / 1.08 ** 1.25, 14);
  expect(midFactor(quarters, 3, 0)).toBe(1);
});
