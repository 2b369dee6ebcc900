// bench/results/sweep.md.
import { ResultFile } from "../harness/result-file.ts";
import { markdownTable, msText } from "../harness/statistics.ts";
import { machineText } from "../harness/surroundings.ts";
import { HourlyRecord, ScalingRecord, SweepRecord } from "./record.ts";

/** What is aimed at. */
const WANTED_SPEEDUP = 1.8;

const least = (values: readonly number[]): number => Math.min(...values);

function scalingRow({ portfolio, scenarios, runs, isSame, killed }: ScalingRecord): string[] {
  const wall = (jobs: number): number => least(runs.filter((run) => run.jobs === jobs).map(({ wallMs }) => wallMs));
  const cpu = (jobs: number): number => least(runs.filter((run) => run.jobs === jobs).map(({ cpuMs }) => cpuMs));
  const speedup = wall(1) / wall(2);
  const isWhole = killed.results === scenarios && killed.unique === scenarios && killed.isSame;
  return [
    portfolio,
    String(scenarios),
    `${(wall(1) / 1000).toFixed(1)} (${(cpu(1) / 1000).toFixed(1)})`,
    `${(wall(2) / 1000).toFixed(1)} (${(cpu(2) / 1000).toFixed(1)})`,
    speedup >= WANTED_SPEEDUP ? speedup.toFixed(2) : `**${speedup.toFixed(2)}**`,
    isSame ? "yes" : "**no**",
    isWhole ? "yes, same answer" : `**${killed.unique} of ${scenarios}**`,
  ];
}

function hourlyRow(way: HourlyRecord["ways"][number], base: HourlyRecord["ways"][number]): string[] {
  return [
    way.name,
    String(way.blocks),
    msText(way.resolveMs),
    msText(way.solveCpuMs),
    (way.solveCpuMs / base.solveCpuMs).toFixed(2),
    (way.valueUsd / 1e6).toFixed(1),
  ];
}

/** Wall times of a machine that had other work tell of that work. */
function busyNote(records: readonly ScalingRecord[], runs: ResultFile<SweepRecord>["runs"]): string[] {
  const busy = records.filter(({ run }) => runs[run].loadAverage > runs[run].cores / 2);
  if (busy.length === 0) return [];
  const names = busy.map(({ portfolio }) => portfolio).join(", ");
  return [
    "",
    `**Not a measurement of scaling: ${names}.** The machine was busy with other work (load averages above), so two workers had to share what one had. Answers and`,
    "the kill are as they were measured; the times must be taken again on a quiet machine.",
  ];
}

export function markdown({ records, runs }: ResultFile<SweepRecord>): string {
  const used = new Set(records.map(({ run }) => run));
  const scaling = records.filter((record): record is ScalingRecord => record.kind === "scaling");
  const hourly = records.filter((record): record is HourlyRecord => record.kind === "hourly");
  return `${[
    "# Sweeps",
    "",
    ...[...used].map((run) => `- ${machineText(runs[run])}`),
    "",
    "## On two cores, and with a worker killed",
    "",
    `A sweep by the command as built, start to end, the base plan included: ${scaling[0]?.moves ?? 0} moves a solve, two or more solves a scenario. Wall seconds (CPU`,
    `seconds of the command and its workers), least of ${(scaling[0]?.runs.length ?? 0) / 2} runs in turn. Wanted: ${WANTED_SPEEDUP} times as fast on two workers. Then once more with one of two`,
    "workers killed (SIGKILL) after a quarter of the results: every scenario must be there once, with the same answer.",
    "",
    ...markdownTable(
      [
        "portfolio",
        "scenarios",
        "1 worker, s",
        "2 workers, s",
        "times as fast",
        "same answers",
        "all there after a kill",
      ],
      scaling.map(scalingRow),
    ),
    ...busyNote(scaling, runs),
    "",
    "## Prices by the hour",
    "",
    ...hourly.flatMap((record) => [
      `${record.portfolio} with made-up prices of 8,760 hours at each of its sites, against three blocks: CPU milliseconds of a solve of ${record.moves} moves (least of several in turn),`,
      "and of reading and condensing the files, once. The prices differ, so values do.",
      "",
      ...markdownTable(
        ["prices", "blocks", "resolve, ms", "solve, ms", "against three blocks", "value, M$"],
        record.ways.map((way) => hourlyRow(way, record.ways[0])),
      ),
    ]),
  ].join("\n")}\n`;
}
