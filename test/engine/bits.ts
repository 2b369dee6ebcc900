// Equality to the bit, with a message that is short for long arrays.

type Numbers = Float64Array | Int32Array;

/** Where two arrays differ, -0 and 0 told apart; the first few places, or the lengths. Empty when they are equal. */
export function differingPlaces(a: Numbers, b: Numbers, most = 5): string[] {
  if (a.length !== b.length) return [`lengths ${a.length} and ${b.length}`];
  const places: string[] = [];
  for (let i = 0; i < a.length && places.length < most; i++) {
    if (!Object.is(a[i], b[i])) places.push(`[${i}] is ${a[i]} and ${b[i]}`);
  }
  return places;
}
