// MPS reader, fixed and free format. Choices where readers of the field differ:
//   - the objective is the first N row (or the one OBJNAME asks for), its constant minus its right-hand side; further N rows are
//     left out, or kept as free rows with `freeRows: "keep"`;
//   - UP below zero without a stated lower bound makes the lower bound -Infinity (as CPLEX, Gurobi and HiGHS do); MI leaves the upper bound;
//   - an integer column of a MARKER block without any bound is binary; with any bound its other one is as for continuous columns;
//   - numbers of 1e20 and more are infinite as bounds and right-hand sides;
//   - the first RHS, RANGES and BOUNDS set counts; a right-hand side, range or bound given twice counts as given last;
//   - two coefficients of one column in one row are an error, as some solvers add them, some keep the first, some the last.
import { finishDraft } from "./draft.ts";
import { MpsError, MpsNote } from "./error.ts";
import { MpsFormat, MpsLines } from "./lines.ts";
import { LpModel } from "./model.ts";
import { SectionReader } from "./sections.ts";

export interface MpsOptions {
  /** "auto" (default) reads as free and, where that fails, as fixed format (names with blanks). */
  readonly format?: MpsFormat | "auto";
  /** N rows other than the objective: "drop" (default), or "keep" as rows without bounds. */
  readonly freeRows?: "drop" | "keep";
}

export interface MpsReading {
  readonly model: LpModel;
  readonly format: MpsFormat;
  /** What had to be interpreted, in the order of the file. */
  readonly notes: readonly MpsNote[];
}

/** The model an MPS text describes. Throws MpsError (line, column, problem, how to mend it). */
export function readMps(text: string, options: MpsOptions = {}): LpModel {
  return readMpsWithNotes(text, options).model;
}

/** As readMps, with the format found and notes on what had to be interpreted. */
export function readMpsWithNotes(text: string, options: MpsOptions = {}): MpsReading {
  if (typeof text !== "string") {
    throw new TypeError(
      `readMps takes the text of an MPS file, not ${typeof text}. Decode bytes with TextDecoder first.`,
    );
  }
  refuseBinary(text);
  const newlines = text.includes("\n") ? text : text.replaceAll("\r", "\n");
  const keep = options.freeRows === "keep";
  const format = options.format ?? "auto";
  if (format !== "auto") return readAs(newlines, format, keep);
  try {
    return readAs(newlines, "free", keep);
  } catch (free) {
    if (!(free instanceof MpsError)) throw free;
    try {
      return readAs(newlines, "fixed", keep);
    } catch (fixed) {
      // The format that got further is the one the file was meant to have.
      throw fixed instanceof MpsError && fixed.line > free.line ? fixed : free;
    }
  }
}

type Section = "" | "ROWS" | "COLUMNS" | "RHS" | "RANGES" | "BOUNDS" | "OBJSENSE" | "OBJNAME" | "ENDATA";

const UNREAD_SECTIONS = new Map([
  ["SOS", "special ordered sets"],
  ["QUADOBJ", "quadratic objectives"],
  ["QMATRIX", "quadratic objectives"],
  ["QSECTION", "quadratic objectives"],
  ["QCMATRIX", "quadratic constraints"],
  ["CSECTION", "conic constraints"],
  ["INDICATORS", "indicator constraints"],
  ["LAZYCONS", "lazy constraints"],
  ["USERCUTS", "user cuts"],
  ["GENCONS", "general constraints"],
  ["PWLOBJ", "piecewise-linear objectives"],
]);

function readAs(text: string, format: MpsFormat, keepFreeRows: boolean): MpsReading {
  const lines = new MpsLines(text, format);
  const reader = new SectionReader(lines, keepFreeRows);
  const seen = new Set<string>();
  let section: Section = "";
  while (section !== "ENDATA" && lines.next()) {
    if (lines.isHeader && !(section === "OBJSENSE" && isSenseLine(lines)))
      section = enterSection(reader, section, seen);
    else readDataLine(reader, section);
  }
  if (!seen.has("ROWS") || !seen.has("COLUMNS")) {
    const missing = seen.has("ROWS") ? "COLUMNS" : "ROWS";
    const hint = "An MPS file has the sections NAME, ROWS, COLUMNS, RHS, BOUNDS and ENDATA, each name in column 1.";
    throw new MpsError(lines.line + 1, 1, `the file ends without a ${missing} section`, "", hint);
  }
  if (section !== "ENDATA") reader.note("ENDATA is missing; is the file complete?");
  return { model: finishDraft(reader.draft), format, notes: reader.notes };
}

function enterSection(reader: SectionReader, before: Section, seen: Set<string>): Section {
  const { lines, draft } = reader;
  lines.tokenise();
  const keyword = lines.token(0).toUpperCase();
  if (keyword === "NAME") {
    draft.name = lines.text.slice(lines.tokenEnd[0], lines.lineEnd).trim();
    return before;
  }
  const section = sectionOf(keyword, lines);
  if (seen.has(section))
    throw lines.errorInLine(`section ${section} comes twice`, "Put all its lines under one header.");
  if (section === "COLUMNS") {
    if (!seen.has("ROWS")) throw lines.errorInLine("COLUMNS before ROWS", "Put ROWS first.");
    reader.chooseObjective();
  } else if (section === "RHS" || section === "RANGES" || section === "BOUNDS") {
    if (!seen.has("COLUMNS")) throw lines.errorInLine(`${section} before COLUMNS`, "Put ROWS and COLUMNS first.");
  } else if (section === "OBJNAME" && seen.has("COLUMNS")) {
    throw lines.errorInLine("OBJNAME after COLUMNS", "Put it before COLUMNS.");
  }
  seen.add(section);
  if (section === "OBJSENSE" && lines.tokens > 1) setSense(reader, 1);
  else if (section === "OBJNAME" && lines.tokens > 1) draft.wantedObjective = lines.token(1);
  else if (section !== "ENDATA" && lines.tokens > 1) {
    throw lines.errorInLine(
      `text after the header ${section}`,
      "A data line begins with a blank; only headers begin in column 1.",
    );
  }
  return section;
}

function sectionOf(keyword: string, lines: MpsLines): Section {
  switch (keyword) {
    case "ROWS":
    case "COLUMNS":
    case "RHS":
    case "RANGES":
    case "BOUNDS":
    case "OBJSENSE":
    case "OBJNAME":
    case "ENDATA":
      return keyword;
  }
  const unread = UNREAD_SECTIONS.get(keyword.replace(/\d+$/, ""));
  if (unread !== undefined) {
    throw lines.errorInLine(
      `section ${keyword} is not read: ${unread} are no part of a linear model`,
      "Linearise the model.",
    );
  }
  const hint =
    "Sections are NAME, OBJSENSE, OBJNAME, ROWS, COLUMNS, RHS, RANGES, BOUNDS and ENDATA; a data line begins with a blank.";
  throw lines.errorInLine("unknown section", hint);
}

function readDataLine(reader: SectionReader, section: Section): void {
  const { lines } = reader;
  if (section === "ROWS") reader.rowLine();
  else if (section === "COLUMNS") reader.columnLine();
  else if (section === "RHS") reader.rhsLine();
  else if (section === "RANGES") reader.rangeLine();
  else if (section === "BOUNDS") reader.boundLine();
  else if (section === "OBJSENSE") {
    lines.tokenise();
    setSense(reader, 0);
  } else if (section === "OBJNAME") {
    lines.tokenise();
    reader.draft.wantedObjective = lines.token(0);
  } else {
    throw lines.errorInLine("data before the first section", "Begin with NAME or ROWS in column 1.");
  }
}

function setSense(reader: SectionReader, token: number): void {
  const word = reader.lines.token(token).toUpperCase();
  if (/^MAX(IMI[SZ]E)?$/.test(word)) reader.draft.sense = "max";
  else if (/^MIN(IMI[SZ]E)?$/.test(word)) reader.draft.sense = "min";
  else throw reader.lines.errorInLine("unknown sense of the objective", "Write MIN or MAX.");
}

/** Some writers put MAX in column 1 under OBJSENSE. */
function isSenseLine(lines: MpsLines): boolean {
  return /^(MAX|MIN)(IMI[SZ]E)?$/i.test(lines.text.slice(lines.lineStart, lines.lineEnd).trim());
}

function refuseBinary(text: string): void {
  const isGzip = text.charCodeAt(0) === 0x1f;
  const zero = isGzip ? 0 : text.indexOf("\0");
  if (zero < 0) return;
  const line = text.slice(0, zero).split("\n").length;
  const hint = isGzip ? "Decompress it first (gunzip)." : "Give the decompressed file as text.";
  throw new MpsError(
    line,
    1,
    isGzip ? "the file is compressed" : "the file holds a zero byte: it is no text",
    "",
    hint,
  );
}
