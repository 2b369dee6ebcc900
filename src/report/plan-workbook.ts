// A plan as sheets to be filtered and pivoted: one row a fact, units in the headings, periods down the rows.
import { businessKpis } from "../answers/kpi/business.ts";
import { valueBySource } from "../answers/value-sources.ts";
import type { SolvedPlan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { Cell, Workbook } from "../sheets/workbook.ts";
import { contractReasons } from "./reasons.ts";

type Row = Cell[];

const sheet = (name: string, head: string[], rows: Row[]) => ({ name, rows: [head as Row, ...rows] });

function contracts(portfolio: Portfolio, plan: SolvedPlan) {
  const decisions = new Map(plan.contracts.map((decision) => [decision.id, decision]));
  const values = new Map((plan.contractValues ?? []).map((row) => [row.contract, row]));
  const reasons = contractReasons(portfolio, plan);
  const rows = portfolio.contracts.map((contract, index): Row => {
    const decision = decisions.get(contract.id);
    const value = values.get(contract.id);
    return [
      contract.id,
      contract.customer ?? null,
      decision?.accepted ? "accepted" : "refused",
      contract.signed ? "signed" : "offer",
      contract.quantity,
      contract.unit,
      contract.usdPerUnitMonth,
      decision?.start ?? null,
      decision?.fraction ?? null,
      decision?.unserved ?? null,
      value?.revenueUsd ?? null,
      value?.netUsd ?? null,
      contract.credit.guarantor ?? null,
      reasons[index].text,
    ];
  });
  const head = [
    "contract",
    "customer",
    "decision",
    "kind",
    "quantity (units)",
    "unit",
    "price (USD/unit-month)",
    "start (month)",
    "fraction (share)",
  ];
  return sheet(
    "contracts",
    [...head, "unserved (share)", "revenue (USD, discounted)", "net (USD, discounted)", "guarantor", "why"],
    rows,
  );
}

function placements(portfolio: Portfolio, plan: SolvedPlan) {
  const kw = new Map(portfolio.platforms.map(({ id, kwPerRack }) => [id, kwPerRack]));
  const rows = plan.contracts.flatMap((decision) =>
    (decision.placements ?? []).map(
      ({ site, hall, platform, share, racks }): Row => [
        decision.id,
        site,
        hall,
        platform,
        share,
        racks,
        (racks * (kw.get(platform) ?? 0)) / 1000,
      ],
    ),
  );
  return sheet("placements", ["contract", "site", "hall", "platform", "share", "racks", "size (IT MW)"], rows);
}

function builds(portfolio: Portfolio, plan: SolvedPlan) {
  const rows: Row[] = [];
  for (const { site, hall, start, modules } of plan.builds) {
    const build = portfolio.sites.find(({ id }) => id === site)?.halls.find(({ id }) => id === hall)?.build;
    const mw = modules * (build?.moduleMw ?? 0);
    rows.push(["modules", site, hall, start, modules, mw, mw * (build?.capexUsdPerMw ?? 0), build?.leadMonths ?? null]);
  }
  for (const { site, expansion: id, start } of plan.expansions) {
    const expansion = portfolio.sites
      .find((candidate) => candidate.id === site)
      ?.expansions.find((candidate) => candidate.id === id);
    rows.push([
      "grid expansion",
      site,
      id,
      start,
      1,
      expansion?.mw ?? null,
      expansion?.capexUsd ?? null,
      expansion?.leadMonths ?? null,
    ]);
  }
  for (const { lot: id, fraction } of plan.orders) {
    const lot = portfolio.backlog.find((candidate) => candidate.id === id);
    const racks = fraction * (lot?.racks ?? 0);
    rows.push(["rack order", null, id, lot?.arrives ?? null, racks, null, racks * (lot?.usdPerRack ?? 0), null]);
  }
  const head = [
    "what",
    "site",
    "hall, expansion or lot",
    "start or arrival (month)",
    "count (modules or racks)",
    "size (MW)",
    "capex (USD)",
    "lead time (months)",
  ];
  return sheet("builds and orders", head, rows);
}

/** What a list of sections says of each period: one row a period and place. */
function perPeriod<S>(
  plan: SolvedPlan,
  sections: readonly S[] | undefined,
  rowOf: (section: S, month: string, t: number) => Row,
): Row[] {
  return (sections ?? []).flatMap((section) => (plan.months ?? []).map((month, t) => rowOf(section, month, t)));
}

const PERIOD = "period (first month)";
const METER = "MW at the meter";

function power(plan: SolvedPlan) {
  const rows = perPeriod(plan, plan.power, (row, month, t): Row => {
    const { site, energisedMw, itMw, peakMw, flexibleMw, resaleMw, strandedMw, meanPue } = row;
    return [site, month, energisedMw[t], itMw[t], peakMw[t], flexibleMw[t], resaleMw[t], strandedMw[t], meanPue[t]];
  });
  const uses = ["flexible", "resale", "stranded"].map((use) => `${use} (${METER}, mean)`);
  const head = [
    "site",
    PERIOD,
    `energised (${METER})`,
    "AI load (IT MW)",
    `AI design day (${METER})`,
    ...uses,
    "PUE (mean)",
  ];
  return sheet("power", head, rows);
}

function halls(plan: SolvedPlan) {
  const rows = perPeriod(plan, plan.halls, (row, month, t): Row => {
    const { site, hall, modulesStarted, capacityMw, installedMw, inUseMw, idleMw } = row;
    return [site, hall, month, modulesStarted[t], capacityMw[t], installedMw[t], inUseMw[t], idleMw[t]];
  });
  const sizes = ["capacity", "installed", "in use", "idle"].map((what) => `${what} (IT MW)`);
  return sheet("halls", ["site", "hall", PERIOD, "modules started", ...sizes], rows);
}

function racks(plan: SolvedPlan) {
  const rows = perPeriod(plan, plan.chips, (row, month, t): Row => {
    return [row.platform, month, row.racksArrived[t], row.racksInstalled[t], row.racksInUse[t]];
  });
  return sheet("racks", ["platform", PERIOD, "arrived (racks)", "installed (racks)", "in use (racks)"], rows);
}

function flexibleLoads(plan: SolvedPlan) {
  const rows = perPeriod(plan, plan.flexible, (row, month, t): Row => {
    return [row.site, row.load ?? "resale", month, row.energyMwh[t], row.revenueUsd[t], row.marginUsd[t]];
  });
  return sheet("flexible loads", ["site", "load", PERIOD, "energy (MWh)", "revenue (USD)", "margin (USD)"], rows);
}

function prices(plan: SolvedPlan) {
  const rows = (plan.prices ?? []).map(({ resource, site, hall, platform, month, unit, usdPerUnit }): Row => {
    return [resource, site ?? null, hall ?? null, platform ?? null, month ?? null, unit, usdPerUnit];
  });
  return sheet("prices", ["resource", "site", "hall", "platform", PERIOD, "unit", "one more (USD, discounted)"], rows);
}

function money(portfolio: Portfolio, plan: SolvedPlan): Workbook {
  const kpis = businessKpis(portfolio, plan);
  const { periods } = kpis;
  const rows = periods.months.map(
    (month, t): Row => [
      month,
      periods.revenueUsd[t],
      periods.ebitdaUsd[t],
      periods.capexUsd[t],
      periods.debtDrawnUsd[t],
      periods.equityUsedUsd[t],
      periods.equityHeadroomUsd[t],
    ],
  );
  const sites = kpis.sites.flatMap(({ site, uses }) =>
    uses.map((use): Row => [site, use.use, use.revenueUsd, use.mwYears, use.revenueUsdPerMwYear]),
  );
  const value = valueBySource(plan.valueBreakdown ?? {}).map(({ name, usd }): Row => [name, usd]);
  const { valueUsd, boundUsd, gap, sunkUsd, npvUsd } = plan.objective;
  const summary: Row[] = [
    ["portfolio", portfolio.name, null],
    ["status", plan.status, null],
    ["value", valueUsd, "USD, discounted"],
    ["bound: no plan is worth more", boundUsd, "USD, discounted"],
    ["gap", gap, "share of the value"],
    ["committed orders", sunkUsd, "USD, discounted"],
    ["value with committed orders", npvUsd, "USD, discounted"],
    ["revenue guaranteed", kpis.guaranteedShare, "share of contract revenue"],
    ["revenue take or pay", kpis.takeOrPayShare, "share of contract revenue"],
  ];
  return [
    sheet("summary", ["figure", "value", "unit"], summary),
    sheet("value by source", ["source", "value (USD, discounted)"], value),
    sheet(
      "cash",
      [
        "period (first month)",
        "revenue (USD)",
        "EBITDA (USD)",
        "capex (USD)",
        "debt drawn (USD)",
        "equity used so far (USD)",
        "equity headroom (USD)",
      ],
      rows,
    ),
    sheet(
      "sites by use",
      ["site", "use", "revenue (USD)", "power (MW-years at the meter)", "revenue (USD/MW-year)"],
      sites,
    ),
  ];
}

/** The plan as sheets; figures as numbers, months as text. */
export function planWorkbook(portfolio: Portfolio, plan: SolvedPlan): Workbook {
  const [summary, ...figures] = money(portfolio, plan);
  return [
    summary,
    contracts(portfolio, plan),
    placements(portfolio, plan),
    builds(portfolio, plan),
    ...figures,
    power(plan),
    halls(plan),
    racks(plan),
    flexibleLoads(plan),
    prices(plan),
  ];
}
