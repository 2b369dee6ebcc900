// The instances of the benchmark and the bound change of the re-solve.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readMps } from "../../src/mps/read.ts";
import { BoundChange, withChange } from "./engine.ts";
import { HighsEngine } from "./engines/highs.ts";

const DATA = resolve(import.meta.dirname, "../../../shared/data");

export interface BenchInstance {
  readonly name: string;
  readonly file: string;
  readonly rows: number;
  readonly cols: number;
  readonly nz: number;
  /** Published optimum. */
  readonly optimum: number;
}

/** The feasible Netlib LPs, smallest first. Throws where the shared data are absent. */
export function netlibInstances(): BenchInstance[] {
  const table = join(DATA, "netlib.tsv");
  if (!existsSync(table)) throw new Error("the benchmark needs ../shared/data/netlib beside the repository");
  const [, ...lines] = readFileSync(table, "utf8").trim().split("\n");
  return lines
    .map((line) => {
      const [name, rows, cols, nz, optimum] = line.split("\t");
      const file = join(DATA, "netlib", `${name}.mps`);
      return { name, file, rows: Number(rows), cols: Number(cols), nz: Number(nz), optimum: Number(optimum) };
    })
    .sort((a, b) => a.nz - b.nz);
}

export interface ReferenceChange extends BoundChange {
  /** Optimum after the change, by HiGHS from scratch. */
  readonly optimum: number;
}

/** Columns tried before an instance goes without a re-solve. */
const MAX_TRIES = 30;

/**
 * One bound change that keeps the LP feasible but cuts HiGHS' optimal point off: the column of largest value between its bounds may
 * only reach 90 % of the way from its lower bound (or zero) to its value. Deterministic; undefined where no column will do.
 */
export async function referenceChange(
  highs: HighsEngine,
  instance: BenchInstance,
): Promise<ReferenceChange | undefined> {
  const model = readMps(readFileSync(instance.file, "latin1"));
  const point = highs.primalOf(model);
  const candidates = [...point.keys()]
    .filter((col) => point[col] > Math.max(model.colLower[col], 0) + 1e-6 && point[col] < model.colUpper[col] - 1e-6)
    .sort((a, b) => point[b] - point[a] || a - b)
    .slice(0, MAX_TRIES);
  for (const col of candidates) {
    const base = Math.max(model.colLower[col], 0);
    const upper = base + 0.9 * (point[col] - base);
    const opened = highs.open(withChange(model, { col, upper }));
    const answer = await opened.solve();
    opened.close();
    if (answer.status === "optimal") return { col, upper, optimum: answer.objective };
  }
  return undefined;
}
