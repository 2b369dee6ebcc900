// What is built, switched on and bought, and when.
import { SolvedPlan } from "../plan/plan.ts";
import { monthIndex, monthText } from "../portfolio/month.ts";
import { Hall, Portfolio } from "../portfolio/schema.ts";
import { Colours } from "./colours.ts";
import { formatCount, formatMw, formatPercent, formatUsd, printable } from "./format.ts";
import { periodLabel } from "./period-label.ts";
import { Align, textTable } from "./text-table.ts";

/** Month of the period in which what takes `leadMonths` from `start` on is ready. */
function readyMonth({ horizon }: Portfolio, start: string, leadMonths: number): string {
  const periods = Math.ceil(leadMonths / horizon.monthsPerPeriod);
  return monthText(monthIndex(start) + periods * horizon.monthsPerPeriod);
}

function hallBuilds(plan: SolvedPlan, site: string, hall: Hall): Map<string, number> {
  const modules = new Map<string, number>();
  for (const build of plan.builds) {
    if (build.site !== site || build.hall !== hall.id || build.modules === 0) continue;
    modules.set(build.start, (modules.get(build.start) ?? 0) + build.modules);
  }
  return modules;
}

function buildsTable(plan: SolvedPlan, portfolio: Portfolio): string {
  const months = [...new Set(plan.builds.filter(({ modules }) => modules > 0).map(({ start }) => start))].sort();
  const rows = portfolio.sites.flatMap((site) =>
    site.halls.flatMap((hall) => {
      const modules = hallBuilds(plan, site.id, hall);
      const { build } = hall;
      if (modules.size === 0 || build === undefined) return [];
      const total = [...modules.values()].reduce((sum, count) => sum + count, 0);
      const first = [...modules.keys()].sort()[0];
      return [
        [
          `${printable(site.id)}/${printable(hall.id)}`,
          ...months.map((month) => (modules.has(month) ? formatCount(modules.get(month)!) : "")),
          `${formatCount(total)} x ${formatMw(build.moduleMw)} MW`,
          formatMw(total * build.moduleMw),
          formatUsd(total * build.moduleMw * build.capexUsdPerMw),
          periodLabel(portfolio.horizon, readyMonth(portfolio, first, build.leadMonths)),
        ],
      ];
    }),
  );
  if (rows.length === 0) return "";
  const labels = months.map((month) => periodLabel(portfolio.horizon, month));
  const align: Align[] = ["left", ...months.map((): Align => "right"), "right", "right", "right", "left"];
  return textTable(["modules started", ...labels, "modules", "IT MW", "capex", "first ready"], rows, align);
}

function expansionLines(plan: SolvedPlan, portfolio: Portfolio): string[] {
  return plan.expansions.flatMap(({ site, expansion, start }) => {
    const found = portfolio.sites.find(({ id }) => id === site)?.expansions.find(({ id }) => id === expansion);
    if (found === undefined) return [];
    const ready = periodLabel(portfolio.horizon, readyMonth(portfolio, start, found.leadMonths));
    return [
      `  expansion ${printable(site)}/${printable(expansion)}: ${formatMw(found.mw)} MW, ` +
        `started ${periodLabel(portfolio.horizon, start)}, energised ${ready}, ${formatUsd(found.capexUsd)}\n`,
    ];
  });
}

function orderLines(plan: SolvedPlan, portfolio: Portfolio): string[] {
  return plan.orders.flatMap(({ lot, fraction }) => {
    const found = portfolio.backlog.find(({ id }) => id === lot);
    if (found === undefined || fraction === 0) return [];
    const racks = `${formatCount(found.racks * fraction)} of ${formatCount(found.racks)} racks`;
    return [
      `  order ${printable(lot)}: ${formatPercent(fraction)} (${racks} of ${printable(found.platform)}), ` +
        `arrives ${found.arrives}, ${formatUsd(found.racks * fraction * found.usdPerRack)}\n`,
    ];
  });
}

/** Hall modules by hall and period, grid expansions, and orders of optional lots. Prices are nominal. */
export function buildingSection(plan: SolvedPlan, portfolio: Portfolio, colours: Colours): string {
  const parts = [buildsTable(plan, portfolio), ...expansionLines(plan, portfolio), ...orderLines(plan, portfolio)];
  const body = parts.join("");
  return `${colours.bold("Builds, expansions and orders")}\n${body === "" ? "  none\n" : body}`;
}
