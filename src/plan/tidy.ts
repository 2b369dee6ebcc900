// Rounding for people. Sections are read, never computed with, so binary noise in the last digits is only in the way.

function rounded(values: number[], unitsPerOne: number): number[] {
  // + 0 turns the -0 of a rounded-off negative into 0.
  return values.map((value) => Math.round(value * unitsPerOne) / unitsPerOne + 0);
}

/** Racks, MW, MWh and shares: to 1e-6. */
export function tidyQuantities(values: number[]): number[] {
  return rounded(values, 1e6);
}

/** Money: to the cent. */
export function tidyUsd(values: number[]): number[] {
  return rounded(values, 100);
}
