import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CliError, ExitCode } from "../../src/cli/exit.ts";
import { InputKind, LP_MODEL, PLAN, PORTFOLIO, readInput } from "../../src/cli/read-input.ts";
import { temporaryDirectories } from "./run-cli.ts";

const directory = temporaryDirectories();

async function refusal(path: string, kind: InputKind = PORTFOLIO): Promise<string> {
  const error: unknown = await readInput(path, kind).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CliError)) throw new Error(`expected a CliError, got ${String(error)}`);
  expect(error.exitCode).toBe(ExitCode.badInput);
  return error.message;
}

it.each<[string, string | number[], string]>([
  ["empty", "", "is empty"],
  ["blank", " \n\t ", "is empty: nothing but blanks"],
  ["a lone byte order mark", "\ufeff", "is empty: nothing but blanks"],
  ["binary", [0x7b, 0x00, 0x7d], "is not text: byte 1 is zero"],
  ["Latin-1", [0x7b, 0x22, 0xfc, 0x22, 0x7d], "is not valid UTF-8 at byte 2 (0xfc)"],
  ["cut-off UTF-8", [0x22, 0xe2, 0x82], "is not valid UTF-8 at byte 1 (0xe2)"],
  ["UTF-16", [0xff, 0xfe, 0x7b, 0x00], "is UTF-16 text; save it as UTF-8"],
  ["gzip", [0x1f, 0x8b, 0x08], "is compressed with gzip"],
  ["a spreadsheet", [0x50, 0x4b, 0x03, 0x04], "is a zip archive or a spreadsheet"],
])("refuses what is %s", async (_, content, words) => {
  const path = join(directory(), "portfolio.json");
  writeFileSync(path, typeof content === "string" ? content : Uint8Array.from(content));
  expect(await refusal(path)).toContain(words);
});

it.each<[InputKind, string, string]>([
  [PORTFOLIO, "megalloc validate -", "JSON"],
  [PLAN, "megalloc audit portfolio.json -", "JSON"],
  [LP_MODEL, "megalloc lp -", "MPS"],
])("speaks of $name where that is what it was to read", async (kind, command, format) => {
  const path = join(directory(), "file");
  writeFileSync(path, Uint8Array.from([0x1f, 0x8b, 0x08]));
  const packed = await refusal(path, kind);
  expect(packed).toContain(`cannot read ${kind.name}: `);
  expect(packed.endsWith(`gunzip -c file.gz | ${command}`)).toBe(true);
  writeFileSync(path, Uint8Array.from([0x50, 0x4b, 0x03, 0x04]));
  expect(await refusal(path, kind)).toContain(`export it as ${format}`);
  writeFileSync(path, Uint8Array.from([0x7b, 0x00]));
  expect(await refusal(path, kind)).toContain(`expected ${format} in UTF-8`);
});

it("tells a replacement character that was written from one that was made", async () => {
  const path = join(directory(), "portfolio.json");
  writeFileSync(path, '{"name": "\ufffd"}');
  expect(await readInput(path, PORTFOLIO)).toBe('{"name": "\ufffd"}');
  writeFileSync(path, Buffer.concat([Buffer.from('"\ufffd'), Buffer.from([0x80])]));
  expect(await refusal(path)).toContain("at byte 4 (0x80)");
});

it("names what is no file to read", async () => {
  const cwd = directory();
  mkdirSync(join(cwd, "folder"));
  writeFileSync(join(cwd, "file"), "{}");
  expect(await refusal(join(cwd, "nosuch"))).toContain("there is no such file");
  expect(await refusal(join(cwd, "folder"))).toContain("is a directory; name a file in it");
  expect(await refusal(join(cwd, "file/inside"))).toContain("a part of the path is a file");
  expect(await refusal(join(cwd, "x".repeat(300)))).toContain("the name is too long");
  expect(await refusal("nul\u0000byte")).toContain('"nul\\u0000byte": is not a file name');
});
