// Halls: what is built, what can be built, and what a module started in each period costs net of its residual.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { expandSeries } from "../portfolio/series.ts";
import { Discounting, netCapexFactor } from "./finance.ts";
import { InstanceWriter } from "./instance-writer.ts";
import { Layout } from "./layout.ts";

export function compileHalls(
  layout: Layout,
  calendar: Calendar,
  discounting: Discounting,
  writer: InstanceWriter,
  buildFrom: readonly number[] = [],
): void {
  const { halls } = layout;
  const T = calendar.periods;
  const builtMw = new Float64Array(halls.length * T);
  const lead = new Int32Array(halls.length);
  const moduleMw = new Float64Array(halls.length);
  const moduleUsd = new Float64Array(halls.length);
  const moduleNetUsd = new Float64Array(halls.length * T).fill(Number.POSITIVE_INFINITY);
  halls.forEach((hall, h) => {
    builtMw.set(expandSeries(hall.builtMw, calendar), h * T);
    const { build } = hall;
    if (build === undefined) return;
    lead[h] = cappedLead(calendar, build.leadMonths);
    moduleMw[h] = build.moduleMw;
    moduleUsd[h] = build.moduleMw * build.capexUsdPerMw;
    for (let t = buildFrom[h] ?? 0; t + lead[h] < T; t++) {
      moduleNetUsd[h * T + t] = moduleUsd[h] * netCapexFactor(calendar, discounting, t, t + lead[h], build.lifeYears);
    }
  });
  const maxModules = Int32Array.from(halls, ({ build }) => cappedCount(build?.maxModules ?? 0));
  const maxPerPeriod = Int32Array.from(halls, ({ build }) =>
    cappedCount(build?.maxModulesPerPeriod ?? build?.maxModules ?? 0),
  );
  writer.setInts(IntField.hallMaxModules, maxModules);
  writer.setInts(IntField.hallMaxPerPeriod, maxPerPeriod);
  writer.setInts(IntField.hallLead, lead);
  writer.setFloats(
    FloatField.hallPue,
    Float64Array.from(halls, (hall) => hall.pue),
  );
  writer.setFloats(
    FloatField.hallPeakPue,
    Float64Array.from(halls, (hall) => hall.peakPue ?? hall.pue),
  );
  writer.setFloats(FloatField.hallBuiltMw, builtMw);
  writer.setFloats(FloatField.hallModuleMw, moduleMw);
  writer.setFloats(FloatField.hallModuleUsd, moduleUsd);
  writer.setFloats(FloatField.hallModuleNetUsd, moduleNetUsd);
}

/** n(leadMonths), at most T: whatever takes longer is never ready inside the horizon, and T fits an i32. */
export function cappedLead(calendar: Calendar, leadMonths: number): number {
  return Math.min(calendar.periods, calendar.periodsIn(leadMonths));
}

/** A count as the kernel holds it, saturated at the i32 maximum: more than two billion modules bind nothing. */
function cappedCount(count: number): number {
  return Math.min(count, 0x7fffffff);
}
