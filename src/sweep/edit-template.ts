// Edits with places to fill in: {item} is what is hit, {x} the value drawn, {x}mo, {x}q and {x}y durations of so many whole months.

export interface Filling {
  /** Path of the item. */
  item?: string;
  x?: number;
}

const MONTHS_PER_UNIT: Readonly<Record<string, number>> = { mo: 1, q: 3, y: 12 };

export function fillPlaces(edit: string, { item, x }: Filling): string {
  const placed = item === undefined ? edit : edit.replaceAll("{item}", () => item);
  if (x === undefined) return placed;
  return placed
    .replace(/\{x\}\s*(mo|q|y)\b/g, (_, unit: string) => `${Math.round(x * MONTHS_PER_UNIT[unit]) || 0}mo`)
    .replaceAll("{x}", () => String(x));
}

export const hasPlace = (edit: string, place: "item" | "x"): boolean => edit.includes(`{${place}}`);
