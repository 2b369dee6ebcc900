// Numbers as planners type them.
import { describe, expect, it } from "vitest";
import { shownNumber, typedNumber } from "../../src/web/widgets/typed-text.ts";

describe("typed numbers", () => {
  it.each([
    ["128200", 128_200],
    ["128,200", 128_200],
    [" $128 200 ", 128_200],
    ["1,250,000.5", 1_250_000.5],
    ["-4.5", -4.5],
    ["12.5%", 0.125],
    ["0.07%", 0.0007],
    ["220k", 220_000],
    ["2.5M", 2_500_000],
    ["3bn", 3_000_000_000],
    ["1e-4", 0.0001],
    [".5", 0.5],
  ])("reads %j as %d", (text, value) => {
    expect(typedNumber(text)).toBe(value);
  });

  it("takes nothing for no value", () => {
    expect(typedNumber("  ")).toBeUndefined();
  });

  it.each(["a lot", "12,50", "0,125", "1,2345", "1.2.3", "--4", "$", "5 apples", "1e999"])(
    "leaves %j to the check, which says what is wrong with it",
    (text) => {
      expect(typedNumber(text)).toBe(text);
    },
  );

  it("shows what reads back as the same number", () => {
    for (const value of [0, 128_200, 0.07125, -4.5, 1e15, 1e-9, 230.96, 0.1 + 0.2]) {
      expect(Math.abs((typedNumber(shownNumber(value)) as number) - value)).toBeLessThanOrEqual(
        1e-12 * Math.abs(value),
      );
    }
  });
});
