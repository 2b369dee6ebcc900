// A plan in the figures that boards and lenders ask for: by period, by use of power, by site, and how much hangs on whom.
import { type AuditResult, auditPlan } from "../../plan/audit.ts";
import type { Decisions } from "../../plan/plan.ts";
import { flexibleLoadMw, meanOverBlocksMw, resaleMw } from "../../plan/sections-power.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { partValue, sharedValue, siteValue, USES, type Use, useOf, useValue } from "./slices.ts";

/** Nominal USD by period. */
export interface PeriodFigures {
  months: string[];
  /** Contracts, flexible loads and resale, gross. */
  revenueUsd: number[];
  /** Revenue less lateness, penalties, upkeep and energy. */
  ebitdaUsd: number[];
  capexUsd: number[];
  debtDrawnUsd: number[];
  /** Capex less debt, up to and including the period. */
  equityUsedUsd: number[];
  /** Equity made available so far less equity used; null where equity is unlimited. */
  equityHeadroomUsd: (number | null)[];
  /** Power that earns nothing, mean MW at the meter. */
  strandedMw: number[];
}

export interface UseFigures {
  use: Use;
  /** Gross, nominal, over the horizon. */
  revenueUsd: number;
  /** At the meter: power reserved on the design day, or run. */
  mwYears: number;
  /** null without MW. */
  revenueUsdPerMwYear: number | null;
}

export interface SiteFigures {
  site: string;
  /** Discounted; with `sharedValueUsd` the sites add up to valueUsd. */
  valueUsd: number;
  revenueUsd: number;
  /** Modules and expansions. */
  capexUsd: number;
  revenueUsdPerMwYear: number | null;
  uses: UseFigures[];
  /** First month with IT load; null where there is none. */
  firstAiMonth: string | null;
  peakItMw: number;
  strandedMwh: number;
}

export interface Share {
  name: string;
  /** Of contract revenue, nominal. */
  share: number;
  revenueUsd: number;
}

export interface Concentration {
  by: "customer" | "site" | "guarantor";
  /** Largest first; contracts without a name count as "(none)". */
  shares: Share[];
  /** Sum of squared shares (Herfindahl-Hirschman index): 1 when all hangs on one. null without revenue. */
  index: number | null;
}

export interface BusinessKpis {
  valueUsd: number;
  periods: PeriodFigures;
  uses: UseFigures[];
  sites: SiteFigures[];
  /** Ordered lots and debt, discounted: they belong to no site. */
  sharedValueUsd: number;
  /** Share of contract revenue that somebody guarantees, and that is take or pay; null without revenue. */
  guaranteedShare: number | null;
  takeOrPayShare: number | null;
  concentration: Concentration[];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

function periodFigures(audit: AuditResult): PeriodFigures {
  const { nominal } = audit.value;
  const { capital, calendar, flexible } = audit;
  const gross = calendar.months.map((_, t) =>
    sum(
      flexible.flatMap((site) =>
        site[t].flatMap(({ share, runs }) =>
          runs.map(({ mw, usdPerMwh }) => mw * usdPerMwh * share * calendar.hoursPerPeriod),
        ),
      ),
    ),
  );
  const at = (t: number, terms: readonly (keyof typeof nominal)[]): number =>
    sum(terms.map((term) => nominal[term][t]));
  const equityUsedUsd = capital.cumulativeCapexUsd.map((usd, t) => usd - capital.cumulativeDebtUsd[t]);
  const equity = capital.cumulativeEquityUsd;
  return {
    months: [...calendar.months],
    revenueUsd: gross.map((usd, t) => usd + nominal.revenueUsd[t]),
    ebitdaUsd: gross.map((_, t) =>
      at(t, ["revenueUsd", "latenessUsd", "penaltyUsd", "opexUsd", "energyUsd", "flexibleUsd", "resaleUsd"]),
    ),
    capexUsd: [...capital.capexUsd],
    debtDrawnUsd: [...capital.debtUsd],
    equityUsedUsd,
    equityHeadroomUsd: equityUsedUsd.map((usd, t) => (equity === null ? null : equity[t] - usd)),
    strandedMw: calendar.months.map((_, t) =>
      sum(flexible.map((site) => meanOverBlocksMw(site[t], (block) => block.strandedMw))),
    ),
  };
}

/** MW-years at the meter of one use at one site. */
function mwYears(audit: AuditResult, siteIndex: number, use: Use): number {
  const { calendar } = audit;
  if (use === "flexible" || use === "resale") {
    const mw = use === "flexible" ? flexibleLoadMw : resaleMw;
    return sum(audit.flexible[siteIndex].map((blocks) => meanOverBlocksMw(blocks, mw))) * calendar.yearsPerPeriod;
  }
  const perHall = audit.use.sites[siteIndex].halls.flatMap(({ hall, racks }) =>
    racks
      .filter(({ platform }) => useOf(platform) === use)
      .map(({ platform, racksInUse }) => (sum(racksInUse) * platform.kwPerRack * (hall.peakPue ?? hall.pue)) / 1000),
  );
  return sum(perHall) * calendar.yearsPerPeriod;
}

function grossRevenueUsd(portfolio: Portfolio, audit: AuditResult, siteIndex: number, use: Use): number {
  if (use === "cloud" || use === "lease") {
    return sum(useValue(portfolio, audit, siteIndex, use).nominal.revenueUsd);
  }
  const { hoursPerPeriod } = audit.calendar;
  return sum(
    audit.flexible[siteIndex]
      .flat()
      .flatMap(({ share, runs }) =>
        runs
          .filter(({ load }) => (load === null) === (use === "resale"))
          .map(({ mw, usdPerMwh }) => mw * usdPerMwh * share * hoursPerPeriod),
      ),
  );
}

function siteFigures(portfolio: Portfolio, audit: AuditResult, siteIndex: number): SiteFigures {
  const { site, inUseMw } = audit.use.sites[siteIndex];
  const { calendar, flexible } = audit;
  const value = siteValue(portfolio, audit, siteIndex);
  const uses = USES.map((use): UseFigures => {
    const revenueUsd = grossRevenueUsd(portfolio, audit, siteIndex, use);
    const years = mwYears(audit, siteIndex, use);
    return { use, revenueUsd, mwYears: years, revenueUsdPerMwYear: ratio(revenueUsd, years) };
  });
  const first = inUseMw.findIndex((mw) => mw > 0);
  const revenueUsd = sum(uses.map((use) => use.revenueUsd));
  const strandedMw = sum(flexible[siteIndex].map((blocks) => meanOverBlocksMw(blocks, (block) => block.strandedMw)));
  return {
    site: site.id,
    valueUsd: value.valueUsd,
    revenueUsd,
    capexUsd: -sum([...value.nominal.moduleCapexUsd, ...value.nominal.expansionCapexUsd]),
    revenueUsdPerMwYear: ratio(revenueUsd, sum(uses.map((use) => use.mwYears))),
    uses,
    firstAiMonth: first < 0 ? null : calendar.months[first],
    peakItMw: Math.max(0, ...inUseMw),
    strandedMwh: strandedMw * calendar.hoursPerPeriod,
  };
}

const NOBODY = "(none)";

function concentration(by: Concentration["by"], revenues: readonly { name: string; usd: number }[]): Concentration {
  const byName = new Map<string, number>();
  for (const { name, usd } of revenues) byName.set(name, (byName.get(name) ?? 0) + usd);
  const total = sum([...byName.values()]);
  const shares = [...byName]
    .filter(([, revenueUsd]) => revenueUsd > 0)
    .map(([name, revenueUsd]) => ({ name, revenueUsd, share: revenueUsd / total }))
    .sort((a, b) => b.revenueUsd - a.revenueUsd);
  return { by, shares, index: total > 0 ? sum(shares.map(({ share }) => share * share)) : null };
}

/** Nominal revenue of each accepted contract: the ledger's, one contract at a time. */
function contractRevenues(portfolio: Portfolio, audit: AuditResult): { id: string; usd: number }[] {
  return audit.decisions.contracts.map((matched) => ({
    id: matched.contract.id,
    usd: sum(partValue(portfolio, audit, { contracts: [matched] }).nominal.revenueUsd),
  }));
}

/** Figures of a plan (its decisions alone are read). Money is nominal unless it says otherwise. */
export function businessKpis(portfolio: Portfolio, decisions: Partial<Decisions>): BusinessKpis {
  const audit = auditPlan(portfolio, decisions);
  const sites = portfolio.sites.map((_, index) => siteFigures(portfolio, audit, index));
  const contracts = new Map(portfolio.contracts.map((contract) => [contract.id, contract]));
  const revenues = contractRevenues(portfolio, audit).map(({ id, usd }) => ({ contract: contracts.get(id)!, usd }));
  const total = sum(revenues.map(({ usd }) => usd));
  const uses = USES.map((use): UseFigures => {
    const own = sites.map((site) => site.uses.find((figures) => figures.use === use)!);
    const revenueUsd = sum(own.map((figures) => figures.revenueUsd));
    const years = sum(own.map((figures) => figures.mwYears));
    return { use, revenueUsd, mwYears: years, revenueUsdPerMwYear: ratio(revenueUsd, years) };
  });
  const ofSites = sites.map(({ site: name, uses: own }) => ({
    name,
    usd: sum(own.filter(({ use }) => use === "cloud" || use === "lease").map(({ revenueUsd }) => revenueUsd)),
  }));
  return {
    valueUsd: audit.value.valueUsd,
    periods: periodFigures(audit),
    uses,
    sites,
    sharedValueUsd: sharedValue(portfolio, audit).valueUsd,
    guaranteedShare: ratio(
      sum(revenues.filter(({ contract }) => contract.credit.guarantor !== undefined).map(({ usd }) => usd)),
      total,
    ),
    takeOrPayShare: ratio(
      sum(
        revenues.map(({ contract: { takeOrPay, utilisation }, usd }) =>
          usd > 0 ? (usd * takeOrPay) / Math.max(takeOrPay, utilisation) : 0,
        ),
      ),
      total,
    ),
    concentration: [
      concentration(
        "customer",
        revenues.map(({ contract, usd }) => ({ name: contract.customer ?? NOBODY, usd })),
      ),
      concentration("site", ofSites),
      concentration(
        "guarantor",
        revenues.map(({ contract, usd }) => ({ name: contract.credit.guarantor ?? NOBODY, usd })),
      ),
    ],
  };
}
