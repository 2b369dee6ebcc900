// Uniform numbers by name: the same words give the same number on every machine, whatever else is drawn before or beside it. So more draws leave the
// first ones as they are, and another risk leaves the others' draws as they are (common random numbers).
//
// The words are hashed to 128 bits (xmur3, after MurmurHash3's mixing) that seed sfc32 (Chris Doty-Humphrey's PractRand).

function hashes(text: string): () => number {
  let h = 1779033703 ^ text.length;
  for (let k = 0; k < text.length; k++) {
    h = Math.imul(h ^ text.charCodeAt(k), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    h ^= h >>> 16;
    return h;
  };
}

function sfc32(a: number, b: number, c: number, d: number): () => number {
  return () => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
}

/** Rounds after which sfc32's seed is well mixed. */
const WARM_UP = 12;

/** Uniform in the open interval (0, 1), 52 bits of it, by the words that name it. */
export function uniformOf(...words: readonly (string | number)[]): number {
  const hash = hashes(JSON.stringify(words));
  const next = sfc32(hash(), hash(), hash(), hash());
  for (let k = 0; k < WARM_UP; k++) next();
  const high = next() >>> 6;
  const low = next() >>> 6;
  return (high * 2 ** 26 + low + 0.5) / 2 ** 52;
}
