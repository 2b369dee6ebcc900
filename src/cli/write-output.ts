// Files and streams that the command writes. Files appear whole or not at all; a reader that closes its end of a pipe is no error.
import { accessSync, constants, lstatSync, realpathSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { CliError } from "./exit.ts";
import { printable } from "./format.ts";
import { STDIN, systemReason } from "./read-input.ts";

const WRITE_ERRORS: Record<string, string> = {
  ENOENT: "its directory does not exist; create it first",
  EISDIR: "is a directory; name a file in it",
  ENOTDIR: "a part of the path is a file, not a directory",
  EACCES: "permission denied; choose a place you may write to",
  EPERM: "permission denied; choose a place you may write to",
  EROFS: "the file system is read-only; choose another place",
  ENOSPC: "no space left on the device",
  EDQUOT: "your disk quota is used up",
  EEXIST: "it exists already",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its symbolic links go round in a circle",
  ERR_INVALID_ARG_VALUE: "is not a file name",
};

function writeFailure(path: string, what: string, error: unknown): CliError {
  return new CliError(`cannot write ${what} to "${printable(path)}": ${systemReason(error, WRITE_ERRORS)}`);
}

type Target = "new" | "file" | "stream";

/** What stands at a path: nothing, a file to be replaced, or a device or pipe to be written into. */
function targetOf(path: string): Target {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "new";
  if (stats.isDirectory()) throw Object.assign(new Error("is a directory"), { code: "EISDIR" });
  return stats.isFile() ? "file" : "stream";
}

/** Finds out before the work is done whether `path` can be written afterwards. Throws CliError. */
export function assertWritable(path: string, what: string): void {
  try {
    const target = targetOf(path);
    if (target === "stream") return;
    accessSync(dirname(target === "file" ? realpathSync(path) : path), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw writeFailure(path, what, error);
  }
}

/** True when both paths are the same existing file. */
export function isSameFile(left: string, right: string): boolean {
  try {
    return realpathSync(left) === realpathSync(right);
  } catch {
    return false;
  }
}

/** Refuses, before any work is done, an output that would write over its input or cannot be written. Throws CliError. */
export function checkOutput(source: string, output: string | undefined, input: string, what: string): void {
  if (output === undefined || output === STDIN) return;
  if (source !== STDIN && isSameFile(source, output)) {
    throw new CliError(`--output "${printable(output)}" is ${input} itself; name another file for ${what}`);
  }
  assertWritable(output, what);
}

/** Whether anything stands at a path. */
export function fileExists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Writes a file whole or not at all (devices and pipes: straight into them). Throws CliError. */
export async function writeOutputFile(path: string, text: string | Buffer, what: string): Promise<void> {
  try {
    if (targetOf(path) === "stream") await writeFile(path, text);
    else await writeFileAtomic(path, text, { encoding: "utf8" });
  } catch (error) {
    throw writeFailure(path, what, error);
  }
}

/** As writeOutputFile for a file that must not exist yet. */
export async function createOutputFile(path: string, text: string, what: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    throw writeFailure(path, what, error);
  }
}

/** Writes a result that took time to make: when `path` fails it is kept elsewhere, and the CliError says where. */
export async function writeResult(path: string, text: string, what: string): Promise<void> {
  try {
    await writeOutputFile(path, text, what);
  } catch (error) {
    const refuge = await writeSomewhere(path, text, what);
    throw new CliError(`${(error as Error).message}\n${what} was kept in "${refuge}"`);
  }
}

/** Writes to `path` or, when that fails, to the system's directory for temporary files. Returns where it went. */
export async function writeSomewhere(path: string, text: string, what: string): Promise<string> {
  try {
    await writeOutputFile(path, text, what);
    return path;
  } catch {
    const refuge = join(tmpdir(), `${process.pid}-${basename(path)}`);
    await writeOutputFile(refuge, text, what);
    return refuge;
  }
}

function writeStream(stream: NodeJS.WriteStream, text: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined));
  });
}

/** Text for whoever reads standard output. A closed pipe is quiet; other failures throw CliError. */
export async function writeStdout(text: string): Promise<void> {
  const error = await writeStream(process.stdout, text);
  if (error === undefined || error.code === "EPIPE") return;
  throw new CliError(`cannot write to standard output: ${systemReason(error, WRITE_ERRORS)}`);
}

/** Words for people. Nobody is left to tell when this fails. */
export async function writeStderr(text: string): Promise<void> {
  await writeStream(process.stderr, text);
}

/** Without listeners a failed write would end the process with a stack; the writes above see the errors themselves. */
export function quietStreams(): void {
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
}
