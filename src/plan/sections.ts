// Derived sections of a plan, for people: everything the audit recomputed, in rows that leave out what is zero throughout.
import { AuditResult } from "./audit.ts";
import { planKpis } from "./kpis.ts";
import { powerSection } from "./sections-power.ts";
import {
  ContractValueRow,
  DerivedSections,
  FlexibleRow,
  HallRow,
  InstallRow,
  MoneySection,
} from "./sections-schema.ts";
import { tidyQuantities, tidyUsd } from "./tidy.ts";

/**
 * Sections of the audited plan, rounded for reading (quantities to 1e-6, money to the cent). Shapes and units are those of
 * sections-schema.ts; arrays run over the periods of `months`.
 */
export function planSections(audit: AuditResult): DerivedSections {
  const { calendar, value } = audit;
  return {
    months: [...calendar.months],
    kpis: planKpis(audit),
    valueBreakdown: Object.fromEntries(Object.entries(value.breakdown).map(([term, usd]) => [term, tidyUsd([usd])[0]])),
    contractValues: contractValues(audit),
    money: moneySection(audit),
    power: powerSection(audit),
    halls: hallRows(audit),
    installs: installRows(audit),
    chips: audit.use.chips.map(({ platform, racksArrived, racksInstalled, racksInUse }) => ({
      platform: platform.id,
      racksArrived: tidyQuantities(racksArrived),
      racksInstalled: tidyQuantities(racksInstalled),
      racksInUse: tidyQuantities(racksInUse),
    })),
    flexible: flexibleRows(audit),
  };
}

function contractValues(audit: AuditResult): ContractValueRow[] {
  return audit.value.contracts.map(({ contract, ...terms }) => {
    const { revenueUsd, latenessUsd, penaltyUsd, opexUsd, energyUsd } = terms;
    const netUsd = revenueUsd + latenessUsd + penaltyUsd + opexUsd + energyUsd;
    const [revenue, lateness, penalty, opex, energy, net] = tidyUsd([
      revenueUsd,
      latenessUsd,
      penaltyUsd,
      opexUsd,
      energyUsd,
      netUsd,
    ]);
    return {
      contract,
      revenueUsd: revenue,
      latenessUsd: lateness,
      penaltyUsd: penalty,
      opexUsd: opex,
      energyUsd: energy,
      netUsd: net,
    };
  });
}

function moneySection({ value, capital }: AuditResult): MoneySection {
  const { nominal } = value;
  const cost = (flows: number[]): number[] => tidyUsd(flows.map((usd) => -usd));
  const equityUsedUsd = capital.cumulativeCapexUsd.map((usd, t) => usd - capital.cumulativeDebtUsd[t]);
  const equity = capital.cumulativeEquityUsd;
  return {
    contractRevenueUsd: tidyUsd(nominal.revenueUsd),
    latenessUsd: cost(nominal.latenessUsd),
    penaltyUsd: cost(nominal.penaltyUsd),
    opexUsd: cost(nominal.opexUsd),
    energyUsd: cost(nominal.energyUsd),
    flexibleMarginUsd: tidyUsd(nominal.flexibleUsd),
    resaleMarginUsd: tidyUsd(nominal.resaleUsd),
    capexUsd: tidyUsd(capital.capexUsd),
    debtDrawnUsd: tidyUsd(capital.debtUsd),
    equityUsedUsd: tidyUsd(equityUsedUsd),
    equityHeadroomUsd:
      equity === null ? equityUsedUsd.map(() => null) : tidyUsd(equityUsedUsd.map((usd, t) => equity[t] - usd)),
  };
}

function hallRows({ use, decisions }: AuditResult): HallRow[] {
  return use.sites.flatMap(({ site, halls }) =>
    halls.map(({ hall, capacityMw, installedMw, inUseMw }) => {
      const modulesStarted = capacityMw.map((_, t) =>
        decisions.builds
          .filter((build) => build.hall === hall && build.start === t)
          .reduce((sum, { modules }) => sum + modules, 0),
      );
      return {
        site: site.id,
        hall: hall.id,
        cooling: hall.cooling,
        modulesStarted,
        capacityMw: tidyQuantities(capacityMw),
        installedMw: tidyQuantities(installedMw),
        inUseMw: tidyQuantities(inUseMw),
        idleMw: tidyQuantities(installedMw.map((mw, t) => mw - inUseMw[t])),
      };
    }),
  );
}

function installRows({ use }: AuditResult): InstallRow[] {
  return use.sites.flatMap(({ site, halls }) =>
    halls.flatMap(({ hall, racks }) =>
      racks
        .filter(({ racksInstalled }) => racksInstalled.some((count) => count !== 0))
        .map(({ platform, racksInstalled, racksInUse }) => ({
          site: site.id,
          hall: hall.id,
          platform: platform.id,
          racksInstalled: tidyQuantities(racksInstalled),
          racksInUse: tidyQuantities(racksInUse),
        })),
    ),
  );
}

function flexibleRows({ use, flexible, calendar }: AuditResult): FlexibleRow[] {
  const rows: FlexibleRow[] = [];
  const zeros = (): number[] => calendar.months.map(() => 0);
  for (const [index, { site }] of use.sites.entries()) {
    const byLoad = new Map<string | null, FlexibleRow>();
    for (const [t, blocks] of flexible[index].entries()) {
      for (const { share, runs } of blocks) {
        for (const { load, mw, usdPerMwh, costUsdPerMwh } of runs) {
          const row = byLoad.get(load) ?? {
            site: site.id,
            load,
            energyMwh: zeros(),
            revenueUsd: zeros(),
            marginUsd: zeros(),
          };
          byLoad.set(load, row);
          const energyMwh = mw * share * calendar.hoursPerPeriod;
          row.energyMwh[t] += energyMwh;
          row.revenueUsd[t] += energyMwh * usdPerMwh;
          row.marginUsd[t] += energyMwh * (usdPerMwh - costUsdPerMwh);
        }
      }
    }
    for (const row of byLoad.values()) {
      rows.push({
        ...row,
        energyMwh: tidyQuantities(row.energyMwh),
        revenueUsd: tidyUsd(row.revenueUsd),
        marginUsd: tidyUsd(row.marginUsd),
      });
    }
  }
  return rows;
}
