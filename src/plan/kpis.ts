// The handful of figures a board asks for first.
import { AuditResult } from "./audit.ts";
import { FlexibleBlock } from "./audit-flexible.ts";
import { flexibleLoadMw, meanOverBlocksMw, resaleMw } from "./sections-power.ts";
import { Kpis } from "./sections-schema.ts";
import { tidyQuantities, tidyUsd } from "./tidy.ts";

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/** part / whole; null when there is no whole. */
function ratio(part: number, whole: number): number | null {
  return whole > 0 ? tidyQuantities([part / whole])[0] : null;
}

/** Gross revenue of flexible loads or of resale, nominal USD over the horizon. */
function grossRevenueUsd({ flexible, calendar }: AuditResult, ofResale: boolean): number {
  let usd = 0;
  for (const { share, runs } of flexible.flat(2)) {
    for (const { load, mw, usdPerMwh } of runs) {
      if ((load === null) === ofResale) usd += mw * usdPerMwh * share * calendar.hoursPerPeriod;
    }
  }
  return tidyUsd([usd])[0];
}

function energyMwh({ flexible, calendar }: AuditResult, mw: (block: FlexibleBlock) => number): number {
  const meanMw = sum(flexible.flat(1).map((blocks) => meanOverBlocksMw(blocks, mw)));
  return tidyQuantities([meanMw * calendar.hoursPerPeriod])[0];
}

/** Period of the least headroom under the cumulative equity; none where equity is unlimited. */
function equityTrough(
  audit: AuditResult,
  equityUsedUsd: number[],
): Pick<Kpis, "equityTroughUsd" | "equityTroughMonth"> {
  const equity = audit.capital.cumulativeEquityUsd;
  if (equity === null) return { equityTroughUsd: null, equityTroughMonth: null };
  const headroomUsd = equityUsedUsd.map((usd, t) => equity[t] - usd);
  const trough = headroomUsd.indexOf(Math.min(...headroomUsd));
  return {
    equityTroughUsd: tidyUsd([headroomUsd[trough]])[0],
    equityTroughMonth: audit.calendar.months[trough],
  };
}

export function planKpis(audit: AuditResult): Kpis {
  const { use, capital, value, decisions, contractCount } = audit;
  const equityUsedUsd = capital.cumulativeCapexUsd.map((usd, t) => usd - capital.cumulativeDebtUsd[t]);
  const overSites = (pick: (site: (typeof use.sites)[number]) => number[]): number => sum(use.sites.flatMap(pick));
  const overHalls = (pick: (hall: (typeof use.sites)[number]["halls"][number]) => number[]): number =>
    sum(use.sites.flatMap(({ halls }) => halls.flatMap(pick)));
  return {
    contractsAccepted: decisions.acceptedIds.size,
    contractsRefused: contractCount - decisions.acceptedIds.size,
    contractRevenueUsd: tidyUsd([sum(value.nominal.revenueUsd)])[0],
    flexibleRevenueUsd: grossRevenueUsd(audit, false),
    resaleRevenueUsd: grossRevenueUsd(audit, true),
    capexUsd: tidyUsd([sum(capital.capexUsd)])[0],
    debtDrawnUsd: tidyUsd([sum(capital.debtUsd)])[0],
    equityPeakUsd: tidyUsd([Math.max(0, ...equityUsedUsd)])[0],
    ...equityTrough(audit, equityUsedUsd),
    chipUtilisation: ratio(
      sum(use.chips.flatMap(({ racksInUse }) => racksInUse)),
      sum(use.chips.flatMap(({ racksArrived }) => racksArrived)),
    ),
    hallUtilisation: ratio(
      overHalls((hall) => hall.inUseMw),
      overHalls((hall) => hall.capacityMw),
    ),
    firmPowerUtilisation: ratio(
      overSites((site) => site.peakMw),
      overSites((site) => [...site.firmMw, ...site.expansionMw]),
    ),
    meanPue: ratio(
      overSites((site) => site.atPueMw),
      overSites((site) => site.inUseMw),
    ),
    flexibleMwh: energyMwh(audit, flexibleLoadMw),
    resaleMwh: energyMwh(audit, resaleMw),
    strandedMwh: energyMwh(audit, (block) => block.strandedMw),
  };
}
