// Kernel plan -> decisions in the portfolio's own ids (MODEL.md section 6).
import { FloatField, IntField } from "../../assembly/abi.ts";
import {
  BuildDecision,
  ContractDecision,
  DebtDecision,
  Decisions,
  ExpansionDecision,
  OrderDecision,
  Placement,
} from "../plan/plan.ts";
import { floatField, Instance, intField } from "./instance.ts";
import { KernelPlan } from "./kernel-plan.ts";

/** Shares and fractions below this are rounding, a thousandth of the tolerance plans are checked with (1e-6). */
const SHARE_DUST = 1e-9;
/** Draws below this many USD are rounding: the tolerance is never finer than 1e-6 USD. */
const USD_DUST = 1e-7;

/**
 * The decisions of a kernel plan. The kernel decides shares only: an accepted contract's fraction is the least allowed,
 * max(served, minFraction), since more of it unserved earns nothing, and the rest of it is unserved.
 */
export function decode(instance: Instance, plan: KernelPlan): Decisions {
  return {
    contracts: decodeContracts(instance, plan),
    builds: decodeBuilds(instance, plan),
    expansions: decodeExpansions(instance, plan),
    orders: decodeOrders(instance, plan),
    debt: decodeDebt(instance, plan),
  };
}

function decodeContracts(instance: Instance, plan: KernelPlan): ContractDecision[] {
  const { index } = instance;
  const optionStart = intField(instance, IntField.optionStart);
  const minFraction = floatField(instance, FloatField.contractMinFraction);
  const place = placementReader(instance, plan);
  return index.contractIds.map((id, c) => {
    const option = plan.contractOption[c];
    if (option < 0) return { id, accepted: false };
    const placements = place(c);
    const served = placements.reduce((sum, placement) => sum + placement.share, 0);
    const fraction = Math.min(1, Math.max(served, minFraction[c]));
    const unserved = fraction - served;
    return {
      id,
      accepted: true,
      start: index.periodMonths[optionStart[option]],
      fraction,
      unserved: unserved > SHARE_DUST ? unserved : 0,
      placements,
    };
  });
}

/** A function that lists the placements of contract c, in column order. */
function placementReader(instance: Instance, plan: KernelPlan): (c: number) => Placement[] {
  const { index } = instance;
  const columnStart = intField(instance, IntField.contractColumnStart);
  const columnSpot = intField(instance, IntField.columnSpot);
  const columnMw = floatField(instance, FloatField.columnMw);
  const rackMw = floatField(instance, FloatField.rackMw);
  return (c) => {
    const placements: Placement[] = [];
    for (let column = columnStart[c]; column < columnStart[c + 1]; column++) {
      if (plan.columnShare[column] <= SHARE_DUST) continue;
      const share = Math.min(1, plan.columnShare[column]);
      const hall = index.spotHall[columnSpot[column]];
      const platform = index.spotPlatform[columnSpot[column]];
      placements.push({
        site: index.siteIds[index.hallSite[hall]],
        hall: index.hallIds[hall],
        platform: index.platformIds[platform],
        share,
        racks: (share * columnMw[column]) / rackMw[platform],
      });
    }
    return placements;
  };
}

function decodeBuilds(instance: Instance, plan: KernelPlan): BuildDecision[] {
  const { index, counts } = instance;
  const builds: BuildDecision[] = [];
  for (let hall = 0; hall < counts.halls; hall++) {
    for (let t = 0; t < counts.periods; t++) {
      const modules = plan.moduleStarts[hall * counts.periods + t];
      if (modules === 0) continue;
      builds.push({
        site: index.siteIds[index.hallSite[hall]],
        hall: index.hallIds[hall],
        start: index.periodMonths[t],
        modules,
      });
    }
  }
  return builds;
}

function decodeExpansions(instance: Instance, plan: KernelPlan): ExpansionDecision[] {
  const { index } = instance;
  return index.expansionIds.flatMap((expansion, x) => {
    const start = plan.expansionStart[x];
    if (start < 0) return [];
    return [{ site: index.siteIds[index.expansionSite[x]], expansion, start: index.periodMonths[start] }];
  });
}

function decodeOrders(instance: Instance, plan: KernelPlan): OrderDecision[] {
  const divisible = intField(instance, IntField.lotDivisible);
  return instance.index.lotIds.flatMap((lot, l) => {
    const fraction = plan.lotFraction[l];
    if (fraction <= SHARE_DUST) return [];
    const nearlyWhole = Math.abs(fraction - 1) <= SHARE_DUST;
    return [{ lot, fraction: nearlyWhole && divisible[l] === 0 ? 1 : Math.min(1, fraction) }];
  });
}

function decodeDebt(instance: Instance, plan: KernelPlan): DebtDecision[] {
  return instance.index.periodMonths.flatMap((period, t) =>
    plan.drawUsd[t] > USD_DUST ? [{ period, usd: plan.drawUsd[t] }] : [],
  );
}
