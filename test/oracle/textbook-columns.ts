// The columns of the textbook MILP: one per decision of MODEL.md section 3, with its objective coefficient from section 5 (M$).
import { type Contract, type Portfolio } from "../../src/portfolio/schema.ts";
import { addColumn, type LinearModel, newModel } from "./highs-model.ts";
import { overFactor, textbookCalendar } from "./textbook-calendar.ts";
import {
  capexValue,
  debtValue,
  eligibleSpots,
  lateness,
  revenue,
  type Spot,
  servingCost,
  shortfallPenalty,
  startPeriods,
  type TextbookContext,
  USD_PER_MILLION,
} from "./textbook-terms.ts";

/** Decisions of a contract that starts in period tau. */
export interface StartColumns {
  tau: number;
  /** Binary: accepted with this start. */
  start: number;
  /** f, v: null without `shortfall`, w per spot. */
  fraction: number;
  unserved: number | null;
  shares: number[];
}

export interface ContractColumns {
  spots: Spot[];
  starts: StartColumns[];
  /** Binary per site (index) where the placement rules count sites or set a minimum. */
  uses: Map<number, number>;
}

export interface PaidColumn {
  col: number;
  /** Period in which capex is paid. */
  paid: number;
  /** Period from which it serves. */
  ready: number;
  /** M$ paid per unit of the column. */
  capex: number;
}

export interface ModuleColumn extends PaidColumn {
  site: number;
  hall: number;
}

export interface ExpansionColumn extends PaidColumn {
  site: number;
  expansion: number;
}

export interface LotColumn extends PaidColumn {
  lot: number;
}

export interface FlexibleColumn {
  col: number;
  site: number;
  period: number;
  block: number;
}

export interface TextbookColumns {
  context: TextbookContext;
  model: LinearModel;
  contracts: ContractColumns[];
  modules: ModuleColumn[];
  expansions: ExpansionColumn[];
  /** Ordered (not committed) lots that arrive inside the horizon. */
  lots: LotColumn[];
  /** Column per period; empty without debt. */
  debt: number[];
  flexible: FlexibleColumn[];
}

function contractColumns(context: TextbookContext, model: LinearModel, contract: Contract): ContractColumns {
  const spots = eligibleSpots(context.portfolio, contract);
  const starts = startPeriods(context, contract).map((tau): StartColumns => {
    const earned = revenue(context, contract, tau);
    const maxUnserved = contract.shortfall?.maxFraction ?? 0;
    return {
      tau,
      start: addColumn(model, { upper: 1, integer: true }),
      fraction: addColumn(model, { cost: earned - lateness(context, contract, tau), upper: 1 }),
      unserved:
        maxUnserved > 0
          ? addColumn(model, { cost: -earned - shortfallPenalty(context, contract, tau), upper: maxUnserved })
          : null,
      shares: spots.map((spot) => addColumn(model, { cost: -servingCost(context, contract, tau, spot), upper: 1 })),
    };
  });
  const uses = new Map<number, number>();
  if (contract.placement.maxSites !== undefined || contract.placement.minMwPerSite !== undefined) {
    for (const site of new Set(spots.map((spot) => spot.site)))
      uses.set(site, addColumn(model, { upper: 1, integer: true }));
  }
  return { spots, starts, uses };
}

function moduleColumns(context: TextbookContext, model: LinearModel): ModuleColumn[] {
  const { portfolio, calendar } = context;
  const columns: ModuleColumn[] = [];
  portfolio.sites.forEach((site, s) => {
    site.halls.forEach((hall, h) => {
      const build = hall.build;
      if (!build) return;
      const capex = (build.moduleMw * build.capexUsdPerMw) / USD_PER_MILLION;
      const upper = Math.min(build.maxModules, build.maxModulesPerPeriod ?? build.maxModules);
      for (let paid = 0; paid + calendar.periodsIn(build.leadMonths) < calendar.periods; paid++) {
        const ready = paid + calendar.periodsIn(build.leadMonths);
        const cost = capex * capexValue(context, paid, ready, build.lifeYears);
        const col = addColumn(model, { cost, upper, integer: true });
        columns.push({ col, paid, ready, capex, site: s, hall: h });
      }
    });
  });
  return columns;
}

function expansionColumns(context: TextbookContext, model: LinearModel): ExpansionColumn[] {
  const { portfolio, calendar } = context;
  const columns: ExpansionColumn[] = [];
  portfolio.sites.forEach((site, s) => {
    site.expansions.forEach((expansion, e) => {
      const capex = expansion.capexUsd / USD_PER_MILLION;
      const first = expansion.earliest === undefined ? 0 : calendar.at(expansion.earliest);
      for (let paid = first; paid + calendar.periodsIn(expansion.leadMonths) < calendar.periods; paid++) {
        const ready = paid + calendar.periodsIn(expansion.leadMonths);
        const cost = capex * capexValue(context, paid, ready, expansion.lifeYears);
        const col = addColumn(model, { cost, upper: 1, integer: true });
        columns.push({ col, paid, ready, capex, site: s, expansion: e });
      }
    });
  });
  return columns;
}

function lotColumns(context: TextbookContext, model: LinearModel): LotColumn[] {
  const columns: LotColumn[] = [];
  context.portfolio.backlog.forEach((lot, index) => {
    const arrives = context.calendar.at(lot.arrives);
    if (lot.committed || arrives >= context.calendar.periods) return;
    const capex = (lot.racks * lot.usdPerRack) / USD_PER_MILLION;
    const cost = capex * capexValue(context, arrives, arrives, lot.lifeYears);
    const col = addColumn(model, { cost, upper: 1, integer: !lot.divisible });
    columns.push({ col, paid: arrives, ready: arrives, capex, lot: index });
  });
  return columns;
}

/** Leftover power sold to flexible loads and, with a resaleable PPA, to the market: MW per (site, period, block, buyer). */
function flexibleColumns(context: TextbookContext, model: LinearModel): FlexibleColumn[] {
  const { portfolio, calendar, rate } = context;
  const columns: FlexibleColumn[] = [];
  portfolio.sites.forEach((site, s) => {
    const ppa = site.energy.ppa;
    for (let period = 0; period < calendar.periods; period++) {
      site.energy.market.forEach((market, block) => {
        const price = calendar.valueAt(market.usdPerMwh, period);
        const contracted = ppa ? calendar.valueAt(ppa.usdPerMwh, period) : price;
        const hours = market.share * calendar.hours;
        const worth = (margin: number): number =>
          (margin * hours * overFactor(calendar, period, rate)) / USD_PER_MILLION;
        const sell = (margin: number, upper: number): void => {
          if (margin <= 0) return;
          columns.push({ col: addColumn(model, { cost: worth(margin), upper }), site: s, period, block });
        };
        for (const load of site.flexible)
          sell(calendar.valueAt(load.usdPerMwh, period) - contracted, calendar.valueAt(load.mw, period));
        if (ppa?.resale) sell(price - contracted, Number.POSITIVE_INFINITY);
      });
    }
  });
  return columns;
}

export function textbookColumns(portfolio: Portfolio): TextbookColumns {
  const calendar = textbookCalendar(portfolio.horizon);
  const context: TextbookContext = { portfolio, calendar, rate: portfolio.finance.discountRate };
  const model = newModel();
  const debt = portfolio.finance.debt ? Array.from({ length: calendar.periods }, (_, t) => debtValue(context, t)) : [];
  return {
    context,
    model,
    contracts: portfolio.contracts.map((contract) => contractColumns(context, model, contract)),
    modules: moduleColumns(context, model),
    expansions: expansionColumns(context, model),
    lots: lotColumns(context, model),
    debt: debt.map((cost) => addColumn(model, { cost })),
    flexible: flexibleColumns(context, model),
  };
}
