// Power at the meter of each site: firm, interruptible, and expansions of the connection.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { expandSeries } from "../portfolio/series.ts";
import { Discounting, netCapexFactor } from "./finance.ts";
import { cappedLead } from "./halls.ts";
import { InstanceWriter } from "./instance-writer.ts";
import { Layout } from "./layout.ts";

export interface Expansions {
  readonly ids: readonly string[];
  /** X -> site */
  readonly site: Int32Array;
}

export function compilePower(
  layout: Layout,
  calendar: Calendar,
  discounting: Discounting,
  writer: InstanceWriter,
): Expansions {
  const { sites } = layout;
  const T = calendar.periods;
  const firmMw = new Float64Array(sites.length * T);
  const interruptibleMw = new Float64Array(sites.length * T);
  sites.forEach((site, s) => {
    firmMw.set(expandSeries(site.firmMw, calendar), s * T);
    interruptibleMw.set(expandSeries(site.interruptibleMw, calendar), s * T);
  });
  writer.setFloats(FloatField.siteFirmMw, firmMw);
  writer.setFloats(FloatField.siteInterruptibleMw, interruptibleMw);
  writer.setFloats(
    FloatField.sitePueCap,
    Float64Array.from(sites, (site) => site.pueCap ?? Number.POSITIVE_INFINITY),
  );
  return compileExpansions(layout, calendar, discounting, writer);
}

function compileExpansions(
  layout: Layout,
  calendar: Calendar,
  discounting: Discounting,
  writer: InstanceWriter,
): Expansions {
  const { sites } = layout;
  const expansions = sites.flatMap((site) => site.expansions);
  const T = calendar.periods;
  const X = expansions.length;
  const lead = new Int32Array(X);
  const earliest = new Int32Array(X);
  const netUsd = new Float64Array(X * T).fill(Number.POSITIVE_INFINITY);
  expansions.forEach((expansion, x) => {
    lead[x] = cappedLead(calendar, expansion.leadMonths);
    earliest[x] = expansion.earliest === undefined ? 0 : Math.min(T, calendar.at(expansion.earliest));
    for (let t = earliest[x]; t + lead[x] < T; t++) {
      netUsd[x * T + t] =
        expansion.capexUsd * netCapexFactor(calendar, discounting, t, t + lead[x], expansion.lifeYears);
    }
  });
  const siteExpansionStart = new Int32Array(sites.length + 1);
  const site = new Int32Array(X);
  sites.forEach(({ expansions: own }, s) => {
    siteExpansionStart[s + 1] = siteExpansionStart[s] + own.length;
    site.fill(s, siteExpansionStart[s], siteExpansionStart[s + 1]);
  });
  writer.setInts(IntField.siteExpansionStart, siteExpansionStart);
  writer.setInts(IntField.expansionLead, lead);
  writer.setInts(IntField.expansionEarliest, earliest);
  writer.setFloats(
    FloatField.expansionMw,
    Float64Array.from(expansions, (expansion) => expansion.mw),
  );
  writer.setFloats(
    FloatField.expansionUsd,
    Float64Array.from(expansions, (expansion) => expansion.capexUsd),
  );
  writer.setFloats(FloatField.expansionNetUsd, netUsd);
  return { ids: expansions.map((expansion) => expansion.id), site };
}
