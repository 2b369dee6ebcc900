// Units planners use for a measure, as factors to the unit of the portfolio. What a unit means is never guessed: one that is not listed for
// the measure is a doubt.
import { Measure } from "./columns.ts";

export interface UnitRule {
  readonly factor: number;
  /** How the conversion reads in the list of conversions. */
  readonly says: string;
  /** The quantity counts MW at the meter: the importer must be told the ratio. */
  readonly gross?: true;
  /** What a contract must count for the unit to make sense: its `unit`. */
  readonly of?: string;
}

const rule = (factor: number, says: string): UnitRule => ({ factor, says });
const same = rule(1, "");

const MONEY: Record<string, UnitRule> = {
  usd: same,
  $: same,
  "usd m": rule(1e6, "million USD"),
  $m: rule(1e6, "million USD"),
  "usd million": rule(1e6, "million USD"),
  $bn: rule(1e9, "billion USD"),
  $b: rule(1e9, "billion USD"),
  "usd bn": rule(1e9, "billion USD"),
  $k: rule(1e3, "thousand USD"),
  "usd k": rule(1e3, "thousand USD"),
};

const POWER: Record<string, UnitRule> = {
  mw: same,
  "it mw": same,
  "mw it": same,
  "mw at the meter": same,
  "critical it mw": same,
  kw: rule(1 / 1000, "kW / 1000"),
  gw: rule(1000, "GW x 1000"),
};

const perMonth = (unit: string, factor: number, says: string): Record<string, UnitRule> =>
  Object.fromEntries(
    [`usd per ${unit}`, `usd/${unit}`, `$/${unit}`].map((text) => [text, factor === 1 ? same : rule(factor, says)]),
  );
const millions = (unit: string, factor: number, says: string): Record<string, UnitRule> =>
  Object.fromEntries(
    [`usd m per ${unit}`, `$m per ${unit}`, `$m/${unit}`, `usd m/${unit}`].map((text) => [text, rule(factor, says)]),
  );

const yearsOf = (years: UnitRule): Record<string, UnitRule> =>
  Object.fromEntries(["years", "year", "yrs", "yr", "y"].map((text) => [text, years]));

const UNITS: Readonly<Record<Measure, Readonly<Record<string, UnitRule>>>> = {
  mw: POWER,
  usd: {
    ...MONEY,
    ...perMonth("rack", 1, ""),
    ...millions("rack", 1e6, "million USD"),
    ...perMonth("rack-month", 1, ""),
  },
  usdPerMw: {
    ...perMonth("it mw", 1, ""),
    ...perMonth("mw", 1, ""),
    ...perMonth("kw", 1000, "USD per kW x 1000"),
    ...perMonth("w", 1e6, "USD per W x 1,000,000"),
    ...millions("mw", 1e6, "million USD per MW"),
    ...millions("it mw", 1e6, "million USD per MW"),
  },
  usdPerMwh: {
    ...perMonth("mwh", 1, ""),
    ...perMonth("kwh", 1000, "USD per kWh x 1000"),
    "c/kwh": rule(10, "cents per kWh x 10"),
    "cents/kwh": rule(10, "cents per kWh x 10"),
  },
  months: {
    months: same,
    mo: same,
    month: same,
    mos: same,
    ...yearsOf(rule(12, "years x 12")),
    weeks: rule(12 / 52, "weeks x 12 / 52"),
  },
  years: { ...yearsOf(same), months: rule(1 / 12, "months / 12") },
  kw: { kw: same, mw: rule(1000, "MW x 1000"), w: rule(1 / 1000, "W / 1000") },
  count: { units: same, racks: same, modules: same },
  rate: {
    "per year": same,
    "%": rule(1 / 100, "per cent"),
    percent: rule(1 / 100, "per cent"),
    "% a year": rule(1 / 100, "per cent"),
    "% per year": rule(1 / 100, "per cent"),
    bp: rule(1e-4, "basis points"),
    bps: rule(1e-4, "basis points"),
  },
  pue: {},
  contractSize: {
    ...POWER,
    units: same,
    racks: same,
    gpus: same,
    accelerators: same,
    pflops: same,
    "gross mw": { factor: 1, says: "gross MW", gross: true },
    "mw gross": { factor: 1, says: "gross MW", gross: true },
    "utility mw": { factor: 1, says: "gross MW", gross: true },
  },
  contractPrice: {
    ...perMonth("unit-month", 1, ""),
    ...perMonth("unit and month late", 1, ""),
    ...perMonth("mw-month", 1, ""),
    ...perMonth("rack-month", 1, ""),
    ...perMonth("gpu-month", 1, ""),
    ...perMonth("accelerator-month", 1, ""),
    ...perMonth("kw-month", 1000, "USD per kW-month x 1000"),
    ...perMonth("kw-mo", 1000, "USD per kW-month x 1000"),
    ...perMonth("kw/month", 1000, "USD per kW-month x 1000"),
    ...perMonth("mw-year", 1 / 12, "USD per MW-year / 12"),
    ...perMonth("kw-year", 1000 / 12, "USD per kW-year x 1000 / 12"),
    ...millions("mw-year", 1e6 / 12, "million USD per MW-year / 12"),
    ...millions("mw-it-year", 1e6 / 12, "million USD per MW-year / 12"),
    ...perMonth("gpu-hour", 730, "USD per GPU-hour x 730"),
    ...perMonth("gpu-h", 730, "USD per GPU-hour x 730"),
    ...perMonth("accelerator-hour", 730, "USD per accelerator-hour x 730"),
  },
};

const plain = (unit: string): string =>
  unit
    .trim()
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/\s*\/\s*/g, "/")
    .replace(/us\$/g, "$");

/** What units of contracts speak of. */
const COUNTED: readonly (readonly [RegExp, string])[] = [
  [/\b[kmg]w\b/, "mw"],
  [/\b(gpus?|accelerators?)\b/, "accelerators"],
  [/\bracks?\b/, "racks"],
  [/\bpflops\b/, "pflops"],
];

/** The rule of a unit for a measure; undefined when planners may mean anything by it. */
export function unitRule(measure: Measure, unit: string): UnitRule | undefined {
  const units = UNITS[measure];
  const key = plain(unit);
  if (!Object.hasOwn(units, key)) return undefined;
  const counted = COUNTED.find(([pattern]) => pattern.test(key));
  const isOfContract = measure === "contractSize" || measure === "contractPrice";
  return isOfContract && counted !== undefined ? { ...units[key], of: counted[1] } : units[key];
}

/** Some units that would be understood, for a hint. */
export const knownUnits = (measure: Measure): string[] => Object.keys(UNITS[measure]).slice(0, 12);
