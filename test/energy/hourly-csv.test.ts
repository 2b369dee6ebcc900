// Hourly price files: times, clock changes, holes, and words for what cannot be read.
import { describe, expect, it } from "vitest";
import { readHourlyCsv } from "../../src/energy/hourly-csv.ts";
import { LocalClock } from "../../src/energy/local-time.ts";
import { readStamp } from "../../src/energy/time-stamp.ts";
import { hourlyFile } from "./hourly-file.ts";

const ZONE = "America/Chicago";

function hoursOf(text: string, options = {}) {
  const reading = readHourlyCsv(text, { column: "usd", ...options });
  if (!reading.ok) throw new Error(reading.fault.message);
  return reading.hours;
}

function faultOf(text: string, options = {}): string {
  const reading = readHourlyCsv(text, { column: "usd", ...options });
  if (reading.ok) throw new Error("the file was read");
  return `${reading.fault.message}; ${reading.fault.hint}`;
}

describe("the local clock", () => {
  const clock = new LocalClock(ZONE);
  const hour = (text: string): number => readStamp(text)?.hour ?? Number.NaN;

  it("skips an hour in spring and repeats one in autumn", () => {
    const hours = [
      "2025-03-09 01:00",
      "2025-03-09 02:00",
      "2025-03-09 03:00",
      "2025-11-02 00:00",
      "2025-11-02 01:00",
      "2025-11-02 02:00",
    ];
    expect(hours.map((text) => clock.occurrences(hour(text)))).toEqual([1, 0, 1, 1, 2, 1]);
  });

  it("shows 8760 hours in a year of 365 days", () => {
    let shown = 0;
    for (let h = hour("2025-01-01"); h < hour("2026-01-01"); h++) shown += clock.occurrences(h);
    expect(shown).toBe(8760);
  });
});

describe("hourly price files", () => {
  it("are whole with their clock changes when the zone is told", () => {
    const { text, rows } = hourlyFile(2025, ZONE, 1);
    const hours = hoursOf(text, { timezone: ZONE });
    expect(rows).toBe(8760);
    expect(hours).toMatchObject({ missing: 0, duplicates: 0 });
    expect(hours.usdPerMwh).toHaveLength(8760);
  });

  it("show a hole and a pair without it", () => {
    const hours = hoursOf(hourlyFile(2025, ZONE, 1).text);
    expect(hours).toMatchObject({ missing: 1, duplicates: 1 });
    expect(hours.usdPerMwh).toHaveLength(8759);
  });

  it("count missing, empty and negative hours", () => {
    const hours = hoursOf(
      "timestamp,usd\n2025-01-01 00:00,5\n2025-01-01 01:00,\n2025-01-01 04:00,-2\n2025-01-01 05:00,NaN\n2025-01-01 06:00,1\n",
    );
    expect(hours).toMatchObject({ missing: 4, duplicates: 0, negative: 1 });
    expect([...hours.usdPerMwh]).toEqual([5, -2, 1]);
  });

  it("take the mean of an hour given twice", () => {
    const hours = hoursOf("timestamp,usd\n2025-01-01 00:00,5\n2025-01-01 00:00,7\n");
    expect([...hours.usdPerMwh]).toEqual([6]);
    expect(hours.duplicates).toBe(1);
  });

  it("average quarters of an hour", () => {
    const hours = hoursOf("timestamp,usd\n2025-01-01 00:00,4\n2025-01-01 00:15,8\n");
    expect([...hours.usdPerMwh]).toEqual([6]);
  });

  it.each([
    ["date,hour ending,usd\n2025-01-31,24,1\n2025-02-01,1,2\n"],
    ["delivery_date,he,usd\n1/31/2025,24:00,1\n2/1/2025,1:00,2\n"],
    ["day,hour,usd\n2025-01-31,23,1\n2025-02-01,0,2\n"],
    ["time,usd\n2025-01-31T23:00:00,1\n2025-02-01T00:00:00.000,2\n"],
  ])("read times as %j", (text) => {
    const hours = hoursOf(text);
    expect([...hours.months]).toEqual([2025 * 12, 2025 * 12 + 1]);
    expect(hours.missing).toBe(0);
  });

  it("move universal times to the clock of the zone", () => {
    const hours = hoursOf("time,usd\n2025-02-01T05:00Z,1\n2025-02-01T06:00Z,2\n", { timezone: ZONE });
    expect([...hours.months]).toEqual([2025 * 12, 2025 * 12 + 1]);
  });

  it.each([
    ["no price column", "timestamp,price\n2025-01-01,5\n", {}, /no column "usd"; its columns are "timestamp", "price"/],
    [
      "no time column",
      "when,usd\n2025-01-01,5\n",
      {},
      /no column that looks like time; name it in "time": one of "when", "usd"/,
    ],
    ["a time column that is not there", "when,usd\n2025-01-01,5\n", { time: "then" }, /no column "then"/],
    [
      "a time that is none",
      "time,usd\n2025-01-01,5\n2025-02-30,5\n",
      {},
      /row 3 has "2025-02-30" where a time belongs/,
    ],
    ["a price that is none", "time,usd\n2025-01-01,5\n2025-01-02,cheap\n", {}, /row 3 has "cheap" in column "usd"/],
    ["no rows", "time,usd\n", {}, /no rows/],
    ["no prices", "time,usd\n2025-01-01,\n", {}, /no price in any row/],
    [
      "a zone that is none",
      "time,usd\n2025-01-01,5\n",
      { timezone: "Texas" },
      /"Texas", which is no time zone; .*America\/Chicago/,
    ],
    ["an empty text", "", {}, /no column "usd"/],
  ])("tell of %s", (_what, text, options, words) => {
    expect(faultOf(text, options)).toMatch(words);
  });
});
