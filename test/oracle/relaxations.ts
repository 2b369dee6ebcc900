// One rule of a portfolio taken away or loosened at a time, to get plans that break just that rule.
import { type Contract, type Hall, type Portfolio, type Series, type Site } from "../../src/portfolio/schema.ts";

export interface Relaxation {
  name: string;
  /** The portfolio whose rule is broken; the given one, or one in which little else can be broken. */
  original: Portfolio;
  relaxed: Portfolio;
}

/** Changes a copy in place. */
type Loosen = (portfolio: Portfolio) => void;

function scaled(series: Series, factor: number): Series {
  if (typeof series === "number") return series * factor;
  return Object.fromEntries(Object.entries(series).map(([month, value]) => [month, value * factor]));
}

const eachContract =
  (loosen: (contract: Contract) => void): Loosen =>
  ({ contracts }) =>
    contracts.forEach(loosen);
const eachSite =
  (loosen: (site: Site) => void): Loosen =>
  ({ sites }) =>
    sites.forEach(loosen);
const eachHall = (loosen: (hall: Hall) => void): Loosen => eachSite(({ halls }) => halls.forEach(loosen));
const eachBuild = (loosen: (build: NonNullable<Hall["build"]>) => void): Loosen =>
  eachHall(({ build }) => build && loosen(build));
const eachDebt =
  (loosen: (debt: NonNullable<Portfolio["finance"]["debt"]>) => void): Loosen =>
  ({ finance }) => {
    if (finance.debt) loosen(finance.debt);
  };

const LOOSENED: Record<string, Loosen> = {
  signed: eachContract((contract) => {
    contract.signed = false;
  }),
  group: eachContract((contract) => {
    delete contract.group;
  }),
  window: eachContract(({ start }) => {
    start.latest = "2040-01";
  }),
  minFraction: eachContract((contract) => {
    contract.minFraction = 0;
  }),
  shortfall: eachContract(({ shortfall }) => {
    if (shortfall) Object.assign(shortfall, { maxFraction: 1, usdPerUnitMonth: 0 });
  }),
  maxSites: eachContract(({ placement }) => {
    delete placement.maxSites;
  }),
  minMwPerSite: eachContract(({ placement }) => {
    delete placement.minMwPerSite;
  }),
  maxPue: eachContract(({ placement }) => {
    delete placement.maxPue;
  }),
  placement: eachContract(({ placement }) => {
    delete placement.sites;
    delete placement.excludeSites;
    delete placement.regions;
  }),
  divisible: ({ backlog }) => {
    for (const lot of backlog) lot.divisible = true;
  },
  chips: ({ backlog }) => {
    for (const lot of backlog) lot.racks *= 1.2;
  },
  builtMw: eachHall((hall) => {
    hall.builtMw = scaled(hall.builtMw, 1.2);
  }),
  moduleLead: eachBuild((build) => {
    build.leadMonths = 0;
  }),
  maxModules: eachBuild((build) => {
    build.maxModulesPerPeriod ??= build.maxModules;
    build.maxModules += 1;
  }),
  maxModulesPerPeriod: eachBuild((build) => {
    delete build.maxModulesPerPeriod;
  }),
  expansionLead: eachSite(({ expansions }) => {
    for (const expansion of expansions) expansion.leadMonths = 0;
  }),
  expansionEarliest: eachSite(({ expansions }) => {
    for (const expansion of expansions) delete expansion.earliest;
  }),
  firmMw: eachSite((site) => {
    site.firmMw = scaled(site.firmMw, 1.2);
  }),
  peakPue: eachHall((hall) => {
    hall.peakPue = hall.pue;
  }),
  pueCap: eachSite((site) => {
    if (site.pueCap !== undefined) site.pueCap *= 1.03;
  }),
  equity: ({ finance }) => {
    delete finance.cumulativeEquityUsd;
  },
  loanToCost: eachDebt((debt) => {
    debt.maxLoanToCost = 1;
  }),
  loanTerm: eachDebt((debt) => {
    debt.termYears *= 5;
  }),
  advanceRate: eachContract(({ credit }) => {
    if (credit.advanceRate > 0) credit.advanceRate = 1;
  }),
};

/** Backlog racks as tenants': free to leave. Halls alone can object, for there are chips and money enough. */
function freeToLeave(portfolio: Portfolio): Relaxation {
  const original = structuredClone(portfolio);
  delete original.finance.cumulativeEquityUsd;
  for (const lot of original.backlog) Object.assign(lot, { racks: lot.racks * 20, usdPerRack: 0, committed: true });
  const relaxed = structuredClone(original);
  for (const platform of relaxed.platforms) platform.supply = "tenant";
  return { name: "install", original, relaxed };
}

/** Power that may be switched off counts as firm. */
function allFirm(portfolio: Portfolio): Relaxation | null {
  const steady = portfolio.sites.every(
    ({ firmMw, interruptibleMw }) => typeof firmMw === "number" && typeof interruptibleMw === "number",
  );
  if (!steady) return null;
  const relaxed = structuredClone(portfolio);
  for (const site of relaxed.sites) {
    site.firmMw = Number(site.firmMw) + Number(site.interruptibleMw);
    site.interruptibleMw = 0;
  }
  return { name: "firm power", original: portfolio, relaxed };
}

/** Every relaxation that changes the portfolio at all. */
export function relaxations(portfolio: Portfolio): Relaxation[] {
  const found: Relaxation[] = [freeToLeave(portfolio)];
  const firm = allFirm(portfolio);
  if (firm) found.push(firm);
  for (const [name, loosen] of Object.entries(LOOSENED)) {
    const relaxed = structuredClone(portfolio);
    loosen(relaxed);
    found.push({ name, original: portfolio, relaxed });
  }
  const text = JSON.stringify;
  return found.filter(({ original, relaxed }) => text(original) !== text(relaxed));
}
