// The report: tables, and for every claim of the service whether it was met.
import { markdownTable } from "../harness/statistics.ts";
import { type Machine, machineText } from "../harness/surroundings.ts";
import type { Burst } from "./burst.ts";
import { PORTFOLIO, type ServicePart, type ServiceRecord, type ServiceResults } from "./parts.ts";
import type { Look } from "./watched-server.ts";

const LOOP_P99_MS = 20;
const CANCEL_MS = 50;
const LIMIT_MS = 100;

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
  ...["event loop p99 / max (ms)", "heap / rss (MiB)"],
];

function burstRow(name: string, burst: Burst): string[] {
  const { asked, connections, right, wrong, lost, seconds, latencyP50Ms, latencyP99Ms, look } = burst;
  return [
    ...[name, String(asked), String(connections), statuses(burst.statuses), `${right} / ${wrong}`, String(lost)],
    ...[digits(seconds), `${whole(latencyP50Ms)} / ${whole(latencyP99Ms)}`],
    ...[`${digits(look.p99Ms)} / ${whole(look.maxMs)}`, memory(look)],
  ];
}

const isFlawless = ({ asked, right, wrong, lost }: Burst): boolean => right === asked && wrong === 0 && lost === 0;

type Section = { [Part in ServicePart]: (result: ServiceResults[Part]) => string[] };

const SECTIONS: Section = {
  concurrent: (burst) => [
    ...markdownTable(BURST_HEAD, [burstRow("at once", burst)]),
    "",
    `None lost, none wrong: ${verdict(isFlawless(burst))}. Event loop p99 below ${LOOP_P99_MS} ms: ${verdict(burst.look.p99Ms < LOOP_P99_MS)} (${digits(burst.look.p99Ms)} ms).`,
  ],
  row: (bursts) => {
    const [first, last] = [bursts[0].look.heapMib, bursts.at(-1)!.look.heapMib];
    return [
      ...markdownTable(
        BURST_HEAD,
        bursts.map((burst, k) => burstRow(`solves ${k * burst.asked + 1} to ${(k + 1) * burst.asked}`, burst)),
      ),
      "",
      `None lost, none wrong: ${verdict(bursts.every(isFlawless))}. Heap from the first part to the last: ${digits(first, 2)} to ${digits(last, 2)} MiB.`,
    ];
  },
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
};

const TITLES: Record<ServicePart, string> = {
  concurrent: "Many at once",
  row: "Many in a row",
  aborts: "Clients that leave",
  kills: "Workers that die",
  overflow: "More than the queue takes",
  bodies: "Bodies that no service wants",
  cold: "Cold start",
  stops: "Cancel and time limit, by createOptimizer in Node",
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
    "Every plan is audited by the client. The event loop is the server's, with its timer's own millisecond; heap is after a full garbage collection, rss the whole process with its workers.",
    "",
    ...sorted.flatMap((record) => section(record, runs)),
  ].join("\n");
}
