import { describe, expect, it } from "vitest";
import {
  counted,
  formatCount,
  formatElapsed,
  formatMw,
  formatPercent,
  formatUsd,
  printable,
} from "../../src/cli/format.ts";

describe("figures for people", () => {
  it.each([
    [0, "$0"],
    [12.4, "$12"],
    [-0.3, "$0"],
    [999.4, "$999"],
    [999.5, "$1.0k"],
    [950_000, "$950.0k"],
    [999_949, "$999.9k"],
    [999_950, "$1.0M"],
    [131e6, "$131.0M"],
    [999.949e6, "$999.9M"],
    [999.95e6, "$1.000G"],
    [-2_670_260_781, "-$2.670G"],
    [1.2345e12, "$1,234.500G"],
  ])("USD %d -> %s", (usd, text) => expect(formatUsd(usd)).toBe(text));

  it.each([
    [0, "0"],
    [-0.01, "0"],
    [0.04, "0"],
    [0.05, "0.1"],
    [2, "2"],
    [2.34, "2.3"],
    [9.94, "9.9"],
    [9.95, "10"],
    [162.4, "162"],
    [-3.2, "-3.2"],
    [1400, "1,400"],
  ])("MW %d -> %s", (mw, text) => expect(formatMw(mw)).toBe(text));

  it.each([
    [0, "0%"],
    [1e-6, "<0.001%"],
    [0.000123, "0.012%"],
    [0.0042, "0.42%"],
    [0.042, "4.2%"],
    [0.981, "98%"],
    [0.9963, "99.6%"],
    [0.99999, "99.9%"],
    [1, "100%"],
    [-0.02, "-2%"],
    [12.5, "1,250%"],
  ])("fraction %d -> %s", (fraction, text) => expect(formatPercent(fraction)).toBe(text));

  it.each([
    [0, "0.0 s"],
    [9949, "9.9 s"],
    [9950, "10 s"],
    [59_400, "59 s"],
    [125_000, "2 min 05 s"],
    [3_720_000, "1 h 02 min"],
  ])("%d ms -> %s", (ms, text) => expect(formatElapsed(ms)).toBe(text));

  it("counts", () => {
    expect(formatCount(38_016)).toBe("38,016");
    expect(formatCount(254.27)).toBe("254.3");
    expect(counted(1, "lot")).toBe("1 lot");
    expect(counted(2, "lot")).toBe("2 lots");
  });

  it("spells out what a terminal would act on", () => {
    expect(printable("plain Ünïcode 東京")).toBe("plain Ünïcode 東京");
    expect(printable("\u001b[31mred\u0007\n")).toBe("\\u001b[31mred\\u0007\\u000a");
    expect(printable("a\u202egnp.exe")).toBe("a\\u202egnp.exe");
  });
});
