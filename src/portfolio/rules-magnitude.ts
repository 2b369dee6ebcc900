// Products of figures, each within its own range, that would be too large to compute with.
import { Calendar } from "./calendar.ts";
import { byId, Draft } from "./draft.ts";
import { racksPerUnit } from "./eligible.ts";
import { Report } from "./problem.ts";
import { MAX_RACKS, MAX_USD } from "./ranges.ts";
import { Contract, Platform } from "./schema.ts";
import { figure, Path, quote } from "./show.ts";

function checkUsd(usd: number, what: string, path: Path, report: Report): void {
  if (usd <= MAX_USD) return;
  const message = `${what} is ${figure(usd)} USD, beyond the ${figure(MAX_USD)} USD that can be computed with`;
  report.error(
    "beyond-arithmetic",
    path,
    message,
    "check the units and the number of zeros of the figures it is made of",
  );
}

function checkContract(contract: Contract, calendar: Calendar | undefined, path: Path, report: Report): void {
  const { quantity, usdPerUnitMonth, escalation, start, shortfall } = contract;
  const monthsPerPeriod = calendar?.monthsPerPeriod ?? 1;
  const anniversaries = Math.floor(
    Math.min(contract.termMonths, calendar === undefined ? 0 : calendar.periods * monthsPerPeriod) / 12,
  );
  const growth = Math.max(1, (1 + escalation) ** anniversaries);
  const perPeriod = quantity * monthsPerPeriod;
  checkUsd(
    perPeriod * usdPerUnitMonth * growth,
    "quantity x usdPerUnitMonth x escalation over a period",
    [...path, "usdPerUnitMonth"],
    report,
  );
  checkUsd(
    perPeriod * (shortfall?.usdPerUnitMonth ?? 0),
    "the shortfall penalty of a period",
    [...path, "shortfall", "usdPerUnitMonth"],
    report,
  );
  const lateMonths = calendar === undefined ? 1 : calendar.periods * calendar.monthsPerPeriod;
  checkUsd(
    quantity * start.lateUsdPerUnitMonth * lateMonths,
    "the lateness over the horizon",
    [...path, "start", "lateUsdPerUnitMonth"],
    report,
  );
}

function checkRacks(contract: Contract, platforms: ReadonlyMap<string, Platform>, path: Path, report: Report): void {
  contract.platforms.forEach((id, index) => {
    const platform = platforms.get(id);
    const perUnit = platform === undefined ? undefined : racksPerUnit(contract.unit, platform);
    if (platform === undefined || perUnit === undefined) return;
    const racks = contract.quantity * perUnit;
    if (racks > MAX_RACKS) {
      const message = `${figure(contract.quantity)} ${contract.unit} are ${figure(racks)} racks of platform ${quote(id)}`;
      const hint = "check the contract's unit and quantity, and the platform's figures per rack";
      report.error("beyond-arithmetic", [...path, "platforms", index], message, hint);
    }
    checkUsd(
      racks * platform.opexUsdPerRackMonth,
      `the monthly opex on platform ${quote(id)}`,
      [...path, "quantity"],
      report,
    );
  });
}

export function checkMagnitudes(draft: Draft, calendar: Calendar | undefined, report: Report): void {
  const platforms = byId(draft.platforms);
  draft.backlog.items.forEach((lot, index) => {
    if (lot !== undefined)
      checkUsd(
        lot.racks * lot.usdPerRack,
        "the lot's price (racks x usdPerRack)",
        ["backlog", index, "usdPerRack"],
        report,
      );
  });
  draft.sites.items.forEach((site, index) => {
    site?.halls.forEach(({ build }, at) => {
      if (build === undefined) return;
      const usd = build.moduleMw * build.capexUsdPerMw * build.maxModules;
      checkUsd(usd, "the capex of all modules", ["sites", index, "halls", at, "build", "capexUsdPerMw"], report);
    });
  });
  draft.contracts.items.forEach((contract, index) => {
    if (contract === undefined) return;
    checkContract(contract, calendar, ["contracts", index], report);
    checkRacks(contract, platforms, ["contracts", index], report);
  });
}
