// The kinds of value a portfolio is made of, as zod schemas: schema.ts names the fields and says what they mean.
import { z } from "zod";
import { MONTH_PATTERN } from "./month.ts";
import { MAX_MONTHS, MAX_MW, MAX_TEXT_LENGTH, MAX_USD, MAX_USD_PER_MWH, MIN_POSITIVE } from "./ranges.ts";

/** Title and description are shown by editors (through the JSON Schema) and by error messages. */
export function about<S extends z.ZodType>(schema: S, title: string, description: string): S {
  return schema.meta({ title, description });
}

/** Whole months as keys: "0", "6", "12". */
export const RAMP_STEP_PATTERN = /^(0|[1-9]\d{0,5})$/;

export const text = z.string().min(1).max(MAX_TEXT_LENGTH);
export const month = z.string().regex(MONTH_PATTERN);
export const share = z.number().min(0).max(1);
export const months = z.number().int().min(0).max(MAX_MONTHS);

/** 0 or more, up to a ceiling. */
export const upTo = (maximum: number) => z.number().min(0).max(maximum);
/** More than 0, up to a ceiling. */
export const positiveUpTo = (maximum: number) => z.number().min(MIN_POSITIVE).max(maximum);
export const countUpTo = (maximum: number) => z.number().int().min(0).max(maximum);

const seriesOf = (value: z.ZodNumber) => z.union([value, z.record(month, value)]);
export const mwSeries = seriesOf(upTo(MAX_MW));
export const usdSeries = seriesOf(upTo(MAX_USD));
export const priceSeries = seriesOf(z.number().min(-MAX_USD_PER_MWH).max(MAX_USD_PER_MWH));
/** Ramp factors by whole months since the contract's start. */
export const rampSteps = z.record(z.string().regex(RAMP_STEP_PATTERN), share);
