// The generator against sfc32 written out in unsigned arithmetic, and its ranges.
import { describe, expect, it } from "vitest";
import { Random } from "../../../assembly/alloc/random.ts";

const MASK = 0xffff_ffffn;

/** sfc32 as published: three words and a counter, all modulo 2^32. */
function* reference(seed: number): Generator<number> {
  let [a, b, c, counter] = [BigInt(seed) & MASK, 0x2545_f491n, -0x61c8_8647n & MASK, 1n];
  for (;;) {
    const sum = (a + b + counter) & MASK;
    counter = (counter + 1n) & MASK;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & MASK;
    c = (((c << 21n) | (c >> 11n)) + sum) & MASK;
    yield Number(BigInt.asIntN(32, sum));
  }
}

describe("random numbers", () => {
  it("are sfc32, warmed up by 16 draws", () => {
    for (const seed of [0, 1, -1, 12345, 2 ** 31 - 1, -(2 ** 31)]) {
      const random = new Random(seed);
      const expected = reference(seed);
      for (let k = 0; k < 16; k++) expected.next();
      for (let k = 0; k < 500; k++) expect(random.next(), `seed ${seed}, draw ${k}`).toBe(expected.next().value);
    }
  });

  it("are uniform enough, and within their ranges", () => {
    const random = new Random(7);
    const counts = [0, 0, 0, 0, 0];
    let sum = 0;
    for (let k = 0; k < 20_000; k++) {
      const unit = random.unit();
      expect(unit >= 0 && unit < 1).toBe(true);
      sum += unit;
      counts[random.below(5)]++;
    }
    expect(sum / 20_000).toBeCloseTo(0.5, 2);
    for (const count of counts) expect(Math.abs(count - 4000)).toBeLessThan(250);
    expect(new Random(3).below(1)).toBe(0);
  });

  it("copy a stream exactly", () => {
    const random = new Random(11);
    for (let k = 0; k < 9; k++) random.next();
    const copy = new Random(1);
    copy.copyFrom(random);
    for (let k = 0; k < 50; k++) expect(copy.next()).toBe(random.next());
  });
});
