// Where and with what a benchmark ran.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join, resolve } from "node:path";

const BENCH = resolve(import.meta.dirname, "..");

export interface Machine {
  /** ISO, to the minute, UTC. */
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  readonly platform: string;
  /** Commit of the working tree; "+" where it had changes. */
  readonly commit: string;
  /** First digits of the SHA-256 of the kernel that ran. */
  readonly kernel: string;
  /** Over the last minute before the benchmark. */
  readonly loadAverage: number;
}

/** One line of a report. */
export function machineText(machine: Machine): string {
  const { date, commit, kernel, cpu, cores, memoryGib, node, platform, loadAverage } = machine;
  return (
    `${date}, commit ${commit}, kernel ${kernel}, ${cpu}, ${cores} cores, ${memoryGib} GiB, Node ${node}, ${platform}, ` +
    `load average at the start ${loadAverage.toFixed(1)}`
  );
}

export function machine(): Machine {
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: BENCH, encoding: "utf8" }).trim();
  const commit = git("rev-parse", "--short", "HEAD");
  const isDirty =
    git("status", "--porcelain", "--untracked-files=no", "--", "../src", "../assembly", ".", ":!results") !== "";
  return {
    date: new Date().toISOString().slice(0, 16),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    commit: isDirty ? `${commit}+` : commit,
    kernel: kernelHash(),
    loadAverage: loadavg()[0],
  };
}

/** The kernel may be rebuilt while a benchmark runs; comparing hashes before and after tells. */
export function kernelHash(): string {
  return createHash("sha256")
    .update(readFileSync(join(BENCH, "../src/engine/kernel.wasm")))
    .digest("hex")
    .slice(0, 12);
}

/** Versions of the rivals as installed. */
export function packageVersions(): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync(join(BENCH, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}
