// Text from a file or from standard input, and clear words when there is none to be had.
import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { CliError } from "./exit.ts";
import { formatCount, printable } from "./format.ts";

/** What is read, for messages. */
export interface InputKind {
  /** "the portfolio". */
  readonly name: string;
  /** "JSON". */
  readonly format: string;
  /** A command that reads it from standard input. */
  readonly command: string;
}

export const PORTFOLIO: InputKind = { name: "the portfolio", format: "JSON", command: "megalloc validate -" };
export const PLAN: InputKind = { name: "the plan", format: "JSON", command: "megalloc audit portfolio.json -" };
export const MIP_MODEL: InputKind = { name: "the model", format: "MPS", command: "megalloc mip -" };
export const LP_MODEL: InputKind = { name: "the model", format: "MPS", command: "megalloc lp -" };

/** What `-` stands for. */
export const STDIN = "-";

/** How a source is called in messages. */
export function sourceName(source: string): string {
  return source === STDIN ? "standard input" : `"${printable(source)}"`;
}

/** What the system says about files that cannot be read, in words. */
export const READ_ERRORS: Record<string, string> = {
  ENOENT: "there is no such file",
  EISDIR: "is a directory; name a file in it",
  ENOTDIR: "a part of the path is a file, not a directory",
  EACCES: "permission denied; check who may read it",
  EPERM: "permission denied; check who may read it",
  ELOOP: "its symbolic links go round in a circle",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
  ERR_FS_FILE_TOO_LARGE: "is larger than 2 GiB",
  ERR_INVALID_ARG_VALUE: "is not a file name",
};

/** What the system said, in words; its own message where we have none. */
export function systemReason(error: unknown, words: Record<string, string>): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return words[code ?? ""] ?? message;
}

async function readBytes(source: string): Promise<Buffer> {
  if (source !== STDIN) return readFile(source);
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Offset of the first byte that is not UTF-8: decoding replaces it, so encoding again differs there first. */
function firstInvalidByte(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString("utf8"), "utf8");
  let offset = 0;
  while (offset < bytes.length && again[offset] === bytes[offset]) offset++;
  return offset;
}

function startsWith(bytes: Buffer, ...head: number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

/** Why these bytes are no text of this kind; undefined when they may be. */
function notText(bytes: Buffer, { format, command }: InputKind): string | undefined {
  if (bytes.length === 0) return "is empty";
  if (startsWith(bytes, 0x1f, 0x8b))
    return `is compressed with gzip; unpack it first, as in: gunzip -c file.gz | ${command}`;
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    return `is a zip archive or a spreadsheet; unpack it, or export it as ${format}`;
  }
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) return "is UTF-16 text; save it as UTF-8";
  const zero = bytes.indexOf(0);
  if (zero !== -1) return `is not text: byte ${formatCount(zero)} is zero; expected ${format} in UTF-8`;
  if (!isUtf8(bytes)) {
    const offset = firstInvalidByte(bytes);
    const byte = (bytes[offset] ?? 0).toString(16).padStart(2, "0");
    return `is not valid UTF-8 at byte ${formatCount(offset)} (0x${byte}); save it as UTF-8`;
  }
  if (/^\uFEFF?\s*$/.test(bytes.subarray(0, 4096).toString("utf8")) && bytes.toString("utf8").trim() === "") {
    return "is empty: nothing but blanks";
  }
  return undefined;
}

/**
 * The text of a file, or of standard input for "-".
 * Throws CliError for what cannot be read and for what is no UTF-8 text.
 */
export async function readInput(source: string, kind: InputKind): Promise<string> {
  const what = kind.name;
  let bytes: Buffer;
  try {
    bytes = await readBytes(source);
  } catch (error) {
    throw new CliError(`cannot read ${what} from ${sourceName(source)}: ${systemReason(error, READ_ERRORS)}`);
  }
  const reason = notText(bytes, kind);
  if (reason !== undefined) throw new CliError(`cannot read ${what}: ${sourceName(source)} ${reason}`);
  try {
    return bytes.toString("utf8");
  } catch {
    throw new CliError(`cannot read ${what}: ${sourceName(source)} is too long (${formatCount(bytes.length)} bytes)`);
  }
}
