// What the reader makes of every construct of the format, on small hand-made files.
import { describe, expect, it } from "vitest";
import { readMps, readMpsWithNotes } from "../../src/mps/read.ts";
import { expectSameModel } from "./support.ts";

const INF = Number.POSITIVE_INFINITY;

/** A file with the rows E, L, G and the columns X, Y; the caller adds the sections after COLUMNS. */
function file(after: string, columns = "    X  OBJ  1  E  1\n    X  L  2  G  3\n    Y  OBJ  -1  L  1\n"): string {
  return `NAME  small\nROWS\n N  OBJ\n E  E\n L  L\n G  G\nCOLUMNS\n${columns}${after}ENDATA\n`;
}

function boundsOf(lines: string, columns?: string): [number, number, number][] {
  const model = readMps(file(`BOUNDS\n${lines}`, columns));
  return [...model.colLower].map((lower, col) => [lower, model.colUpper[col], model.integer[col]]);
}

const INTEGER_COLUMNS =
  "    M 'MARKER' 'INTORG'\n    X OBJ 1 E 1\n    Y OBJ 1 E 1\n    M 'MARKER' 'INTEND'\n    Z OBJ 1\n";

describe("rows, columns and right-hand sides", () => {
  it("builds CSC arrays, names and the objective", () => {
    const model = readMps(file("RHS\n    RHS  E  4  L  5\n    RHS  G  6  OBJ  -7.5\n"));
    expect(model.name).toBe("small");
    expect(model.objectiveName).toBe("OBJ");
    expect(model.sense).toBe("min");
    expect(model.objectiveOffset).toBe(7.5);
    expect(model.cost).toEqual(Float64Array.of(1, -1));
    expect(model.colStart).toEqual(Int32Array.of(0, 3, 4));
    expect(model.rowIndex).toEqual(Int32Array.of(0, 1, 2, 1));
    expect(model.value).toEqual(Float64Array.of(1, 2, 3, 1));
    expect(model.rowLower).toEqual(Float64Array.of(4, -INF, 6));
    expect(model.rowUpper).toEqual(Float64Array.of(4, 5, INF));
    expect(model.rowNames).toEqual(["E", "L", "G"]);
    expect(model.colNames).toEqual(["X", "Y"]);
  });

  it("applies ranges by the type of the row, the sign counting on E rows only", () => {
    const rhs = "RHS\n    RHS  E  4  L  5\n    RHS  G  6\n";
    const wide = readMps(file(`${rhs}RANGES\n    RNG  E  2  L  -2\n    RNG  G  -2\n`));
    expect([...wide.rowLower]).toEqual([4, 3, 6]);
    expect([...wide.rowUpper]).toEqual([6, 5, 8]);
    const down = readMps(file(`RANGES\n    RNG  E  -2\n${rhs}`));
    expect([down.rowLower[0], down.rowUpper[0]]).toEqual([2, 4]);
    const none = readMps(file(`${rhs}RANGES\n    RNG  E  -0.0  L  0\n`));
    expect([none.rowLower[0], none.rowUpper[0], none.rowLower[1]]).toEqual([4, 4, 5]);
  });

  it("drops further N rows with a note, or keeps them as free rows", () => {
    const text = "ROWS\n N OBJ\n E E\n N SPARE\nCOLUMNS\n X OBJ 1 SPARE 5\n X E 1\nRHS\n RHS SPARE 3\nENDATA\n";
    const dropped = readMpsWithNotes(text);
    expect(dropped.model.rowNames).toEqual(["E"]);
    expect(dropped.notes).toEqual([{ line: 4, note: 'free row "SPARE" left out' }]);
    const kept = readMps(text, { freeRows: "keep" });
    expect(kept.rowNames).toEqual(["E", "SPARE"]);
    expect([kept.rowLower[1], kept.rowUpper[1]]).toEqual([-INF, INF]);
    expect(kept.rowIndex).toEqual(Int32Array.of(1, 0));
  });

  it("takes the objective OBJNAME asks for, and reads a file without any", () => {
    const rows = "ROWS\n N A\n N B\n E E\nCOLUMNS\n X A 1 B 2\n X E 3\nENDATA\n";
    expect([...readMps(`OBJNAME\n    B\n${rows}`).cost]).toEqual([2]);
    expect([...readMps(`OBJNAME B\n${rows}`).cost]).toEqual([2]);
    const none = readMps("ROWS\n E E\nCOLUMNS\n X E 3\nENDATA\n");
    expect(none.objectiveName).toBe("");
    expect([...none.cost]).toEqual([0]);
  });

  it("reads the sense in every style", () => {
    for (const head of [
      "OBJSENSE\n    MAX\n",
      "OBJSENSE MAX\n",
      "OBJSENSE\nMAX\n",
      "OBJSENSE\n  Maximize\n",
      "objsense maximise\n",
    ]) {
      expect(readMps(head + file("")).sense, head).toBe("max");
    }
    expect(readMps(`OBJSENSE\n    MIN\n${file("")}`).sense).toBe("min");
    expect(readMps(file("OBJSENSE MAX\n")).sense).toBe("max");
  });
});

describe("bounds", () => {
  it("reads every kind", () => {
    expect(boundsOf(" UP B X 4\n LO B Y -3\n")).toEqual([
      [0, 4, 0],
      [-3, INF, 0],
    ]);
    expect(boundsOf(" FX B X 4\n FR B Y\n")).toEqual([
      [4, 4, 0],
      [-INF, INF, 0],
    ]);
    expect(boundsOf(" MI B X\n UP B X 2\n PL B Y\n")).toEqual([
      [-INF, 2, 0],
      [0, INF, 0],
    ]);
    expect(boundsOf(" BV B X\n LI B Y 2\n")).toEqual([
      [0, 1, 1],
      [2, INF, 1],
    ]);
    expect(boundsOf(" UI B X 7\n")[0]).toEqual([0, 7, 1]);
  });

  it("lets a negative UP open the lower bound, unless one is stated, in either order", () => {
    expect(boundsOf(" UP B X -4\n UP B Y 0\n")).toEqual([
      [-INF, -4, 0],
      [0, 0, 0],
    ]);
    expect(boundsOf(" UP B X -4\n LO B X -9\n")[0]).toEqual([-9, -4, 0]);
    expect(boundsOf(" LO B X 0\n UP B X -4\n")[0]).toEqual([0, -4, 0]);
    expect(boundsOf(" UP B X -0.0\n")[0]).toEqual([0, 0, 0]);
  });

  it("takes 1e20 and the words for infinity as no bound", () => {
    expect(boundsOf(" UP B X 1e20\n LO B Y -1E+30\n")).toEqual([
      [0, INF, 0],
      [-INF, INF, 0],
    ]);
    expect(boundsOf(" UP B X Infinity\n LO B Y -inf\n")[1][0]).toBe(-INF);
    expect(readMps(file("RHS\n    RHS  L  1e30\n")).rowUpper[1]).toBe(INF);
  });

  it("makes marker columns without bounds binary, and only those", () => {
    expect(boundsOf(" LO B Y 0\n", INTEGER_COLUMNS)).toEqual([
      [0, 1, 1],
      [0, INF, 1],
      [0, INF, 0],
    ]);
    expect(boundsOf(" UP B X 9\n PL B Y\n", INTEGER_COLUMNS).map(([, upper]) => upper)).toEqual([9, INF, INF]);
  });

  it("reads lines without a set name and with a value nobody needs", () => {
    expect(boundsOf(" UP X 4\n FR Y\n")).toEqual([
      [0, 4, 0],
      [-INF, INF, 0],
    ]);
    expect(boundsOf(" BV B X 1\n FR Y 0\n")).toEqual([
      [0, 1, 1],
      [-INF, INF, 0],
    ]);
  });

  it("lets the last of two bounds count, with a note", () => {
    const { model, notes } = readMpsWithNotes(file("BOUNDS\n FX B X 1\n FX B X 2\n"));
    expect([model.colLower[0], model.colUpper[0]]).toEqual([2, 2]);
    expect(notes).toEqual([{ line: 13, note: 'bound FX of column "X" given again; the last one counts' }]);
  });
});

describe("the text", () => {
  const plain = readMps(file("RHS\n    RHS  E  1500\n"));

  it("reads Fortran exponents, signs and bare points", () => {
    for (const number of ["1.5D3", "1.5d+3", "+1500.", "1500.0", ".15E+04", "15e2"]) {
      expectSameModel(readMps(file(`RHS\n    RHS  E  ${number}\n`)), plain);
    }
  });

  it("turns negative zero into zero", () => {
    const model = readMps(file("RHS\n    RHS  E  -0  OBJ  0\nBOUNDS\n LO B X -0.0\n"));
    expect(Object.is(model.rowLower[0], 0)).toBe(true);
    expect(Object.is(model.objectiveOffset, 0)).toBe(true);
    expect(Object.is(model.colLower[0], 0)).toBe(true);
  });

  it("bears CRLF, lone CR, tabs, blank lines, comments, a byte order mark and trailing text", () => {
    const text = file("RHS\n    RHS  E  1500\n");
    expectSameModel(readMps(text.replaceAll("\n", "\r\n")), plain);
    expectSameModel(readMps(text.replaceAll("\n", "\r")), plain);
    expectSameModel(readMps(text.replaceAll("  ", "\t")), plain);
    expectSameModel(readMps(text.replaceAll("\n", "\n\n   \n* a comment\n")), plain);
    expectSameModel(readMps(`\uFEFF* first\n${text}anything after the end\n`), plain);
    expectSameModel(readMps(text.replace("1500", "1500 $ the order of March, in units")), plain);
  });

  it("bears a missing ENDATA with a note", () => {
    const { model, notes } = readMpsWithNotes(file("RHS\n    RHS  E  1500\n").replace("ENDATA\n", ""));
    expectSameModel(model, plain);
    expect(notes.map(({ note }) => note)).toEqual(["ENDATA is missing; is the file complete?"]);
  });

  it("uses the first set of each kind; unnamed lines belong to it", () => {
    const text = file(
      "RHS\n    A E 1\n    B E 2\n    L 3\nRANGES\n    A L 1\n    B L 9\nBOUNDS\n UP A X 4\n UP B X 8\n UP Y 5\n",
    );
    const { model, notes } = readMpsWithNotes(text);
    expect([model.rowLower[0], model.rowUpper[1], model.rowLower[1]]).toEqual([1, 3, 2]);
    expect([...model.colUpper]).toEqual([4, 5]);
    expect(notes).toHaveLength(3);
  });

  it("reads fixed-format names with blanks, and names that hold $", () => {
    const text = [
      "NAME          BLANKS",
      "ROWS",
      " N  COST 1",
      " L  A$ 1",
      "COLUMNS",
      "    X 1       COST 1              1.   A$ 1                2.",
      "RHS",
      "    RHS 1     A$ 1                3.",
      "BOUNDS",
      " UP BND 1     X 1                 4.",
      "ENDATA",
    ].join("\n");
    const { model, format } = readMpsWithNotes(text);
    expect(format).toBe("fixed");
    expect([model.objectiveName, model.rowNames, model.colNames]).toEqual(["COST 1", ["A$ 1"], ["X 1"]]);
    expect([model.cost[0], model.value[0], model.rowUpper[0], model.colUpper[0]]).toEqual([1, 2, 3, 4]);
    expectSameModel(readMps(text, { format: "fixed" }), model);
  });
});
