// Terms of a contract that could be other, besides its price: each as a grid from what is offered to the most that could be asked for, every step
// easier to accept than the one before.
import { makeCalendar } from "../../portfolio/calendar.ts";
import { monthIndex, monthText } from "../../portfolio/month.ts";
import type { Contract, Portfolio } from "../../portfolio/schema.ts";
import { forced } from "./forced.ts";
import type { Grid } from "./least-change.ts";

export type TermName =
  | "laterStart"
  | "earlierStart"
  | "smallerSize"
  | "anySite"
  | "moreSites"
  | "minMwPerSite"
  | "maxPue"
  | "advanceRate"
  | "discountRate"
  | "defaultProbability";

type TermValue = string | number | null;

export interface Term extends Grid {
  name: TermName;
  /** Field of the contract, e.g. `start.latest`. */
  field: string;
  unit: "month" | "share" | "sites" | "MW" | "PUE" | "restriction";
  /** The field's value at a step; null where the restriction is dropped. */
  valueAt(step: number): TermValue;
}

interface Sketch {
  name: TermName;
  field: string;
  unit: Term["unit"];
  steps: number;
  valueAt(step: number): TermValue;
  /** The contract with the term at this step. */
  change(step: number): Contract;
}

/** Steps of terms that are fractions. */
const FINE = 100;

/** The least share of a contract that is tried: less is hardly the same offer. */
const LEAST_SHARE = 0.05;

const placed = (contract: Contract, placement: Partial<Contract["placement"]>): Contract => ({
  ...contract,
  placement: { ...contract.placement, ...placement },
});

const credited = (contract: Contract, credit: Partial<Contract["credit"]>): Contract => ({
  ...contract,
  credit: { ...contract.credit, ...credit },
});

/** The window widened by whole periods, to the horizon's ends. */
function windows(portfolio: Portfolio, contract: Contract): Sketch[] {
  const calendar = makeCalendar(portfolio.horizon);
  const { monthsPerPeriod, periods } = calendar;
  const { earliest, latest } = contract.start;
  const later = (step: number): string => monthText(monthIndex(latest) + step * monthsPerPeriod);
  const earlier = (step: number): string => monthText(monthIndex(earliest) - step * monthsPerPeriod);
  const lastStart = periods - 1 - Math.max(0, Math.min(periods - 1, calendar.before(latest)));
  const firstStart = Math.min(periods, calendar.at(earliest));
  const start = contract.start;
  return [
    {
      name: "laterStart",
      field: "start.latest",
      unit: "month",
      steps: lastStart,
      valueAt: later,
      change: (step) => ({ ...contract, start: { ...start, latest: later(step) } }),
    },
    {
      name: "earlierStart",
      field: "start.earliest",
      unit: "month",
      steps: firstStart,
      valueAt: earlier,
      change: (step) => ({ ...contract, start: { ...start, earliest: earlier(step) } }),
    },
  ];
}

/** A number led from `from` to `to` in even steps. */
function led(from: number, to: number): (step: number) => number {
  return (step) => Number((from + ((to - from) * step) / FINE).toPrecision(12));
}

/** A part of the contract suffices: the same as an offer of that part, all or nothing. */
function size(contract: Contract): Sketch[] {
  const share = led(contract.minFraction, LEAST_SHARE);
  if (contract.minFraction <= LEAST_SHARE) return [];
  const change = (step: number): Contract => ({ ...contract, minFraction: share(step) });
  return [{ name: "smallerSize", field: "minFraction", unit: "share", steps: FINE, valueAt: share, change }];
}

/** A restriction that is either there or dropped. */
function dropped(contract: Contract, name: TermName, key: "minMwPerSite" | "maxPue", unit: Term["unit"]): Sketch[] {
  const limit = contract.placement[key];
  if (limit === undefined) return [];
  const valueAt = (step: number): TermValue => (step === 0 ? limit : null);
  const without = (): Contract => {
    const { [key]: _, ...placement } = contract.placement;
    return { ...contract, placement };
  };
  return [
    { name, field: `placement.${key}`, unit, steps: 1, valueAt, change: (step) => (step === 0 ? contract : without()) },
  ];
}

function places(portfolio: Portfolio, contract: Contract): Sketch[] {
  const { sites, excludeSites, regions, maxSites, ...rest } = contract.placement;
  const sketches: Sketch[] = [];
  if (sites !== undefined || excludeSites !== undefined || regions !== undefined) {
    const field =
      sites !== undefined ? "placement.sites" : regions !== undefined ? "placement.regions" : "placement.excludeSites";
    const free: Contract = { ...contract, placement: { ...rest, ...(maxSites !== undefined && { maxSites }) } };
    sketches.push({
      name: "anySite",
      field,
      unit: "restriction",
      steps: 1,
      valueAt: (step) => (step === 0 ? [...(sites ?? regions ?? excludeSites ?? [])].join(", ") : null),
      change: (step) => (step === 0 ? contract : free),
    });
  }
  if (maxSites !== undefined && maxSites < portfolio.sites.length) {
    sketches.push({
      name: "moreSites",
      field: "placement.maxSites",
      unit: "sites",
      steps: portfolio.sites.length - maxSites,
      valueAt: (step) => maxSites + step,
      change: (step) => placed(contract, { maxSites: maxSites + step }),
    });
  }
  return [
    ...sketches,
    ...dropped(contract, "minMwPerSite", "minMwPerSite", "MW"),
    ...dropped(contract, "maxPue", "maxPue", "PUE"),
  ];
}

/** What a guarantor brings: lenders advance more, and the revenue is discounted and doubted less. */
function credit(portfolio: Portfolio, contract: Contract): Sketch[] {
  const { finance } = portfolio;
  const { advanceRate, discountRate = finance.discountRate, annualDefaultProbability } = contract.credit;
  const sketches: Sketch[] = [];
  const add = (name: TermName, field: string, from: number, to: number, change: (value: number) => Contract): void => {
    const valueAt = led(from, to);
    sketches.push({
      name,
      field: `credit.${field}`,
      unit: "share",
      steps: FINE,
      valueAt,
      change: (step) => change(valueAt(step)),
    });
  };
  if (finance.debt !== undefined && advanceRate < 1 && contract.takeOrPay > 0) {
    add("advanceRate", "advanceRate", advanceRate, 1, (value) => credited(contract, { advanceRate: value }));
  }
  // No guarantor makes a tenant safer than the loans he stands for.
  const safest = Math.min(finance.debt?.rate ?? discountRate / 2, discountRate);
  if (safest < discountRate) {
    add("discountRate", "discountRate", discountRate, safest, (value) => credited(contract, { discountRate: value }));
  }
  if (annualDefaultProbability > 0) {
    const change = (value: number): Contract => credited(contract, { annualDefaultProbability: value });
    add("defaultProbability", "annualDefaultProbability", annualDefaultProbability, 0, change);
  }
  return sketches;
}

/** Every term of the contract that could be eased, the price apart. */
export function easableTerms(portfolio: Portfolio, contract: Contract): Term[] {
  const sketches = [
    ...windows(portfolio, contract),
    ...size(contract),
    ...places(portfolio, contract),
    ...credit(portfolio, contract),
  ];
  return sketches
    .filter(({ steps }) => steps > 0)
    .map(({ change, ...sketch }) => ({ ...sketch, at: (step: number) => forced(portfolio, change(step)) }));
}
