// Contracts of 1-10 MW in all four units, for which the portfolio as a whole has too little room.
import { type PortfolioInput } from "../../src/portfolio/schema.ts";
import { type Horizon, horizonMonths, monthAt } from "./random-horizon.ts";
import { type PlatformInput, rackPriceUsd } from "./random-platforms.ts";
import { type Limits } from "./random-portfolio.ts";
import { REGIONS, type SiteInput } from "./random-sites.ts";
import { type Rng, rng, rounded } from "./rng.ts";

type ContractInput = PortfolioInput["contracts"][number];

interface Setting {
  horizon: Horizon;
  platforms: readonly PlatformInput[];
  sites: readonly SiteInput[];
  limits: Limits;
}

export function randomContracts(seed: number, count: number, setting: Setting): ContractInput[] {
  const contracts = Array.from({ length: count }, (_, c) => randomContract(seed, c, setting));
  // Two signed contracts that exclude one another are an input error: the first of a group keeps its signature.
  const signedGroups = new Set<string>();
  for (const contract of contracts) {
    if (!contract.signed || contract.group === undefined) continue;
    if (signedGroups.has(contract.group)) delete contract.signed;
    signedGroups.add(contract.group);
  }
  return contracts;
}

function randomContract(seed: number, c: number, setting: Setting): ContractInput {
  const { horizon, sites } = setting;
  const draw = rng(seed, "contract", c);
  const ask = randomQuantity(rng(seed, "quantity", c), setting.platforms);
  const { start, windowMonths } = randomStart(rng(seed, "start", c), horizon, setting.limits);
  const contract: ContractInput = {
    id: `contract-${c + 1}`,
    ...ask,
    start,
    termMonths: draw.int(1, Math.ceil(horizonMonths(horizon) * 1.2)),
  };
  if (draw.chance(0.5)) contract.customer = `customer-${draw.int(1, 3)}`;
  if (draw.chance(0.75)) contract.takeOrPay = draw.pick([0.5, 0.7, 0.85, 1]);
  if (draw.chance(0.6)) contract.utilisation = rounded(draw.between(0.5, 1), 2);
  if (draw.chance(0.4)) contract.escalation = draw.pick([0.02, 0.03, 0.1, -0.02]);
  if (draw.chance(0.5)) contract.ramp = randomRamp(rng(seed, "ramp", c), horizon);
  if (draw.chance(0.6)) contract.minFraction = draw.pick([0, 0.25, 0.5, 0.8, 1]);
  if (draw.chance(0.1)) contract.signed = true;
  if (draw.chance(0.3)) contract.group = draw.pick(["group-a", "group-b"]);
  const late = rng(seed, "late", c);
  if (late.chance(0.5)) {
    start.due = monthAt(horizon, late.int(0, 1) + late.int(0, windowMonths));
    start.lateUsdPerUnitMonth = rounded(ask.usdPerUnitMonth * late.between(0.05, 0.5), 2);
  }
  if (draw.chance(0.6)) contract.placement = randomPlacement(rng(seed, "placement", c), sites);
  if (draw.chance(0.8)) contract.credit = randomCredit(rng(seed, "credit", c));
  const short = rng(seed, "shortfall", c);
  if (short.chance(0.4)) {
    const usdPerUnitMonth = rounded(ask.usdPerUnitMonth * short.between(0, 1.5), 2);
    contract.shortfall = { maxFraction: short.pick([0.1, 0.3, 0.5, 1]), usdPerUnitMonth };
  }
  // A signed contract that cannot be served makes the portfolio infeasible; most of them leave a way out.
  if (contract.signed && draw.chance(0.7)) {
    contract.minFraction = draw.pick([0, 0.1, 0.2]);
    delete contract.placement;
  }
  return contract;
}

/** Unit, quantity, platforms and price: 1-10 MW at 0.7-1.4 times what such capacity rents for. */
function randomQuantity(draw: Rng, platforms: readonly PlatformInput[]) {
  const first = draw.pick(platforms);
  const isTenant = first.supply === "tenant";
  const alike = platforms.filter(({ supply }) => supply === first.supply);
  const chosen = draw.some(alike, draw.int(1, 2));
  const reference = chosen[0];
  const mw = draw.between(1, 10);
  const racks = (mw * 1000) / reference.kwPerRack;
  // A rack is rented at about its price over 30 months, space and power at $130k per MW-month.
  const usdPerRackMonth = (rackPriceUsd(reference) / 30 + 130 * reference.kwPerRack) * draw.between(0.7, 1.4);
  const unit = draw.pick(
    isTenant ? (["mw", "mw", "racks"] as const) : (["accelerators", "pflops", "racks", "mw"] as const),
  );
  // MW and racks are the same thing on every platform, so these may be served by tenants' and backlog racks alike.
  if ((unit === "mw" || unit === "racks") && draw.chance(0.2)) {
    const other = draw.pick(platforms);
    if (!chosen.includes(other)) chosen.push(other);
  }
  const unitsPerRack = {
    mw: reference.kwPerRack / 1000,
    racks: 1,
    accelerators: reference.acceleratorsPerRack ?? 1,
    pflops: reference.pflopsPerRack ?? 1,
  }[unit];
  return {
    unit,
    quantity: rounded(racks * unitsPerRack, unit === "mw" || unit === "pflops" ? 2 : 0),
    platforms: chosen.map(({ id }) => id),
    usdPerUnitMonth: rounded(usdPerRackMonth / unitsPerRack, 2),
  };
}

/** Windows from one month (possibly with no period start inside) to `startWindow` periods; rarely after the horizon. */
function randomStart(draw: Rng, horizon: Horizon, limits: Limits) {
  const M = horizon.monthsPerPeriod;
  const months = horizonMonths(horizon);
  const first = draw.chance(0.05) ? months + draw.int(-M, 3) : draw.int(-3, Math.ceil(months * 0.5));
  const windowMonths = draw.int(0, (limits.startWindow - 1) * M);
  const last = Math.max(0, first + windowMonths);
  const start: ContractInput["start"] = { earliest: monthAt(horizon, first), latest: monthAt(horizon, last) };
  return { start, windowMonths: last };
}

/** Rising, falling or uneven, with steps that need not fall on period starts. */
function randomRamp(draw: Rng, horizon: Horizon): Record<string, number> {
  const ramp: Record<string, number> = { "0": draw.pick([0, 0.25, 0.5, 1]) };
  const span = Math.max(2, Math.ceil(horizonMonths(horizon) / 2));
  const count = draw.int(1, 3);
  for (let k = 0; k < count; k++) ramp[String(draw.int(1, span))] = draw.pick([0, 0.3, 0.6, 0.8, 1, 1]);
  return ramp;
}

function randomPlacement(draw: Rng, sites: readonly SiteInput[]): NonNullable<ContractInput["placement"]> {
  const ids = sites.map(({ id }) => id);
  const placement: NonNullable<ContractInput["placement"]> = {};
  if (draw.chance(0.25)) placement.sites = draw.some(ids, draw.int(1, ids.length));
  if (draw.chance(ids.length > 1 ? 0.3 : 0.05)) placement.excludeSites = [draw.pick(ids)];
  if (draw.chance(0.25)) placement.regions = [sites[0].region ?? REGIONS[0], draw.pick(REGIONS)];
  if (draw.chance(0.4)) placement.maxSites = draw.int(1, 2);
  if (draw.chance(0.4)) placement.minMwPerSite = rounded(draw.between(0.5, 6), 1);
  if (draw.chance(0.25)) placement.maxPue = rounded(draw.between(1.13, 1.4), 2);
  return placement;
}

function randomCredit(draw: Rng): NonNullable<ContractInput["credit"]> {
  const credit: NonNullable<ContractInput["credit"]> = {};
  if (draw.chance(0.4)) credit.guarantor = draw.pick(["Google", "Microsoft"]);
  if (draw.chance(0.5)) credit.discountRate = draw.pick([0, 0.06, 0.075, 0.12]);
  if (draw.chance(0.6)) credit.annualDefaultProbability = draw.pick([0.001, 0.02, 0.1]);
  if (draw.chance(0.7)) credit.advanceRate = draw.pick([0.3, 0.5, 0.8]);
  return credit;
}
