// Pseudo-random numbers for tie-breaking: xorshift32 (Marsaglia 2003), in i32 arithmetic, so that both engines draw the same.

export class Random {
  private state: i32 = 1;

  constructor(seed: i32) {
    this.state = seed === 0 ? 0x2545f491 : seed;
  }

  restart(seed: i32): void {
    this.state = seed === 0 ? 0x2545f491 : seed;
    for (let k = 0; k < 8; k++) this.unit();
  }

  /** Uniform in [0, 1). */
  unit(): f64 {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    const bits: i32 = (x >>> 8) & 0xffffff;
    return bits * (1.0 / 16777216.0);
  }
}
