// Pseudo-random numbers: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state, i32 arithmetic only, so that both engines draw the same.

export class Random {
  a: i32 = 0;
  b: i32 = 0;
  c: i32 = 0;
  counter: i32 = 1;

  constructor(seed: i32) {
    this.a = seed;
    this.b = 0x2545f491;
    this.c = -0x61c88647;
    this.counter = 1;
    for (let i: i32 = 0; i < 16; i++) this.next();
  }

  next(): i32 {
    const sum: i32 = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum;
  }

  /** Uniform in [0, 1). */
  unit(): f64 {
    const bits: i32 = (this.next() >>> 8) | 0;
    return bits * (1.0 / 16777216.0);
  }

  /** Uniform in 0..n-1; n >= 1. */
  below(n: i32): i32 {
    const bits: i32 = (this.next() >>> 1) | 0;
    return bits % n;
  }

  copyFrom(other: Random): void {
    this.a = other.a;
    this.b = other.b;
    this.c = other.c;
    this.counter = other.counter;
  }
}
