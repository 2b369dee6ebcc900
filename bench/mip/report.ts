// The benchmark's table: every instance, what HiGHS solves and we do not, and who is faster on what both solve.
import { geometricMean, markdownTable } from "../harness/statistics.ts";
import { Machine, machineText } from "../harness/surroundings.ts";
import { gapOf, primalDualIntegral } from "./curve.ts";
import { MipRecord } from "./record.ts";
import { verdictOf } from "./verdict.ts";

const OURS = "megalloc";
const YARDSTICK = "highs";
const NONE = "-";
/** Times below this are all the same to a user, and noise in a ratio. */
const LEAST_SECONDS = 0.1;

export function markdown(
  records: readonly MipRecord[],
  runs: Readonly<Record<string, Machine>>,
  packages: Readonly<Record<string, string>>,
): string {
  const used = new Set(records.map(({ run }) => run));
  const byKey = new Map(records.map((record) => [record.key, record]));
  const names = [...new Set(records.map(({ solver }) => solver))];
  const solvers = [...names.filter((name) => name === OURS), ...names.filter((name) => name !== OURS)];
  const instances = [...new Set(records.map(({ instance }) => instance))].sort();
  const limits = solvers.map((solver) => `${solver} ${records.find((it) => it.solver === solver)?.cpuSeconds} s`);
  return `${[
    "# MIP benchmark: MIPLIB 3",
    "",
    ...[...used].map((run) => `- ${machineText(runs[run])}`),
    `- rivals: highs ${packages["highs"]}${names.includes("scip") ? `, or-tools-wasm ${packages["or-tools-wasm"]} (SCIP)` : ""}`,
    `- limits, CPU time: ${limits.join(", ")}; gap 1e-6`,
    "",
    "Every solver and instance in a process of its own, on one thread. Times are CPU seconds from the model's arrays to the answer; loading",
    "a solver is not part of them. Answers are held against the published optima, points checked on the model.",
    "",
    ...markdownTable(
      ["solver", "solved", "open", "wrong", "failed"],
      solvers.map((solver) => [
        solver,
        ...(["solved", "open", "wrong", "failed"] as const).map((verdict) => count(records, solver, verdict)),
      ]),
    ),
    "",
    ...comparison(byKey, instances),
    "",
    "## Instances",
    "",
    "Seconds where solved, else the gap left (or what went wrong); nodes; primal-dual integral up to the limit of the rivals.",
    "",
    ...markdownTable(
      ["instance", "optimum", ...solvers.flatMap((solver) => [solver, "nodes", "integral"])],
      instances.map((instance) => {
        const cells = solvers.flatMap((solver) => cellsOf(byKey.get(`${instance}/${solver}`)));
        return [instance, String(records.find((it) => it.instance === instance)?.optimum), ...cells];
      }),
    ),
  ].join("\n")}\n`;
}

function count(records: readonly MipRecord[], solver: string, verdict: string): string {
  return String(records.filter((record) => record.solver === solver && verdictOf(record) === verdict).length);
}

function comparison(byKey: ReadonlyMap<string, MipRecord>, instances: readonly string[]): string[] {
  const pairs = instances.flatMap((instance) => {
    const [ours, theirs] = [byKey.get(`${instance}/${OURS}`), byKey.get(`${instance}/${YARDSTICK}`)];
    return ours === undefined || theirs === undefined ? [] : [{ instance, ours, theirs }];
  });
  const both = pairs.filter(({ ours, theirs }) => verdictOf(ours) === "solved" && verdictOf(theirs) === "solved");
  const missed = pairs.filter(({ ours, theirs }) => verdictOf(ours) !== "solved" && verdictOf(theirs) === "solved");
  const alone = pairs.filter(({ ours, theirs }) => verdictOf(ours) === "solved" && verdictOf(theirs) !== "solved");
  const unmeasured = instances.filter((instance) => !byKey.has(`${instance}/${OURS}`));
  const ratios = both.map(({ ours, theirs }) => secondsOf(theirs) / secondsOf(ours));
  return [
    both.length === 0
      ? "No instance was solved by both."
      : `Of ${both.length} instances solved by both, HiGHS' time over ours: geometric mean ${geometricMean(ratios).toFixed(2)} (times below ${LEAST_SECONDS} s count as that).`,
    "",
    missed.length === 0
      ? `Every ${unmeasured.length === 0 ? "" : "measured "}instance that HiGHS solved in its time was solved by ours.`
      : `Solved by HiGHS, not by ours: ${missed.map(({ instance, ours }) => `${instance} (${endOf(ours)})`).join(", ")}.`,
    ...(unmeasured.length === 0 ? [] : ["", `Not measured yet with ours: ${unmeasured.join(", ")}.`]),
    ...(alone.length === 0
      ? []
      : ["", `Solved by ours, not by HiGHS: ${alone.map(({ instance }) => instance).join(", ")}.`]),
  ];
}

function secondsOf({ result }: MipRecord): number {
  return Math.max(LEAST_SECONDS, (result?.cpuMs ?? 0) / 1000);
}

function cellsOf(record: MipRecord | undefined): string[] {
  if (record === undefined) return [NONE, NONE, NONE];
  const { result } = record;
  const verdict = verdictOf(record);
  const outcome = verdict === "solved" ? ((result?.cpuMs ?? 0) / 1000).toFixed(2) : `${endOf(record)}`;
  // One horizon for all, so that integrals can be compared.
  const integral = result === undefined ? NONE : primalDualIntegral(result.curve, 60_000).toFixed(1);
  return [outcome, String(result?.nodes ?? NONE), integral];
}

function endOf(record: MipRecord): string {
  const verdict = verdictOf(record);
  if (verdict === "failed") return `failed: ${record.failure ?? "no answer"}`;
  if (verdict === "wrong") return "**wrong**";
  const gap = gapOf({ primal: record.result?.objective ?? null, dual: record.result?.bound ?? null });
  return gap === null ? "no solution" : `gap ${(100 * gap).toFixed(2)} %`;
}
