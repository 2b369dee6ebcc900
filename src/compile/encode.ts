// Decisions -> kernel plan: the inverse of decode.ts, for warm starts and tests. What the instance cannot express is an error; what
// the kernel derives (fraction, unserved, racks) is not read: the plan that comes back serves the same shares at the least fraction.
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
import { emptyKernelPlan, KernelPlan } from "./kernel-plan.ts";

/** How far rounding may carry a share beyond 1: the tolerance of MODEL.md section 6. */
const SHARE_TOLERANCE = 1e-6;

/** Decisions that do not fit the instance; every misfit is listed. */
export class EncodeError extends Error {
  constructor(
    portfolio: string,
    /** One sentence each: JSON path, the user's own name, what is wrong, how to mend it. */
    readonly problems: readonly string[],
  ) {
    super(
      `these decisions do not fit portfolio "${portfolio}":\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
    );
    this.name = "EncodeError";
  }
}

/** Throws EncodeError when an id, month or amount has no place in the instance. Feasibility is not checked. */
export function encode(instance: Instance, decisions: Decisions): KernelPlan {
  const encoder = new Encoder(instance);
  const problems: string[] = [];
  const each = <T>(list: readonly T[], name: string, take: (item: T, path: string) => string | undefined): void => {
    list.forEach((item, i) => {
      const problem = take(item, `${name}[${i}]`);
      if (problem !== undefined) problems.push(problem);
    });
  };
  each(decisions.contracts, "contracts", (decision, path) => encoder.contract(decision, path));
  decisions.contracts.forEach(({ id, placements }, i) => {
    each(placements ?? [], `contracts[${i}].placements`, (placement, path) => encoder.placement(id, placement, path));
  });
  each(decisions.builds, "builds", (decision, path) => encoder.build(decision, path));
  each(decisions.expansions, "expansions", (decision, path) => encoder.expansion(decision, path));
  each(decisions.orders, "orders", (decision, path) => encoder.order(decision, path));
  each(decisions.debt, "debt", (decision, path) => encoder.draw(decision, path));
  if (problems.length > 0) throw new EncodeError(instance.index.portfolio, problems);
  return encoder.plan;
}

/** Fills a plan, decision by decision; each method answers what is wrong with the decision, if anything. */
class Encoder {
  readonly plan: KernelPlan;
  private readonly seen = new Set<string>();
  private readonly periodOf: ReadonlyMap<string, number>;
  private readonly contractOf: ReadonlyMap<string, number>;
  private readonly hallOf: ReadonlyMap<string, number>;
  private readonly platformOf: ReadonlyMap<string, number>;
  private readonly expansionOf: ReadonlyMap<string, number>;
  private readonly lotOf: ReadonlyMap<string, number>;

  constructor(private readonly instance: Instance) {
    const { index, counts } = instance;
    this.plan = emptyKernelPlan(counts);
    this.periodOf = numbered(index.periodMonths);
    this.contractOf = numbered(index.contractIds);
    this.platformOf = numbered(index.platformIds);
    this.lotOf = numbered(index.lotIds);
    this.hallOf = numbered(index.hallIds.map((id, h) => pairKey(index.siteIds[index.hallSite[h]], id)));
    this.expansionOf = numbered(index.expansionIds.map((id, x) => pairKey(index.siteIds[index.expansionSite[x]], id)));
  }

  contract(decision: ContractDecision, path: string): string | undefined {
    const subject = `contract "${decision.id}"`;
    const c = this.contractOf.get(decision.id);
    if (c === undefined) return misfit(path, subject, "is not in the portfolio; use an id of its contracts");
    if (this.isRepeated("contract", decision.id)) return misfit(path, subject, TWICE);
    if (!decision.accepted) {
      const places = decision.placements?.length ?? 0;
      return places === 0
        ? undefined
        : misfit(path, subject, `is refused but has ${places} placements; drop them or accept it`);
    }
    const { index } = this.instance;
    const optionStart = intField(this.instance, IntField.optionStart);
    const [from, to] = range(intField(this.instance, IntField.contractOptionStart), c);
    for (let option = from; option < to; option++) {
      if (index.periodMonths[optionStart[option]] !== decision.start) continue;
      this.plan.contractOption[c] = option;
      return undefined;
    }
    const months = Array.from(optionStart.subarray(from, to), (t) => index.periodMonths[t]);
    const hint = months.length > 0 ? `it may start in ${months.join(", ")}` : "no start of it lies inside the horizon";
    const given = decision.start === undefined ? "is accepted without a start" : `cannot start in ${decision.start}`;
    return misfit(`${path}.start`, subject, `${given}; ${hint}`);
  }

  placement(id: string, placement: Placement, path: string): string | undefined {
    const { site, hall, platform, share } = placement;
    const subject = `contract "${id}" at site "${site}", hall "${hall}", platform "${platform}"`;
    const c = this.contractOf.get(id);
    if (c === undefined) return undefined; // said already
    if (this.isRepeated("placement", id, site, hall, platform)) return misfit(path, subject, TWICE);
    if (!(share >= 0 && share <= 1 + SHARE_TOLERANCE)) {
      return misfit(`${path}.share`, subject, `has a share of ${share}; a share lies in [0, 1]`);
    }
    const [from, to] = range(intField(this.instance, IntField.contractColumnStart), c);
    const columnSpot = intField(this.instance, IntField.columnSpot);
    const { spotHall, spotPlatform } = this.instance.index;
    const h = this.hallOf.get(pairKey(site, hall));
    const p = this.platformOf.get(platform);
    for (let column = from; column < to; column++) {
      if (spotHall[columnSpot[column]] !== h || spotPlatform[columnSpot[column]] !== p) continue;
      this.plan.columnShare[column] = Math.min(1, share);
      return undefined;
    }
    return misfit(path, subject, "cannot be served there; check the ids, its platforms and its placement rules");
  }

  build({ site, hall, start, modules }: BuildDecision, path: string): string | undefined {
    const { periods } = this.instance.counts;
    const subject = `hall "${hall}" of site "${site}"`;
    const h = this.hallOf.get(pairKey(site, hall));
    if (h === undefined) return misfit(path, subject, "is not in the portfolio; use ids of its sites and halls");
    if (this.isRepeated("build", site, hall, start)) return misfit(path, `${subject} in ${start}`, TWICE);
    const t = this.periodOf.get(start);
    if (t === undefined) return misfit(`${path}.start`, subject, this.noPeriod(start));
    if (!Number.isInteger(modules) || modules < 0 || modules > 0x7fffffff) {
      return misfit(`${path}.modules`, subject, `starts ${modules} modules; give a whole number >= 0`);
    }
    if (modules > 0 && floatField(this.instance, FloatField.hallModuleMw)[h] === 0) {
      return misfit(path, subject, "has no `build` in the portfolio, so nothing can be started there");
    }
    if (modules > 0 && !Number.isFinite(floatField(this.instance, FloatField.hallModuleNetUsd)[h * periods + t])) {
      return misfit(`${path}.start`, subject, `cannot start modules in ${start}: ${this.tooLate()}`);
    }
    this.plan.moduleStarts[h * periods + t] = modules;
  }

  expansion({ site, expansion, start }: ExpansionDecision, path: string): string | undefined {
    const { periods } = this.instance.counts;
    const subject = `expansion "${expansion}" of site "${site}"`;
    const x = this.expansionOf.get(pairKey(site, expansion));
    if (x === undefined) return misfit(path, subject, "is not in the portfolio; use ids of its sites and expansions");
    if (this.isRepeated("expansion", site, expansion)) return misfit(path, subject, TWICE);
    const t = this.periodOf.get(start);
    if (t === undefined) return misfit(`${path}.start`, subject, this.noPeriod(start));
    const earliest = intField(this.instance, IntField.expansionEarliest)[x];
    if (t < earliest) {
      const first = this.instance.index.calendar.monthOfPeriod(earliest);
      return misfit(`${path}.start`, subject, `cannot start in ${start}; its earliest period is ${first}`);
    }
    if (!Number.isFinite(floatField(this.instance, FloatField.expansionNetUsd)[x * periods + t])) {
      return misfit(`${path}.start`, subject, `cannot start in ${start}: ${this.tooLate()}`);
    }
    this.plan.expansionStart[x] = t;
  }

  order({ lot, fraction }: OrderDecision, path: string): string | undefined {
    const { idleLotIds, committedLotIds } = this.instance.index;
    const subject = `lot "${lot}"`;
    if (this.isRepeated("lot", lot)) return misfit(path, subject, TWICE);
    if (!(fraction >= 0 && fraction <= 1 + SHARE_TOLERANCE)) {
      return misfit(`${path}.fraction`, subject, `is ordered to ${fraction}; a fraction lies in [0, 1]`);
    }
    // No racks or no arrival inside the horizon: ordering it changes neither constraints nor value.
    if (idleLotIds.includes(lot)) return;
    if (committedLotIds.includes(lot)) {
      return misfit(path, subject, "is committed and always arrives; leave it out of orders");
    }
    const l = this.lotOf.get(lot);
    if (l === undefined) return misfit(path, subject, "is not in the portfolio; use an id of its backlog");
    this.plan.lotFraction[l] = Math.min(1, fraction);
  }

  draw({ period, usd }: DebtDecision, path: string): string | undefined {
    const subject = `debt of ${period}`;
    if (this.isRepeated("debt", period)) return misfit(path, subject, TWICE);
    const t = this.periodOf.get(period);
    if (t === undefined) return misfit(`${path}.period`, subject, this.noPeriod(period));
    if (!(usd >= 0 && usd < Number.POSITIVE_INFINITY)) {
      return misfit(`${path}.usd`, subject, `draws ${usd} USD; give a number >= 0`);
    }
    if (usd > 0 && this.instance.counts.hasDebt === 0) {
      return misfit(path, subject, `draws ${usd} USD, but the portfolio has no finance.debt; leave it out`);
    }
    this.plan.drawUsd[t] = usd;
  }

  private noPeriod(month: string): string {
    const { start, end, monthsPerPeriod } = this.instance.index.calendar;
    const rule = `periods start every ${monthsPerPeriod} months from ${start} on and before ${end}`;
    return `names ${month}, which is not the first month of a period; ${rule}`;
  }

  private tooLate(): string {
    return `it would be ready at or after ${this.instance.index.calendar.end}, the end of the horizon; start it earlier`;
  }

  private isRepeated(...key: string[]): boolean {
    const text = JSON.stringify(key);
    const repeated = this.seen.has(text);
    this.seen.add(text);
    return repeated;
  }
}

const TWICE = "is given twice; keep one entry";

function misfit(path: string, subject: string, what: string): string {
  return `${path}: ${subject} ${what}`;
}

/** Ids may hold any character, so pairs are joined as JSON. */
function pairKey(site: string, id: string): string {
  return JSON.stringify([site, id]);
}

function numbered(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, i) => [name, i]));
}

function range(start: Int32Array, item: number): [from: number, to: number] {
  return [start[item], start[item + 1]];
}
