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

function upperHalf(x: number): number {
  const c = SPLITTER * x;
  return c - (c - x);
}
