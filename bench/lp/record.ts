// One solver on one instance, and the figures taken from it.
import { BenchRecordBase } from "../harness/result-file.ts";
import { geometricMean, median } from "../harness/statistics.ts";
import { Part } from "./corpus.ts";
import { Time, WorkerResult } from "./worker-result.ts";

export interface LpRecord extends BenchRecordBase {
  readonly part: Part;
  readonly engine: string;
  readonly instance: string;
  readonly rows: number;
  readonly cols: number;
  readonly nz: number;
  readonly outcome: "right" | "wrong" | "failed" | "timeout";
  readonly detail?: string;
  /** One per process; empty after a timeout. */
  readonly results: readonly WorkerResult[];
  /** For every bound change: whether each process's objective agrees with a solve from scratch by HiGHS. */
  readonly resolvesRight: readonly boolean[];
}

export type Measure = "solve" | "solveCpu" | "cold" | "coldCpu" | "resolve" | "resolveCpu";

/** Milliseconds (cold: median over processes; re-solve: geometric mean over changes); undefined where the solver was not right. */
export function milliseconds(record: LpRecord | undefined, measure: Measure): number | undefined {
  if (record?.outcome !== "right" || record.results.length === 0) return undefined;
  const { results } = record;
  const pick = ({ ms, cpuMs }: Time): number => (measure.endsWith("Cpu") ? cpuMs : ms);
  switch (measure) {
    case "cold":
    case "coldCpu":
      return median(results.map(({ cold }) => pick(cold)));
    case "solve":
    case "solveCpu":
      return median(results.flatMap(({ solves }) => solves.map(pick)));
    default: {
      if (record.resolvesRight.length === 0 || record.resolvesRight.includes(false)) return undefined;
      const times = record.resolvesRight.map((_, k) => median(results.flatMap((it) => it.resolves[k].times.map(pick))));
      // A clock that saw nothing pass is no ratio of anything.
      return geometricMean(times.map((time) => Math.max(time, 1e-3)));
    }
  }
}
