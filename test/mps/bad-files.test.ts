// Files that must be refused: where, what, and how to mend it.
import { describe, expect, it } from "vitest";
import { MpsError } from "../../src/mps/error.ts";
import { readMps } from "../../src/mps/read.ts";

const GOOD = [
  "NAME  good", // 1
  "ROWS", // 2
  " N  COST", // 3
  " E  R1", // 4
  " L  R2", // 5
  "COLUMNS", // 6
  "    X1  COST  1  R1  2", // 7
  "    X2  R2  3", // 8
  "RHS", // 9
  "    RHS  R1  4", // 10
  "RANGES", // 11
  "    RNG  R2  5", // 12
  "BOUNDS", // 13
  " UP BND X1  6", // 14
  "ENDATA", // 15
];

/** The good file with line `line` (from 1) replaced by `text`. */
function mutated(line: number, ...text: string[]): string {
  return GOOD.toSpliced(line - 1, 1, ...text).join("\n");
}

interface Bad {
  readonly what: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly problem: RegExp;
  readonly found: string;
  readonly hint: RegExp;
}

function bad(
  what: string,
  text: string,
  line: number,
  column: number,
  problem: RegExp,
  found: string,
  hint: RegExp,
): Bad {
  return { what, text, line, column, problem, found, hint };
}

const BAD: readonly Bad[] = [
  bad("empty text", "", 1, 1, /ends without a ROWS section/, "", /sections NAME, ROWS/),
  bad("only comments", "* a\n* b\n", 3, 1, /ends without a ROWS/, "", /sections NAME/),
  bad("cut after ROWS", GOOD.slice(0, 5).join("\n"), 6, 1, /ends without a COLUMNS/, "", /ROWS, COLUMNS/),
  bad("an LP file", "Minimize\n obj: x\nEnd\n", 1, 1, /unknown section/, "Minimize", /Sections are NAME/),
  bad("JSON", '{"a": 1}', 1, 1, /unknown section/, '{"a": 1}', /Sections are/),
  bad("gzip", "\u001f\u0000\u0008", 1, 1, /compressed/, "", /gunzip/),
  bad("zero bytes", "NAME\nROWS\n\0", 3, 1, /zero byte/, "", /decompressed/),
  bad("misspelt section", mutated(6, "COLUMN"), 6, 1, /unknown section/, "COLUMN", /COLUMNS/),
  bad("section twice", mutated(9, "RHS", "RHS"), 10, 1, /RHS comes twice/, "RHS", /one header/),
  bad("quadratic section", mutated(13, "QUADOBJ"), 13, 1, /QUADOBJ is not read/, "QUADOBJ", /Linearise/),
  bad("SOS section", mutated(13, "SOS1"), 13, 1, /SOS1 is not read/, "SOS1", /Linearise/),
  bad("indicator section", mutated(13, "INDICATORS"), 13, 1, /indicator constraints/, "INDICATORS", /Linearise/),
  bad("COLUMNS first", mutated(2, "COLUMNS"), 2, 1, /COLUMNS before ROWS/, "COLUMNS", /Put ROWS first/),
  bad(
    "RHS before COLUMNS",
    mutated(6, "RHS", "    RHS R1 4", "COLUMNS"),
    6,
    1,
    /RHS before COLUMNS/,
    "RHS",
    /COLUMNS first/,
  ),
  bad("data in column 1", mutated(8, "X2 R2 3"), 8, 1, /unknown section/, "X2 R2 3", /begins with a blank/),
  bad("RHS data in column 1", mutated(10, "RHS R1 4"), 10, 1, /RHS comes twice/, "RHS R1 4", /one header/),
  bad("text after a header", mutated(9, "RHS  R1  4"), 9, 1, /text after the header RHS/, "RHS  R1  4", /column 1/),
  bad("data before sections", "  X1 R1 1\n", 1, 3, /before the first section/, "X1 R1 1", /Begin with NAME/),
  bad("row of unknown type", mutated(4, " Q  R1"), 4, 2, /unknown type of row/, "Q", /N .*E, L or G/),
  bad("row without a name", mutated(4, " E"), 4, 2, /without a name/, "E", /name after its type/),
  bad("row twice", mutated(5, " L  R1"), 5, 5, /"R1" is declared twice \(first on line 4\)/, "R1", /Rename/),
  bad(
    "row name with a blank",
    mutated(4, " E  R1 R9"),
    4,
    2,
    /more than a type and a name/,
    "E  R1 R9",
    /fixed format/,
  ),
  bad("unknown row in a column", mutated(8, "    X2  R9  3"), 8, 9, /unknown row "R9"/, "R9", /Declare it in ROWS/),
  bad("column comes back", mutated(8, "    X2  R2  3", "    X1  R2  1"), 9, 5, /"X1" comes back/, "X1", /together/),
  bad(
    "entry twice",
    mutated(7, "    X1  R1  1", "    X1  R1  2"),
    8,
    5,
    /"X1" has two entries in row "R1"/,
    "X1  R1  2",
    /one entry/,
  ),
  bad(
    "cost twice",
    mutated(7, "    X1  COST  1  COST  2"),
    7,
    5,
    /two entries in row "COST"/,
    "X1  COST  1  COST  2",
    /one entry/,
  ),
  bad("number is text", mutated(8, "    X2  R2  three"), 8, 13, /not a number/, "three", /1\.5e3/),
  bad("number with a comma", mutated(8, "    X2  R2  3,5"), 8, 13, /not a number/, "3,5", /decimal/),
  bad("hexadecimal number", mutated(8, "    X2  R2  0x10"), 8, 13, /not a number/, "0x10", /decimal/),
  bad("two points", mutated(8, "    X2  R2  1.2.3"), 8, 13, /not a number/, "1.2.3", /decimal/),
  bad("lonely exponent", mutated(8, "    X2  R2  1e"), 8, 13, /not a number/, "1e", /decimal/),
  bad("lonely sign", mutated(8, "    X2  R2  -"), 8, 13, /not a number/, "-", /decimal/),
  bad("NaN", mutated(8, "    X2  R2  NaN"), 8, 13, /not a number/, "NaN", /decimal/),
  bad(
    "infinite coefficient",
    mutated(8, "    X2  R2  1e999"),
    8,
    5,
    /infinite coefficient/,
    "X2  R2  1e999",
    /Only bounds/,
  ),
  bad("infinite cost", mutated(7, "    X1  COST  inf"), 7, 5, /infinite coefficient/, "X1  COST  inf", /Only bounds/),
  bad(
    "infinite constant",
    mutated(10, "    RHS  COST  inf"),
    10,
    5,
    /objective constant/,
    "RHS  COST  inf",
    /Only bounds/,
  ),
  bad("number missing", mutated(8, "    X2  R2"), 8, 5, /2 fields in COLUMNS/, "X2  R2", /pairs of row and number/),
  bad("column alone", mutated(8, "    X2"), 8, 5, /row name and a number are missing/, "X2", /Complete/),
  bad("six fields", mutated(8, "    X2  R2  3  R1  4  5"), 8, 5, /6 fields/, "X2  R2  3  R1  4  5", /one or two pairs/),
  bad(
    "column name with a blank",
    mutated(8, "    X 2  R2  3"),
    8,
    5,
    /4 fields in COLUMNS/,
    "X 2  R2  3",
    /fixed format/,
  ),
  bad("unknown marker", mutated(8, "    M  'MARKER'  'INTORGY'"), 8, 18, /unknown marker/, "'INTORGY'", /INTEND/),
  bad("SOS marker", mutated(8, "    M  'MARKER'  'SOSORG'"), 8, 18, /special ordered sets/, "'SOSORG'", /binary/),
  bad("unknown row in RHS", mutated(10, "    RHS  R9  4"), 10, 10, /unknown row "R9"/, "R9", /Declare it/),
  bad("RHS without a number", mutated(10, "    RHS  R1  4  R2"), 10, 5, /unknown row "RHS"/, "RHS", /Declare it/),
  bad("RHS is text", mutated(10, "    RHS  R1  many"), 10, 14, /not a number/, "many", /decimal/),
  bad("unknown row in RANGES", mutated(12, "    RNG  R9  5"), 12, 10, /unknown row "R9"/, "R9", /Declare it/),
  bad("range is text", mutated(12, "    RNG  R2  wide"), 12, 14, /not a number/, "wide", /decimal/),
  bad("unknown bound", mutated(14, " XX BND X1 6"), 14, 2, /unknown type of bound/, "XX", /LO, UP, FX/),
  bad("semi-continuous bound", mutated(14, " SC BND X1 6"), 14, 2, /unknown type of bound/, "SC", /Semi-continuous/),
  bad("unknown column in BOUNDS", mutated(14, " UP BND X9 6"), 14, 9, /unknown column "X9"/, "X9", /declared there/),
  bad("row in BOUNDS", mutated(14, " UP BND R1 6"), 14, 9, /unknown column "R1"/, "R1", /declared there/),
  bad("bound without a value", mutated(14, " UP BND X1"), 14, 2, /number is missing/, "UP BND X1", /decimal/),
  bad("bound without anything", mutated(14, " UP"), 14, 2, /without a column/, "UP", /column declared/),
  bad("bound without a number or set", mutated(14, " UP X1"), 14, 2, /number is missing/, "UP X1", /decimal/),
  bad("bound is text", mutated(14, " UP BND X1 lots"), 14, 12, /not a number/, "lots", /decimal/),
  bad("bound with too much", mutated(14, " UP BND X 1 6"), 14, 2, /5 fields in BOUNDS/, "UP BND X 1 6", /fixed format/),
  bad("unknown sense", mutated(1, "OBJSENSE", "    BIG"), 2, 5, /unknown sense/, "BIG", /MIN or MAX/),
  bad("unknown objective", mutated(1, "OBJNAME", "    PROFIT"), 7, 1, /asks for "PROFIT"/, "COLUMNS", /N row/),
  bad("objective that is no N row", mutated(1, "OBJNAME R1"), 6, 1, /asks for "R1"/, "COLUMNS", /N row/),
  bad(
    "OBJNAME late",
    mutated(9, "OBJNAME COST", "RHS"),
    9,
    1,
    /OBJNAME after COLUMNS/,
    "OBJNAME COST",
    /before COLUMNS/,
  ),
];

describe("bad files", () => {
  it.each(BAD)("$what", ({ text, line, column, problem, found, hint }) => {
    const error = errorOf(() => readMps(text, { format: "free" }));
    expect([error.line, error.column]).toEqual([line, column]);
    expect(error.problem).toMatch(problem);
    expect(error.found).toBe(found);
    expect(error.hint).toMatch(hint);
    expect(error.message).toContain(`line ${line}, column ${column}`);
    expect(error.message).toContain(error.problem);
    expect(error.message).toContain(error.hint);
  });

  it("is refused in automatic detection, too, and in CRLF at the same place", () => {
    for (const { what, text, line } of BAD) {
      expect(errorOf(() => readMps(text)).line, what).toBeGreaterThanOrEqual(line);
      expect(errorOf(() => readMps(text.replaceAll("\n", "\r\n"), { format: "free" })).line, what).toBe(line);
    }
    expect(() => readMps(GOOD.join("\n"))).not.toThrow();
  });

  it("points at the fixed-format line where a fixed-format file fails", () => {
    const lines = ["ROWS", " N  THE COST", " E  THE ROW", "COLUMNS", "    X 1       THE COST            1,5", "ENDATA"];
    const error = errorOf(() => readMps(lines.join("\n")));
    expect([error.line, error.column, error.found]).toEqual([5, 35, "1,5"]);
  });

  it("refuses tabs in fixed format", () => {
    const error = errorOf(() => readMps("ROWS\n N  COST\n E\tR1\n", { format: "fixed" }));
    expect([error.line, error.column]).toEqual([3, 3]);
    expect(error.problem).toMatch(/tab/);
  });

  it("cuts long text in messages", () => {
    const error = errorOf(() => readMps(`ROWS\n Q  ${"A".repeat(500)}\n`, { format: "free" }));
    expect(error.message.length).toBeLessThan(200);
    expect(errorOf(() => readMps(`${"Z".repeat(500)}\n`)).found).toBe(`${"Z".repeat(60)}...`);
  });

  it("wants text", () => {
    expect(() => readMps(Buffer.from("ROWS") as unknown as string)).toThrow(/TextDecoder/);
  });
});

function errorOf(read: () => unknown): MpsError {
  try {
    read();
  } catch (error) {
    if (error instanceof MpsError) return error;
    throw error;
  }
  throw new Error("the file was accepted");
}
