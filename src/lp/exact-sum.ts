// Sums and dot products as if in twice the working precision (Ogita, Rump and Oishi 2005: Sum2, Dot2), so that a check of a
// solution measures the solution and not the check's own rounding.

/** 2^27 + 1: splits a double into two halves of 26 bits (Veltkamp). */
const SPLITTER = 134217729;

/** Running sum of numbers and products. `value` is the rounded total. */
export class ExactSum {
  private high = 0;
  private low = 0;

  reset(): void {
    this.high = 0;
    this.low = 0;
  }

  get value(): number {
    return this.high + this.low;
  }

  add(x: number): void {
    const sum = this.high + x;
    const part = sum - this.high;
    this.low += this.high - (sum - part) + (x - part);
    this.high = sum;
  }

  /** Add a * b. Its rounding error is recovered too, unless a factor is beyond 1e300. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    this.add(product);
    const aHigh = upperHalf(a);
    const bHigh = upperHalf(b);
    const aLow = a - aHigh;
    const bLow = b - bHigh;
    const error = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
    if (Number.isFinite(error)) this.low += error;
  }
}

/** Many running sums of products at once, e.g. one per row. */
export class ExactSums {
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(count: number) {
    this.high = new Float64Array(count);
    this.low = new Float64Array(count);
  }

  /** Add a * b to sum `at`; as ExactSum.addProduct. */
  addProduct(at: number, a: number, b: number): void {
    const product = a * b;
    const before = this.high[at];
    const sum = before + product;
    const part = sum - before;
    this.high[at] = sum;
    const aHigh = upperHalf(a);
    const bHigh = upperHalf(b);
    const aLow = a - aHigh;
    const bLow = b - bHigh;
    const error = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
    this.low[at] += before - (sum - part) + (product - part) + (Number.isFinite(error) ? error : 0);
  }

  /** The rounded totals; the sums end here. */
  values(): Float64Array {
    for (let i = 0; i < this.high.length; i++) this.high[i] += this.low[i];
    return this.high;
  }
}

function upperHalf(x: number): number {
  const c = SPLITTER * x;
  return c - (c - x);
}
