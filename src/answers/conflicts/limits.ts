// What can stand in a conflict: signed contracts, and the limits they press against. Each can be lifted by itself, or by an amount.
import { eligibility, racksPerUnit } from "../../portfolio/eligible.ts";
import type { Contract, Portfolio, Series } from "../../portfolio/schema.ts";
import { easableTerms } from "../explain/terms.ts";

export type Limit =
  | { kind: "signed"; contract: string }
  | { kind: "firmPower"; site: string }
  | { kind: "hall"; site: string; hall: string }
  | { kind: "chips"; platform: string }
  | { kind: "pueCap"; site: string }
  | { kind: "equity" };

/** A way to ease a limit: a grid from nothing to all of it, each step easier than the one before. */
export interface Easing {
  limit: Limit;
  /** "withdraw", "laterStart", "smallerSize" for contracts; "more" for capacities and money. */
  how: string;
  unit: "MW" | "IT MW" | "racks" | "USD" | "PUE" | "month" | "share" | "contract";
  steps: number;
  amountAt(step: number): number | string;
  at(portfolio: Portfolio, step: number): Portfolio;
}

/** Most IT MW that all signed contracts together can take. */
function demandMw(portfolio: Portfolio): number {
  const most = (contract: Contract): number => {
    const platforms = portfolio.platforms.filter(({ id }) => contract.platforms.includes(id));
    return Math.max(
      0,
      ...platforms.map((p) => ((racksPerUnit(contract.unit, p) ?? 0) * contract.quantity * p.kwPerRack) / 1000),
    );
  };
  return portfolio.contracts.filter(({ signed }) => signed).reduce((sum, contract) => sum + most(contract), 0);
}

/** The series with `amount` more from the horizon's start on. */
function plus(portfolio: Portfolio, series: Series, amount: number): Series {
  if (typeof series === "number") return series + amount;
  const { start } = portfolio.horizon;
  const steps = Object.entries(series).map(([month, value]) => [month, value + amount] as const);
  const isEarly = steps.some(([month]) => month <= start);
  return Object.fromEntries(isEarly ? steps : [[start, amount], ...steps]);
}

/** Money that pays for anything the portfolio could build and order. */
function everythingUsd(portfolio: Portfolio): number {
  const halls = portfolio.sites.flatMap((site) => site.halls.flatMap(({ build }) => (build ? [build] : [])));
  const built = halls.reduce((sum, build) => sum + build.maxModules * build.moduleMw * build.capexUsdPerMw, 0);
  const grid = portfolio.sites.flatMap(({ expansions }) => expansions).reduce((sum, { capexUsd }) => sum + capexUsd, 0);
  return built + grid + portfolio.backlog.reduce((sum, lot) => sum + lot.racks * lot.usdPerRack, 0);
}

/** The portfolio with `share` (0 to 1) of what could at most be needed added to a limit. */
function eased(portfolio: Portfolio, limit: Limit, amount: number): Portfolio {
  switch (limit.kind) {
    case "signed":
      return { ...portfolio, contracts: portfolio.contracts.filter(({ id }) => id !== limit.contract) };
    case "equity": {
      const { cumulativeEquityUsd: equity, ...finance } = portfolio.finance;
      if (equity === undefined) return portfolio;
      return { ...portfolio, finance: { ...finance, cumulativeEquityUsd: plus(portfolio, equity, amount) } };
    }
    case "chips": {
      const lot = {
        id: `more ${limit.platform}`,
        platform: limit.platform,
        racks: amount,
        arrives: portfolio.horizon.start,
        usdPerRack: 0,
        committed: true,
        divisible: true,
      };
      return { ...portfolio, backlog: [...portfolio.backlog, lot] };
    }
    default:
      return {
        ...portfolio,
        sites: portfolio.sites.map((site) => {
          if (site.id !== limit.site) return site;
          if (limit.kind === "firmPower") return { ...site, firmMw: plus(portfolio, site.firmMw, amount) };
          if (limit.kind === "pueCap")
            return site.pueCap === undefined ? site : { ...site, pueCap: site.pueCap + amount };
          const halls = site.halls.map((hall) =>
            hall.id === limit.hall ? { ...hall, builtMw: plus(portfolio, hall.builtMw, amount) } : hall,
          );
          return { ...site, halls };
        }),
      };
  }
}

/** The most that a limit can need to be eased by. */
function mostOf(portfolio: Portfolio, limit: Limit): number {
  const mw = demandMw(portfolio);
  switch (limit.kind) {
    case "firmPower":
      return 3 * mw;
    case "hall":
      return mw;
    case "chips": {
      const platform = portfolio.platforms.find(({ id }) => id === limit.platform)!;
      return (mw * 1000) / platform.kwPerRack;
    }
    case "pueCap":
      return 2;
    case "equity":
      return everythingUsd(portfolio);
    case "signed":
      return 1;
  }
}

/** The portfolio without a limit. */
export function lifted(portfolio: Portfolio, limit: Limit): Portfolio {
  return eased(portfolio, limit, mostOf(portfolio, limit));
}

/** Every limit of the portfolio that the signed contracts, or the committed lots' payments, could press against. */
export function limitsOf(portfolio: Portfolio): Limit[] {
  const signed = portfolio.contracts.filter((contract) => contract.signed);
  const halls = new Set<string>();
  for (const contract of signed) {
    const eligible = eligibility(contract, portfolio);
    if (eligible.ok) for (const { site, hall } of eligible.halls) halls.add(`${site}/${hall}`);
  }
  const limits: Limit[] = [];
  if (portfolio.finance.cumulativeEquityUsd !== undefined) limits.push({ kind: "equity" });
  portfolio.sites.forEach((site, s) => {
    const own = site.halls.filter((_, h) => halls.has(`${s}/${h}`));
    if (own.length === 0) return;
    if (site.pueCap !== undefined) limits.push({ kind: "pueCap", site: site.id });
    limits.push({ kind: "firmPower", site: site.id });
    for (const hall of own) limits.push({ kind: "hall", site: site.id, hall: hall.id });
  });
  for (const platform of portfolio.platforms) {
    const isNeeded = signed.some(({ platforms }) => platforms.includes(platform.id));
    if (platform.supply === "backlog" && isNeeded) limits.push({ kind: "chips", platform: platform.id });
  }
  return [...limits, ...signed.map((contract): Limit => ({ kind: "signed", contract: contract.id }))];
}

const UNITS = { firmPower: "MW", hall: "IT MW", chips: "racks", pueCap: "PUE", equity: "USD" } as const;

/** Steps of an amount; the answer is exact to one of them. */
const STEPS = 500;

/** The ways in which one limit of a conflict can be eased. */
export function easingsOf(portfolio: Portfolio, limit: Limit): Easing[] {
  if (limit.kind !== "signed") {
    const most = mostOf(portfolio, limit);
    const amountAt = (step: number): number => {
      const amount = (most * step) / STEPS;
      return limit.kind === "chips" ? Math.ceil(amount) : amount;
    };
    const at = (asked: Portfolio, step: number): Portfolio =>
      step === 0 ? asked : eased(asked, limit, amountAt(step));
    return [{ limit, how: "more", unit: UNITS[limit.kind], steps: STEPS, amountAt, at }];
  }
  const contract = portfolio.contracts.find(({ id }) => id === limit.contract)!;
  const terms = easableTerms(portfolio, contract).filter(({ name }) => name === "laterStart" || name === "smallerSize");
  const changed = (asked: Portfolio, other: Portfolio): Portfolio => {
    const own = other.contracts.find(({ id }) => id === contract.id)!;
    return { ...asked, contracts: asked.contracts.map((before) => (before.id === own.id ? own : before)) };
  };
  return [
    ...terms.map(
      (term): Easing => ({
        limit,
        how: term.name,
        unit: term.name === "laterStart" ? "month" : "share",
        steps: term.steps,
        amountAt: (step) => term.valueAt(step) ?? "",
        at: (asked, step) => (step === 0 ? asked : changed(asked, term.at(step))),
      }),
    ),
    {
      limit,
      how: "withdraw",
      unit: "contract",
      steps: 1,
      amountAt: (step) => step,
      at: (asked, step) => (step === 0 ? asked : eased(asked, limit, 1)),
    },
  ];
}
