// The rows of the textbook MILP: MODEL.md section 4, one function per numbered constraint, plus the ranges of section 3.
// Racks are counted in IT MW (racks * kwPerRack / 1000) and money in M$, which keeps coefficients between about 1e-2 and 1e4.
import { addColumn, atLeast, atMost, type Entry, equal } from "./highs-model.ts";
import { type PaidColumn, type TextbookColumns } from "./textbook-columns.ts";
import { rampFactor, securedRevenue, termPeriods, USD_PER_MILLION } from "./textbook-terms.ts";

/** IT MW of one platform in one hall: in use (U) and installed (N) per period, as columns. */
interface HallPlatform {
  site: number;
  hall: number;
  platform: number;
  used: number[];
  installed: number[];
}

export function addTextbookRows(columns: TextbookColumns): void {
  addShareRows(columns);
  addAcceptanceRows(columns);
  addSiteCountRows(columns);
  const racks = addRackRows(columns);
  addChipRows(columns, racks);
  addHallRows(columns, racks);
  addPowerRows(columns, racks);
  addPueCapRows(columns, racks);
  addCapitalRows(columns);
  addBorrowingBaseRow(columns);
}

/** Section 3: minFraction <= f <= 1 if accepted, v <= maxFraction * f, sum(w) + v = f. */
function addShareRows({ context, model, contracts }: TextbookColumns): void {
  context.portfolio.contracts.forEach((contract, c) => {
    for (const { start, fraction, unserved, shares } of contracts[c].starts) {
      atMost(
        model,
        [
          [fraction, 1],
          [start, -1],
        ],
        0,
      );
      atLeast(
        model,
        [
          [fraction, 1],
          [start, -contract.minFraction],
        ],
        0,
      );
      const served = shares.map((col): Entry => [col, 1]);
      const missing: Entry[] = unserved === null ? [] : [[unserved, 1]];
      equal(model, [...served, ...missing, [fraction, -1]], 0);
      if (unserved === null) continue;
      atMost(
        model,
        [
          [unserved, 1],
          [fraction, -contract.shortfall!.maxFraction],
        ],
        0,
      );
    }
  });
}

/** Constraint 1: one start each, signed ones accepted, at most one of a group. */
function addAcceptanceRows({ context, model, contracts }: TextbookColumns): void {
  const groups = new Map<string, Entry[]>();
  context.portfolio.contracts.forEach((contract, c) => {
    const accepted = contracts[c].starts.map(({ start }): Entry => [start, 1]);
    if (contract.signed) equal(model, accepted, 1);
    else atMost(model, accepted, 1);
    if (contract.group === undefined) return;
    groups.set(contract.group, [...(groups.get(contract.group) ?? []), ...accepted]);
  });
  for (const accepted of groups.values()) atMost(model, accepted, 1);
}

/** Constraint 2: maxSites and minMwPerSite through one use binary per site. */
function addSiteCountRows({ context, model, contracts }: TextbookColumns): void {
  context.portfolio.contracts.forEach((contract, c) => {
    const { spots, starts, uses } = contracts[c];
    const { maxSites, minMwPerSite } = contract.placement;
    for (const [site, use] of uses) {
      const here = spots.flatMap((spot, k) => (spot.site === site ? [{ spot, k }] : []));
      const share = starts.flatMap(({ shares }) => here.map(({ k }): Entry => [shares[k], 1]));
      atMost(model, [...share, [use, -1]], 0);
      if (minMwPerSite === undefined) continue;
      const itMw = starts.flatMap(({ shares }) => here.map(({ spot, k }): Entry => [shares[k], spot.itMw]));
      atLeast(model, [...itMw, [use, -minMwPerSite]], 0);
    }
    if (maxSites !== undefined)
      atMost(
        model,
        [...uses.values()].map((use): Entry => [use, 1]),
        maxSites,
      );
  });
}

/** Constraint 3: U follows from the shares; N >= U and never falls (backlog), N = U (tenant). */
function addRackRows({ context, model, contracts }: TextbookColumns): HallPlatform[] {
  const { portfolio, calendar } = context;
  const demands = new Map<string, { site: number; hall: number; platform: number; byPeriod: Entry[][] }>();
  portfolio.contracts.forEach((contract, c) => {
    contracts[c].spots.forEach((spot, k) => {
      const { site, hall, platform } = spot;
      const key = `${site}/${hall}/${platform}`;
      const byPeriod = Array.from({ length: calendar.periods }, (): Entry[] => []);
      const demand = demands.get(key) ?? { site, hall, platform, byPeriod };
      demands.set(key, demand);
      for (const { tau, shares } of contracts[c].starts)
        for (const t of termPeriods(context, contract, tau))
          demand.byPeriod[t].push([shares[k], spot.itMw * rampFactor(context, contract, tau, t)]);
    });
  });
  return [...demands.values()].map(({ site, hall, platform, byPeriod }) => {
    const used = byPeriod.map((entries) => {
      const col = addColumn(model, {});
      equal(model, [...entries, [col, -1]], 0);
      return col;
    });
    if (portfolio.platforms[platform].supply === "tenant") return { site, hall, platform, used, installed: used };
    const installed = used.map(() => addColumn(model, {}));
    installed.forEach((col, t) => {
      atLeast(
        model,
        [
          [col, 1],
          [used[t], -1],
        ],
        0,
      );
      if (t > 0)
        atLeast(
          model,
          [
            [col, 1],
            [installed[t - 1], -1],
          ],
          0,
        );
    });
    return { site, hall, platform, used, installed };
  });
}

/** Constraint 4: installed backlog racks have arrived. */
function addChipRows({ context, model, lots }: TextbookColumns, racks: HallPlatform[]): void {
  const { portfolio, calendar } = context;
  portfolio.platforms.forEach((platform, p) => {
    if (platform.supply !== "backlog") return;
    const mwPerRack = platform.kwPerRack / 1000;
    const here = racks.filter((group) => group.platform === p);
    if (here.length === 0) return;
    for (let t = 0; t < calendar.periods; t++) {
      let arrived = 0;
      for (const lot of portfolio.backlog)
        if (lot.committed && lot.platform === platform.id && calendar.at(lot.arrives) <= t)
          arrived += lot.racks * mwPerRack;
      const ordered = lots
        .filter((column) => portfolio.backlog[column.lot].platform === platform.id && column.ready <= t)
        .map((column): Entry => [column.col, -portfolio.backlog[column.lot].racks * mwPerRack]);
      atMost(model, [...here.map(({ installed }): Entry => [installed[t], 1]), ...ordered], arrived);
    }
  });
}

/** Constraint 5: hall MW; modules in total (per period is a column bound). */
function addHallRows({ context, model, modules }: TextbookColumns, racks: HallPlatform[]): void {
  const { portfolio, calendar } = context;
  portfolio.sites.forEach((site, s) => {
    site.halls.forEach((hall, h) => {
      const started = modules.filter((column) => column.site === s && column.hall === h);
      if (hall.build)
        atMost(
          model,
          started.map(({ col }): Entry => [col, 1]),
          hall.build.maxModules,
        );
      const here = racks.filter((group) => group.site === s && group.hall === h);
      if (here.length === 0) return;
      for (let t = 0; t < calendar.periods; t++) {
        const built = started.filter(({ ready }) => ready <= t).map(({ col }): Entry => [col, -hall.build!.moduleMw]);
        const installed = here.map((group): Entry => [group.installed[t], 1]);
        atMost(model, [...installed, ...built], calendar.valueAt(hall.builtMw, t));
      }
    });
  });
}

/** Constraints 6 and 7: A <= firm + X; A + flexible use <= firm + interruptible + X in every block; expansions once each. */
function addPowerRows({ context, model, expansions, flexible }: TextbookColumns, racks: HallPlatform[]): void {
  const { portfolio, calendar } = context;
  portfolio.sites.forEach((site, s) => {
    site.expansions.forEach((_, e) => {
      const starts = expansions.filter((column) => column.site === s && column.expansion === e);
      atMost(
        model,
        starts.map(({ col }): Entry => [col, 1]),
        1,
      );
    });
    for (let t = 0; t < calendar.periods; t++) {
      const peak = racks
        .filter((group) => group.site === s)
        .map((group): Entry => {
          const hall = site.halls[group.hall];
          return [group.used[t], hall.peakPue ?? hall.pue];
        });
      const reserved = addColumn(model, {});
      equal(model, [...peak, [reserved, -1]], 0);
      const expanded = expansions
        .filter((column) => column.site === s && column.ready <= t)
        .map(({ col, expansion }): Entry => [col, -site.expansions[expansion].mw]);
      const firm = calendar.valueAt(site.firmMw, t);
      atMost(model, [[reserved, 1], ...expanded], firm);
      const total = firm + calendar.valueAt(site.interruptibleMw, t);
      site.energy.market.forEach((_, block) => {
        const sold = flexible
          .filter((column) => column.site === s && column.period === t && column.block === block)
          .map(({ col }): Entry => [col, 1]);
        if (sold.length > 0) atMost(model, [[reserved, 1], ...sold, ...expanded], total);
      });
    }
  });
}

/** Constraint 8: mean PUE of the IT MW in use. */
function addPueCapRows({ context, model }: TextbookColumns, racks: HallPlatform[]): void {
  context.portfolio.sites.forEach((site, s) => {
    const cap = site.pueCap;
    if (cap === undefined) return;
    const here = racks.filter((group) => group.site === s);
    for (let t = 0; t < context.calendar.periods; t++) {
      atMost(
        model,
        here.map((group): Entry => [group.used[t], site.halls[group.hall].pue - cap]),
        0,
      );
    }
  });
}

/** Constraint 9, per period: K - debt <= equity and debt <= maxLoanToCost * K. */
function addCapitalRows({ context, model, modules, expansions, lots, debt }: TextbookColumns): void {
  const { portfolio, calendar } = context;
  const { cumulativeEquityUsd, debt: terms } = portfolio.finance;
  const paid: PaidColumn[] = [...modules, ...expansions, ...lots];
  for (let t = 0; t < calendar.periods; t++) {
    let committed = 0;
    for (const lot of portfolio.backlog)
      if (lot.committed && calendar.at(lot.arrives) <= t) committed += (lot.racks * lot.usdPerRack) / USD_PER_MILLION;
    const capex = paid.filter((column) => column.paid <= t).map((column): Entry => [column.col, column.capex]);
    const drawn = debt.slice(0, t + 1).map((col): Entry => [col, 1]);
    if (cumulativeEquityUsd !== undefined) {
      const equity = calendar.valueAt(cumulativeEquityUsd, t) / USD_PER_MILLION;
      atMost(model, [...capex, ...drawn.map(([col]): Entry => [col, -1])], equity - committed);
    }
    if (!terms) continue;
    const share = terms.maxLoanToCost;
    atMost(model, [...drawn, ...capex.map(([col, usd]): Entry => [col, -share * usd])], share * committed);
  }
}

/** Constraint 9, once: all debt <= sum of advanceRate * (f - v) * PVtop. */
function addBorrowingBaseRow({ context, model, contracts, debt }: TextbookColumns): void {
  if (debt.length === 0) return;
  const base: Entry[] = [];
  context.portfolio.contracts.forEach((contract, c) => {
    for (const { tau, fraction, unserved } of contracts[c].starts) {
      const lent = contract.credit.advanceRate * securedRevenue(context, contract, tau);
      base.push([fraction, -lent]);
      if (unserved !== null) base.push([unserved, lent]);
    }
  });
  atMost(model, [...debt.map((col): Entry => [col, 1]), ...base], 0);
}
