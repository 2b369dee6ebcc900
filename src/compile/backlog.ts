// Platforms and the racks on order. Committed lots are sunk: their racks and capex enter the instance, their value does not.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { Lot, Portfolio } from "../portfolio/schema.ts";
import { Discounting, netCapexFactor } from "./finance.ts";
import { InstanceWriter } from "./instance-writer.ts";
import { Layout } from "./layout.ts";
import { sunkUsd } from "./sunk.ts";

export interface Backlog {
  readonly lotIds: readonly string[];
  readonly idleLotIds: readonly string[];
  readonly committedLotIds: readonly string[];
  readonly sunkUsd: number;
}

export function compileBacklog(
  portfolio: Portfolio,
  layout: Layout,
  calendar: Calendar,
  discounting: Discounting,
  writer: InstanceWriter,
  paidUsd: Float64Array = new Float64Array(calendar.periods),
): Backlog {
  const { platforms, backlog } = portfolio;
  writer.setFloats(
    FloatField.rackMw,
    Float64Array.from(platforms, (platform) => platform.kwPerRack / 1000),
  );
  writer.setInts(
    IntField.platformBacklog,
    Int32Array.from(platforms, (platform) => (platform.supply === "backlog" ? 1 : 0)),
  );
  const arrivesInside = (lot: Lot): boolean => calendar.at(lot.arrives) < calendar.periods;
  const committed = backlog.filter((lot) => lot.committed);
  const optional = backlog.filter((lot) => !lot.committed);
  // An empty lot costs nothing and brings nothing: one thing less to decide.
  const useful = optional.filter((lot) => lot.racks > 0 && arrivesInside(lot));
  compileCommitted(committed.filter(arrivesInside), layout, calendar, paidUsd, writer);
  const lotIds = compileOptional(useful, layout, calendar, discounting, writer);
  const decided = new Set(lotIds);
  return {
    lotIds,
    idleLotIds: optional.map((lot) => lot.id).filter((id) => !decided.has(id)),
    committedLotIds: committed.map((lot) => lot.id),
    sunkUsd: sunkUsd(portfolio, calendar, discounting),
  };
}

/** Writes committedMw and committedUsd, the latter on top of `paidUsd` (T). */
function compileCommitted(
  lots: readonly Lot[],
  layout: Layout,
  calendar: Calendar,
  paidUsd: Float64Array,
  writer: InstanceWriter,
): void {
  const T = calendar.periods;
  const committedMw = new Float64Array(layout.platforms.length * T);
  const committedUsd = paidUsd.slice();
  for (const lot of lots) {
    const platform = layout.platformIndex.get(lot.platform)!;
    const arrival = calendar.at(lot.arrives);
    const mw = lot.racks * (layout.platforms[platform].kwPerRack / 1000);
    const usd = lot.racks * lot.usdPerRack;
    for (let t = arrival; t < T; t++) {
      committedMw[platform * T + t] += mw;
      committedUsd[t] += usd;
    }
  }
  writer.setFloats(FloatField.committedMw, committedMw);
  writer.setFloats(FloatField.committedUsd, committedUsd);
}

/** Writes the lots to decide on, by platform and within a platform in the portfolio's order; answers their ids. */
function compileOptional(
  lots: readonly Lot[],
  layout: Layout,
  calendar: Calendar,
  discounting: Discounting,
  writer: InstanceWriter,
): string[] {
  const platformOf = (lot: Lot): number => layout.platformIndex.get(lot.platform)!;
  const ordered = [...lots].sort((a, b) => platformOf(a) - platformOf(b));
  const L = ordered.length;
  const platformLotStart = new Int32Array(layout.platforms.length + 1);
  const lotPeriod = new Int32Array(L);
  const lotDivisible = new Int32Array(L);
  const lotMw = new Float64Array(L);
  const lotUsd = new Float64Array(L);
  const lotNetUsd = new Float64Array(L);
  ordered.forEach((lot, l) => {
    const platform = platformOf(lot);
    const arrival = calendar.at(lot.arrives);
    platformLotStart[platform + 1]++;
    lotPeriod[l] = arrival;
    lotDivisible[l] = lot.divisible ? 1 : 0;
    lotMw[l] = lot.racks * (layout.platforms[platform].kwPerRack / 1000);
    lotUsd[l] = lot.racks * lot.usdPerRack;
    lotNetUsd[l] = lotUsd[l] * netCapexFactor(calendar, discounting, arrival, arrival, lot.lifeYears);
  });
  for (let p = 0; p < layout.platforms.length; p++) platformLotStart[p + 1] += platformLotStart[p];
  writer.setInts(IntField.platformLotStart, platformLotStart);
  writer.setInts(IntField.lotPeriod, lotPeriod);
  writer.setInts(IntField.lotDivisible, lotDivisible);
  writer.setFloats(FloatField.lotMw, lotMw);
  writer.setFloats(FloatField.lotUsd, lotUsd);
  writer.setFloats(FloatField.lotNetUsd, lotNetUsd);
  return ordered.map((lot) => lot.id);
}
