// A figure of the catalogue: what it is, how far sources spread, who says so, and whether anybody does.

export interface Fact {
  readonly value: number;
  /** What sources range over; absent when one source gives one figure. */
  readonly low?: number;
  readonly high?: number;
  readonly source: string;
  /** false: general knowledge; check it before you quote it. */
  readonly verified: boolean;
}

export type Range = readonly [low: number, high: number];

/** A figure with a source. */
export function sourced(value: number, source: string, range?: Range): Fact {
  return { value, ...(range && { low: range[0], high: range[1] }), source, verified: true };
}

/** A figure that no source we read backs. */
export function unverified(value: number, note: string, range?: Range): Fact {
  return {
    value,
    ...(range && { low: range[0], high: range[1] }),
    source: `${note} (general knowledge)`,
    verified: false,
  };
}

/** Whether something carries a figure. */
export function isFigure<T extends { readonly fact?: Fact }>(field: T): field is T & { readonly fact: Fact } {
  return field.fact !== undefined;
}
