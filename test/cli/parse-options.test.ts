import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { parseDuration, parseGap, parseMoves, parseSeed, parseThreads } from "../../src/cli/parse-options.ts";

function refusal(parse: (text: string) => number, text: string): string {
  try {
    parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidArgumentError);
    return (error as Error).message;
  }
  throw new Error(`"${text}" was taken`);
}

describe("durations", () => {
  it.each([
    ["10s", 10_000],
    ["500ms", 500],
    ["2m", 120_000],
    ["2min", 120_000],
    ["1.5h", 5_400_000],
    [".5s", 500],
    [" 3 S ", 3000],
  ])("%s is %d ms", (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each([
    ["10", "has no unit: write 10s"],
    ["10x", '"x" is not a unit of time'],
    ["ten seconds", "is not a duration"],
    ["-5s", "is not a duration"],
    ["", "is not a duration"],
    ["0s", "leaves no time"],
    ["1e3s", "is not a duration"],
    ["999999h", "longer than a fortnight"],
    ["Infinity", "is not a duration"],
  ])("%s is refused", (text, words) => expect(refusal(parseDuration, text)).toContain(words));
});

describe("gaps", () => {
  it.each([
    ["0.1%", 0.001],
    ["0.001", 0.001],
    ["1e-4", 1e-4],
    ["0", 0],
    ["5 %", 0.05],
    [".5%", 0.005],
  ])("%s is %d", (text, gap) => expect(parseGap(text)).toBeCloseTo(gap, 15));

  it.each([
    ["5", "did you mean 5%?"],
    ["100%", "a gap is less than 100%"],
    ["-1%", "is not a gap"],
    ["tight", "is not a gap"],
    ["5%%", "is not a gap"],
    ["NaN", "is not a gap"],
  ])("%s is refused", (text, words) => expect(refusal(parseGap, text)).toContain(words));
});

describe("whole numbers", () => {
  it("takes seeds of 32 bits", () => {
    expect(parseSeed("0")).toBe(0);
    expect(parseSeed("-2147483648")).toBe(-(2 ** 31));
    expect(parseSeed("2147483647")).toBe(2 ** 31 - 1);
  });

  it.each(["1.5", "2147483648", "-2147483649", "0x10", "", "seven", "1e3"])("seed %s is refused", (text) =>
    expect(refusal(parseSeed, text)).toContain("is not a whole number from -2147483648 to 2147483647"),
  );

  it("takes at least one move", () => {
    expect(parseMoves("50000")).toBe(50_000);
    expect(refusal(parseMoves, "0")).toContain("is not a whole number from 1");
    expect(parseThreads("2")).toBe(2);
    expect(refusal(parseThreads, "0")).toContain("is not a whole number from 1 to 256");
  });
});
