// A bound proven for one portfolio, said of another: valid where every plan of the newer one is a plan of the older one that is worth at least as
// much there, less what a dearer or new contract can bring. Everything not known to keep that so ends the bound.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { type Calendar, makeCalendar } from "../portfolio/calendar.ts";
import type { Contract, Lot, Portfolio, Series, Site } from "../portfolio/schema.ts";
import { expandSeries } from "../portfolio/series.ts";
import { floatField, type Instance, intField } from "./instance.ts";

/** The two portfolios round differently. */
const ROUNDING = 1e-12;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** At most as much in every period. */
function isNoMore(after: Series, before: Series, calendar: Calendar): boolean {
  if (same(after, before)) return true;
  const old = expandSeries(before, calendar);
  return expandSeries(after, calendar).every((value, t) => value <= old[t]);
}

const withoutTerms = ({ signed: _, usdPerUnitMonth: __, start: ___, minFraction: ____, ...rest }: Contract): object =>
  rest;

/** Whether what the newer terms allow, the price apart, the older ones allow. */
function isTighter(after: Contract, before: Contract, calendar: Calendar): boolean {
  if (before.signed && !after.signed) return false;
  if (after.minFraction < before.minFraction || !same(withoutTerms(after), withoutTerms(before))) return false;
  if (same(after.start, before.start)) return true;
  const { earliest, latest, ...rest } = after.start;
  const { earliest: oldEarliest, latest: oldLatest, ...oldRest } = before.start;
  const [first, last] = [calendar.at(earliest), calendar.before(latest)];
  // A window that holds no period's start has one all the same (MODEL.md section 3), which the older one need not have.
  return (
    same(rest, oldRest) && first <= last && first >= calendar.at(oldEarliest) && last <= calendar.before(oldLatest)
  );
}

function isTighterSite(after: Site, before: Site, calendar: Calendar): boolean {
  const { firmMw, interruptibleMw, halls, flexible, ...rest } = after;
  const {
    firmMw: oldFirm,
    interruptibleMw: oldInterruptible,
    halls: oldHalls,
    flexible: oldFlexible,
    ...oldRest
  } = before;
  if (!same(rest, oldRest) || halls.length !== oldHalls.length || flexible.length !== oldFlexible.length) return false;
  if (!isNoMore(firmMw, oldFirm, calendar) || !isNoMore(interruptibleMw, oldInterruptible, calendar)) return false;
  return (
    halls.every((hall, h) => {
      const old = oldHalls[h];
      return same({ ...hall, builtMw: 0 }, { ...old, builtMw: 0 }) && isNoMore(hall.builtMw, old.builtMw, calendar);
    }) &&
    flexible.every((load, k) => {
      const old = oldFlexible[k];
      const isCheaper = isNoMore(load.usdPerMwh, old.usdPerMwh, calendar) && isNoMore(load.mw, old.mw, calendar);
      return load.id === old.id && isCheaper;
    })
  );
}

/** Racks that cost nothing any more may come later, be fewer, or stay away; optional lots may go. Others change what is paid when. */
function isTighterBacklog(after: readonly Lot[], before: readonly Lot[], calendar: Calendar): boolean {
  const old = new Map(before.map((lot) => [lot.id, lot]));
  const kept = new Set(after.map(({ id }) => id));
  const isTighterLot = (lot: Lot): boolean => {
    const other = old.get(lot.id);
    if (other === undefined) return false;
    if (same(lot, other)) return true;
    const isFree = lot.usdPerRack === 0 && other.usdPerRack === 0;
    const isLess = lot.racks <= other.racks && calendar.at(lot.arrives) >= calendar.at(other.arrives);
    return isFree && isLess && same({ ...lot, racks: 0, arrives: "" }, { ...other, racks: 0, arrives: "" });
  };
  return after.every(isTighterLot) && before.every((lot) => kept.has(lot.id) || !lot.committed || lot.usdPerRack === 0);
}

/** Debt capacity would grow with the contract's price. */
const bearsDebt = (portfolio: Portfolio, { credit, takeOrPay }: Contract): boolean =>
  portfolio.finance.debt !== undefined && credit.advanceRate > 0 && takeOrPay > 0;

/** Most revenue (less lateness, where `isNet`) of a contract's starts. */
function mostUsd(instance: Instance, c: number, isNet: boolean): number {
  const starts = intField(instance, IntField.contractOptionStart);
  const served = floatField(instance, FloatField.optionServedUsd);
  const unserved = floatField(instance, FloatField.optionUnservedUsd);
  let most = 0;
  for (let o = starts[c]; o < starts[c + 1]; o++) most = Math.max(most, served[o] + (isNet ? 0 : unserved[o]));
  return most;
}

const hasNegativeEnergy = ({ sites }: Portfolio): boolean =>
  sites.some(({ energy: { market, ppa } }) =>
    [...market, ...(ppa === undefined ? [] : [ppa])].some(({ usdPerMwh }) =>
      typeof usdPerMwh === "number" ? usdPerMwh < 0 : Object.values(usdPerMwh).some((usd) => usd < 0),
    ),
  );

/** What the newer contracts can bring more than the older ones; null when that is not known. */
function contractsGainUsd(before: Portfolio, after: Portfolio, instance: Instance, calendar: Calendar): number | null {
  const old = new Map(before.contracts.map((contract) => [contract.id, contract]));
  const kept = new Set(after.contracts.map(({ id }) => id));
  if (before.contracts.some(({ id, signed }) => signed && !kept.has(id))) return null;
  let gainUsd = 0;
  for (const [c, contract] of after.contracts.entries()) {
    const other = old.get(contract.id);
    if (other === undefined) {
      if (bearsDebt(after, contract) || hasNegativeEnergy(after)) return null;
      gainUsd += mostUsd(instance, c, true);
      continue;
    }
    if (other === contract) continue;
    if (!isTighter(contract, other, calendar)) return null;
    const { usdPerUnitMonth: price } = contract;
    if (price <= other.usdPerUnitMonth) continue;
    if (bearsDebt(after, contract)) return null;
    gainUsd += (1 - other.usdPerUnitMonth / price) * mostUsd(instance, c, false);
  }
  return gainUsd;
}

/**
 * A bound on the plans of `after`, whose compiled form is `instance`, from one on the plans of `before`; null where none follows. Lower prices, a
 * contract signed, withdrawn or with a narrower window, less power, fewer or later racks that are paid for keep it; a dearer or a new contract
 * adds what it can bring at most.
 */
export function carriedBoundUsd(
  before: Portfolio,
  boundUsd: number,
  after: Portfolio,
  instance: Instance,
): number | null {
  if (!same(before.horizon, after.horizon) || !same(before.platforms, after.platforms)) return null;
  const calendar = makeCalendar(after.horizon);
  const { cumulativeEquityUsd: equity = Number.POSITIVE_INFINITY, ...finance } = after.finance;
  const { cumulativeEquityUsd: oldEquity = Number.POSITIVE_INFINITY, ...oldFinance } = before.finance;
  if (!same(finance, oldFinance) || !isNoMore(equity, oldEquity, calendar)) return null;
  if (before.sites.length !== after.sites.length) return null;
  if (!after.sites.every((site, s) => site === before.sites[s] || isTighterSite(site, before.sites[s], calendar))) {
    return null;
  }
  if (!isTighterBacklog(after.backlog, before.backlog, calendar)) return null;
  const gainUsd = contractsGainUsd(before, after, instance, calendar);
  return gainUsd === null ? null : boundUsd + gainUsd + ROUNDING * Math.abs(boundUsd);
}
