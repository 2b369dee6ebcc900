// The basis in the kernel's codes and in words.
import { BasisStatus } from "../../assembly/abi-lp.ts";
import { LpBasis, LpBasisStatus } from "./result.ts";

const CODES: Readonly<Record<LpBasisStatus, BasisStatus>> = {
  atLower: BasisStatus.atLower,
  basic: BasisStatus.basic,
  atUpper: BasisStatus.atUpper,
  free: BasisStatus.free,
};

/** By code. */
const WORDS: LpBasisStatus[] = [];
for (const word of Object.keys(CODES) as LpBasisStatus[]) WORDS[CODES[word]] = word;

export function basisInWords(columns: Int32Array, rows: Int32Array): LpBasis {
  return { columns: wordsOf(columns), rows: wordsOf(rows) };
}

/** Throws RangeError where the basis does not fit the model or holds an unknown status. */
export function basisInCodes(basis: LpBasis, cols: number, rows: number): { columns: Int32Array; rows: Int32Array } {
  return { columns: codesOf(basis.columns, cols, "columns"), rows: codesOf(basis.rows, rows, "rows") };
}

function wordsOf(codes: Int32Array): LpBasisStatus[] {
  const words = new Array<LpBasisStatus>(codes.length);
  for (let i = 0; i < codes.length; i++) words[i] = WORDS[codes[i]];
  return words;
}

function codesOf(words: readonly LpBasisStatus[], length: number, part: "columns" | "rows"): Int32Array {
  if (words.length !== length) {
    throw new RangeError(
      `basis.${part} has ${words.length} statuses for ${length} ${part}; give one each (see LpResult.basis).`,
    );
  }
  return Int32Array.from(words, (word, i) => {
    const code = CODES[word];
    if (code !== undefined) return code;
    throw new RangeError(
      `basis.${part}[${i}] is ${JSON.stringify(word)}; use "basic", "atLower", "atUpper" or "free".`,
    );
  });
}
