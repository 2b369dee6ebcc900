// Decisions -> kernel plan: the inverse of decode.ts, for warm starts and tests. What the instance cannot express is an error; what
// the kernel derives (fraction, unserved, racks) is not read: the plan that comes back serves the same shares at the least fraction.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { ContractDecision, Decisions } from "../plan/plan.ts";
import { floatField, Instance, intField } from "./instance.ts";
import { emptyKernelPlan, KernelPlan } from "./kernel-plan.ts";

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
  decisions.contracts.forEach((decision, i) => {
    encoder.contract(decision, `contracts[${i}]`);
  });
  encoder.builds(decisions);
  encoder.expansions(decisions);
  encoder.orders(decisions);
  encoder.debt(decisions);
  if (encoder.problems.length > 0) throw new EncodeError(instance.index.portfolio, encoder.problems);
  return encoder.plan;
}

class Encoder {
  readonly plan: KernelPlan;
  readonly problems: string[] = [];
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

  contract(decision: ContractDecision, path: string): void {
    const subject = `contract "${decision.id}"`;
    const c = this.contractOf.get(decision.id);
    if (c === undefined) return this.misfit(path, subject, "is not in the portfolio; use an id of its contracts");
    if (this.isRepeated(`contract ${decision.id}`, path, subject)) return;
    if (!decision.accepted) return;
    const option = this.option(c, decision.start, path, subject);
    if (option >= 0) this.plan.contractOption[c] = option;
    this.placements(c, decision, path, subject);
  }

  private option(c: number, start: string | undefined, path: string, subject: string): number {
    const { index } = this.instance;
    const optionStart = intField(this.instance, IntField.optionStart);
    const [from, to] = range(intField(this.instance, IntField.contractOptionStart), c);
    for (let option = from; option < to; option++) {
      if (index.periodMonths[optionStart[option]] === start) return option;
    }
    const months = Array.from(optionStart.subarray(from, to), (t) => index.periodMonths[t]);
    const hint = months.length > 0 ? `it may start in ${months.join(", ")}` : "no start of it lies inside the horizon";
    const given = start === undefined ? "is accepted without a start" : `cannot start in ${start}`;
    this.misfit(`${path}.start`, subject, `${given}; ${hint}`);
    return -1;
  }

  private placements(c: number, decision: ContractDecision, path: string, subject: string): void {
    const [from, to] = range(intField(this.instance, IntField.contractColumnStart), c);
    const columnSpot = intField(this.instance, IntField.columnSpot);
    const { spotHall, spotPlatform } = this.instance.index;
    (decision.placements ?? []).forEach(({ site, hall, platform, share }, i) => {
      const at = `${path}.placements[${i}]`;
      const place = `site "${site}", hall "${hall}", platform "${platform}"`;
      if (
        this.isRepeated(
          `placement ${JSON.stringify([decision.id, site, hall, platform])}`,
          at,
          `${subject} at ${place}`,
        )
      )
        return;
      if (!(share >= 0 && share <= 1 + 1e-6)) {
        return this.misfit(`${at}.share`, subject, `has a share of ${share} at ${place}; a share lies in [0, 1]`);
      }
      const h = this.hallOf.get(pairKey(site, hall));
      const p = this.platformOf.get(platform);
      for (let column = from; column < to; column++) {
        if (spotHall[columnSpot[column]] !== h || spotPlatform[columnSpot[column]] !== p) continue;
        this.plan.columnShare[column] = Math.min(1, share);
        return;
      }
      this.misfit(
        at,
        subject,
        `cannot be served at ${place}; check the ids and the contract's platforms and placement rules`,
      );
    });
  }

  builds({ builds }: Decisions): void {
    const moduleNetUsd = floatField(this.instance, FloatField.hallModuleNetUsd);
    const { periods } = this.instance.counts;
    builds.forEach(({ site, hall, start, modules }, i) => {
      const path = `builds[${i}]`;
      const subject = `hall "${hall}" of site "${site}"`;
      const h = this.hallOf.get(pairKey(site, hall));
      if (h === undefined) return this.misfit(path, subject, "is not in the portfolio; use ids of its sites and halls");
      if (this.isRepeated(`build ${JSON.stringify([site, hall, start])}`, path, `${subject} in ${start}`)) return;
      const t = this.period(start, `${path}.start`, subject);
      if (t < 0) return;
      if (!Number.isInteger(modules) || modules < 0 || modules > 0x7fffffff) {
        return this.misfit(`${path}.modules`, subject, `starts ${modules} modules; give a whole number >= 0`);
      }
      if (modules > 0 && moduleNetUsd[h * periods + t] === Number.POSITIVE_INFINITY) {
        return this.misfit(
          `${path}.start`,
          subject,
          `cannot start modules in ${start}: ${this.tooLate("the hall has no build")}`,
        );
      }
      this.plan.moduleStarts[h * periods + t] = modules;
    });
  }

  expansions({ expansions }: Decisions): void {
    const netUsd = floatField(this.instance, FloatField.expansionNetUsd);
    const { periods } = this.instance.counts;
    expansions.forEach(({ site, expansion, start }, i) => {
      const path = `expansions[${i}]`;
      const subject = `expansion "${expansion}" of site "${site}"`;
      const x = this.expansionOf.get(pairKey(site, expansion));
      if (x === undefined)
        return this.misfit(path, subject, "is not in the portfolio; use ids of its sites and expansions");
      if (this.isRepeated(`expansion ${JSON.stringify([site, expansion])}`, path, subject)) return;
      const t = this.period(start, `${path}.start`, subject);
      if (t < 0) return;
      if (netUsd[x * periods + t] === Number.POSITIVE_INFINITY) {
        return this.misfit(
          `${path}.start`,
          subject,
          `cannot start in ${start}: ${this.tooLate("that is before its `earliest`")}`,
        );
      }
      this.plan.expansionStart[x] = t;
    });
  }

  orders({ orders }: Decisions): void {
    const { idleLotIds, committedLotIds } = this.instance.index;
    orders.forEach(({ lot, fraction }, i) => {
      const path = `orders[${i}]`;
      const subject = `lot "${lot}"`;
      if (this.isRepeated(`lot ${lot}`, path, subject)) return;
      if (!(fraction >= 0 && fraction <= 1 + 1e-6)) {
        return this.misfit(`${path}.fraction`, subject, `is ordered to ${fraction}; a fraction lies in [0, 1]`);
      }
      // No racks or no arrival inside the horizon: ordering it changes neither constraints nor value.
      if (idleLotIds.includes(lot)) return;
      const l = this.lotOf.get(lot);
      if (l !== undefined) this.plan.lotFraction[l] = Math.min(1, fraction);
      else if (committedLotIds.includes(lot))
        this.misfit(path, subject, "is committed: it is paid for already; leave it out of orders");
      else this.misfit(path, subject, "is not in the portfolio; use an id of its backlog");
    });
  }

  debt({ debt }: Decisions): void {
    debt.forEach(({ period, usd }, i) => {
      const path = `debt[${i}]`;
      const subject = `debt of ${period}`;
      if (this.isRepeated(`debt ${period}`, path, subject)) return;
      const t = this.period(period, `${path}.period`, subject);
      if (t < 0) return;
      if (!(usd >= 0 && usd < Number.POSITIVE_INFINITY)) {
        return this.misfit(`${path}.usd`, subject, `draws ${usd} USD; give a number >= 0`);
      }
      if (usd > 0 && this.instance.counts.hasDebt === 0) {
        return this.misfit(path, subject, `draws ${usd} USD, but the portfolio has no finance.debt; leave it out`);
      }
      this.plan.drawUsd[t] = usd;
    });
  }

  private period(month: string, path: string, subject: string): number {
    const t = this.periodOf.get(month);
    if (t !== undefined) return t;
    const { start, end, monthsPerPeriod } = this.instance.index.calendar;
    const rule = `periods start every ${monthsPerPeriod} months from ${start} on and before ${end}`;
    this.misfit(path, subject, `names ${month}, which is not the first month of a period; ${rule}`);
    return -1;
  }

  private tooLate(other: string): string {
    return `either its lead time ends at or after ${this.instance.index.calendar.end}, the end of the horizon, or ${other}`;
  }

  private isRepeated(key: string, path: string, subject: string): boolean {
    if (!this.seen.has(key)) {
      this.seen.add(key);
      return false;
    }
    this.misfit(path, subject, "is given twice; keep one entry");
    return true;
  }

  private misfit(path: string, subject: string, what: string): void {
    this.problems.push(`${path}: ${subject} ${what}`);
  }
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
