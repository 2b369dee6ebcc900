// A plan as one page that needs nothing else: no script, no network. Portfolio, plan and baselines in, HTML out.
import type { Baseline } from "../answers/compare/baselines.ts";
import { type BusinessKpis, businessKpis } from "../answers/kpi/business.ts";
import { auditPlan } from "../plan/audit.ts";
import type { SolvedPlan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { type Chart, drawn, NARROW, WIDE } from "./chart.ts";
import { cashChart, earningsChart, waterfall } from "./charts-money.ts";
import { heatMap, historyChart } from "./charts-proof.ts";
import { chipChart, siteCharts } from "./charts-sites.ts";
import { percentText, periodName, usdText } from "./figures.ts";
import { Html, html, tableHtml } from "./html.ts";
import { contractReasons } from "./reasons.ts";
import { chipFigures, siteFigures } from "./site-figures.ts";
import { STYLE } from "./style.ts";
import { comparison, earningTables, keyFigures, leadText, type TitledTable } from "./summary.ts";

export interface ReportInput {
  portfolio: Portfolio;
  plan: SolvedPlan;
  /** Plans to stand beside it; none are shown when left out. */
  baselines?: readonly Pick<Baseline, "name" | "kpis">[];
  /** Draws the charts: a browser's, or one made for the purpose. */
  document: Document;
}

/** Sites drawn; those beyond have their figures in the table of sites. */
const SITES_DRAWN = 30;

/** The drawing is decoration to those who cannot see it: the title, the sentence and the table say the same. */
function drawing(chart: Chart, width: number, className: string, document: Document): Html {
  const svg = drawn(chart, width, document);
  // Written by hand: not every document escapes "<" in attributes.
  const named = html`<svg role="img" aria-label="${chart.alt}" `;
  return html`<div class="${className}">${new Html(svg.outerHTML.replace(/^<svg /, () => named.text))}</div>`;
}

function figure(chart: Chart, document: Document): Html {
  return html`<figure><h3 id="${chart.id}">${chart.title}</h3><figcaption>${chart.note}</figcaption>${legend(chart.legend ?? [])}
${drawing(chart, WIDE, "wide", document)}${drawing(chart, NARROW, "narrow", document)}
<details><summary>${chart.title}: the figures</summary>${tableHtml(chart.title, chart.table.head, chart.table.rows)}</details></figure>
`;
}

function legend(items: NonNullable<Chart["legend"]>): Html | string {
  if (items.length === 0) return "";
  const entries = items.map(([colour, name]) =>
    colour === "line"
      ? html`<li><i class="line" aria-hidden="true"></i>${name}</li>`
      : html`<li><i style="background: var(--${colour})" aria-hidden="true"></i>${name}</li>`,
  );
  return html`<ul class="legend">${entries}</ul>`;
}

function card(name: string, figure_: string, small = ""): Html {
  return html`<div><dt>${name}</dt><dd>${figure_}${small === "" ? "" : html`<small>${small}</small>`}</dd></div>`;
}

function cards({ portfolio, plan }: ReportInput, kpis: BusinessKpis): Html {
  const cells = keyFigures(portfolio, plan, kpis).map(({ name, figure: text, note }) => card(name, text, note));
  return html`<dl class="cards">${cells}</dl>`;
}

function decisionTable({ portfolio, plan }: ReportInput): Html {
  const reasons = new Map(contractReasons(portfolio, plan).map((reason) => [reason.contract, reason]));
  const decisions = new Map(plan.contracts.map((decision) => [decision.id, decision]));
  const sorted = [...portfolio.contracts].sort(
    (a, b) => Number(reasons.get(b.id)?.accepted) - Number(reasons.get(a.id)?.accepted),
  );
  const rows = sorted.map((contract) => {
    const decision = decisions.get(contract.id);
    const reason = reasons.get(contract.id);
    const isTaken = decision?.accepted === true;
    const where = [...new Set((decision?.placements ?? []).map(({ site }) => site))].join(", ");
    const name =
      contract.customer === undefined
        ? html`${contract.id}`
        : html`${contract.id} <span class="soft">${contract.customer}</span>`;
    const start = isTaken && decision.start !== undefined ? periodName(portfolio.horizon, decision.start) : "";
    const fraction = isTaken && (decision.fraction ?? 1) < 1 - 1e-6 ? ` (${percentText(decision.fraction ?? 1)})` : "";
    const verdict = isTaken
      ? html`<span class="yes">${contract.signed ? "signed" : "taken"}${fraction}</span>`
      : html`<span class="no">refused</span>`;
    return [
      name,
      verdict,
      html`<span class="period">${start}</span>`,
      where,
      html`<span class="reason">${reason?.text ?? ""}</span>`,
    ];
  });
  return html`<div class="decisions">${tableHtml("Contracts, those taken first", ["Contract", "Decision", "Start", "Where", "Why"], rows, [1, 2, 3, 4])}</div>`;
}

function titledTable({ title, head, rows, words }: TitledTable): Html {
  return tableHtml(title, head, rows, words);
}

function compared({ plan, baselines = [] }: ReportInput, kpis: BusinessKpis): Html | string {
  if (baselines.length === 0) return "";
  const { sentence, table } = comparison(plan, kpis, baselines);
  return html`<h2 id="compare">Against doing nothing</h2><p>${sentence}</p>${titledTable(table)}`;
}

const SECTIONS: [string, string][] = [
  ["decisions", "Decisions"],
  ["money", "Money"],
  ["uses", "Megawatts"],
  ["sites", "Sites"],
  ["scarce", "What is scarce"],
  ["proof", "Proof"],
];

function body(input: ReportInput): Html {
  const { portfolio, plan, document } = input;
  const kpis = businessKpis(portfolio, plan);
  const audit = auditPlan(portfolio, plan);
  const sites = siteCharts(siteFigures(portfolio, audit));
  const heat = heatMap(portfolio, plan);
  const history = historyChart(plan.history ?? []);
  const { start, periods, monthsPerPeriod } = portfolio.horizon;
  const drawn = sites.slice(0, SITES_DRAWN);
  const left = sites.length - drawn.length;
  const proof =
    plan.objective.boundUsd === null
      ? "No bound was proved."
      : `No plan whatever is worth more than ${usdText(plan.objective.boundUsd)}.`;
  return html`<header><h1>${portfolio.name}</h1><p class="soft">Allocation plan from ${start}, ${periods} periods of ${monthsPerPeriod} month${monthsPerPeriod === 1 ? "" : "s"}; money in US dollars</p></header>
<nav aria-label="Sections"><ul>${SECTIONS.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="main">
<p class="lead">${leadText(portfolio, plan, kpis)}</p>
${cards(input, kpis)}
${compared(input, kpis)}
<h2 id="decisions">Decisions and reasons</h2>
<p class="soft">Reasons are read off the plan and its shadow prices; <code>megalloc explain contract</code> verifies them by solving again.</p>
${decisionTable(input)}
<h2 id="money">Money</h2>
${figure(waterfall(plan), document)}
${figure(earningsChart(portfolio, kpis), document)}
${figure(cashChart(portfolio, kpis), document)}
<h2 id="uses">What a megawatt earns</h2>
${earningTables(portfolio, kpis).map(titledTable)}
<h2 id="sites">Sites</h2>
${drawn.map(({ charts }) => html`${charts.map((chart) => figure(chart, document))}`)}
${left > 0 ? html`<p>${left} more sites are in the table above.</p>` : ""}
${chipFigures(portfolio, audit).map((chips) => figure(chipChart(chips), document))}
<h2 id="scarce">What is scarce</h2>
${heat === undefined ? html`<p>Nothing has a price in this plan.</p>` : figure(heat, document)}
<h2 id="proof">How sure it is</h2>
<p>${proof}</p>
${history === undefined ? "" : figure(history, document)}
</main>
<footer>Made by megalloc. Every figure follows from the decisions and can be recomputed with <code>megalloc audit</code>.</footer>`;
}

/** The whole page as text. */
export function reportHtml(input: ReportInput): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${input.portfolio.name}: allocation plan</title><style>${new Html(STYLE)}</style></head>
<body><a class="skip" href="#main">Skip to the plan</a>
${body(input)}
</body></html>
`;
  return page.text;
}
