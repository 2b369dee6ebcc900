// The benchmark of the answers finds wrong ones.
import { describe, expect, it } from "vitest";
import { BreakEvenRecord, WorthRecord } from "../../bench/answers/record.ts";
import { breakEvenVerdict, isWorthRight } from "../../bench/answers/verdicts.ts";

const side = (accepted: boolean, isProved: boolean) => ({ usdPerUnitMonth: 100, accepted, isProved });

const PRICE: BreakEvenRecord = {
  key: "made-up/breakEven/c",
  run: "r",
  kind: "breakEven",
  portfolio: "made-up",
  contract: "c",
  cpuMs: 1,
  solves: 1,
  found: true,
  isVerified: true,
  isProved: false,
  usdPerUnitMonth: 100,
  refusedUpToUsd: 80,
  acceptedFromUsd: 120,
  offeredUsd: 50,
  below: side(false, true),
  above: side(true, true),
  certain: null,
  terms: 0,
  notTried: 0,
  flips: 0,
  verifiedFlips: 0,
  isBetterKnown: false,
};

const WORTH: WorthRecord = {
  key: "made-up/worth/w",
  run: "r",
  kind: "worth",
  portfolio: "made-up",
  what: "w",
  cpuMs: 1,
  solves: 1,
  exactUsd: 1000,
  certainUsd: { low: 990, high: 1010 },
  pricedUsd: null,
  scratchUsd: 1005,
  openUsd: 20,
};

describe("break-even prices", () => {
  it("are proved when both checks are", () => {
    expect(breakEvenVerdict(PRICE)).toBe("proved");
    expect(breakEvenVerdict({ ...PRICE, below: null })).toBe("proved");
    expect(breakEvenVerdict({ ...PRICE, above: side(true, false) })).toBe("verified");
  });

  it("are wrong when a check decides otherwise and the answer called them proved, moved when it did not", () => {
    for (const change of [{ below: side(true, true) }, { above: side(false, true) }]) {
      expect(breakEvenVerdict({ ...PRICE, ...change })).toBe("moved");
      expect(breakEvenVerdict({ ...PRICE, ...change, isProved: true })).toBe("wrong");
    }
  });

  it("are wrong when a check contradicts what the answer calls certain, whatever it calls the price", () => {
    const at = (usdPerUnitMonth: number, accepted: boolean) => ({ usdPerUnitMonth, accepted, isProved: true });
    expect(breakEvenVerdict({ ...PRICE, certain: at(80, true) })).toBe("wrong");
    expect(breakEvenVerdict({ ...PRICE, certain: at(80, false) })).toBe("proved");
    expect(breakEvenVerdict({ ...PRICE, above: at(121, false) })).toBe("wrong");
    expect(breakEvenVerdict({ ...PRICE, above: at(119, false) })).toBe("moved");
  });

  it("may be none, proved or not", () => {
    const none = { ...PRICE, found: false, below: null, above: null };
    expect(breakEvenVerdict(none)).toBe("noPrice");
    expect(breakEvenVerdict({ ...none, isProved: true })).toBe("noPriceProved");
  });
});

describe("worths", () => {
  it("are right when the check differs by no more than the gaps leave open", () => {
    expect(isWorthRight(WORTH)).toBe(true);
    expect(isWorthRight({ ...WORTH, scratchUsd: 1030 })).toBe(false);
    expect(isWorthRight({ ...WORTH, scratchUsd: null })).toBe(false);
  });

  it("lie in the interval said to be certain", () => {
    expect(isWorthRight({ ...WORTH, certainUsd: { low: 0, high: 900 } })).toBe(false);
    expect(isWorthRight({ ...WORTH, certainUsd: { low: 1003, high: 1010 } })).toBe(false);
  });
});
