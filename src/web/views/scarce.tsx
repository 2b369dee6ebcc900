// What is scarce and what lies idle: prices by place and period, exact values of one more, chips, stranded power and why.
import { useMemo } from "preact/hooks";
import type { IdleRow } from "../../answers/idle/idle-capacity.ts";
import type { HeatRow, MoreOf, Resource, Worth } from "../../answers/worth/worth.ts";
import { REASON_WORDS } from "../../report/answer-words.ts";
import { heatChart } from "../../report/charts-proof.ts";
import { chipChart } from "../../report/charts-sites.ts";
import { mwText, percentText, periodName, usdText } from "../../report/figures.ts";
import { rowName } from "../../report/priced-rows.ts";
import type { Planned } from "../desk/messages.ts";
import { desk } from "../state/desk-client.ts";
import { isCurrent, isSolving, planned } from "../state/planner.ts";
import { ask, askingOf } from "../state/questions.ts";
import { Asked } from "../widgets/asked.tsx";
import { DataTable } from "../widgets/data-table.tsx";
import { Figure } from "../widgets/figure.tsx";
import { countText } from "./formats.ts";

/** Rows whose exact worth can be asked for: the dearest. */
const ASKED_ROWS = 12;

function resourceOf({ resource, site, hall, platform }: HeatRow): Resource | null {
  if (resource === "firmPower" && site !== null) return { kind: "firmPower", site };
  if (resource === "hall" && site !== null && hall !== null) return { kind: "hall", site, hall };
  if (resource === "chips" && platform !== null) return { kind: "rack", platform };
  return null;
}

function WorthButton({ row }: { row: HeatRow }) {
  const resource = resourceOf(row);
  if (resource === null) return null;
  const key = `worth:${rowName(row)}`;
  const asking = askingOf<Worth>(key);
  if (asking?.state === "done") {
    const { exactUsd, certainUsd } = asking.answer;
    const sure = certainUsd === null ? "" : ` (proved: ${usdText(certainUsd.low)} to ${usdText(certainUsd.high)})`;
    return <>{`${usdText(exactUsd ?? 0)}${sure}`}</>;
  }
  if (asking?.state === "running") return <>{"solving \u2026"}</>;
  if (asking?.state === "failed") return <>{asking.message}</>;
  const asked: MoreOf = { resource, amount: 1 };
  return (
    <button
      type="button"
      class="small"
      aria-label={`Solve again with one more of ${rowName(row)}`}
      onClick={() => void ask(key, (tell) => desk.worth(asked, tell))}
    >
      Solve
    </button>
  );
}

function Prices({ shown }: { shown: Planned }) {
  const { portfolio, plan, figures } = shown;
  const chart = useMemo(() => {
    const names = (plan.months ?? []).map((month) => periodName(portfolio.horizon, month));
    return heatChart(names, figures.heat);
  }, [portfolio, plan, figures]);
  if (chart === undefined) return <p>Nothing has a price in this plan.</p>;
  const rows = [...figures.heat]
    .sort((a, b) => b.totalUsd - a.totalUsd)
    .slice(0, ASKED_ROWS)
    .map((row) => [rowName(row), row.unit, usdText(row.totalUsd), <WorthButton key={rowName(row)} row={row} />]);
  return (
    <div class="columns">
      <Figure chart={chart} level={2} />
      <DataTable
        title="One more throughout the horizon: by prices, and exactly, by solving again"
        head={["Resource", "One more", "By prices", "Exactly"]}
        rows={rows}
        words={[1]}
        showTitle
      />
    </div>
  );
}

const IDLE_WORDS = { power: "Stranded power", racks: "Idle racks", hall: "Empty hall" } as const;
const REASONS_SHOWN = 3;
const OFFERS_SHOWN = 3;

function reasonText({ reason, share, offers }: IdleRow["reasons"][number]): string {
  const rest = offers.length - OFFERS_SHOWN;
  const names = `${offers.slice(0, OFFERS_SHOWN).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  return `${percentText(share)} ${REASON_WORDS[reason]}${offers.length === 0 ? "" : ` (${names})`}`;
}

function Idle({ rows, shown }: { rows: readonly IdleRow[]; shown: Planned }) {
  if (rows.length === 0) return <p>Nothing is idle: all power, racks and halls are in use.</p>;
  const cells = [...rows]
    .sort((a, b) => a.kind.localeCompare(b.kind) || b.mean - a.mean)
    .map((row) => {
      const amount = row.unit === "racks" ? countText : mwText;
      const where = [row.site, row.hall].filter((part) => part !== null).join("/") || (row.platform ?? "");
      return [
        `${IDLE_WORDS[row.kind]}, ${where}`,
        `${amount(row.mean)} ${row.unit}`,
        `${amount(row.most)} in ${periodName(shown.portfolio.horizon, row.mostMonth)}`,
        row.reasons.slice(0, REASONS_SHOWN).map(reasonText).join("; "),
      ];
    });
  return <DataTable title="What lies idle" head={["What", "Mean", "Most", "Why"]} rows={cells} words={[3]} />;
}

export function Scarce() {
  const shown = planned.value;
  const charts = useMemo(() => shown?.figures.chips.map(chipChart) ?? [], [shown]);
  if (shown === null) return null;
  return (
    <div class="view">
      <h1>What is scarce, what lies idle</h1>
      <Prices shown={shown} />
      <h2>What lies idle, and why</h2>
      {isCurrent.value && !isSolving.value ? (
        <Asked
          asking={askingOf<IdleRow[]>("idle")}
          button="Show what lies idle"
          note="Read off the plan."
          onAsk={() => void ask("idle", () => desk.idle())}
        >
          {(rows) => <Idle rows={rows} shown={shown} />}
        </Asked>
      ) : null}
      <div class="columns">
        {charts.map((chart) => (
          <Figure key={chart.id} chart={chart} level={2} />
        ))}
      </div>
    </div>
  );
}
