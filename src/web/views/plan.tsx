// The plan at a glance: a sentence, key figures, what it is compared with, where the money comes from and goes.
import { useMemo } from "preact/hooks";
import type { Baseline } from "../../answers/compare/baselines.ts";
import { cashChart, earningsChart, waterfall } from "../../report/charts-money.ts";
import { historyChart } from "../../report/charts-proof.ts";
import { comparison, earningTables, keyFigures, leadText } from "../../report/summary.ts";
import type { BaselineFigures, Planned } from "../desk/messages.ts";
import { isSolving, planned, solved, trail } from "../state/planner.ts";
import { askingOf } from "../state/questions.ts";
import { DataTable } from "../widgets/data-table.tsx";
import { Figure } from "../widgets/figure.tsx";
import { NoPlan } from "./no-plan.tsx";

function Compared({ shown }: { shown: Planned }) {
  const compared = askingOf<Pick<Baseline, "name" | "kpis">[] & BaselineFigures[]>("baselines");
  if (compared === undefined || isSolving.value) return null;
  if (compared.state !== "done") {
    return compared.state === "running" ? <p class="soft">Comparing with doing nothing {"\u2026"}</p> : null;
  }
  const { sentence, table } = comparison(shown.plan, shown.figures.kpis, compared.answer);
  return (
    <section class="compared" aria-labelledby="compared">
      <h2 id="compared">Against doing nothing</h2>
      <p>{sentence}</p>
      <DataTable {...table} showTitle />
    </section>
  );
}

function Money({ shown }: { shown: Planned }) {
  const { portfolio, plan, figures } = shown;
  const charts = useMemo(
    () => [waterfall(plan), earningsChart(portfolio, figures.kpis), cashChart(portfolio, figures.kpis)],
    [portfolio, plan, figures],
  );
  return (
    <section aria-labelledby="money">
      <h2 id="money">Money</h2>
      <div class="columns">
        {charts.map((chart) => (
          <Figure key={chart.id} chart={chart} />
        ))}
        <Proof />
      </div>
    </section>
  );
}

function Proof() {
  const steps = trail.value;
  const chart = useMemo(() => historyChart([...steps]), [steps]);
  if (chart === undefined) return null;
  return <Figure chart={chart} />;
}

export function Plan() {
  const shown = planned.value;
  if (shown === null) return solved.value === null ? <p class="soft waiting" /> : <NoPlan />;
  const { portfolio, plan, figures } = shown;
  const { start, periods, monthsPerPeriod } = portfolio.horizon;
  return (
    <div class="view">
      <h1>{portfolio.name}</h1>
      <p class="soft">
        From {start}, {periods} periods of {monthsPerPeriod} month{monthsPerPeriod === 1 ? "" : "s"}; money in US
        dollars
      </p>
      <p class="lead">{leadText(portfolio, plan, figures.kpis)}</p>
      <dl class="cards">
        {keyFigures(portfolio, plan, figures.kpis).map(({ name, figure, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {figure}
              {note === "" ? null : <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
      <Compared shown={shown} />
      <Money shown={shown} />
      <section aria-labelledby="uses">
        <h2 id="uses">What a megawatt earns</h2>
        <div class="columns">
          {earningTables(portfolio, figures.kpis).map((table) => (
            <DataTable key={table.title} {...table} showTitle />
          ))}
        </div>
      </section>
    </div>
  );
}
