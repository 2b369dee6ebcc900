// The report: tables, and for every claim of the service whether it was met.
import { markdownTable } from "../harness/statistics.ts";
import { type Machine, machineText } from "../harness/surroundings.ts";
import type { Burst } from "./burst.ts";
import { PORTFOLIO, type ServicePart, type ServiceRecord, type ServiceResults } from "./parts.ts";
import type { EditRow } from "./sessions.ts";
import type { Look } from "./watched-server.ts";

const LOOP_P99_MS = 20;
const CANCEL_MS = 50;
const LIMIT_MS = 100;
/** Of the heap over a thousand solves that counts as flat. */
const MOST_GROWTH = 0.02;
/** A plan not worse by more than this is as good. */
const AS_GOOD = 1e-4;

const digits = (value: number, count = 1): string => value.toFixed(count);
const whole = (value: number): string => digits(value, 0);
const verdict = (isMet: boolean): string => (isMet ? "met" : "**missed**");
const statuses = (found: Readonly<Record<string, number>>): string =>
  Object.entries(found)
    .map(([status, count]) => `${count} x ${status}`)
    .join(", ");
const memory = ({ heapMib, rssMib }: Look): string => `${digits(heapMib)} / ${whole(rssMib)}`;

const BURST_HEAD = [
  ...["load", "asked", "at a time", "answers", "plans right / wrong", "lost", "s", "latency p50 / p99 (ms)"],
  ...["event loop p99 / max (ms)", "own p99 / max (ms)", "idle process p99 / max (ms)", "heap / rss (MiB)"],
];

function burstRow(name: string, burst: Burst): string[] {
  const { asked, connections, right, wrong, lost, seconds, latencyP50Ms, latencyP99Ms, look } = burst;
  return [
    ...[name, String(asked), String(connections), statuses(burst.statuses), `${right} / ${wrong}`, String(lost)],
    ...[digits(seconds), `${whole(latencyP50Ms)} / ${whole(latencyP99Ms)}`],
    ...loopCells(look),
    memory(look),
  ];
}

function loopCells({ p99Ms, maxMs, ownP99Ms, ownMaxMs, idleP99Ms, idleMaxMs }: Look): string[] {
  const own = ownP99Ms === null || ownMaxMs === null ? "not known" : `${digits(ownP99Ms)} / ${whole(ownMaxMs)}`;
  return [`${digits(p99Ms)} / ${whole(maxMs)}`, own, `${digits(idleP99Ms)} / ${whole(idleMaxMs)}`];
}

function loopVerdict({ p99Ms, ownP99Ms }: Look): string {
  const own =
    ownP99Ms === null
      ? ""
      : `; without what its thread waited for a core: ${verdict(ownP99Ms < LOOP_P99_MS)} (${digits(ownP99Ms)} ms)`;
  return `Event loop p99 below ${LOOP_P99_MS} ms: ${verdict(p99Ms < LOOP_P99_MS)} (${digits(p99Ms)} ms)${own}.`;
}

const isFlawless = ({ asked, right, wrong, lost }: Burst): boolean => right === asked && wrong === 0 && lost === 0;

/** Session against scratch, relative. */
function betterBy({ warm, scratch }: EditRow): number {
  if (warm.valueUsd === null || scratch.valueUsd === null) return Number.NEGATIVE_INFINITY;
  return (warm.valueUsd - scratch.valueUsd) / Math.abs(scratch.valueUsd);
}

function isAsGood(row: EditRow): boolean {
  const isInTime = row.warm.tookMs <= row.scratch.tookMs / 10 + LIMIT_MS;
  return row.warm.isAudited && isInTime && betterBy(row) >= -AS_GOOD;
}

function answerCells({ tookMs, valueUsd, gap }: EditRow["warm"]): string[] {
  const value = valueUsd === null ? "none" : digits(valueUsd / 1e6);
  return [digits(tookMs / 1000, 2), value, gap === null ? "" : `${digits(gap * 100, 2)} %`];
}

type Section = { [Part in ServicePart]: (result: ServiceResults[Part]) => string[] };

const SECTIONS: Section = {
  concurrent: (burst) => [
    ...markdownTable(BURST_HEAD, [burstRow("at once", burst)]),
    "",
    `None lost, none wrong: ${verdict(isFlawless(burst))}. ${loopVerdict(burst.look)}`,
  ],
  row: (bursts) => {
    const half = bursts.length / 2;
    const solves = bursts.reduce((sum, { asked }) => sum + asked, 0);
    const heaps = [0, half - 1, bursts.length - 1].map((k) => bursts[k].look.heapMib);
    const [first, middle, last] = heaps.map((mib) => digits(mib, 2));
    return [
      ...markdownTable(
        BURST_HEAD,
        bursts.map((burst, k) => burstRow(`solves ${k * burst.asked + 1} to ${(k + 1) * burst.asked}`, burst)),
      ),
      "",
      `None lost, none wrong: ${verdict(bursts.every(isFlawless))}. Heap ${first} MiB after the first part, ${middle} after ${solves / 2} solves, ${last} after ${solves}: ` +
        `${verdict(heaps[2] - heaps[1] < MOST_GROWTH * heaps[1])} (less than ${MOST_GROWTH * 100} % more after the second half than after the first).`,
    ];
  },
  large: ({ rows, skipped }) => [
    ...markdownTable(
      ["body (kB)", ...BURST_HEAD],
      rows.map(({ portfolio, bytes, burst }) => [whole(bytes / 1000), ...burstRow(portfolio, burst)]),
    ),
    "",
    ...rows.map(({ portfolio, burst }) => `${portfolio}: ${loopVerdict(burst.look)}`),
    ...skipped.map((reason) => `\nSkipped: ${reason}.`),
  ],
  aborts: ({ left, seed, seconds, idleAfterMs, rightAfterwards, before, after }) => [
    `${left} clients (seed ${seed}) left within 500 ms of asking for a solve without an end, 50 at a time, in ${digits(seconds)} s. Nothing ran or waited ` +
      `${whole(idleAfterMs)} ms after the last. Heap / rss (MiB) ${memory(before)} before, ${memory(after)} after; right answers afterwards: ${rightAfterwards} of 5.`,
  ],
  kills: ({ kills, burst, afterwards }) => [
    ...markdownTable(BURST_HEAD, [burstRow(`${kills} workers killed`, burst), burstRow("afterwards", afterwards)]),
    "",
    `A death costs at most its own request: ${verdict((burst.statuses["500"] ?? 0) <= kills && burst.lost === 0)}. All right afterwards: ${verdict(isFlawless(afterwards))}.`,
  ],
  overflow: (burst) => [
    ...markdownTable(BURST_HEAD, [burstRow("queue of 20", burst)]),
    "",
    `Every request answered, by a right plan or 503: ${verdict(burst.lost === 0 && burst.wrong === 0 && burst.right === burst.statuses["200"])}.`,
  ],
  bodies: ({ rows, before, after, rightAfterwards }) => [
    ...markdownTable(
      ["body", "sent", "expected", "answers"],
      rows.map(({ body, sent, expected, statuses: found }) => [body, String(sent), String(expected), statuses(found)]),
    ),
    "",
    `Right status every time: ${verdict(rows.every(({ sent, expected, statuses: found }) => found[expected] === sent))}. Heap / rss (MiB) ${memory(before)} before, ${memory(after)} after; right answers afterwards: ${rightAfterwards} of 5.`,
  ],
  cold: ({ rows, skipped }) => [
    ...markdownTable(
      ["host", "engine", "module imported (ms)", "first plan (ms)", "second plan (ms)", "runs"],
      rows.map(({ host, engine, importMs, firstPlanMs, secondPlanMs, repeats }) => [
        ...[host, engine, whole(importMs), whole(firstPlanMs), whole(secondPlanMs), String(repeats)],
      ]),
    ),
    ...skipped.map((reason) => `\nSkipped: ${reason}.`),
  ],
  stops: ({ rows, skipped }) => [
    ...markdownTable(
      ["portfolio", "asked after (ms)", "cancel took (ms)", "with a plan", "time limit overrun (ms)"],
      rows.map(({ portfolio, atMs, cancelTookMs, hasPlan, limitOverMs }) => [
        ...[portfolio, whole(atMs), whole(cancelTookMs), hasPlan ? "yes" : "no", whole(limitOverMs)],
      ]),
    ),
    "",
    `Cancelled within ${CANCEL_MS} ms: ${rows.filter(({ cancelTookMs }) => cancelTookMs <= CANCEL_MS).length} of ${rows.length}. ` +
      `Time limit held within ${LIMIT_MS} ms: ${rows.filter(({ limitOverMs }) => Math.abs(limitOverMs) <= LIMIT_MS).length} of ${rows.length}.`,
    ...skipped.map((reason) => `\nSkipped: ${reason}.`),
  ],
  sessions: ({ rows, skipped }) => {
    const met = rows.filter(isAsGood).length;
    return [
      ...markdownTable(
        [
          "portfolio",
          "price times",
          "from nothing (s)",
          "value (M$)",
          "gap",
          "in the session (s)",
          "value (M$)",
          "gap",
          "better by",
        ],
        rows.map((row) => [
          ...[row.portfolio, digits(row.factor, 2), ...answerCells(row.scratch), ...answerCells(row.warm)],
          `${digits(betterBy(row) * 100, 2)} %`,
        ]),
      ),
      "",
      `An audited plan in a tenth of the time that is not worse by more than ${AS_GOOD * 100} %: ${met} of ${rows.length}.`,
      ...skipped.map((reason) => `\nSkipped: ${reason}.`),
    ];
  },
};

const TITLES: Record<ServicePart, string> = {
  concurrent: "Many at once",
  row: "Many in a row",
  large: "Large portfolios, ten at a time",
  aborts: "Clients that leave",
  kills: "Workers that die",
  overflow: "More than the queue takes",
  bodies: "Bodies that no service wants",
  cold: "Cold start",
  stops: "Cancel and time limit, by createOptimizer in Node",
  sessions: "One price edited in a session, by createOptimizer in Node",
};

function section<Part extends ServicePart>(
  { key, run, result, failure }: ServiceRecord<Part>,
  runs: Record<string, Machine>,
) {
  const lines = result === undefined ? [`Failed: ${failure}.`] : SECTIONS[key](result);
  return [`## ${TITLES[key]}`, "", ...lines, "", `(${machineText(runs[run])})`, ""];
}

export function markdown(records: readonly ServiceRecord[], runs: Record<string, Machine>): string {
  const order = Object.keys(TITLES);
  const sorted = [...records].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  return [
    "# Service",
    "",
    `Client and server run on one machine and share its cores; the load average at the start of each part says what else did. Portfolio of the loads: ${PORTFOLIO}, 5 moves a solve.`,
    "Every plan is audited by the client. Heap is after a full garbage collection, rss the whole process with its workers. The event loop's delay is that of `perf_hooks.monitorEventLoopDelay`",
    "in the server, its timer's own millisecond included. On a machine with more to do than cores it contains the waiting for a core: *own* is the delay without what the server's thread waited",
    "for one (Linux counts it), *idle process* the same monitor in a process that does nothing, at the same time.",
    "",
    ...sorted.flatMap((record) => section(record, runs)),
  ].join("\n");
}
