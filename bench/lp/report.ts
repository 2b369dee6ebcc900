// The benchmark's tables: geometric means over the instances both solvers got right, every loss listed, every failure named.
import { geometricMean, markdownTable, median, msText } from "../harness/statistics.ts";
import { Machine, machineText } from "../harness/surroundings.ts";
import { PARTS, Part } from "./corpus.ts";
import { LpRecord, Measure, milliseconds } from "./record.ts";

const OURS = "megalloc-wasm";
const NOT_MEASURED = "-";
const TITLES: Record<Part, string> = {
  netlib: "Netlib",
  condensed: "Condensed LPs of the shared portfolios",
};

export function markdown(
  records: readonly LpRecord[],
  runs: Readonly<Record<string, Machine>>,
  packages: Readonly<Record<string, string>>,
): string {
  const used = new Set(records.map(({ run }) => run));
  const parts = PARTS.map((part) => new PartReport(part, records)).filter(({ engines }) => engines.length > 0);
  return `${[
    "# LP benchmark",
    "",
    ...[...used].map((run) => `- ${machineText(runs[run])}`),
    `- rivals: ${Object.entries(packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}`,
    "",
    "Every solver and instance in a process of its own. *Solve* is the median of repeated solves in a warm process, each from CSC arrays:",
    "building the solver's model, solving, reading objective, primal and dual out (ours: also validating the input and verifying the answer).",
    "*Cold* is the first of them in a fresh process (condensed LPs: median of up to three), without loading the solver. *Re-solve* is",
    "after one upper bound was cut below the optimal value of its column: warm where the solver keeps its basis (ours, HiGHS, GLOP, CLP),",
    "from scratch where it cannot; geometric mean over up to five such changes. CPU is the time of all threads, which minds less what else",
    "the machine is doing. *Load* is the median time to fetch and compile the solver. Objectives are checked to 1e-6 against the published",
    "optima, those of the condensed LPs against HiGHS. Rivals run with their defaults; on the condensed LPs also with the setting that",
    "helps them there. or-tools-wasm runs its Asyncify build on this Node, which is slower than its JSPI build would be.",
    "",
    ...parts.flatMap((part) => part.lines()),
  ].join("\n")}\n`;
}

class PartReport {
  readonly engines: readonly string[];
  private readonly instances: readonly LpRecord[];
  private readonly records: readonly LpRecord[];
  private readonly byKey: ReadonlyMap<string, LpRecord>;

  constructor(
    private readonly part: Part,
    all: readonly LpRecord[],
  ) {
    this.records = all.filter((record) => record.part === part);
    const names = [...new Set(this.records.map(({ engine }) => engine))];
    this.engines = [...names.filter((name) => name === OURS), ...names.filter((name) => name !== OURS)];
    this.byKey = new Map(this.records.map((record) => [record.key, record]));
    const firsts = new Map(this.records.map((record) => [record.instance, record]));
    this.instances = [...firsts.values()].sort((a, b) => a.nz - b.nz);
  }

  lines(): string[] {
    return [
      `## ${TITLES[this.part]}`,
      "",
      `Time of each solver over that of ${OURS}, geometric mean over the instances both got right (above 1: ${OURS} is faster).`,
      "",
      ...markdownTable(
        ["solver", "right", "wrong", "failed", "timeout", ...MEASURES.map(([, title]) => title), "load ms"],
        [...this.engines.map((engine) => this.overview(engine)), this.bestRival()],
      ),
      "",
      "### Losses",
      "",
      ...this.losses(),
      "",
      "### Failures",
      "",
      ...this.failures(),
      "",
      ...this.timeTable("Solve, ms", "solve"),
      ...this.timeTable("Solve, CPU ms", "solveCpu"),
      ...this.timeTable("Cold solve, ms", "cold"),
      ...this.timeTable("Re-solve after one bound change, ms", "resolve"),
      ...this.iterationTable(),
      ...this.profileTable(),
    ];
  }

  private recordOf(engine: string, instance: string): LpRecord | undefined {
    return this.byKey.get(`${this.part}/${instance}/${engine}`);
  }

  private ms(engine: string, instance: string, measure: Measure): number | undefined {
    return milliseconds(this.recordOf(engine, instance), measure);
  }

  private get rivals(): string[] {
    return this.engines.filter((engine) => !engine.startsWith("megalloc"));
  }

  private overview(engine: string): string[] {
    const own = this.records.filter((record) => record.engine === engine);
    const count = (outcome: LpRecord["outcome"]): string =>
      String(own.filter((record) => record.outcome === outcome).length);
    const loads = own.flatMap(({ results }) => results.map(({ load }) => load.ms));
    return [
      engine,
      ...(["right", "wrong", "failed", "timeout"] as const).map(count),
      ...MEASURES.map(([measure]) => this.ratio((instance) => this.ms(engine, instance, measure), measure)),
      loads.length === 0 ? NOT_MEASURED : median(loads).toFixed(0),
    ];
  }

  /** The fastest rival of each instance. */
  private bestRival(): string[] {
    const best = (instance: string, measure: Measure): number | undefined => {
      const times = this.rivals.flatMap((engine) => this.ms(engine, instance, measure) ?? []);
      return times.length === 0 ? undefined : Math.min(...times);
    };
    const ratios = MEASURES.map(([measure]) => this.ratio((instance) => best(instance, measure), measure));
    return ["fastest rival of each instance", "", "", "", "", ...ratios, ""];
  }

  private ratio(theirsOf: (instance: string) => number | undefined, measure: Measure): string {
    const ratios = this.instances.flatMap(({ instance }) => {
      const mine = this.ms(OURS, instance, measure);
      const theirs = theirsOf(instance);
      return mine === undefined || theirs === undefined ? [] : [theirs / mine];
    });
    return ratios.length === 0 ? NOT_MEASURED : `${geometricMean(ratios).toFixed(2)} (${ratios.length})`;
  }

  private losses(): string[] {
    const lines: string[] = [];
    for (const [measure, title] of MEASURES.filter(([name]) => !name.endsWith("Cpu"))) {
      for (const { instance } of this.instances) {
        const mine = this.ms(OURS, instance, measure);
        const faster = this.rivals
          .map((engine) => ({ engine, ms: this.ms(engine, instance, measure) }))
          .filter(({ ms }) => ms !== undefined && (mine === undefined || ms < mine))
          .map(({ engine, ms }) => `${engine} ${text(ms)}`);
        if (faster.length > 0) lines.push(`- ${instance}, ${title}: ${text(mine)} ms against ${faster.join(", ")}`);
      }
    }
    return lines.length === 0 ? ["None."] : lines;
  }

  private failures(): string[] {
    const lines = this.records.flatMap(({ engine, instance, outcome, detail, resolvesRight }) => {
      if (outcome === "timeout") return [];
      if (outcome !== "right")
        return [`- ${engine}, ${instance}: ${outcome}${detail === undefined ? "" : `, ${detail}`}`];
      return resolvesRight.includes(false) ? [`- ${engine}, ${instance}: re-solve not right`] : [];
    });
    for (const engine of this.engines) {
      const late = this.records.filter((record) => record.engine === engine && record.outcome === "timeout");
      const run = late.filter(({ detail }) => !detail?.startsWith("not run"));
      if (late.length > 0)
        lines.push(
          `- ${engine}: timeout (${run[0]?.detail}) on ${run.map(({ instance }) => instance).join(", ")}` +
            (late.length > run.length ? `, not run on ${late.length - run.length} larger ones after that` : ""),
        );
    }
    return lines.length === 0 ? ["None."] : lines;
  }

  private perInstance(title: string, cell: (engine: string, instance: string) => string): string[] {
    const rows = this.instances.map(({ instance, rows, cols, nz }) => [
      instance,
      ...[rows, cols, nz].map(String),
      ...this.engines.map((engine) => cell(engine, instance)),
    ]);
    return [`### ${title}`, "", ...markdownTable(["instance", "rows", "cols", "nz", ...this.engines], rows), ""];
  }

  private timeTable(title: string, measure: Measure): string[] {
    return this.perInstance(title, (engine, instance) => text(this.ms(engine, instance, measure)));
  }

  private iterationTable(): string[] {
    return this.perInstance("Simplex iterations, where told", (engine, instance) => {
      const record = this.recordOf(engine, instance);
      const iterations = record?.outcome === "right" ? record.results[0]?.answer.iterations : undefined;
      return iterations === undefined ? NOT_MEASURED : String(iterations);
    });
  }

  /** Shares of the solve's time by phase, ours. */
  private profileTable(): string[] {
    const profiled = this.instances.flatMap(({ instance }) => {
      const profile = this.recordOf(OURS, instance)?.results[0]?.profile;
      return profile === undefined ? [] : [{ instance, profile }];
    });
    if (profiled.length === 0) return [];
    const phases = [...new Set(profiled.flatMap(({ profile }) => Object.keys(profile)))];
    const rows = profiled.map(({ instance, profile }) => {
      const total = Object.values(profile).reduce((sum, value) => sum + value, 0);
      return [
        instance,
        ...phases.map((phase) => `${((100 * (profile[phase] ?? 0)) / Math.max(total, 1e-9)).toFixed(0)} %`),
      ];
    });
    return [`### Where the time goes (${OURS})`, "", ...markdownTable(["instance", ...phases], rows), ""];
  }
}

const MEASURES: readonly (readonly [Measure, string])[] = [
  ["solve", "solve"],
  ["solveCpu", "solve CPU"],
  ["cold", "cold"],
  ["coldCpu", "cold CPU"],
  ["resolve", "re-solve"],
  ["resolveCpu", "re-solve CPU"],
];

function text(ms: number | undefined): string {
  return ms === undefined ? NOT_MEASURED : msText(ms);
}
