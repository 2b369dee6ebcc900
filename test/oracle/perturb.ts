// Random changes to a plan, legal and illegal alike: other starts, fractions, placements, modules, expansions, orders and debt. They take
// plans away from the optimum, where few constraints are broken and few terms are unusual, so that audit and MILP can be compared there.
import { type ContractDecision, type Decisions, type Placement } from "../../src/plan/plan.ts";
import { type Contract, type Portfolio } from "../../src/portfolio/schema.ts";
import { type Rng } from "../support/rng.ts";
import { timeline } from "./enumerate-time.ts";
import { eligibleSpots, type Spot } from "./textbook-terms.ts";

type Change = (portfolio: Portfolio, decisions: Decisions, draw: Rng) => void;

/** A copy of the plan with one to three random changes. */
export function perturbed(portfolio: Portfolio, decisions: Decisions, draw: Rng): Decisions {
  const copy = structuredClone(decisions);
  const count = draw.int(1, 3);
  for (let k = 0; k < count; k++) draw.pick(CHANGES)(portfolio, copy, draw);
  return copy;
}

function anyMonth(portfolio: Portfolio, draw: Rng): string {
  return draw.pick(timeline(portfolio.horizon).firstMonths);
}

function anyContract(portfolio: Portfolio, decisions: Decisions, draw: Rng): [Contract, ContractDecision] | null {
  if (portfolio.contracts.length === 0) return null;
  const contract = draw.pick(portfolio.contracts);
  return [contract, decisions.contracts.find(({ id }) => id === contract.id)!];
}

const isSameSpot = (a: Placement, b: Placement): boolean =>
  a.site === b.site && a.hall === b.hall && a.platform === b.platform;

function placement(portfolio: Portfolio, spot: Spot, share: number): Placement {
  const site = portfolio.sites[spot.site];
  const platform = portfolio.platforms[spot.platform].id;
  return { site: site.id, hall: site.halls[spot.hall].id, platform, share, racks: share * spot.racks };
}

/** Accepts (again), somewhere, sometime, in part; consistent with itself. */
const accept: Change = (portfolio, decisions, draw) => {
  const chosen = anyContract(portfolio, decisions, draw);
  if (!chosen) return;
  const [contract, decision] = chosen;
  const spots = eligibleSpots(portfolio, contract);
  decision.accepted = true;
  decision.start = anyMonth(portfolio, draw);
  decision.fraction = draw.chance(0.5) ? 1 : Math.max(contract.minFraction, draw.unit());
  decision.unserved = contract.shortfall ? decision.fraction * contract.shortfall.maxFraction * draw.unit() : 0;
  if (spots.length === 0) decision.unserved = decision.fraction;
  const targets = draw.some(spots, draw.int(1, 2));
  const share = (decision.fraction - decision.unserved) / targets.length;
  decision.placements = targets.map((spot) => placement(portfolio, spot, share));
};

const refuse: Change = (portfolio, decisions, draw) => {
  const chosen = anyContract(portfolio, decisions, draw);
  if (!chosen) return;
  const { id } = chosen[0];
  decisions.contracts = decisions.contracts.map((decision) =>
    decision.id === id ? { id, accepted: false } : decision,
  );
};

const moveStart: Change = (portfolio, decisions, draw) => {
  const chosen = anyContract(portfolio, decisions, draw);
  if (chosen?.[1].accepted) chosen[1].start = anyMonth(portfolio, draw);
};

/** Scales fraction, unserved and shares alike, below or above what is allowed. */
const scale: Change = (portfolio, decisions, draw) => {
  const decision = anyContract(portfolio, decisions, draw)?.[1];
  if (!decision?.accepted) return;
  const factor = draw.between(0.3, 1.1);
  decision.fraction = decision.fraction! * factor;
  decision.unserved = decision.unserved! * factor;
  for (const placed of decision.placements!) {
    placed.share *= factor;
    placed.racks *= factor;
  }
};

/** Serves less than before: by the allowed shortfall or more, or without saying so. */
const serveLess: Change = (portfolio, decisions, draw) => {
  const decision = anyContract(portfolio, decisions, draw)?.[1];
  if (!decision?.accepted || decision.placements!.length === 0) return;
  const placed = draw.pick(decision.placements!);
  const kept = draw.between(0.5, 1);
  if (draw.chance(0.9)) decision.unserved = decision.unserved! + (1 - kept) * placed.share;
  placed.share *= kept;
  placed.racks *= kept;
};

/** Every site, hall and platform, with a rack count that means nothing: most of them are not eligible. */
function allSpots(portfolio: Portfolio): Spot[] {
  return portfolio.sites.flatMap((site, s) =>
    site.halls.flatMap((_, h) =>
      portfolio.platforms.map((_, p) => ({ site: s, hall: h, platform: p, racks: 1, itMw: 0 })),
    ),
  );
}

/** Serves half of a placement from another spot. */
const split: Change = (portfolio, decisions, draw) => {
  const chosen = anyContract(portfolio, decisions, draw);
  if (!chosen?.[1].accepted || chosen[1].placements!.length === 0) return;
  const [contract, decision] = chosen;
  const placed = draw.pick(decision.placements!);
  const target = placement(portfolio, draw.pick(eligibleSpots(portfolio, contract)), placed.share / 2);
  if (decision.placements!.some((other) => isSameSpot(other, target))) return;
  placed.share /= 2;
  placed.racks /= 2;
  decision.placements!.push(target);
};

/** Moves a placement to another hall or platform, now and then one that is not eligible. */
const movePlacement: Change = (portfolio, decisions, draw) => {
  const chosen = anyContract(portfolio, decisions, draw);
  if (!chosen?.[1].accepted || chosen[1].placements!.length === 0) return;
  const [contract, decision] = chosen;
  const spots = draw.chance(0.25) ? allSpots(portfolio) : eligibleSpots(portfolio, contract);
  if (spots.length === 0) return;
  const index = draw.int(0, decision.placements!.length - 1);
  const target = placement(portfolio, draw.pick(spots), decision.placements![index].share);
  if (!decision.placements!.some((other) => isSameSpot(other, target))) decision.placements![index] = target;
};

const build: Change = (portfolio, decisions, draw) => {
  const halls = portfolio.sites.flatMap((site) =>
    site.halls.filter((hall) => hall.build).map((hall) => ({ site: site.id, hall: hall.id })),
  );
  if (halls.length === 0) return;
  const start = anyMonth(portfolio, draw);
  const target = { ...draw.pick(halls), start, modules: draw.int(1, 2) };
  const isSame = (other: { site: string; hall: string; start: string }): boolean =>
    other.site === target.site && other.hall === target.hall && other.start === start;
  decisions.builds = decisions.builds.filter((other) => !isSame(other));
  decisions.builds.push(target);
};

const buildLess: Change = (_, decisions, draw) => {
  if (decisions.builds.length > 0) decisions.builds.splice(draw.int(0, decisions.builds.length - 1), 1);
};

const expand: Change = (portfolio, decisions, draw) => {
  const all = portfolio.sites.flatMap((site) => site.expansions.map(({ id }) => ({ site: site.id, expansion: id })));
  if (all.length === 0) return;
  const target = draw.pick(all);
  decisions.expansions = decisions.expansions.filter(
    (other) => other.site !== target.site || other.expansion !== target.expansion,
  );
  if (draw.chance(0.7)) decisions.expansions.push({ ...target, start: anyMonth(portfolio, draw) });
};

const order: Change = (portfolio, decisions, draw) => {
  const offered = portfolio.backlog.filter((lot) => !lot.committed);
  if (offered.length === 0) return;
  const lot = draw.pick(offered).id;
  decisions.orders = decisions.orders.filter((other) => other.lot !== lot);
  decisions.orders.push({ lot, fraction: draw.pick([0, 1, 1, draw.unit()]) });
};

const borrow: Change = (portfolio, decisions, draw) => {
  const period = anyMonth(portfolio, draw);
  const drawn = decisions.debt.find((other) => other.period === period);
  decisions.debt = decisions.debt.filter((other) => other.period !== period);
  const usd = (drawn?.usd ?? 10 ** draw.between(5, 9)) * draw.pick([0, 0.5, 0.9, 1.3]);
  if (usd > 0) decisions.debt.push({ period, usd });
};

const CHANGES: readonly Change[] = [
  accept,
  accept,
  refuse,
  moveStart,
  scale,
  serveLess,
  movePlacement,
  split,
  build,
  buildLess,
  expand,
  order,
  order,
  borrow,
];
