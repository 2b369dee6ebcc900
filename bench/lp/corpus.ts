// The instances of the benchmark and the bound changes of the re-solve.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { serialize } from "node:v8";
import { LpModel } from "../../src/mps/model.ts";
import { condensedLp, sharedPortfolio } from "./condensed.ts";
import { BoundChange, withChange } from "./engine.ts";
import { HighsEngine } from "./engines/highs.ts";
import { readModel } from "./model-file.ts";

const DATA = resolve(import.meta.dirname, "../../../shared/data");
/** Condensed models and their references, made anew when they are not there. */
const CACHE = join(tmpdir(), "megalloc-bench-lp");

export const PARTS = ["netlib", "condensed"] as const;
export type Part = (typeof PARTS)[number];

/** Portfolios whose condensed LP is measured, smallest first. */
const CONDENSED = [
  "tiny-1",
  "tiny-2",
  "tiny-3",
  "small-1",
  "small-2",
  "small-3",
  "medium-1",
  "monthly-1",
  "medium-2",
  "large-1",
  "large-2",
];
/** Measured when asked for by name: minutes for most solvers. */
const ON_REQUEST = ["huge-1"];

export interface BenchInstance {
  readonly part: Part;
  readonly name: string;
  readonly file: string;
  readonly rows: number;
  readonly cols: number;
  readonly nz: number;
  /** Published optimum; for the condensed LPs by HiGHS with presolve. */
  readonly optimum: number;
}

export interface ReferenceChange extends BoundChange {
  /** Optimum after the change, by HiGHS from scratch. */
  readonly optimum: number;
}

/** Instances of a part by size, all or those asked for. Throws where the shared data are absent. */
export function instancesOf(part: Part, wanted: readonly string[] | undefined, highs: HighsEngine): BenchInstance[] {
  if (part === "netlib") return netlib().filter(({ name }) => wanted === undefined || wanted.includes(name));
  const names = [...CONDENSED, ...ON_REQUEST].filter((name) => (wanted ?? CONDENSED).includes(name));
  return names.map((name) => condensed(name, highs));
}

/** The feasible Netlib LPs. */
function netlib(): BenchInstance[] {
  const table = join(DATA, "netlib.tsv");
  if (!existsSync(table)) throw new Error("the benchmark needs ../shared/data/netlib beside the repository");
  const [, ...lines] = readFileSync(table, "utf8").trim().split("\n");
  return lines
    .map((line): BenchInstance => {
      const [name, rows, cols, nz, optimum] = line.split("\t");
      const file = join(DATA, "netlib", `${name}.mps`);
      return {
        part: "netlib",
        name,
        file,
        rows: Number(rows),
        cols: Number(cols),
        nz: Number(nz),
        optimum: Number(optimum),
      };
    })
    .sort((a, b) => a.nz - b.nz);
}

function condensed(name: string, highs: HighsEngine): BenchInstance {
  const model = condensedLp(sharedPortfolio(name));
  const bytes = serialize(model);
  const file = join(CACHE, `${name}-${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}.bin`);
  mkdirSync(CACHE, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, bytes);
  const { optimum } = cached(`${file}.optimum.json`, () => ({ optimum: highs.solveOnce(model).objective }));
  const [rows, cols, nz] = [model.rowLower.length, model.cost.length, model.value.length];
  return { part: "condensed", name, file, rows, cols, nz, optimum };
}

function cached<Value>(file: string, make: () => Value): Value {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Value;
  const value = make();
  writeFileSync(file, JSON.stringify(value));
  return value;
}

/** Columns tried before an instance goes without a further re-solve. */
const MAX_TRIES = 30;
/** Changes of a condensed LP: fewer where references take long. */
const MANY_CHANGES = 5;
const FEW_CHANGES = 2;
const MANY_ENTRIES = 50_000;

export function referenceChanges(highs: HighsEngine, instance: BenchInstance): ReferenceChange[] {
  const model = readModel(instance.file);
  if (instance.part === "netlib") return boundChanges(highs, model, 1);
  const count = instance.nz > MANY_ENTRIES ? FEW_CHANGES : MANY_CHANGES;
  return cached(`${instance.file}.changes.json`, () => boundChanges(highs, model, count));
}

/**
 * Bound changes that keep the LP feasible but cut HiGHS' optimal point off: a column strictly between its bounds may only reach 90 % of
 * the way from its lower bound (or zero) to its value. By falling value, so deterministic; fewer where no more columns will do.
 */
function boundChanges(highs: HighsEngine, model: LpModel, count: number): ReferenceChange[] {
  const point = highs.primalOf(model);
  const candidates = [...point.keys()]
    .filter((col) => point[col] > Math.max(model.colLower[col], 0) + 1e-6 && point[col] < model.colUpper[col] - 1e-6)
    .sort((a, b) => point[b] - point[a] || a - b);
  // Spread over the columns, the first being the largest.
  const stride = count === 1 ? 1 : Math.max(1, Math.floor(candidates.length / count));
  const order = [...candidates.filter((_, k) => k % stride === 0), ...candidates.filter((_, k) => k % stride !== 0)];
  const found: ReferenceChange[] = [];
  for (const col of order.slice(0, MAX_TRIES)) {
    if (found.length >= count) break;
    const base = Math.max(model.colLower[col], 0);
    const upper = base + 0.9 * (point[col] - base);
    const { status, objective } = highs.solveOnce(withChange(model, { col, upper }));
    if (status === "optimal") found.push({ col, upper, optimum: objective });
  }
  return found;
}
