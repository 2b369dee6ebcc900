// Features that can be taken out of a generated portfolio one by one, so that a failing one shrinks to what matters.
import { type PortfolioInput } from "../../src/portfolio/schema.ts";

export const FEATURES = [
  "series",
  "interruptible",
  "pueCap",
  "peakPue",
  "ppa",
  "expansions",
  "builds",
  "flexible",
  "orders",
  "lateness",
  "ramp",
  "escalation",
  "partial",
  "signed",
  "group",
  "placement",
  "credit",
  "shortfall",
  "equity",
  "debt",
] as const;

export type Feature = (typeof FEATURES)[number];

/** A copy without the features that are not listed. */
export function keepFeatures(input: PortfolioInput, features: readonly Feature[]): PortfolioInput {
  const portfolio = structuredClone(input);
  const lacks = (feature: Feature): boolean => !features.includes(feature);
  for (const site of portfolio.sites) {
    if (lacks("interruptible")) delete site.interruptibleMw;
    if (lacks("pueCap")) delete site.pueCap;
    if (lacks("ppa")) delete site.energy.ppa;
    if (lacks("expansions")) delete site.expansions;
    if (lacks("flexible")) delete site.flexible;
    for (const hall of site.halls) {
      if (lacks("peakPue")) delete hall.peakPue;
      if (lacks("builds")) delete hall.build;
    }
  }
  if (lacks("orders")) portfolio.backlog = portfolio.backlog.filter((lot) => lot.committed);
  for (const contract of portfolio.contracts) {
    if (lacks("lateness")) {
      delete contract.start.due;
      delete contract.start.lateUsdPerUnitMonth;
    }
    if (lacks("ramp")) delete contract.ramp;
    if (lacks("escalation")) delete contract.escalation;
    if (lacks("partial")) delete contract.minFraction;
    if (lacks("signed")) delete contract.signed;
    if (lacks("group")) delete contract.group;
    if (lacks("placement")) delete contract.placement;
    if (lacks("credit")) delete contract.credit;
    if (lacks("shortfall")) delete contract.shortfall;
  }
  if (lacks("equity")) delete portfolio.finance.cumulativeEquityUsd;
  if (lacks("debt")) delete portfolio.finance.debt;
  return lacks("series") ? flattened(portfolio) : portfolio;
}

/** Every step map of a price or power becomes its first value (ramps are a feature of their own). */
function flattened(portfolio: PortfolioInput): PortfolioInput {
  const flat = (series: number | Record<string, number>): number =>
    typeof series === "number" ? series : Object.entries(series).sort(([a], [b]) => a.localeCompare(b))[0][1];
  for (const site of portfolio.sites) {
    site.firmMw = flat(site.firmMw);
    if (site.interruptibleMw !== undefined) site.interruptibleMw = flat(site.interruptibleMw);
    for (const block of site.energy.market) block.usdPerMwh = flat(block.usdPerMwh);
    if (site.energy.ppa) site.energy.ppa.usdPerMwh = flat(site.energy.ppa.usdPerMwh);
    for (const hall of site.halls) if (hall.builtMw !== undefined) hall.builtMw = flat(hall.builtMw);
    for (const load of site.flexible ?? []) {
      load.mw = flat(load.mw);
      load.usdPerMwh = flat(load.usdPerMwh);
    }
  }
  const equity = portfolio.finance.cumulativeEquityUsd;
  if (equity !== undefined) portfolio.finance.cumulativeEquityUsd = flat(equity);
  return portfolio;
}
