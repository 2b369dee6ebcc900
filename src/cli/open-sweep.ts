// A sweep's file of results, opened: begun anew, or continued where an earlier run of the same sweep was cut off.
import { ScenarioResult, scenarioKey } from "../sweep/run-scenario.ts";
import { Scenario } from "../sweep/scenario.ts";
import { questionKey, SweepContext, SweepQuestion } from "../sweep/sweep-context.ts";
import { VERSION } from "../version.ts";
import { CliError } from "./exit.ts";
import { counted, printable } from "./format.ts";
import { ResultsFile, readResults, StoredSweep } from "./sweep-results.ts";

export interface OpenSweep {
  readonly context: SweepContext;
  readonly file: ResultsFile;
  /** What was solved before, by key. */
  readonly known: ReadonlyMap<string, ScenarioResult>;
  /** Whether an earlier run was cut off in the middle of a line. */
  readonly wasTorn: boolean;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What of the question has changed since the file was begun, in words. */
function changes({ context }: StoredSweep, { portfolio, commitments, settings }: SweepQuestion): string {
  const changed = [
    same(context.portfolio, portfolio) ? "" : "the portfolio",
    same(context.commitments, commitments) ? "" : "the commitments",
    same(context.settings, settings) ? "" : "--moves, --gap, --seed or --time-limit",
    context.version === VERSION ? "" : `the version of megalloc (${context.version}, now ${VERSION})`,
  ].filter((text) => text !== "");
  return changed.length > 0 ? changed.join(", ") : "the base plan";
}

const MEND = "name another file with --results, or throw its results away with --restart";

async function checkSame(path: string, stored: StoredSweep, question: SweepQuestion, scenarios: readonly Scenario[]) {
  if (stored.context.key !== (await questionKey(question))) {
    throw new CliError(
      `"${printable(path)}" holds ${counted(stored.results.length, "result")} of another sweep: different is ` +
        `${changes(stored, question)}; ${MEND}`,
    );
  }
  const keys = new Set(await Promise.all(scenarios.map((scenario) => scenarioKey(stored.context, scenario))));
  const strange = stored.results.filter(({ key }) => !keys.has(key));
  if (strange.length > 0) {
    throw new CliError(
      `"${printable(path)}" holds results of ${counted(strange.length, "scenario")} that the scenario file does not have (any more), such as ` +
        `"${printable(strange[0].scenario)}"; ${MEND}`,
    );
  }
}

/** Continues the file when it is of this very sweep; scenarios may have been added. Throws CliError when it is of another. */
export async function openSweep(
  path: string,
  question: SweepQuestion,
  scenarios: readonly Scenario[],
  isRestart: boolean,
  makeContext: () => Promise<SweepContext>,
): Promise<OpenSweep> {
  const lock = ResultsFile.lock(path);
  try {
    const stored = isRestart ? undefined : readResults(path);
    if (stored === undefined) {
      const context = await makeContext();
      return { context, file: lock.begin(context), known: new Map(), wasTorn: false };
    }
    await checkSame(path, stored, question, scenarios);
    const known = new Map(stored.results.map((result) => [result.key, result]));
    return { context: stored.context, file: lock.resume(stored), known, wasTorn: stored.isTorn };
  } catch (error) {
    lock.release();
    throw error;
  }
}
