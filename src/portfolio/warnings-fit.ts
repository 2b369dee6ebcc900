// Contracts that fit nowhere: no hall may take them, or no start in their window ever finds enough room. Only what is certain is
// said: reach.ts bounds from above what any plan could give the contract.
import { Calendar } from "./calendar.ts";
import { Eligibility, EligibleHall, eligibility, racksPerUnit } from "./eligible.ts";
import { Report } from "./problem.ts";
import { ContractReach, Limit, Reach, reachOf } from "./reach.ts";
import { Contract, Portfolio } from "./schema.ts";
import { rampFactor } from "./series.ts";
import { figure, Path, quote, several } from "./show.ts";
import { consequence } from "./warnings-contracts.ts";

/** Capacity this close to the need counts as enough: constraints are met to 1e-6 relative. */
const TOLERANCE = 1e-6;

/** Contracts x halls x periods up to which fits are looked for: a few seconds' work, a hundred times the largest portfolio known. */
const MOST_WORK = 1e9;

const names = (items: readonly string[]): string => several([...new Set(items)].map(quote));

/** The least that must be served once the contract is accepted. */
const leastServed = (contract: Contract): number => contract.minFraction * (1 - (contract.shortfall?.maxFraction ?? 0));

/** What follows when no placement is allowed: a contract of which something must be served can never be accepted. */
const unplaced = (contract: Contract): string =>
  leastServed(contract) > 0 ? consequence(contract) : "nothing of it can be served";

function warnOfObstacle(
  contract: Contract,
  found: Extract<Eligibility, { ok: false }>,
  portfolio: Portfolio,
  path: Path,
  report: Report,
): void {
  const { placement } = contract;
  if (found.obstacle === "sites") {
    const restricted = placement.sites ?? placement.excludeSites ?? placement.regions;
    const message =
      restricted === undefined
        ? "no site has a hall"
        : "its placement (sites, excludeSites, regions) leaves no site with a hall";
    const hint = restricted === undefined ? "add halls to the sites" : "widen the placement";
    report.warning("no-eligible-hall", [...path, "placement"], `${message}: ${unplaced(contract)}`, hint);
  } else if (found.obstacle === "maxPue") {
    const best = Math.min(...found.offered.map((hall) => hall.pue));
    const message = `it asks for a PUE of at most ${placement.maxPue}, but the best hall it may use has ${best}: ${unplaced(contract)}`;
    report.warning("no-eligible-hall", [...path, "placement", "maxPue"], message, `raise maxPue to ${best} or more`);
  } else {
    const platforms = portfolio.platforms.filter((platform) => contract.platforms.includes(platform.id));
    if (platforms.length === 0) return;
    const wanted = names(platforms.flatMap((platform) => platform.cooling));
    const offered = names(found.offered.map((hall) => hall.cooling));
    const message = `no hall it may use can cool its platforms (they take ${wanted}, the halls have ${offered}): ${unplaced(contract)}`;
    report.warning(
      "no-cooling",
      [...path, "platforms"],
      message,
      "add a platform or a hall with the right cooling, or correct a name",
    );
  }
}

interface Gap {
  start: number;
  period: number;
  need: number;
  units: number;
  limit: Limit;
}

/** The widest gap of a start, or undefined when the contract may fit. */
function widestGap(contract: Contract, start: number, available: ContractReach, calendar: Calendar): Gap | undefined {
  const end = Math.min(calendar.periods, start + calendar.periodsIn(contract.termMonths));
  let widest: Gap | undefined;
  for (let t = start; t < end; t++) {
    const factor = rampFactor(contract.ramp, (t - start) * calendar.monthsPerPeriod);
    const need = leastServed(contract) * contract.quantity * factor;
    const { units, limit } = available.units(t, need);
    if (need - units <= TOLERANCE * Math.max(1, need, units)) continue;
    if (widest === undefined || need - units > widest.need - widest.units)
      widest = { start, period: t, need, units, limit };
  }
  return widest;
}

function warnOfGap(
  contract: Contract,
  halls: readonly EligibleHall[],
  portfolio: Portfolio,
  reach: Reach,
  calendar: Calendar,
  path: Path,
  report: Report,
): void {
  const first = calendar.at(contract.start.earliest);
  const last = Math.max(first, calendar.before(contract.start.latest));
  if (first >= calendar.periods || leastServed(contract) === 0) return;
  const available = new ContractReach(contract, portfolio, halls, reach);
  let best: Gap | undefined;
  for (let start = first; start <= last; start++) {
    const gap = widestGap(contract, start, available, calendar);
    if (gap === undefined) return;
    if (best === undefined || gap.need - gap.units < best.need - best.units) best = gap;
  }
  if (best === undefined) return;
  const { need, units, limit } = best;
  const message =
    `even if it starts in ${calendar.monthOfPeriod(best.start)} it needs ${figure(need)} ${contract.unit} in ` +
    `${calendar.monthOfPeriod(best.period)}, where at most ${figure(units)} can be there (limited by ${limit}): ${consequence(contract)}`;
  const hint = "lower quantity or minFraction, allow a shortfall or a later start, or add halls, firm power or racks";
  report.warning("cannot-fit", [...path, "quantity"], message, hint);
}

function warnOfMinMw(contract: Contract, portfolio: Portfolio, path: Path, report: Report): void {
  const { minMwPerSite } = contract.placement;
  if (minMwPerSite === undefined) return;
  const perUnit = portfolio.platforms
    .filter((platform) => contract.platforms.includes(platform.id))
    .map((platform) => ((racksPerUnit(contract.unit, platform) ?? 0) * platform.kwPerRack) / 1000);
  const whole = contract.quantity * Math.max(0, ...perUnit);
  if (perUnit.length === 0 || minMwPerSite <= whole * (1 + TOLERANCE)) return;
  const message = `it asks for ${minMwPerSite} MW at every site, but all of it is only ${figure(whole)} MW: ${unplaced(contract)}`;
  report.warning(
    "min-mw-too-large",
    [...path, "placement", "minMwPerSite"],
    message,
    `lower it to ${figure(whole)} or less`,
  );
}

export function warnOfMisfits(portfolio: Portfolio, calendar: Calendar, report: Report): void {
  const halls = portfolio.sites.reduce((sum, site) => sum + site.halls.length, 0);
  if (portfolio.contracts.length * halls * calendar.periods > MOST_WORK) return;
  const reach = reachOf(portfolio, calendar);
  portfolio.contracts.forEach((contract, index) => {
    const path: Path = ["contracts", index];
    const found = eligibility(contract, portfolio);
    if (found.ok) warnOfGap(contract, found.halls, portfolio, reach, calendar, path, report);
    else warnOfObstacle(contract, found, portfolio, path, report);
    warnOfMinMw(contract, portfolio, path, report);
  });
}
