// bench/results/answers.md.
import { ResultFile } from "../harness/result-file.ts";
import { markdownTable, median, msText } from "../harness/statistics.ts";
import { machineText } from "../harness/surroundings.ts";
import { AnswerRecord, BreakEvenRecord, ConflictRecord, Cost, WhatIfRecord, WorthRecord } from "./record.ts";
import { breakEvenVerdict, isWorthRight } from "./verdicts.ts";

const EXPLAIN_MS = 3000;
const WHAT_IF_MS = 5000;

const times = (costs: readonly Cost[]): number[] => costs.map(({ cpuMs }) => cpuMs);
const middle = (costs: readonly Cost[]): string => msText(median(times(costs)));

function most(costs: readonly Cost[], wantedMs: number): string {
  const ms = Math.max(...times(costs));
  return ms <= wantedMs ? msText(ms) : `**${msText(ms)}**`;
}

function byPortfolio<Item extends AnswerRecord>(records: readonly Item[]): [string, Item[]][] {
  const names = [...new Set(records.map(({ portfolio }) => portfolio))].sort();
  return names.map((name) => [name, records.filter(({ portfolio }) => portfolio === name)]);
}

const countOf = (wrong: number): string => (wrong === 0 ? "0" : `**${wrong}**`);

/** Median width of what is not certain, of the prices found; "" where nothing is certain. */
function openPart(records: readonly BreakEvenRecord[]): string {
  const found = records.filter(({ usdPerUnitMonth }) => usdPerUnitMonth !== null);
  const parts = found.map(({ usdPerUnitMonth, refusedUpToUsd, acceptedFromUsd }) =>
    acceptedFromUsd === null ? Number.POSITIVE_INFINITY : (acceptedFromUsd - (refusedUpToUsd ?? 0)) / usdPerUnitMonth!,
  );
  return found.length === 0 ? "" : `${(100 * median(parts)).toFixed(2)} %`;
}

function breakEvenRow([name, records]: [string, BreakEvenRecord[]]): string[] {
  const count = (verdict: ReturnType<typeof breakEvenVerdict>): number =>
    records.filter((record) => breakEvenVerdict(record) === verdict).length;
  const flips = records.reduce((sum, record) => sum + record.flips, 0);
  const verified = records.reduce((sum, record) => sum + record.verifiedFlips, 0);
  return [
    name,
    String(records.length),
    String(count("proved")),
    String(count("verified")),
    String(count("noPriceProved")),
    String(count("noPrice")),
    String(count("moved")),
    countOf(count("wrong")),
    openPart(records),
    `${verified} of ${flips}`,
    String(records.filter(({ isBetterKnown }) => isBetterKnown).length),
    middle(records),
    most(records, EXPLAIN_MS),
  ];
}

function worthRow([name, records]: [string, WorthRecord[]]): string[] {
  const open = Math.max(...records.map(({ openUsd }) => openUsd));
  return [
    name,
    String(records.length),
    String(records.filter(isWorthRight).length),
    (open / 1e6).toFixed(4),
    middle(records),
    most(records, WHAT_IF_MS),
  ];
}

function conflictRow(record: ConflictRecord): string[] {
  const { portfolio, made, conflicts, failure, solves } = record;
  const sum = (of: (conflict: ConflictRecord["conflicts"][number]) => number): number =>
    conflicts.reduce((total, conflict) => total + of(conflict), 0);
  const limits = sum((conflict) => conflict.limits.length);
  return [
    portfolio,
    made,
    failure ?? String(conflicts.length),
    `${sum(({ isConflict }) => Number(isConflict))} of ${conflicts.length}`,
    `${sum(({ needed }) => needed)} of ${limits}`,
    `${sum(({ claimsMinimal }) => Number(claimsMinimal))} of ${conflicts.length}`,
    `${sum(({ mends }) => mends)} of ${sum(({ repairs }) => repairs)}`,
    String(solves),
    msText(record.cpuMs),
  ];
}

function whatIfRow([name, records]: [string, WhatIfRecord[]]): string[] {
  const gaps = records.flatMap(({ gap }) => (gap === null ? [] : [gap]));
  return [
    name,
    String(records.length),
    String(records.filter(({ status }) => status === "optimal").length),
    gaps.length === 0 ? "" : `${(100 * Math.max(...gaps)).toFixed(3)} %`,
    middle(records),
    most(records, WHAT_IF_MS),
  ];
}

const WHAT_IS_CHECKED = [
  "Times are CPU milliseconds of the answer, checks apart, within the command line's limits (explain 3 s, the others 5 s, conflicts 10 s) on",
  "the CPU's clock, but for the prices on small portfolios: `--time-limit 15s`, to be proved. The plan asked about is there already. Bold: more than",
  "wanted (explain 3 s, what-if 5 s), or wrong. Every answer gives two prices that are certain, refused up to one and taken from the other; what lies",
  "between holds within the gap.",
  "",
  "On small portfolios every check is solved from scratch to a gap of 0.00001 %: *proved* is a break-even price just below which the bound of",
  "taking the contract lies below the value of refusing it, and just above which it is the other way round (steps of 0.1 %). On medium ones such",
  "proofs are out of reach: the checks are solves of a second CPU on either side, from both plans known, with the contract free to be taken or",
  "refused; *within the gap* are those that came out as they must; *moved* are those that the answer calls unproved, and that a check with more time",
  "found on the other side (a lower price suffices, mostly). *Wrong* would be those where a check took the contract at a price that the answer calls",
  "refused for certain, or refused it at one that it calls taken for certain.",
];

export function markdown({ records, runs }: ResultFile<AnswerRecord>): string {
  const used = [...new Set(records.map(({ run }) => run))];
  const of = <Kind extends AnswerRecord["kind"]>(kind: Kind): Extract<AnswerRecord, { kind: Kind }>[] =>
    records.filter((record): record is Extract<AnswerRecord, { kind: Kind }> => record.kind === kind);
  return `${[
    "# Answers",
    "",
    ...used.map((run) => `- ${machineText(runs[run])}`),
    "",
    ...WHAT_IS_CHECKED,
    "",
    "## Break-even prices of all refused contracts",
    "",
    ...markdownTable(
      [
        "portfolio",
        "refused",
        "proved",
        "within the gap",
        "no price, proved",
        "no price found",
        "within the gap, moved by the check",
        "wrong",
        "not certain, part of the price (median)",
        "other terms' least change verified",
        "better plan found",
        "median, ms",
        "most, ms",
      ],
      byPortfolio(of("breakEven")).map(breakEvenRow),
    ),
    "",
    "## One more MW, module, rack, million dollars, from a year in",
    "",
    "The exact worth against a solve from scratch of the portfolio with more. *Right*: the two differ by no more than the gaps leave open, and the",
    "proved interval holds what was found.",
    "",
    ...markdownTable(
      ["portfolio", "asked", "right", "gaps leave open, M$", "median, ms", "most, ms"],
      byPortfolio(of("worth")).map(worthRow),
    ),
    "",
    "## Conflicts",
    "",
    "Every set solved from scratch by itself (no plan), without each of its members in turn (a plan), and with each repair (a plan).",
    "",
    ...markdownTable(
      [
        "portfolio",
        "made by",
        "conflicts",
        "have no plan",
        "members needed",
        "claimed minimal",
        "repairs that mend",
        "solves",
        "ms",
      ],
      of("conflict").map(conflictRow),
    ),
    "",
    "## What if",
    "",
    ...markdownTable(
      ["portfolio", "asked", "optimal", "largest gap", "median, ms", "most, ms"],
      byPortfolio(of("whatIf")).map(whatIfRow),
    ),
  ].join("\n")}\n`;
}
