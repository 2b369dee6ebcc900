import { describe, expect, it } from "vitest";
import { makeCalendar } from "../../src/portfolio/calendar.ts";
import { expandSeries, lateFirstStep, rampFactor } from "../../src/portfolio/series.ts";

const calendar = makeCalendar({ start: "2026-05", periods: 5, monthsPerPeriod: 3 });
const values = (series: number | Record<string, number>): number[] => Array.from(expandSeries(series, calendar));

describe("expandSeries", () => {
  it("repeats a constant", () => {
    expect(values(7.5)).toEqual([7.5, 7.5, 7.5, 7.5, 7.5]);
  });

  it("counts a step in the first period that starts on or after it", () => {
    // periods start 2026-05, 08, 11, 2027-02, 05: the step of 2026-09 is seen from 2026-11 on
    expect(values({ "2026-05": 1, "2026-09": 2, "2027-05": 3 })).toEqual([1, 1, 2, 2, 3]);
  });

  it("is 0 before the first step", () => {
    expect(values({ "2026-06": 4 })).toEqual([0, 4, 4, 4, 4]);
  });

  it("takes the latest of the steps before the horizon", () => {
    expect(values({ "2020-01": 1, "2026-04": 9, "2025-12": 2 })).toEqual([9, 9, 9, 9, 9]);
  });

  it("takes the later of two steps within one period, whatever their order in the file", () => {
    expect(values({ "2026-07": 20, "2026-06": 10 })).toEqual([0, 20, 20, 20, 20]);
  });

  it("ignores steps after the last period's first month", () => {
    expect(values({ "2026-05": 1, "2027-06": 8, "2030-01": 9 })).toEqual([1, 1, 1, 1, 1]);
  });

  it("is all zero without steps", () => {
    expect(values({})).toEqual([0, 0, 0, 0, 0]);
  });

  it("follows monthly periods step by step", () => {
    const monthly = makeCalendar({ start: "2026-11", periods: 4, monthsPerPeriod: 1 });
    expect(Array.from(expandSeries({ "2026-11": 1, "2027-01": 2 }, monthly))).toEqual([1, 1, 2, 2]);
  });
});

describe("lateFirstStep", () => {
  it("names a first step after the horizon's start", () => {
    expect(lateFirstStep({ "2027-01": 1, "2026-06": 1 }, calendar)).toBe("2026-06");
    expect(lateFirstStep({}, calendar)).toBe("");
  });

  it("is satisfied by a constant or a step at or before the start", () => {
    expect(lateFirstStep(0, calendar)).toBeUndefined();
    expect(lateFirstStep({ "2026-05": 1 }, calendar)).toBeUndefined();
    expect(lateFirstStep({ "2019-01": 1, "2027-01": 2 }, calendar)).toBeUndefined();
  });
});

describe("rampFactor", () => {
  const ramp = { "12": 1, "0": 0.25, "6": 0.5 };
  it.each([
    [0, 0.25],
    [5, 0.25],
    [6, 0.5],
    [11, 0.5],
    [12, 1],
    [600, 1],
  ])("%i months after the start: %d", (months, factor) => {
    expect(rampFactor(ramp, months)).toBe(factor);
  });
});
