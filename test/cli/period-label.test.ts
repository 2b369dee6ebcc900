import { expect, it } from "vitest";
import { periodLabel } from "../../src/cli/period-label.ts";

it.each([
  ["2026-01", 3, "2026-04", "2026-Q2"],
  ["2026-10", 3, "2027-01", "2027-Q1"],
  ["2026-02", 3, "2026-05", "2026-05"],
  ["2026-01", 6, "2026-07", "2026-H2"],
  ["2026-01", 12, "2029-01", "2029"],
  ["2026-04", 12, "2027-04", "2027-04"],
  ["2026-01", 1, "2026-11", "2026-11"],
  ["2026-01", 2, "2026-03", "2026-03"],
  ["2026-01", 24, "2028-01", "2028-01"],
])("horizon from %s, %d months a period: %s is %s", (start, monthsPerPeriod, month, label) => {
  expect(periodLabel({ start, periods: 8, monthsPerPeriod }, month)).toBe(label);
});
