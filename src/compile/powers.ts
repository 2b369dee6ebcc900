// (1 + rate)^(months / 12), the same to the last bit on every runtime: Math.pow, exp and log are the runtime's own, and their last bits differ
// from version to version. Only + - * / and sqrt, on pairs of doubles whose sum is the number (T. J. Dekker, A floating-point technique for
// extending the available precision, 1971): the result is the exact power, rounded, but for cases nearer to a tie than about 1e-29.
// Exponents are multiples of half a month: a period's middle lies there.

/** hi + lo, |lo| at most half a unit in the last place of hi. */
interface Pair {
  readonly hi: number;
  readonly lo: number;
}

const ONE: Pair = { hi: 1, lo: 0 };
/** 2^27 + 1 cuts a double into two halves of 26 bits, whose products are exact. */
const SPLIT = 134_217_729;
/** Half months in a year. */
const ROOT = 24;

function sum(a: number, b: number): Pair {
  const hi = a + b;
  const part = hi - a;
  return { hi, lo: a - (hi - part) + (b - part) };
}

function product(a: number, b: number): Pair {
  const hi = a * b;
  const aHigh = SPLIT * a - (SPLIT * a - a);
  const bHigh = SPLIT * b - (SPLIT * b - b);
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return { hi, lo: aLow * bLow - (hi - aHigh * bHigh - aLow * bHigh - aHigh * bLow) };
}

function times(a: Pair, b: Pair): Pair {
  const { hi, lo } = product(a.hi, b.hi);
  return sum(hi, lo + (a.hi * b.lo + a.lo * b.hi));
}

function inverse(a: Pair): Pair {
  const hi = 1 / a.hi;
  const back = product(hi, a.hi);
  return sum(hi, hi * (1 - back.hi - back.lo - hi * a.lo));
}

function power(base: Pair, exponent: number): Pair {
  let result = ONE;
  for (let left = exponent, square = base; left > 0; left = Math.floor(left / 2), square = times(square, square)) {
    if (left % 2 === 1) result = times(result, square);
  }
  return result;
}

/** The 24th root: in doubles by square roots and Newton's method for the cube root, then one step of Newton's method with pairs. */
function root(base: Pair): Pair {
  let cube = 1;
  for (let turn = 0; turn < 200; turn++) {
    const next = (2 * cube + base.hi / (cube * cube)) / 3;
    if (next === cube) break;
    cube = next;
  }
  const rough = Math.sqrt(Math.sqrt(Math.sqrt(cube)));
  const back = power({ hi: rough, lo: 0 }, ROOT);
  const missing = base.hi - back.hi + (base.lo - back.lo);
  return sum(rough, (missing * rough) / (ROOT * back.hi));
}

/** Roots of the rates of one portfolio; a fresh start now and then keeps them few. */
const roots = new Map<number, Pair>();
const MOST_ROOTS = 10_000;

function rootOf(rate: number): Pair {
  let found = roots.get(rate);
  if (found === undefined) {
    if (roots.size >= MOST_ROOTS) roots.clear();
    found = root(sum(1, rate));
    roots.set(rate, found);
  }
  return found;
}

function grown(rate: number, halfMonths: number): Pair {
  // Whole years without the root: 1 + rate has few bits more than a double, so that ties are common, and its root is rounded.
  const years = Math.floor(Math.abs(halfMonths) / ROOT);
  const rest = Math.abs(halfMonths) - years * ROOT;
  const whole = power(sum(1, rate), years);
  const positive = rest === 0 ? whole : times(whole, power(rootOf(rate), rest));
  return halfMonths < 0 ? inverse(positive) : positive;
}

/** (1 + rate)^(halfMonths / 24). `rate` at least -1, and above it for exponents below 0; `halfMonths` whole. */
export function growthOver(rate: number, halfMonths: number): number {
  if (halfMonths === 0 || rate === 0) return 1;
  return rate === -1 ? 0 : grown(rate, halfMonths).hi;
}

/** (1 + rate)^(halfMonths / 24) - 1, with all its digits where it is small. */
export function gainOver(rate: number, halfMonths: number): number {
  const { hi, lo } = grown(rate, halfMonths);
  return hi - 1 + lo;
}
