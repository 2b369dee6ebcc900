// Results of a benchmark, kept as they come: every record replaces the one of the same key and the file is written anew, so that a
// run may be cut short, continued, or repeated for one instance alone. Each record names the run (machine, commit, kernel) it is from.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Machine } from "./surroundings.ts";

export interface BenchRecordBase {
  /** What was measured; one record per key. */
  readonly key: string;
  /** Run it was measured in, a name in `runs`. */
  readonly run: string;
}

interface Content<Item extends BenchRecordBase> {
  readonly runs: Record<string, Machine>;
  readonly records: Item[];
}

export class ResultFile<Item extends BenchRecordBase> {
  readonly runs: Record<string, Machine>;
  private readonly items: Map<string, Item>;

  /** Reads what is there; `path` null keeps the records in memory alone. */
  constructor(private readonly path: string | null) {
    const content: Content<Item> =
      path !== null && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { runs: {}, records: [] };
    this.runs = content.runs;
    this.items = new Map(content.records.map((item) => [item.key, item]));
  }

  get records(): Item[] {
    return [...this.items.values()];
  }

  /** Name of a run on this machine: runs of one commit and kernel continue each other. */
  openRun(machine: Machine): string {
    const name = `${machine.commit}/${machine.kernel}`;
    this.runs[name] ??= machine;
    return name;
  }

  /** Whether the key was measured in this very run. */
  has(key: string, run: string): boolean {
    return this.items.get(key)?.run === run;
  }

  put(item: Item): void {
    this.items.set(item.key, item);
    this.save();
  }

  /** Runs that no record is from any more go; one line per record keeps diffs readable. */
  private save(): void {
    if (this.path === null) return;
    const used = new Set(this.records.map(({ run }) => run));
    const runs = Object.fromEntries(Object.entries(this.runs).filter(([name]) => used.has(name)));
    const lines = this.records.map((item) => `  ${JSON.stringify(item, rounded)}`).join(",\n");
    const text = `{\n "runs": ${JSON.stringify(runs)},\n "records": [\n${lines}\n ]\n}\n`;
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(`${this.path}.new`, text);
    renameSync(`${this.path}.new`, this.path);
  }
}

/** Times to the microsecond. */
function rounded(key: string, value: unknown): unknown {
  return typeof value === "number" && /ms$/i.test(key) ? Math.round(value * 1000) / 1000 : value;
}
