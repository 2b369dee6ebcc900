// Every malformed LP is refused with the place, the value and a way to mend it.
import { describe, expect, it } from "vitest";
import { LpInput } from "../../src/lp/input.ts";
import { LpInputError, LpProblem, validateLp } from "../../src/lp/validate.ts";
import { lpOf } from "./support.ts";

const INF = Number.POSITIVE_INFINITY;
const GOOD: LpInput = {
  ...lpOf({ cost: [1, 2], rows: [[1, 1], [0, 3]], rowLower: [1, -INF], rowUpper: [INF, 5] }), // biome-ignore format: a matrix
  rowNames: ["power", "racks"],
  colNames: ["x", "y"],
};

interface Case {
  readonly what: string;
  readonly change: Record<string, unknown>;
  readonly path: string;
  readonly subject: string;
  readonly message: RegExp;
  readonly hint: RegExp;
}

function bad(
  what: string,
  change: Record<string, unknown>,
  path: string,
  subject: string,
  message: RegExp,
  hint: RegExp,
): Case {
  return { what, change, path, subject, message, hint };
}

const f = (...values: number[]) => Float64Array.from(values);
const i = (...values: number[]) => Int32Array.from(values);

const BAD: readonly Case[] = [
  bad("cost is an Array", { cost: [1, 2] }, "cost", "", /not a Float64Array but an Array/, /Float64Array\.from/),
  bad("cost is missing", { cost: undefined }, "cost", "", /but undefined/, /Float64Array\.from/),
  bad(
    "colStart is Float64",
    { colStart: f(0, 1, 3) },
    "colStart",
    "",
    /not a Int32Array but \[object Float64Array\]/,
    /Int32Array\.from/,
  ),
  bad("rowUpper too short", { rowUpper: f(1) }, "rowUpper", "", /has 1 elements, not 2/, /one per row/),
  bad("colLower too long", { colLower: f(0, 0, 0) }, "colLower", "", /has 3 elements, not 2/, /one per column/),
  bad("colStart too short", { colStart: i(0, 3) }, "colStart", "", /has 2 elements, not 3/, /and the end/),
  bad("value too short", { value: f(1, 1) }, "value", "", /has 2 elements, not 3/, /one per entry/),
  bad("colStart[0] is not 0", { colStart: i(1, 1, 3) }, "colStart[0]", "", /is 1, not 0/, /counts the entries/),
  bad("colStart descends", { colStart: i(0, 4, 3) }, "colStart[2]", "", /is 3, less than 4/, /counts the entries/),
  bad(
    "colStart ends early",
    { colStart: i(0, 1, 2) },
    "colStart[2]",
    "",
    /is 2, but there are 3/,
    /counts the entries/,
  ),
  bad("row index too large", { rowIndex: i(0, 0, 2) }, "rowIndex[2]", 'column 1 "y"', /there is no row 2/, /0 to 1/),
  bad("row index negative", { rowIndex: i(-1, 0, 1) }, "rowIndex[0]", 'column 0 "x"', /there is no row -1/, /0 to 1/),
  bad(
    "entry twice",
    { rowIndex: i(0, 1, 1) },
    "rowIndex[2]",
    'column 1 "y"',
    /second entry in row 1 "racks"/,
    /Add the entries up/,
  ),
  bad("NaN coefficient", { value: f(1, Number.NaN, 3) }, "value[1]", 'row 0 "power", column 1 "y"', /is NaN/, /finite/),
  bad(
    "infinite coefficient",
    { value: f(1, 1, -INF) },
    "value[2]",
    'row 1 "racks", column 1 "y"',
    /is -Infinity/,
    /finite/,
  ),
  bad("NaN cost", { cost: f(Number.NaN, 2) }, "cost[0]", 'column 0 "x"', /the cost is NaN/, /finite/),
  bad("infinite cost", { cost: f(1, INF) }, "cost[1]", 'column 1 "y"', /the cost is Infinity/, /finite/),
  bad(
    "NaN row bound",
    { rowLower: f(Number.NaN, 0) },
    "rowLower[0]",
    'row 0 "power"',
    /lower bound is NaN/,
    /-Infinity/,
  ),
  bad(
    "NaN column bound",
    { colUpper: f(1, Number.NaN) },
    "colUpper[1]",
    'column 1 "y"',
    /upper bound is NaN/,
    /Infinity/,
  ),
  bad(
    "lower bound Infinity",
    { colLower: f(INF, 0) },
    "colLower[0]",
    'column 0 "x"',
    /lower bound is Infinity/,
    /-Infinity/,
  ),
  bad(
    "upper bound -Infinity",
    { rowUpper: f(1, -INF) },
    "rowUpper[1]",
    'row 1 "racks"',
    /upper bound is -Infinity/,
    /Infinity/,
  ),
  bad("NaN offset", { objectiveOffset: Number.NaN }, "objectiveOffset", "", /but NaN/, /finite/),
  bad("unknown sense", { sense: "maximise" }, "sense", "", /unknown sense "maximise"/, /"min" or "max"/),
  bad(
    "integer column",
    { integer: Uint8Array.of(0, 1) },
    "integer[1]",
    'column 1 "y"',
    /must be integer/,
    /relaxIntegers/,
  ),
  bad(
    "integer too short",
    { integer: Uint8Array.of(0) },
    "integer",
    "",
    /not a Uint8Array of length 2/,
    /leave it out/,
  ),
];

describe("validateLp", () => {
  it("accepts a good LP, crossed bounds and an LP without rows, columns or names", () => {
    expect(() => validateLp(GOOD, false)).not.toThrow();
    expect(() => validateLp({ ...GOOD, colLower: f(2, 0), colUpper: f(1, 0) }, false)).not.toThrow();
    expect(() => validateLp(lpOf({ cost: [] }), false)).not.toThrow();
    expect(() => validateLp({ ...GOOD, integer: Uint8Array.of(0, 1) }, true)).not.toThrow();
  });

  it.each(BAD)("refuses: $what", ({ change, path, subject, message, hint }) => {
    const [problem, ...more] = problemsOf({ ...GOOD, ...change } as unknown as LpInput);
    expect(more).toEqual([]);
    expect([problem.path, problem.subject]).toEqual([path, subject]);
    expect(problem.message).toMatch(message);
    expect(problem.hint).toMatch(hint);
  });

  it("reports several problems at once, but not thousands", () => {
    const many = { ...GOOD, cost: f(Number.NaN, INF), value: f(Number.NaN, 1, 1), rowLower: f(INF, 0) };
    expect(problemsOf(many).map(({ path }) => path)).toEqual(["value[0]", "cost[0]", "cost[1]", "rowLower[0]"]);
    expect(() => validateLp(many, false)).toThrow(
      /4 problems:\n {2}value\[0\] \(row 0 "power", column 0 "x"\): the coefficient is NaN/,
    );
    const cost = new Float64Array(5000).fill(Number.NaN);
    const wide = { ...lpOf({ cost: [...new Float64Array(5000)] }), cost };
    expect(problemsOf(wide)).toHaveLength(20);
  });

  it("numbers what has no name", () => {
    const { colNames: _, ...unnamed } = GOOD;
    expect(problemsOf({ ...unnamed, cost: f(1, Number.NaN) })[0].subject).toBe("column 1");
  });

  it("wants a model", () => {
    expect(problemsOf(null as unknown as LpInput)[0].message).toBe("not an object but null");
  });
});

function problemsOf(lp: LpInput): readonly LpProblem[] {
  try {
    validateLp(lp, false);
  } catch (error) {
    if (error instanceof LpInputError) return error.problems;
    throw error;
  }
  throw new Error("the LP was accepted");
}
