// Seeded random decisions for a portfolio: eligible placements, starts inside their windows, whole modules. Most of them overload
// something, which is what the audit is for.
import { at, auditCalendar, before, periodsIn } from "../../src/plan/audit-calendar.ts";
import { type ContractDecision, type Decisions, type Placement } from "../../src/plan/plan.ts";
import { type Contract, type Portfolio } from "../../src/portfolio/schema.ts";
import { type Rng, rng } from "../support/rng.ts";

function placements(portfolio: Portfolio, contract: Contract, served: number, draw: Rng): Placement[] {
  const spots = portfolio.sites.flatMap((site) =>
    site.halls.flatMap((hall) =>
      portfolio.platforms
        .filter(({ id, cooling }) => contract.platforms.includes(id) && cooling.includes(hall.cooling))
        .map((platform) => ({ site: site.id, hall: hall.id, platform })),
    ),
  );
  const chosen = draw.some(spots, draw.int(1, 3));
  return chosen.map(({ platform, ...spot }) => {
    const share = served / chosen.length;
    const racksPerUnit = {
      mw: 1000 / platform.kwPerRack,
      racks: 1,
      accelerators: 1 / platform.acceleratorsPerRack!,
      pflops: 1 / platform.pflopsPerRack!,
    };
    return { ...spot, platform: platform.id, share, racks: share * contract.quantity * racksPerUnit[contract.unit] };
  });
}

/** Decisions of (portfolio, seed). Contracts without a possible start are refused. */
export function randomPlan(portfolio: Portfolio, seed: number): Decisions {
  const calendar = auditCalendar(portfolio.horizon);
  const { months, periods } = calendar;
  // Some plans do little, so that some are feasible; others overload everything.
  const business = rng(seed, "business").unit() ** 2;
  const contracts = portfolio.contracts.map((contract): ContractDecision => {
    const draw = rng(seed, "contract", contract.id);
    const first = at(calendar, contract.start.earliest);
    const last = Math.min(periods - 1, Math.max(first, before(calendar, contract.start.latest)));
    if (first > last || !draw.chance(business)) return { id: contract.id, accepted: false };
    const fraction = draw.between(contract.minFraction, 1);
    const unserved = draw.unit() * (contract.shortfall?.maxFraction ?? 0) * fraction;
    const start = months[draw.int(first, last)];
    const spots = placements(portfolio, contract, fraction - unserved, draw);
    return { id: contract.id, accepted: true, start, fraction, unserved, placements: spots };
  });
  const builds = portfolio.sites.flatMap((site) =>
    site.halls.flatMap(({ id, build }) => {
      const draw = rng(seed, "build", site.id, id);
      if (!build || periodsIn(calendar, build.leadMonths) >= periods || !draw.chance(business)) return [];
      const start = months[draw.int(0, periods - 1 - periodsIn(calendar, build.leadMonths))];
      return [{ site: site.id, hall: id, start, modules: draw.int(1, 3) }];
    }),
  );
  const expansions = portfolio.sites.flatMap((site) =>
    site.expansions.flatMap(({ id, leadMonths, earliest }) => {
      const draw = rng(seed, "expansion", site.id, id);
      const first = earliest === undefined ? 0 : at(calendar, earliest);
      const last = periods - 1 - periodsIn(calendar, leadMonths);
      return first > last || !draw.chance(business)
        ? []
        : [{ site: site.id, expansion: id, start: months[draw.int(first, last)] }];
    }),
  );
  const orders = portfolio.backlog
    .filter(({ committed }) => !committed)
    .map(({ id, divisible }) => {
      const draw = rng(seed, "order", id);
      return { lot: id, fraction: divisible ? draw.unit() : draw.int(0, 1) };
    });
  const draw = rng(seed, "debt");
  const debt = portfolio.finance.debt
    ? months.filter(() => draw.chance(business)).map((period) => ({ period, usd: draw.between(0, 1e8) }))
    : [];
  return { contracts, builds, expansions, orders, debt };
}
