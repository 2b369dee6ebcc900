// What one plan does otherwise than another.
import type { Change, ContractChange, PlanDiff } from "../../answers/diff/plan-diff.ts";
import { VALUE_SOURCES } from "../../answers/value-sources.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { percentText, periodName } from "../../report/figures.ts";
import { planned } from "../state/planner.ts";
import { linkTo } from "../state/route.ts";
import { DataTable } from "../widgets/data-table.tsx";
import { changeText, countText } from "./formats.ts";

type Horizon = Portfolio["horizon"];

/** Rows written out; the rest are counted. */
const ROWS_SHOWN = 60;
/** Differences below this many USD are rounding. */
const NOTHING_USD = 0.5;

const arrow = <T,>({ before, after }: Change<T>, text: (value: T) => string): string =>
  `${text(before)} \u2192 ${text(after)}`;

function changeWords(change: ContractChange, horizon: Horizon): string {
  const name = (month: string): string => periodName(horizon, month);
  if (change.kind !== "changed") {
    const share = change.fraction < 1 ? `, ${percentText(change.fraction)}` : "";
    return change.kind === "added"
      ? `taken, from ${name(change.start)}${share}`
      : `refused (was to start ${name(change.start)}${share})`;
  }
  const moved = (change.places ?? []).map(
    ({ site, hall, platform, share }) => `${site}/${hall} on ${platform} ${arrow(share, percentText)}`,
  );
  return [
    change.start === undefined ? "" : `starts ${arrow(change.start, name)}`,
    change.fraction === undefined ? "" : `takes ${arrow(change.fraction, percentText)}`,
    change.unserved === undefined ? "" : `unserved ${arrow(change.unserved, percentText)}`,
    ...moved,
  ]
    .filter((text) => text !== "")
    .join("; ");
}

function buildRows({ builds, expansions, orders }: PlanDiff, horizon: Horizon): string[][] {
  const when = (month: string | null): string => (month === null ? "not built" : periodName(horizon, month));
  return [
    ...builds.map(({ site, hall, start, modules }) => [
      `${site}/${hall}`,
      `modules started ${periodName(horizon, start)}`,
      arrow(modules, countText),
    ]),
    ...expansions.map(({ site, expansion, start }) => [`${site}/${expansion}`, "grid expansion", arrow(start, when)]),
    ...orders.map(({ lot, fraction }) => [lot, "ordered", arrow(fraction, percentText)]),
  ];
}

function sourceRows({ terms }: PlanDiff): string[][] {
  return VALUE_SOURCES.flatMap(({ name, terms: wanted }) => {
    const own = terms.filter(({ term }) => wanted.includes(term));
    const change = own.reduce((sum, { usd }) => sum + usd.after - usd.before, 0);
    return Math.abs(change) < NOTHING_USD ? [] : [[name, changeText(change)]];
  });
}

export function DiffTables({ diff, horizon }: { diff: PlanDiff; horizon: Horizon }) {
  // A contract that is only asked about (a quote) has no place to go to.
  const known = new Set(planned.value?.portfolio.contracts.map(({ id }) => id));
  const contracts = diff.contracts.slice(0, ROWS_SHOWN).map((change) => [
    known.has(change.contract) ? (
      <a key={change.contract} href={linkTo("contracts", change.contract)}>
        {change.contract}
      </a>
    ) : (
      change.contract
    ),
    changeWords(change, horizon),
  ]);
  const left = diff.contracts.length - contracts.length;
  const kept = `${diff.keptContracts} contract${diff.keptContracts === 1 ? "" : "s"} as before`;
  const builds = buildRows(diff, horizon);
  const sources = sourceRows(diff);
  return (
    <>
      {contracts.length === 0 ? (
        <p>No contract moves: {kept}.</p>
      ) : (
        <DataTable
          title={`Contracts that move (${kept}${left > 0 ? `, ${left} more move` : ""})`}
          head={["Contract", "What moves"]}
          rows={contracts}
          words={[1]}
          showTitle
        />
      )}
      {builds.length === 0 ? null : (
        <DataTable
          title="Builds, expansions and orders"
          head={["What", "How", "Change"]}
          rows={builds.slice(0, ROWS_SHOWN)}
          words={[1, 2]}
          showTitle
        />
      )}
      {sources.length === 0 ? null : (
        <DataTable
          title="Change of value by source, discounted"
          head={["Source", "Change"]}
          rows={sources}
          words={[]}
          showTitle
        />
      )}
    </>
  );
}
