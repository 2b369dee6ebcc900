// A robust plan in words: what to do now, and how it does in every future against the base plan and against hindsight.
import { RobustOutcome, RobustPlan } from "../robust/robust-plan.ts";
import { Colours } from "./colours.ts";
import { formatChange } from "./diff-report.ts";
import { counted, formatPercent, formatUsd, printable } from "./format.ts";
import { textTable } from "./text-table.ts";

/** Scenarios written out; of more, those with the worst values. */
const SCENARIOS_SHOWN = 20;

const inTail = (alpha: number): string => `worst ${formatPercent(1 - alpha)}`;

function measureText({ meanWeight, alpha }: RobustPlan): string {
  if (meanWeight === 1) return "the mean over the scenarios";
  const cvar = `the mean of the ${inTail(alpha)} (CVaR)`;
  if (meanWeight === 0) return cvar;
  return `${formatPercent(meanWeight)} mean, ${formatPercent(1 - meanWeight)} ${cvar}`;
}

type Decided = RobustPlan["decisions"];

const part = (fraction: number): string => (fraction >= 1 - 1e-9 ? "" : `${formatPercent(fraction)} of it`);

/** Rows of [what, name, how much, whether the base plan does the same]. */
function decisionRows(now: Decided, base: Decided): string[][] {
  const row = (what: string, name: string, much: string, isSame: boolean): string[] => [
    what,
    printable(name),
    much,
    isSame ? "as in the base plan" : "",
  ];
  const near = (a: number, b: number | undefined): boolean => b !== undefined && Math.abs(a - b) < 1e-6;
  const contracts = now.contracts.map(({ id, fraction }) =>
    row("sign", id, part(fraction), near(fraction, base.contracts.find((c) => c.id === id)?.fraction)),
  );
  const orders = now.orders.map(({ lot, fraction }) =>
    row("order", lot, part(fraction), near(fraction, base.orders.find((o) => o.lot === lot)?.fraction)),
  );
  const builds = now.builds.map(({ site, hall, start, modules }) => {
    const same = base.builds.find((b) => b.site === site && b.hall === hall && b.start === start);
    return row("begin", `${site}/${hall}`, `${counted(modules, "module")} in ${start}`, same?.modules === modules);
  });
  const expansions = now.expansions.map(({ site, expansion, start }) => {
    const isSame = base.expansions.some((e) => e.site === site && e.expansion === expansion && e.start === start);
    return row("begin", `${site}/${expansion}`, `in ${start}`, isSame);
  });
  return [...contracts, ...orders, ...builds, ...expansions];
}

/** What the base plan does now and the robust one does not. */
function leftOutRows(now: Decided, base: Decided): string[][] {
  const signed = new Set(now.contracts.map(({ id }) => id));
  const ordered = new Set(now.orders.map(({ lot }) => lot));
  const begun = new Set([
    ...now.builds.map(({ site, hall }) => JSON.stringify([site, hall])),
    ...now.expansions.map(({ site, expansion }) => JSON.stringify([site, expansion])),
  ]);
  return [
    ...base.contracts.filter(({ id }) => !signed.has(id)).map(({ id }) => ["do not sign", printable(id), "", ""]),
    ...base.orders.filter(({ lot }) => !ordered.has(lot)).map(({ lot }) => ["do not order", printable(lot), "", ""]),
    ...base.builds
      .filter(({ site, hall }) => !begun.has(JSON.stringify([site, hall])))
      .map(({ site, hall, modules, start }) => [
        "do not begin",
        printable(`${site}/${hall}`),
        `${counted(modules, "module")} in ${start}`,
        "",
      ]),
    ...base.expansions
      .filter(({ site, expansion }) => !begun.has(JSON.stringify([site, expansion])))
      .map(({ site, expansion, start }) => ["do not begin", printable(`${site}/${expansion}`), `in ${start}`, ""]),
  ];
}

function decisionsText({ decisions, base }: RobustPlan, colours: Colours): string {
  const rows = decisionRows(decisions, base.decisions);
  const left = leftOutRows(decisions, base.decisions);
  const nothing = rows.length === 0 ? "  sign, order and begin nothing\n" : "";
  const table =
    rows.length + left.length === 0 ? "" : textTable([], [...rows, ...left], ["left", "left", "left", "left"]);
  return `${colours.bold("Decide now")}\n${nothing}${table}`;
}

function outcomesText(plan: RobustPlan, colours: Colours): string {
  const { outcome, base, hindsight, alpha } = plan;
  const row = (name: string, own: RobustOutcome): string[] => [
    name,
    formatUsd(own.valueUsd),
    formatUsd(own.meanUsd),
    formatUsd(own.cvarUsd),
  ];
  const rows = [row("these decisions", outcome)];
  if (base.outcome !== null) rows.push(row("the base plan's", base.outcome));
  rows.push(row("hindsight", hindsight));
  const head = ["", "objective", "mean", inTail(alpha)];
  const lost =
    base.refusal === null
      ? `  better than the base plan's by ${formatUsd(outcome.valueUsd - (base.outcome?.valueUsd ?? outcome.valueUsd))}`
      : `  the base plan's decisions have no plan in "${printable(base.refusal.scenario)}": ${printable(base.refusal.why)}`;
  const known = `  knowing the future would be worth ${formatUsd(Math.max(0, hindsight.valueUsd - outcome.valueUsd))} more`;
  return `${colours.bold("Over the scenarios")}\n${textTable(head, rows, ["left", "right", "right", "right"])}${lost}\n${known}\n`;
}

/** Contracts of which a part is not served, worst first: "rofo-200 2%". */
function unservedText({ plan }: RobustPlan["scenarios"][number]): string {
  return plan.contracts
    .flatMap(({ id, unserved = 0 }) => (unserved > 1e-6 ? [{ id, unserved }] : []))
    .sort((a, b) => b.unserved - a.unserved)
    .map(({ id, unserved }) => `${printable(id)} ${formatPercent(unserved)}`)
    .join(", ");
}

function scenariosText({ scenarios }: RobustPlan, colours: Colours): string {
  const shown = [...scenarios].sort((a, b) => a.valueUsd - b.valueUsd).slice(0, SCENARIOS_SHOWN);
  const isServed = scenarios.every((scenario) => unservedText(scenario) === "");
  const rows = shown.map((scenario) => {
    const { id, probability, valueUsd, baseUsd, hindsightUsd } = scenario;
    const row = [
      printable(id),
      formatPercent(probability),
      formatUsd(valueUsd),
      baseUsd === null ? "impossible" : formatChange(valueUsd - baseUsd),
      formatChange(valueUsd - hindsightUsd),
    ];
    return isServed ? row : [...row, unservedText(scenario)];
  });
  const head = ["", "probability", "value", "to base plan", "to hindsight", ...(isServed ? [] : ["unserved"])];
  const left = scenarios.length - shown.length;
  const more = left > 0 ? `  and ${counted(left, "scenario")} worth more\n` : "";
  return `${colours.bold("By scenario")} (worst first)\n${textTable(head, rows, ["left", "right", "right", "right", "right", "left"])}${more}`;
}

const STOP_WORDS: Record<RobustPlan["stopReason"], string> = {
  gap: "proved within the gap asked for",
  effort: "stopped after the work allowed",
  timeLimit: "stopped by the time limit",
  cancelled: "stopped by you",
};

export function renderRobust(plan: RobustPlan, colours: Colours): string {
  const { valueUsd, boundUsd, gap } = plan.objective;
  const { solves, candidates, nodes } = plan.effort;
  const rows = [
    ["objective", measureText(plan)],
    ["value", formatUsd(valueUsd)],
    ["bound", `${formatUsd(boundUsd)}, gap ${formatPercent(gap)}: ${STOP_WORDS[plan.stopReason]}`],
    [
      "effort",
      `${counted(solves, "solve")}, ${counted(candidates, "set")} of decisions tried, ${counted(nodes, "node")}`,
    ],
  ];
  const title = `${colours.bold(printable(plan.portfolio))}: one plan for ${counted(plan.scenarios.length, "scenario")}`;
  const head = `${title}\n${textTable([], rows, ["left", "left"])}`;
  return [head, decisionsText(plan, colours), outcomesText(plan, colours), scenariosText(plan, colours)].join("\n");
}
