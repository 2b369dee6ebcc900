// Runs the command as a process of its own: from the sources through tsx, and from `dist` when it is built.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach } from "vitest";

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const EXAMPLE = fromRoot("src/examples/west-texas.json");

const BUILT = fromRoot("dist/src/cli/main.js");
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

export interface Target {
  name: string;
  /** Program and arguments that stand for `megalloc`. */
  command: string[];
}

export const SOURCE: Target = {
  name: "source",
  command: [process.execPath, "--import", TSX, fromRoot("src/cli/main.ts")],
};

/** What can be run here. A missing build is said, not passed over. */
export function targets(): Target[] {
  if (existsSync(BUILT)) return [SOURCE, { name: "dist", command: [process.execPath, BUILT] }];
  console.warn("dist/src/cli/main.js is not built: the command is tested from its sources alone");
  return [SOURCE];
}

export interface Outcome {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  /** What standard input holds; closed at once when absent. */
  stdin?: string | Uint8Array;
  env?: Record<string, string>;
  /** Closes standard output after this many bytes were read. */
  closeStdoutAfter?: number;
}

/** Environment without what would change the output. */
function cleanEnv(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { NO_COLOR: _, FORCE_COLOR: __, TERM: ___, NODE_OPTIONS: ____, ...env } = process.env;
  return { ...env, ...extra };
}

/** Runs to the end. */
export function run(target: Target, args: string[], options: RunOptions = {}): Promise<Outcome> {
  const [program, ...head] = target.command;
  const child = spawn(program, [...head, ...args], { cwd: options.cwd ?? tmpdir(), env: cleanEnv(options.env) });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout.push(chunk);
    const { closeStdoutAfter } = options;
    if (closeStdoutAfter !== undefined && Buffer.concat(stdout).length >= closeStdoutAfter) child.stdout.destroy();
  });
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(options.stdin ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) => {
      const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString("utf8");
      resolve({ exitCode, signal, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}

/** Makes directories that are gone after each test. */
export function temporaryDirectories(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
  });
  return () => {
    const directory = mkdtempSync(join(tmpdir(), "megalloc-test-"));
    made.push(directory);
    return directory;
  };
}

export { cleanEnv };
