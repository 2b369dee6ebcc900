// Numbers as MPS files write them: decimals, Fortran D exponents ("1.5D+3") and the words for infinity.

/** Bounds and right-hand sides from here on are infinite, as in every solver that reads MPS (HiGHS, CPLEX, Gurobi, SCIP). */
export const MPS_INFINITY = 1e20;

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/;
const INFINITE = /^[+-]?(inf|infinity)$/i;

/** The number `text` stands for (-0 becomes 0), or NaN where it is none. Overflow ("1e999") is infinite. */
export function parseNumber(text: string): number {
  const plain = Number(text);
  // Number also takes "", "0x10", "0b1" and "Infinity", none of which is an MPS decimal; digits and signs settle the common case.
  if (!Number.isNaN(plain) && isPlainDecimal(text)) return plain + 0;
  if (DECIMAL.test(text)) return Number(text.replace(/[dD]/, "e")) + 0;
  if (INFINITE.test(text)) return text.charCodeAt(0) === 45 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number.NaN;
}

/** Bounds of MPS_INFINITY and more are no bounds. */
export function widen(bound: number): number {
  if (bound >= MPS_INFINITY) return Number.POSITIVE_INFINITY;
  if (bound <= -MPS_INFINITY) return Number.NEGATIVE_INFINITY;
  return bound;
}

function isPlainDecimal(text: string): boolean {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isDigit = code >= 48 && code <= 57;
    if (!isDigit && code !== 46 && code !== 45 && code !== 43 && code !== 101 && code !== 69) return false;
  }
  return true;
}
