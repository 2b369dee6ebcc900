// Sites: all of them in a table, and the one that was picked with its charts, its alternatives and its inputs.
import { useMemo } from "preact/hooks";
import type { SiteAnswer } from "../../answers/compare/site-alternatives.ts";
import type { SiteFigures as SiteKpis } from "../../answers/kpi/business.ts";
import type { Site } from "../../portfolio/schema.ts";
import { PLANNED_WORDS } from "../../report/answer-words.ts";
import { powerChart, timelineChart } from "../../report/charts-sites.ts";
import { mwText, periodName, usdText } from "../../report/figures.ts";
import type { SiteFigures } from "../../report/site-figures.ts";
import type { Planned } from "../desk/messages.ts";
import { desk } from "../state/desk-client.ts";
import { isCurrent, isSolving, planned } from "../state/planner.ts";
import { ask, askingOf } from "../state/questions.ts";
import { goTo, linkTo, route } from "../state/route.ts";
import { Asked } from "../widgets/asked.tsx";
import { DataTable } from "../widgets/data-table.tsx";
import { Figure } from "../widgets/figure.tsx";
import { type Column, VirtualTable } from "../widgets/virtual-table.tsx";
import { changeText } from "./formats.ts";
import { PartForm } from "./part-form.tsx";

interface Row {
  site: Site;
  kpis: SiteKpis;
  figures: SiteFigures;
  contracts: string[];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function rowsOf({ portfolio, figures }: Planned): Row[] {
  return portfolio.sites.map((site, index) => {
    const own = figures.sites[index];
    const contracts = [...new Set(own.bars.flatMap(({ contract }) => (contract === null ? [] : [contract])))];
    return { site, kpis: figures.kpis.sites[index], figures: own, contracts };
  });
}

function columnsOf({ portfolio }: Planned): Column<Row>[] {
  const { horizon } = portfolio;
  return [
    {
      name: "Site",
      cell: ({ site }) => (
        <>
          {site.id} <span class="soft">{site.region ?? ""}</span>
        </>
      ),
      sortBy: ({ site }) => site.id,
    },
    {
      name: "Value",
      kind: "figure",
      cell: ({ kpis }) => usdText(kpis.valueUsd),
      sortBy: ({ kpis }) => kpis.valueUsd,
    },
    {
      name: "Peak IT MW",
      kind: "figure",
      cell: ({ kpis }) => mwText(kpis.peakItMw),
      sortBy: ({ kpis }) => kpis.peakItMw,
    },
    {
      name: "Energised MW",
      kind: "figure price",
      cell: ({ figures }) => mwText(Math.max(...figures.energisedMw)),
      sortBy: ({ figures }) => Math.max(...figures.energisedMw),
    },
    {
      name: "Stranded MW",
      kind: "figure where",
      cell: ({ figures }) => mwText(mean(figures.usesMw.stranded)),
      sortBy: ({ figures }) => mean(figures.usesMw.stranded),
    },
    {
      name: "AI from",
      kind: "start",
      cell: ({ kpis }) => (kpis.firstAiMonth === null ? "no AI" : periodName(horizon, kpis.firstAiMonth)),
      sortBy: ({ kpis }) => kpis.firstAiMonth ?? "~",
    },
    { name: "Contracts", kind: "why", cell: ({ contracts }) => contracts.join(", ") },
  ];
}

const HELD = { miningOnly: "mining only", leaseOnly: "lease only", cloudOnly: "cloud only" } as const;

function Alternatives({ answer }: { answer: SiteAnswer }) {
  const rows = answer.alternatives.map(({ use, changeUsd, certainChangeUsd, plan }) => [
    HELD[use],
    changeUsd === null
      ? plan.status === "infeasible"
        ? "impossible: signed contracts need the site"
        : "no plan found"
      : changeText(changeUsd),
    certainChangeUsd === null ? "" : `${changeText(certainChangeUsd.low)} to ${changeText(certainChangeUsd.high)}`,
  ]);
  return (
    <>
      <p>The plan: {PLANNED_WORDS[answer.use]}.</p>
      <DataTable
        title="The portfolio's value, were the site held to"
        head={["Use", "Change of value", "Proved between"]}
        rows={rows}
        words={[]}
        showTitle
      />
    </>
  );
}

function SiteDetail({ row }: { row: Row }) {
  const { site, figures, contracts } = row;
  const charts = useMemo(
    () => [powerChart(figures), timelineChart(figures)].filter((chart) => chart !== undefined),
    [figures],
  );
  const index = planned.value?.portfolio.sites.findIndex(({ id }) => id === site.id) ?? 0;
  const key = `site:${site.id}`;
  return (
    <article class="detail" aria-labelledby="detail-title">
      <p class="back">
        <a href={linkTo("sites")}>{"\u2190"} All sites</a>
      </p>
      <h2 id="detail-title">
        {site.id} <span class="soft">{site.region ?? ""}</span>
      </h2>
      <p>
        Worth {usdText(row.kpis.valueUsd)} with its halls and grid paid.{" "}
        {contracts.length === 0
          ? "No contract is served here."
          : contracts.map((contract, place) => (
              <span key={contract}>
                {place === 0 ? "Serves " : ", "}
                <a href={linkTo("contracts", contract)}>{contract}</a>
              </span>
            ))}
      </p>
      {charts.map((chart) => (
        <Figure key={chart.id} chart={chart} />
      ))}
      <h3>Convert or keep mining, lease or cloud?</h3>
      {isCurrent.value && !isSolving.value ? (
        <Asked
          asking={askingOf<SiteAnswer>(key)}
          button="Compare the uses"
          note="Solves again with the site held to each use: about three seconds."
          onAsk={() => void ask(key, (tell) => desk.site(site.id, tell))}
        >
          {(answer) => <Alternatives answer={answer} />}
        </Asked>
      ) : null}
      <h3>Inputs</h3>
      <PartForm part={["sites", index]} />
    </article>
  );
}

export function Sites() {
  const shown = planned.value;
  const rows = useMemo(() => (shown === null ? [] : rowsOf(shown)), [shown]);
  const columns = useMemo(() => (shown === null ? [] : columnsOf(shown)), [shown]);
  const { id } = route.value;
  const picked = rows.find(({ site }) => site.id === id);
  return (
    <div class={picked === undefined ? "view wide split" : "view wide split picked"}>
      <h1 id="sites-title">Sites</h1>
      <section class="list" aria-labelledby="sites-title">
        <VirtualTable
          title="Sites and what the plan makes of them"
          columns={columns}
          rows={rows}
          idOf={({ site }) => site.id}
          hrefOf={({ site }) => linkTo("sites", site.id)}
          selected={id}
          onSelect={(next) => goTo("sites", next)}
        />
      </section>
      {picked === undefined ? null : <SiteDetail key={picked.site.id} row={picked} />}
    </div>
  );
}
