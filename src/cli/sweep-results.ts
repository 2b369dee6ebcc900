// Results of a sweep as they come: JSON lines, the first of which says what was asked. A line counts when its end is on the disk, so a process may be killed at any
// time: the line it was writing is cut off by the next run, and that scenario solved again.
import { closeSync, fsync, fsyncSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { ScenarioResult } from "../sweep/run-scenario.ts";
import { SweepContext } from "../sweep/sweep-context.ts";
import { CliError } from "./exit.ts";
import { printable } from "./format.ts";
import { READ_ERRORS, systemReason } from "./read-input.ts";
import { fileExists } from "./write-output.ts";

export interface StoredSweep {
  readonly context: SweepContext;
  readonly results: ScenarioResult[];
  /** Bytes up to the end of the last whole line. */
  readonly soundBytes: number;
  /** Whether something follows that is no whole line. */
  readonly isTorn: boolean;
}

const NEWLINE = 0x0a;
/** How the first line begins. */
const HEAD = '{"schema":"megalloc/sweep@1"';

/** The value of a line, or undefined where it was not written to its end. */
function lineValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;

function broken(path: string, line: number, what: string): CliError {
  return new CliError(
    `"${printable(path)}" is not a file of results that can be continued: line ${line} ${what}; ` +
      "name another file with --results, or throw its results away with --restart",
  );
}

/** The sweep a file holds; undefined when there is no file, or not even its first line is whole. Throws CliError. */
export function readResults(path: string): StoredSweep | undefined {
  if (!fileExists(path)) return undefined;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new CliError(`cannot read the results from "${printable(path)}": ${systemReason(error, READ_ERRORS)}`);
  }
  const values: unknown[] = [];
  let soundBytes = 0;
  for (let from = 0, line = 1; from < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, from);
    const value = end < 0 ? undefined : lineValue(bytes.toString("utf8", from, end));
    const isLast = end < 0 || end === bytes.length - 1;
    if (value === undefined && !isLast) throw broken(path, line, "is not JSON");
    if (value === undefined) break;
    values.push(value);
    from = end + 1;
    soundBytes = from;
  }
  const isTorn = soundBytes < bytes.length;
  if (values.length === 0) {
    const head = bytes.toString("utf8", 0, HEAD.length);
    if (!HEAD.startsWith(head)) throw broken(path, 1, "is not JSON");
    return undefined;
  }
  const [head, ...results] = values;
  if (field(head, "schema") !== "megalloc/sweep@1") throw broken(path, 1, "is not that of a sweep");
  results.forEach((value, index) => {
    if (typeof field(value, "key") !== "string") throw broken(path, index + 2, "is no result");
  });
  return { context: head as SweepContext, results: results as ScenarioResult[], soundBytes, isTorn };
}

function writeFailed(path: string, error: unknown): CliError {
  return new CliError(`cannot write the results to "${printable(path)}": ${systemReason(error, {})}`);
}

/** Who writes the file, so that two sweeps do not do the same work into it. */
class Lock {
  readonly #path: string;

  constructor(path: string) {
    this.#path = `${path}.lock`;
    const me = JSON.stringify({ pid: process.pid, host: hostname() });
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        const file = openSync(this.#path, "wx");
        writeSync(file, me);
        closeSync(file);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw writeFailed(path, error);
        this.#refuseUnlessDead(path);
        rmSync(this.#path, { force: true });
      }
    }
    throw new CliError(`"${printable(path)}" is being written by another sweep`);
  }

  /** A sweep that was killed leaves its lock behind. */
  #refuseUnlessDead(path: string): void {
    const owner = lineValue(readFileSync(this.#path, "utf8"));
    const pid = Number(field(owner, "pid"));
    const host = field(owner, "host");
    if (owner !== undefined && host === hostname() && !isAlive(pid)) return;
    if (owner === undefined) return;
    throw new CliError(
      `"${printable(path)}" is being written by another sweep (process ${pid} on ${printable(String(host))}); wait for it, ` +
        `name another file with --results, or, if it is gone, remove "${printable(this.#path)}"`,
    );
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** An open file of results. */
export class ResultsFile {
  readonly #path: string;
  readonly #file: number;
  readonly #lock: Lock;
  readonly #keys = new Set<string>();
  /** Bytes of whole lines. */
  #end = 0;
  /** Whether something was written since the last sync began. */
  #isDirty = false;
  #isSyncing = false;
  #isClosed = false;
  /** The sync under way, and the one after it for which lines are waiting. */
  #syncing: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  private constructor(path: string, lock: Lock, file: number) {
    this.#path = path;
    this.#lock = lock;
    this.#file = file;
  }

  /** Takes the file for this process. Throws CliError when another sweep has it. */
  static lock(path: string): {
    release(): void;
    begin(context: SweepContext): ResultsFile;
    resume(stored: StoredSweep): ResultsFile;
  } {
    const lock = new Lock(path);
    const opened = (flags: string): ResultsFile => {
      try {
        return new ResultsFile(path, lock, openSync(path, flags));
      } catch (error) {
        throw writeFailed(path, error);
      }
    };
    return {
      release: () => lock.release(),
      begin: (context) => {
        const results = opened("w");
        results.#write(context);
        results.#syncNow();
        syncFolder(path);
        return results;
      },
      resume: (stored) => {
        const results = opened("r+");
        ftruncateSync(results.#file, stored.soundBytes);
        fsyncSync(results.#file);
        results.#end = stored.soundBytes;
        for (const { key } of stored.results) results.#keys.add(key);
        return results;
      },
    };
  }

  #write(value: object): void {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`, "utf8");
    try {
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(this.#file, bytes, written, bytes.length - written, this.#end + written);
      }
    } catch (error) {
      throw writeFailed(this.#path, error);
    }
    this.#end += bytes.length;
    this.#isDirty = true;
  }

  #syncNow(): void {
    try {
      fsyncSync(this.#file);
      this.#isDirty = false;
    } catch (error) {
      throw writeFailed(this.#path, error);
    }
  }

  /** Resolves when all that is written by now is on the disk: lines that come during a sync share the next one. */
  #synced(): Promise<void> {
    this.#next ??= (this.#syncing ?? Promise.resolve()).then(() => {
      this.#syncing = this.#next;
      this.#next = undefined;
      return this.#syncInBackground();
    });
    return this.#next;
  }

  #syncInBackground(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#isDirty = false;
    this.#isSyncing = true;
    return new Promise((resolve, reject) => {
      fsync(this.#file, (error) => {
        this.#isSyncing = false;
        if (this.#isClosed) closeSync(this.#file);
        if (error === null) resolve();
        else reject(writeFailed(this.#path, error));
      });
    });
  }

  /** Resolves when the result is on the disk. A result that is there already is not written again. */
  async put(result: ScenarioResult): Promise<void> {
    if (!this.#keys.has(result.key)) {
      this.#write(result);
      this.#keys.add(result.key);
    }
    await this.#synced();
  }

  /** What was put is on the disk. */
  close(): void {
    if (this.#isClosed) return;
    try {
      if (this.#isDirty || this.#isSyncing) this.#syncNow();
    } finally {
      this.#isClosed = true;
      // A sync under way still needs the file.
      if (!this.#isSyncing) closeSync(this.#file);
      this.#lock.release();
    }
  }
}

/** A new file is there after a power failure only when its folder was written too. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(dirname(path), "r");
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    // Windows cannot open folders; there the file system sees to it.
  }
}
