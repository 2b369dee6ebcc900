// Reading the fields that only a portfolio's source form has (presets, hourly files, mining): each answers a value or tells what is wrong.
import { MONTH_PATTERN } from "../portfolio/month.ts";
import { Report } from "../portfolio/problem.ts";
import { child, has, Path, quote, show } from "../portfolio/show.ts";
import { nearest } from "../portfolio/suggest.ts";

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value's own list at `key`; empty where there is none (the schema tells of a wrong type). */
export function listAt(value: unknown, key: string): unknown[] {
  const list = child(value, key);
  return Array.isArray(list) ? list : [];
}

/** A number or a step map by month. */
export type SourceSeries = number | Record<string, number>;

export class Fields {
  constructor(
    private readonly object: Json,
    private readonly path: Path,
    private readonly report: Report,
  ) {}

  /** Tell of keys other than `known`. */
  refuseOthers(known: readonly string[]): void {
    for (const key of Object.keys(this.object)) {
      if (known.includes(key)) continue;
      const guess = nearest(key, known);
      const hint = guess === undefined ? `the keys here are ${known.join(", ")}` : `did you mean ${quote(guess)}?`;
      this.report.error("unknown-key", [...this.path, key], `unknown key ${quote(key)}`, hint);
    }
  }

  private missing(key: string, expected: string): undefined {
    this.report.error("missing-key", this.path, `${quote(key)} is missing`, `add it: ${expected}`);
    return undefined;
  }

  private wrong(key: string, expected: string): undefined {
    const value = this.object[key];
    this.report.error(
      "wrong-type",
      [...this.path, key],
      `${show(value)} where ${expected} belongs`,
      `write ${expected}`,
    );
    return undefined;
  }

  text(key: string, expected: string): string | undefined {
    if (!has(this.object, key)) return this.missing(key, expected);
    const value = this.object[key];
    return typeof value === "string" && value !== "" ? value : this.wrong(key, expected);
  }

  optionalText(key: string, expected: string): string | undefined {
    return has(this.object, key) ? this.text(key, expected) : undefined;
  }

  number(key: string, low: number, high: number, expected: string): number | undefined {
    if (!has(this.object, key)) return this.missing(key, expected);
    const value = this.object[key];
    if (typeof value !== "number" || !Number.isFinite(value)) return this.wrong(key, expected);
    if (value >= low && value <= high) return value;
    this.report.error("out-of-range", [...this.path, key], `${show(value)} is out of range`, `write ${expected}`);
    return undefined;
  }

  numberOr(key: string, fallback: number, low: number, high: number, expected: string): number | undefined {
    return has(this.object, key) ? this.number(key, low, high, expected) : fallback;
  }

  series(key: string, low: number, expected: string): SourceSeries | undefined {
    if (!has(this.object, key)) return this.missing(key, expected);
    const value = this.object[key];
    if (!isObject(value)) return this.number(key, low, Number.MAX_VALUE, expected);
    const steps = Object.entries(value);
    const sound = steps.every(
      ([month, step]) => MONTH_PATTERN.test(month) && typeof step === "number" && Number.isFinite(step) && step >= low,
    );
    return sound && steps.length > 0 ? (value as Record<string, number>) : this.wrong(key, expected);
  }

  seriesOr(key: string, fallback: SourceSeries, low: number, expected: string): SourceSeries | undefined {
    return has(this.object, key) ? this.series(key, low, expected) : fallback;
  }

  months(key: string, expected: string): string[] | undefined {
    if (!has(this.object, key)) return [];
    const value = this.object[key];
    const sound = Array.isArray(value) && value.every((item) => typeof item === "string" && MONTH_PATTERN.test(item));
    return sound ? (value as string[]) : this.wrong(key, expected);
  }
}
