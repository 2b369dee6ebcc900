// What the workers measure, and running them.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { AllocReport } from "../../src/engine/alloc-run.ts";

const HERE = import.meta.dirname;
const ROOT = resolve(HERE, "../..");
const DIST = join(ROOT, "dist/src");

export type EngineName = "wasm" | "js";

export interface Solves {
  /** Median wall time of one, and CPU time of all threads per one. */
  ms: number;
  cpuMs: number;
  report: AllocReport;
}

/** Nothing but bound and construction; and with search moves after that. */
export interface SolvesResult {
  construct: Solves;
  search: Solves;
}

export interface ColdResult {
  /** Node's own start; not in totalMs. */
  bootMs: number;
  importMs: number;
  parseMs: number;
  solveMs: number;
  totalMs: number;
  /** CPU time of the whole process, Node's start included. */
  cpuMs: number;
  status: string;
}

export interface MemoryResult {
  /** Largest resident size before the portfolio is read, and at the end. */
  emptyBytes: number;
  bytes: number;
  ms: number;
}

export interface SizeResult {
  rawBytes: number;
  gzipBytes: number;
  brotliBytes: number;
}

/** Throws when the package is not built. */
export function requireBuild(): void {
  if (!existsSync(join(DIST, "solve.js"))) throw new Error("dist/ is not built; run npm run build");
}

export function kernelSize(): SizeResult {
  const bytes = readFileSync(join(DIST, "engine/kernel.wasm"));
  return {
    rawBytes: bytes.length,
    gzipBytes: gzipSync(bytes, { level: 9 }).length,
    brotliBytes: brotliCompressSync(bytes).length,
  };
}

/** Where a portfolio lies: bundled with the package, or beside the repository; null when it is not there. */
export function portfolioFile(name: string): string | null {
  const places = [join(ROOT, "src/examples", `${name}.json`), join(ROOT, "../shared/portfolios", `${name}.json`)];
  return places.find((place) => existsSync(place)) ?? null;
}

export interface Budget {
  file: string;
  moves: number;
  repeats: number;
}

/** One worker; throws with what it said when it fails. */
export function measure<Result>(
  part: "solves" | "cold" | "memory",
  engine: EngineName,
  budget: Budget,
): Promise<Result> {
  const args = [join(HERE, "worker.mjs"), part, engine, budget.file, String(budget.moves), String(budget.repeats)];
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on("close", (code) => {
      const line = output.split("\n").find((text) => text.startsWith("RESULT "));
      if (line !== undefined) done(JSON.parse(line.slice(7)) as Result);
      else failed(new Error(`${part} on ${engine} ended with ${code}: ${errors.trim().split("\n").at(-1) ?? ""}`));
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
