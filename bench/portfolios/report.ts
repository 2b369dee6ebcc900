// The benchmark's tables: time to proof for the small portfolios, value and gap on the way for the others, targets met and missed.
import { geometricMean, markdownTable } from "../harness/statistics.ts";
import { Machine, machineText } from "../harness/surroundings.ts";
import { CurvePoint, gapOf, pointAt, primalDualIntegral, timeToGap } from "../mip/curve.ts";
import { bestValues, findings } from "./checks.ts";
import { INSTANCES, PortfolioInstance, Target } from "./instances.ts";
import { PortfolioRecord, PortfolioResult } from "./record.ts";

const OURS = "megalloc";
const PROVED = 1e-4;
/** Seconds of CPU time at which runs are looked at. */
const LOOKS = [10, 30, 60, 120];
const NONE = "-";

export function markdown(
  records: readonly PortfolioRecord[],
  runs: Readonly<Record<string, Machine>>,
  packages: Readonly<Record<string, string>>,
): string {
  const tables = new Tables(records);
  const used = new Set(records.map(({ run }) => run));
  const found = findings(records);
  return `${[
    "# Portfolio benchmark",
    "",
    ...[...used].map((run) => `- ${machineText(runs[run])}`),
    `- rivals: highs ${packages["highs"]}, or-tools-wasm ${packages["or-tools-wasm"]} (SCIP)`,
    "",
    "Every solver and portfolio in a process of its own, on one thread, stopped at a gap of 0.01 %. Times are CPU seconds of the process",
    "(SCIP's limit is on the wall's clock), which minds less what else the machine is doing; loading a solver is not part of them, nor is",
    "writing the model for the others; for ours compiling the portfolio and the final audit are. *textbook* is the MILP of the model as",
    "one would write it down, *condensed* the one that this project builds. Rivals run with their defaults. SCIP tells only what it has at",
    "the end. Values are audited, binaries of the rivals rounded and the rest re-solved first.",
    "",
    "![Gap over CPU time](portfolios.svg)",
    "",
    "## Checks",
    "",
    ...(found.length === 0
      ? [
          `All ${records.length} runs: plans pass the audit, no bound is below a known value, no value above a known bound.`,
        ]
      : found.map((line) => `- ${line}`)),
    "",
    "## Targets",
    "",
    ...tables.targets(),
    "",
    "## Small portfolios: CPU seconds to a proved gap of 0.01 %",
    "",
    ...tables.small(),
    "",
    "## Value and gap on the way",
    "",
    "M$ (gap in %), after so many CPU seconds.",
    "",
    ...tables.looks(),
    "",
    "## Primal-dual integrals",
    "",
    "Gap (0 to 1) times CPU seconds, up to the limit; the less the better.",
    "",
    ...tables.integrals(),
    "",
    "## Sizes of the models",
    "",
    ...tables.sizes(),
  ].join("\n")}\n`;
}

class Tables {
  private readonly solvers: readonly string[];
  private readonly instances: readonly PortfolioInstance[];
  private readonly byKey: ReadonlyMap<string, PortfolioRecord>;
  private readonly best: ReadonlyMap<string, number>;

  constructor(records: readonly PortfolioRecord[]) {
    const names = [...new Set(records.map(({ solver }) => solver))];
    this.solvers = [...names.filter((name) => name === OURS), ...names.filter((name) => name !== OURS)];
    this.instances = INSTANCES.filter(({ name }) => records.some(({ portfolio }) => portfolio === name));
    this.byKey = new Map(records.map((record) => [record.key, record]));
    this.best = bestValues(records);
  }

  private record(instance: string, solver: string): PortfolioRecord | undefined {
    return this.byKey.get(`${instance}/${solver}`);
  }

  private provedSeconds(instance: string, solver: string): number | null {
    const record = this.record(instance, solver);
    const ms = record?.result === undefined ? null : timeToGap(record.result.curve, PROVED);
    return ms === null ? null : ms / 1000;
  }

  private least(instance: string, solvers: readonly string[]): number | null {
    const times = solvers.flatMap((solver) => this.provedSeconds(instance, solver) ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  private get highs(): string[] {
    return this.solvers.filter((solver) => solver.startsWith("highs"));
  }

  small(): string[] {
    const rows: string[][] = [];
    const ratios: number[] = [];
    for (const { name } of this.instances.filter(({ isSmall }) => isSmall)) {
      const mine = this.provedSeconds(name, OURS);
      const theirs = this.least(name, this.highs);
      const ratio = mine === null || theirs === null ? null : theirs / mine;
      if (ratio !== null) ratios.push(ratio);
      const cells = this.solvers.map((solver) => {
        const seconds = this.provedSeconds(name, solver);
        return seconds === null ? this.endText(name, solver) : seconds.toFixed(2);
      });
      rows.push([name, ...cells, ratio === null ? NONE : `${ratio.toFixed(1)} x`, this.missingText(name)]);
    }
    if (rows.length === 0) return ["Not measured."];
    const lines = markdownTable(
      ["portfolio", ...this.solvers, "ours faster than HiGHS' better", "ours below best known"],
      rows,
    );
    return ratios.length === 0
      ? lines
      : [...lines, "", `Geometric mean of the ratios: ${geometricMean(ratios).toFixed(1)} x.`];
  }

  /** How much our value misses of the best known. */
  private missingText(name: string): string {
    const mine = this.record(name, OURS)?.result?.auditedUsd;
    const best = this.best.get(name);
    if (mine === null || mine === undefined || best === undefined) return NONE;
    return `${percent(Math.max(0, (best - mine) / Math.max(1, Math.abs(best))))} %`;
  }

  /** What a run that proved nothing ended with. */
  private endText(instance: string, solver: string): string {
    const result = this.record(instance, solver)?.result;
    if (result === undefined) return NONE;
    const gap = gapOf({ primal: result.claimedUsd, dual: result.boundUsd });
    return gap === null ? "no plan" : `${percent(gap)} % left after ${(result.cpuMs / 1000).toFixed(0)}`;
  }

  looks(): string[] {
    return this.instances
      .filter(({ isSmall }) => !isSmall)
      .flatMap(({ name }) => {
        const rows = this.solvers.flatMap((solver) => {
          const record = this.record(name, solver);
          if (record === undefined) return [];
          const proved = this.provedSeconds(name, solver);
          const cells = LOOKS.map((seconds) => this.lookText(record, seconds));
          return [[solver, ...cells, proved === null ? NONE : proved.toFixed(1)]];
        });
        const best = this.best.get(name);
        return [
          `### ${name}${best === undefined ? "" : `, best known ${millions(best)} M$`}`,
          "",
          ...markdownTable(["solver", ...LOOKS.map((seconds) => `${seconds} s`), "proved, s"], rows),
          "",
        ];
      });
  }

  private lookText({ result, failure }: PortfolioRecord, seconds: number): string {
    if (result === undefined) return failure ?? NONE;
    const point = seenAt(result, seconds);
    if (point === undefined) return NONE;
    const gap = gapOf(point);
    if (point.primal === null) return point.dual === null ? NONE : `no plan, bound ${millions(point.dual)}`;
    return `${millions(point.primal)} (${gap === null ? "no bound" : percent(gap)})`;
  }

  integrals(): string[] {
    const rows = this.instances.map(({ name, cpuSeconds }) => [
      name,
      ...this.solvers.map((solver) => {
        const result = this.record(name, solver)?.result;
        return result === undefined ? NONE : primalDualIntegral(result.curve, cpuSeconds * 1000).toFixed(2);
      }),
    ]);
    return markdownTable(["portfolio", ...this.solvers], rows);
  }

  sizes(): string[] {
    const models = this.solvers.filter((solver) => solver.startsWith("highs"));
    const rows = this.instances.map(({ name }) => [
      name,
      ...models.map((solver) => {
        const model = this.record(name, solver)?.result?.model;
        return model ? `${model.rows} x ${model.cols}, ${model.nz} nz, ${model.integers} integers` : NONE;
      }),
    ]);
    return markdownTable(["portfolio", ...models], rows);
  }

  targets(): string[] {
    const rows = this.instances.flatMap(({ name, targets }) =>
      targets.map((target) => {
        const [words, state] = this.judge(name, target);
        return [name, words, ...state];
      }),
    );
    return markdownTable(["portfolio", "target", "measured", "met"], rows);
  }

  private judge(name: string, target: Target): [string, [string, string]] {
    const ours = this.record(name, OURS)?.result;
    const curve = ours?.curve ?? [];
    // What ours had when it was cut short it would have had later, too.
    const mineAt = (seconds: number): CurvePoint | undefined => pointAt(curve, seconds * 1000);
    const cut = (seconds: number): string =>
      ours !== undefined && seenAt(ours, seconds) === undefined && curve.length > 0
        ? ` (stopped after ${(ours.cpuMs / 1000).toFixed(0)} s)`
        : "";
    const verdict = (isMet: boolean): string => (isMet ? "yes" : "**no**");
    switch (target.kind) {
      case "gap": {
        const gap = gapOf(mineAt(target.seconds));
        const words = `gap at most ${percent(target.gap)} % in ${target.seconds} s`;
        return [
          words,
          [
            gap === null ? "no plan" : `${percent(gap)} %${cut(target.seconds)}`,
            verdict(gap !== null && gap <= target.gap),
          ],
        ];
      }
      case "plan": {
        const has = typeof mineAt(target.seconds)?.primal === "number";
        const first = curve.find(({ primal }) => primal !== null);
        const measured = first === undefined ? "no plan" : `first plan after ${(first.cpuMs / 1000).toFixed(1)} s`;
        return [`a plan in ${target.seconds} s`, [measured, verdict(has)]];
      }
      case "value": {
        const mine = mineAt(target.seconds)?.primal ?? Number.NEGATIVE_INFINITY;
        const theirs = this.highs.map(
          (solver) => seenAt(this.record(name, solver)?.result, target.seconds)?.primal ?? Number.NEGATIVE_INFINITY,
        );
        const best = Math.max(...theirs);
        const measured = `${millions(mine)} against ${millions(best)} M$${cut(target.seconds)}`;
        // A value within the gap at which solvers stop is no worse.
        const isMet = mine >= best - PROVED * Math.abs(best);
        return [`value at least HiGHS' at ${target.seconds} s`, [measured, verdict(isMet)]];
      }
      case "time": {
        const mine = this.provedSeconds(name, OURS);
        const theirs = this.least(name, this.highs);
        const words = `proved in ${target.part} of HiGHS' better time`;
        const measured = `${mine?.toFixed(2) ?? "not proved"} against ${theirs?.toFixed(2) ?? "not proved"} s`;
        return [words, [measured, verdict(mine !== null && (theirs === null || mine <= target.part * theirs))]];
      }
    }
  }
}

/** What was known after so much CPU time; undefined where the run had nothing yet, or was cut short before. */
function seenAt(result: PortfolioResult | undefined, seconds: number): CurvePoint | undefined {
  if (result === undefined) return undefined;
  // A run stops at the first look at its clock after the limit.
  const isCut = result.status === "limit" && result.cpuMs < seconds * 1000 - 1;
  return isCut ? undefined : pointAt(result.curve, seconds * 1000);
}

function millions(usd: number): string {
  return Number.isFinite(usd) ? (usd / 1e6).toFixed(1) : "none";
}

function percent(gap: number): string {
  return (100 * gap).toFixed(gap < 0.001 ? 3 : 2);
}
