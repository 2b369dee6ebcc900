// The kinds of value a portfolio is made of, as zod schemas: schema.ts names the fields and says what they mean.
import * as z from "zod/mini";
import { MONTH_PATTERN } from "./month.ts";
import { MAX_MONTHS, MAX_MW, MAX_TEXT_LENGTH, MAX_USD, MAX_USD_PER_MWH, MIN_POSITIVE } from "./ranges.ts";

/** Title and description are shown by editors (through the JSON Schema) and by error messages. */
export function about<S extends z.ZodMiniType>(schema: S, title: string, description: string): S {
  const named = schema.clone();
  z.globalRegistry.add(named, { title, description });
  return named;
}

/** Whole months as keys: "0", "6", "12". */
export const RAMP_STEP_PATTERN = /^(0|[1-9]\d{0,5})$/;

export const text = z.string().check(z.minLength(1), z.maxLength(MAX_TEXT_LENGTH));
export const month = z.string().check(z.regex(MONTH_PATTERN));
export const share = z.number().check(z.minimum(0), z.maximum(1));
export const months = z.number().check(z.int(), z.minimum(0), z.maximum(MAX_MONTHS));

/** 0 or more, up to a ceiling. */
export const upTo = (maximum: number) => z.number().check(z.minimum(0), z.maximum(maximum));
/** More than 0, up to a ceiling. */
export const positiveUpTo = (maximum: number) => z.number().check(z.minimum(MIN_POSITIVE), z.maximum(maximum));
export const countUpTo = (maximum: number) => z.number().check(z.int(), z.minimum(0), z.maximum(maximum));

const seriesOf = (value: z.ZodMiniNumber<number>) => z.union([value, z.record(month, value)]);
export const mwSeries = seriesOf(upTo(MAX_MW));
export const usdSeries = seriesOf(upTo(MAX_USD));
export const priceSeries = seriesOf(z.number().check(z.minimum(-MAX_USD_PER_MWH), z.maximum(MAX_USD_PER_MWH)));
/** Ramp factors by whole months since the contract's start. */
export const rampSteps = z.record(z.string().check(z.regex(RAMP_STEP_PATTERN)), share);
