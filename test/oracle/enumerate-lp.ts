// The continuous rest once everything whole-numbered is chosen: racks per contract and place, accepted fractions, divisible lots,
// cumulative debt. Another formulation than the MILP's: racks instead of shares, served quantity instead of v, one row per pair of
// periods for installed racks, cumulative debt, tangents for leftover power. Rows that depend on the investments have their right-hand
// sides set anew for each; the rest stays.
import { type Portfolio } from "../../src/portfolio/schema.ts";
import { type ContractChoice, type Investment, type Place } from "./enumerate-choices.ts";
import { leftoverTangents } from "./enumerate-leftover.ts";
import { costPerRack, dollarOfCapex, dollarOfDebt, MILLION, startMoney } from "./enumerate-money.ts";
import { overTime, periodFrom, rampProfile, type Timeline } from "./enumerate-time.ts";
import { addColumn, atMost, type Entry, type LinearModel, newModel } from "./highs-model.ts";

/** A row whose upper bound depends on the investments. */
export interface VariableRow {
  row: number;
  upper(investment: Investment): number;
}

export interface InnerLp {
  model: LinearModel;
  variableRows: VariableRow[];
  contracts: { choice: ContractChoice; fraction: number; racks: number[] }[];
  lots: { lot: number; col: number }[];
  /** Cumulative debt per period, M$. */
  debt: number[];
}

/** Racks in use as rows see them: entries by period for one platform in one hall. */
interface Usage {
  place: Place;
  byPeriod: Entry[][];
}

export function innerLp(portfolio: Portfolio, time: Timeline, selection: readonly ContractChoice[]): InnerLp {
  const model = newModel();
  // HiGHS refuses to judge rows without any column.
  addColumn(model, { upper: 0 });
  const lp: InnerLp = { model, variableRows: [], contracts: [], lots: [], debt: [] };
  const lendable: Entry[] = [];
  for (const choice of selection) addContract(portfolio, time, lp, choice, lendable);
  const usages = collectUsages(portfolio, time, lp);
  addLots(portfolio, time, lp);
  addInstalled(portfolio, time, lp, usages);
  addPower(portfolio, time, lp, usages);
  addCapital(portfolio, time, lp, lendable);
  return lp;
}

function addContract(
  portfolio: Portfolio,
  time: Timeline,
  lp: InnerLp,
  choice: ContractChoice,
  lendable: Entry[],
): void {
  const contract = portfolio.contracts[choice.contract];
  const money = startMoney(portfolio, time, contract, choice.start);
  // v = f - served: the penalty is charged on f and given back for what is served.
  const fraction = addColumn(lp.model, {
    cost: -money.lateness - money.penalty,
    lower: contract.minFraction,
    upper: 1,
  });
  const racks = choice.places.map((place) => {
    const earned = (money.revenue + money.penalty) / place.racks;
    return addColumn(lp.model, { cost: earned - costPerRack(portfolio, time, contract, choice.start, place) });
  });
  const served = racks.map((col, k): Entry => [col, 1 / choice.places[k].racks]);
  const leastServed = 1 - (contract.shortfall?.maxFraction ?? 0);
  atMost(lp.model, [...served, [fraction, -1]], 0);
  atMost(lp.model, [[fraction, leastServed], ...served.map(([col, share]): Entry => [col, -share])], 0);
  for (const site of choice.minMwSites) {
    const itMw = choice.places.flatMap((place, k): Entry[] =>
      place.site === site ? [[racks[k], -portfolio.platforms[place.platform].kwPerRack / 1000]] : [],
    );
    atMost(lp.model, itMw, -contract.placement.minMwPerSite!);
  }
  for (const [col, share] of served) lendable.push([col, share * money.lendable]);
  lp.contracts.push({ choice, fraction, racks });
}

function collectUsages(portfolio: Portfolio, time: Timeline, { contracts }: InnerLp): Usage[] {
  const usages: Usage[] = [];
  for (const { choice, racks } of contracts) {
    const ramp = rampProfile(time, portfolio.contracts[choice.contract], choice.start);
    choice.places.forEach((place, k) => {
      let usage = usages.find((known) => isSame(known.place, place));
      if (!usage) {
        usage = { place, byPeriod: ramp.map(() => []) };
        usages.push(usage);
      }
      for (const [t, factor] of ramp.entries()) if (factor > 0) usage.byPeriod[t].push([racks[k], factor]);
    });
  }
  return usages;
}

const isSame = (a: Place, b: Place): boolean => a.site === b.site && a.hall === b.hall && a.platform === b.platform;

function addLots(portfolio: Portfolio, time: Timeline, lp: InnerLp): void {
  portfolio.backlog.forEach((lot, index) => {
    const paid = periodFrom(time, lot.arrives);
    if (lot.committed || !lot.divisible || paid >= time.firstMonths.length) return;
    const worth = dollarOfCapex(portfolio, time, { paid, ready: paid, lifeYears: lot.lifeYears });
    const col = addColumn(lp.model, { cost: ((lot.racks * lot.usdPerRack) / MILLION) * worth, upper: 1 });
    lp.lots.push({ lot: index, col });
  });
}

/** Chips and halls (constraints 3-5). */
function addInstalled(portfolio: Portfolio, time: Timeline, lp: InnerLp, usages: Usage[]): void {
  const installed = usages.map(({ place, byPeriod }) => {
    if (portfolio.platforms[place.platform].supply === "tenant") return byPeriod;
    return byPeriod.map((_, t): Entry[] => {
      const most = addColumn(lp.model, {});
      for (let earlier = 0; earlier <= t; earlier++) {
        if (byPeriod[earlier].length > 0) atMost(lp.model, [...byPeriod[earlier], [most, -1]], 0);
      }
      return [[most, 1]];
    });
  });
  const limit = (entries: Entry[], upper: (investment: Investment) => number): void => {
    if (entries.length > 0) lp.variableRows.push({ row: atMost(lp.model, entries, 0), upper });
  };
  for (let t = 0; t < time.firstMonths.length; t++) {
    portfolio.platforms.forEach((platform, p) => {
      if (platform.supply === "tenant") return;
      const here = usages.flatMap(({ place }, u) => (place.platform === p ? installed[u][t] : []));
      const ordered = lp.lots.flatMap(({ lot, col }): Entry[] => {
        const { racks, arrives, platform: id } = portfolio.backlog[lot];
        return id === platform.id && periodFrom(time, arrives) <= t ? [[col, -racks]] : [];
      });
      if (here.length > 0) limit([...here, ...ordered], (investment) => investment.racks[p][t]);
    });
    portfolio.sites.forEach((site, s) => {
      site.halls.forEach((_, h) => {
        const here = usages.flatMap(({ place }, u) => {
          const kw = portfolio.platforms[place.platform].kwPerRack;
          const isHere = place.site === s && place.hall === h;
          return isHere ? installed[u][t].map(([col, value]): Entry => [col, (value * kw) / 1000]) : [];
        });
        limit(here, (investment) => investment.hallMw[s][h][t]);
      });
    });
  }
}

/** Firm power, leftover power and PUE cap (constraints 6-8). */
function addPower(portfolio: Portfolio, time: Timeline, lp: InnerLp, usages: Usage[]): void {
  portfolio.sites.forEach((site, s) => {
    const firm = overTime(time, site.firmMw);
    const interruptible = overTime(time, site.interruptibleMw);
    const here = usages.filter(({ place }) => place.site === s);
    for (let t = 0; t < time.firstMonths.length; t++) {
      const perRack = (weight: (hall: Place["hall"]) => number): Entry[] =>
        here.flatMap(({ place, byPeriod }) => {
          const mw = (portfolio.platforms[place.platform].kwPerRack / 1000) * weight(place.hall);
          return byPeriod[t].map(([col, racks]): Entry => [col, racks * mw]);
        });
      const reserved = perRack((hall) => site.halls[hall].peakPue ?? site.halls[hall].pue);
      const row = atMost(lp.model, reserved, 0);
      lp.variableRows.push({ row, upper: (investment) => firm[t] + investment.expandedMw[s][t] });
      const cap = site.pueCap;
      if (cap !== undefined)
        atMost(
          lp.model,
          perRack((hall) => site.halls[hall].pue - cap),
          0,
        );
      const tangents = leftoverTangents(site, time, portfolio.finance.discountRate, t);
      if (tangents.length === 0) continue;
      const margin = addColumn(lp.model, { cost: 1 });
      for (const { slope, intercept } of tangents) {
        // margin <= intercept + slope * (firm + interruptible + expanded - reserved)
        const tangentRow = atMost(lp.model, [[margin, 1], ...reserved.map(([col, mw]): Entry => [col, slope * mw])], 0);
        const upper = (investment: Investment): number =>
          intercept + slope * (firm[t] + interruptible[t] + investment.expandedMw[s][t]);
        lp.variableRows.push({ row: tangentRow, upper });
      }
    }
  });
}

/** Constraint 9 on cumulative debt. */
function addCapital(portfolio: Portfolio, time: Timeline, lp: InnerLp, lendable: Entry[]): void {
  const { cumulativeEquityUsd, debt } = portfolio.finance;
  const equity = cumulativeEquityUsd === undefined ? null : overTime(time, cumulativeEquityUsd);
  const worth = debt ? time.firstMonths.map((_, t) => dollarOfDebt(portfolio, time, t)) : [];
  // Cumulative debt B(t): the draw of t is B(t) - B(t - 1), so B(t) earns the worth of t less that of t + 1.
  lp.debt = worth.map((value, t) => addColumn(lp.model, { cost: value - (worth[t + 1] ?? 0) }));
  for (let t = 0; t < time.firstMonths.length; t++) {
    const ordered = lp.lots.flatMap(({ lot, col }): Entry[] => {
      const { racks, usdPerRack, arrives } = portfolio.backlog[lot];
      return periodFrom(time, arrives) <= t ? [[col, (racks * usdPerRack) / MILLION]] : [];
    });
    const drawn: Entry[] = debt ? [[lp.debt[t], 1]] : [];
    if (equity) {
      const row = atMost(lp.model, [...ordered, ...drawn.map(([col]): Entry => [col, -1])], 0);
      lp.variableRows.push({ row, upper: (investment) => equity[t] / MILLION - investment.paid[t] });
    }
    if (!debt) continue;
    const loanToCost = debt.maxLoanToCost;
    const row = atMost(lp.model, [...drawn, ...ordered.map(([col, usd]): Entry => [col, -loanToCost * usd])], 0);
    lp.variableRows.push({ row, upper: (investment) => loanToCost * investment.paid[t] });
    if (t > 0)
      atMost(
        lp.model,
        [
          [lp.debt[t - 1], 1],
          [lp.debt[t], -1],
        ],
        0,
      );
  }
  const last = lp.debt.at(-1);
  if (last !== undefined) atMost(lp.model, [[last, 1], ...lendable.map(([col, usd]): Entry => [col, -usd])], 0);
}
