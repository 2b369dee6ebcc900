// Powers of 1 + rate for the audit, the same to the last bit on every runtime (Math.pow is not): whole numbers of any length, counted in
// units of 2^-1024. Years are multiples of 1/24, the middle of a month.

const BITS = 1024n;
const UNIT = 1n << BITS;

/** Largest whole x with x^degree <= value, by Newton's method from above. */
function wholeRoot(value: bigint, degree: bigint): bigint {
  if (value === 0n) return 0n;
  let x = 1n << (BigInt(value.toString(16).length * 4) / degree + 1n);
  for (;;) {
    const next = ((degree - 1n) * x + value / x ** (degree - 1n)) / degree;
    if (next >= x) return x;
    x = next;
  }
}

/** The double as a whole number of units; what lies below a unit is cut off. */
function inUnits(value: number): bigint {
  // Doubles of whole numbers below 2^53 are exact as whole numbers.
  let [scaled, exponent] = [value, 0];
  while (!Number.isInteger(scaled) && exponent < 1074) {
    scaled *= 2;
    exponent++;
  }
  return (BigInt(scaled) << BITS) >> BigInt(exponent);
}

interface Powers {
  /** (1 + rate)^(1/24) in units. */
  readonly root: bigint;
  readonly known: Map<number, number>;
}

const powers = new Map<number, Powers>();
/** Far more rates than a portfolio has; a service that runs for months starts afresh now and then. */
const MOST_RATES = 2000;

function powersOf(rate: number): Powers {
  let found = powers.get(rate);
  if (found === undefined) {
    if (powers.size >= MOST_RATES) powers.clear();
    let root = UNIT + inUnits(rate);
    for (const degree of [2n, 2n, 2n, 3n]) root = wholeRoot(root << ((degree - 1n) * BITS), degree);
    found = { root, known: new Map() };
    powers.set(rate, found);
  }
  return found;
}

function raised(root: bigint, exponent: number): bigint {
  let result = UNIT;
  for (let left = exponent, square = root; left > 0; left = Math.floor(left / 2), square = (square * square) >> BITS) {
    if (left % 2 === 1) result = (result * square) >> BITS;
  }
  return result;
}

function units(rate: number, years: number): bigint {
  const exponent = Math.round(years * 24);
  const halfMonths = Math.abs(exponent);
  // Whole years by 1 + rate itself, which is exact; its root is cut off.
  const whole = raised(UNIT + inUnits(rate), Math.floor(halfMonths / 24));
  const value = halfMonths % 24 === 0 ? whole : (whole * raised(powersOf(rate).root, halfMonths % 24)) >> BITS;
  return exponent < 0 ? (UNIT * UNIT) / value : value;
}

const HALF = BITS / 2n;

/** In two steps, for 2^1024 is no double; small numbers keep all their bits. */
function toNumber(value: bigint): number {
  const half = 2 ** Number(HALF);
  return value < UNIT >> 1n ? Number(value) / half / half : Number(value >> HALF) / half;
}

/** (1 + rate)^years; `rate` at least -1, `years` a multiple of 1/24 but for rounding. */
export function compounded(rate: number, years: number): number {
  const { known } = powersOf(rate);
  let value = known.get(years);
  if (value === undefined) {
    value = toNumber(units(rate, years));
    known.set(years, value);
  }
  return value;
}

/** What repays one dollar over `periods` equal instalments at the end of periods of `years`: i / (1 - (1+i)^-periods), i = (1+rate)^years - 1. */
export function instalment(rate: number, years: number, periods: number): number {
  const interest = units(rate, years) - UNIT;
  if (interest === 0n) return 1 / periods;
  return toNumber((interest * UNIT) / (UNIT - units(rate, -years * periods)));
}
