// `megalloc lp` as a process: statuses and their exit codes, figures, streams, files, limits and refusals.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BLANK_NAMES,
  CROSSED,
  INTEGER,
  MISSPELT,
  NARROW_ORDERS,
  PRODUCTION,
  TOO_MANY_ORDERS,
  UNBOUNDED,
  wideModel,
} from "./lp-models.ts";
import { Outcome, run, SOURCE, temporaryDirectories } from "./run-cli.ts";

const directory = temporaryDirectories();

function lp(model: string, ...args: string[]): Promise<Outcome> {
  return run(SOURCE, ["lp", "-", ...args], { stdin: model });
}

type Json = Record<string, unknown>;

async function lpJson(model: string, ...args: string[]): Promise<Outcome & { figures: Json }> {
  const outcome = await lp(model, "--json", ...args);
  return { ...outcome, figures: JSON.parse(outcome.stdout) as Json };
}

describe("an optimum", () => {
  it("is told in a short table", async () => {
    const { exitCode, stdout, stderr } = await lp(PRODUCTION, "--engine", "wasm");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.replace(/\d+\.\d (ms|s) /, "TIME ").replace(/\d\.\de-\d+/g, "TINY")).toMatch(
      new RegExp(
        [
          "^production: optimal",
          "",
          "  status           optimal",
          "  objective        2900 \\(maximised\\)",
          "  primal residual  (0|TINY)",
          "  dual residual    (0|TINY)",
          "  iterations       \\d+",
          "  time             TIME \\(wasm\\)",
          "  size             3 rows, 2 columns, 5 nonzeros",
          "$",
        ].join("\n"),
      ),
    );
  });

  it("has its figures as JSON, the same on either engine but for the clock", async () => {
    const [wasm, js] = await Promise.all(["wasm", "js"].map((engine) => lpJson(PRODUCTION, "--engine", engine)));
    const { timeMs, primalResidual, dualResidual, iterations, ...rest } = wasm.figures;
    expect(rest).toEqual({
      name: "production",
      status: "optimal",
      objective: 2900,
      sense: "max",
      rows: 3,
      columns: 2,
      nonzeros: 5,
      integerColumnsRelaxed: 0,
      engine: "wasm",
      format: "free",
      notes: [],
    });
    expect(timeMs).toBeGreaterThanOrEqual(0);
    expect(primalResidual).toBeLessThan(1e-9);
    expect(dualResidual).toBeLessThan(1e-9);
    expect(iterations).toBeGreaterThan(0);
    expect(js.figures).toEqual({ ...wasm.figures, engine: "js", timeMs: js.figures["timeMs"] });
    expect([wasm, js].map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      Array(2).fill({ exitCode: 0, stderr: "" }),
    );
  });

  it("goes to a file whole, every row and column by name", async () => {
    const cwd = directory();
    writeFileSync(join(cwd, "production.mps"), PRODUCTION);
    const { exitCode, stdout } = await run(SOURCE, ["lp", "production.mps", "-o", "solution.json"], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("\nsolution written to solution.json\n");
    expect(readdirSync(cwd).sort()).toEqual(["production.mps", "solution.json"]);
    const solution = JSON.parse(readFileSync(join(cwd, "solution.json"), "utf8")) as {
      primal: Json;
      dual: { [row: string]: number };
      reducedCosts: { [column: string]: number };
    };
    expect(solution).toMatchObject({
      status: "optimal",
      objective: 2900,
      rowActivity: { assembly: 120, finishing: 100, orders: 36 },
      basis: {
        columns: { chairs: "basic", tables: "basic" },
        rows: { assembly: "atUpper", finishing: "atUpper", orders: "basic" },
      },
    });
    expect(solution.primal).toEqual({ chairs: 36, tables: 16 });
    expect(Object.keys(solution.dual)).toEqual(["assembly", "finishing", "orders"]);
    expect(solution.dual["assembly"]).toBeCloseTo(20, 9);
    expect(solution.dual["finishing"]).toBeCloseTo(5, 9);
    expect(solution.dual["orders"]).toBeCloseTo(0, 9);
    expect(Math.abs(solution.reducedCosts["chairs"])).toBeLessThan(1e-9);
  });

  it("heeds RANGES, and OBJSENSE MAX turned to MIN", async () => {
    const [narrow, cheapest] = await Promise.all([
      lpJson(NARROW_ORDERS, "-o", "-"),
      lpJson(PRODUCTION.replace("MAX", "MIN"), "-o", "-"),
    ]);
    expect(narrow.figures).toMatchObject({ objective: 2500, primal: { chairs: 20, tables: 20 } });
    expect(cheapest.figures).toMatchObject({ sense: "min", objective: 450, primal: { chairs: 10, tables: 0 } });
  });

  it("of names with blanks needs the fixed format, which is found or asked for", async () => {
    const [found, asked, free] = await Promise.all([
      lpJson(BLANK_NAMES, "-o", "-"),
      lpJson(BLANK_NAMES, "--format", "fixed"),
      lp(BLANK_NAMES, "--format", "free"),
    ]);
    expect(found.figures).toMatchObject({ format: "fixed", objective: 1, primal: { "col one": 1 } });
    expect(asked.figures).toMatchObject({ format: "fixed", objective: 1 });
    expect(free.exitCode).toBe(2);
    expect(free.stderr).toContain("MPS line 3");
  });
});

describe("what has no optimum", () => {
  it("is infeasible: 3, the rows and the proof", async () => {
    const [page, { exitCode, figures, stderr }] = await Promise.all([
      lp(TOO_MANY_ORDERS),
      lpJson(TOO_MANY_ORDERS, "-o", "-"),
    ]);
    expect([page.exitCode, exitCode]).toEqual([3, 3]);
    expect(page.stdout).toMatch(/^production: infeasible\n/);
    expect(page.stdout).toContain("rows orders, assembly cannot be met together");
    expect(stderr).toContain("rows orders, assembly cannot be met together");
    expect(figures).toMatchObject({ status: "infeasible", objective: null, primalResidual: null, dualResidual: null });
    const { rowMultipliers } = figures["certificate"] as { rowMultipliers: Record<string, number> };
    // y = (-1/2, 0, 1): y'r >= 100 - 60 over the rows, and y'A x = -1.5 tables <= 0 over the columns.
    expect(rowMultipliers["orders"]).toBeGreaterThan(0);
    expect(rowMultipliers["assembly"] / rowMultipliers["orders"]).toBeCloseTo(-0.5, 9);
    expect(rowMultipliers["finishing"]).toBe(0);
  });

  it("is infeasible where bounds cross, whatever the column's name", async () => {
    const [page, { exitCode, figures }] = await Promise.all([lp(CROSSED), lpJson(CROSSED, "-o", "-")]);
    expect([page.exitCode, exitCode]).toEqual([3, 3]);
    expect(page.stdout).toContain("The lower bound of column __proto__, 5, exceeds its upper bound, 3");
    expect(figures["certificate"]).toEqual({ kind: "crossedBounds", of: "column", name: "__proto__" });
    const mended = await lp(CROSSED.replace("__proto__ 3", "__proto__ 7"), "-o", "-");
    expect(mended.stdout).toContain('"__proto__": 5');
    expect(mended.exitCode).toBe(0);
  });

  it("is unbounded: 5, the column and the ray", async () => {
    const [page, { exitCode, figures }] = await Promise.all([lp(UNBOUNDED), lpJson(UNBOUNDED, "-o", "-")]);
    expect([page.exitCode, exitCode]).toEqual([5, 5]);
    expect(page.stdout).toContain("The objective falls for ever along column x");
    expect(figures).toMatchObject({ status: "unbounded", objective: null });
    const { direction } = figures["certificate"] as { direction: Record<string, number> };
    expect(direction["x"]).toBeGreaterThan(0);
    expect(direction["y"]).toBe(0);
    const { x, y } = figures["feasiblePoint"] as Record<string, number>;
    expect(x + y).toBeGreaterThanOrEqual(2);
  });

  it("is cut short: 4, and says what to raise", async () => {
    const [page, { exitCode, figures }] = await Promise.all([
      lp(PRODUCTION, "--iterations", "1"),
      lpJson(PRODUCTION, "--iterations", "1", "-o", "-"),
    ]);
    expect([page.exitCode, exitCode]).toEqual([4, 4]);
    expect(page.stdout).toContain("raise --iterations");
    expect(figures).toMatchObject({ status: "iterationLimit", objective: null, iterations: 1 });
    expect(figures).not.toHaveProperty("primal");
  });
});

describe("integer columns", () => {
  it("are refused with their names", async () => {
    const { exitCode, stdout, stderr } = await lp(INTEGER);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("standard input has 1 integer column (n)");
    expect(stderr).toContain("--relax-integers");
  });

  it("are relaxed when asked, with a warning on either kind of output", async () => {
    const [page, { exitCode, figures, stderr }] = await Promise.all([
      lp(INTEGER, "--relax-integers"),
      lpJson(INTEGER, "--relax-integers"),
    ]);
    const warning = "integrality is ignored: 1 integer column may take fractions (n)";
    expect([page.exitCode, exitCode]).toEqual([0, 0]);
    expect(page.stdout).toContain(`Notes:\n  warning: ${warning}`);
    expect(page.stdout).toContain('  line 5: free row "unused" left out\n');
    expect(stderr).toContain(warning);
    expect(figures).toMatchObject({
      objective: 2.5,
      integerColumnsRelaxed: 1,
      notes: [{ line: 5, note: 'free row "unused" left out' }],
    });
  });
});

describe("refusals end with 2, name the place and write nothing", () => {
  it.each([
    [MISSPELT, 'MPS line 12, column 25: not a number (found "8O"). Write a decimal number'],
    [PRODUCTION.replace(" UP most", " XX most"), 'line 20, column 2: unknown type of bound (found "XX")'],
    [PRODUCTION.replace(" L  finishing\n", ""), 'unknown row "finishing"'],
    ["NAME nothing\nENDATA\n", "the file ends without a ROWS section"],
    ["", "standard input is empty"],
    ["{}", "unknown section"],
    [BLANK_NAMES.replace("r         row one              1.0", "r         row one              1e30"), "row one"],
  ])("model %#", async (model, words) => {
    const cwd = directory();
    const outcome = await run(SOURCE, ["lp", "-", "-o", "out.json"], { cwd, stdin: model });
    expect(outcome).toMatchObject({ exitCode: 2, stdout: "" });
    expect(outcome.stderr).toContain(words);
    expect(outcome.stderr).not.toContain("    at ");
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each([
    [["no.mps"], '"no.mps": there is no such file'],
    [["a.mps", "-o", "a.mps"], '--output "a.mps" is the model itself'],
    [["a.mps", "-o", "no/place.json"], 'cannot write the solution to "no/place.json": its directory does not exist'],
    [["a.mps", "--time-limit", "10"], "has no unit: write 10s"],
    [["a.mps", "--iterations", "0"], "is not a whole number"],
    [["a.mps", "--format", "lp"], "Allowed choices are auto, fixed, free"],
    [["a.mps", "--engine", "gpu"], "Allowed choices are auto, wasm, js"],
    [[], "missing required argument 'model'"],
  ])("%j", async (args, words) => {
    const cwd = directory();
    writeFileSync(join(cwd, "a.mps"), PRODUCTION);
    const outcome = await run(SOURCE, ["lp", ...args], { cwd });
    expect(outcome).toMatchObject({ exitCode: 2, stdout: "" });
    expect(outcome.stderr).toContain(words);
    expect(readFileSync(join(cwd, "a.mps"), "utf8")).toBe(PRODUCTION);
    expect(existsSync(join(cwd, "no"))).toBe(false);
  });
});

it("a pipe that closes early is no error, and the exit code stays that of the model", async () => {
  const { exitCode, stdout, stderr } = await run(SOURCE, ["lp", "-", "-o", "-"], {
    stdin: wideModel(8000),
    closeStdoutAfter: 1,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  // More than a pipe holds: the rest was still to be written when its reader went away.
  expect(stdout.length).toBeGreaterThan(0);
  expect(stdout).not.toMatch(/\}\n$/);
});

it("help has examples and the exit codes", async () => {
  const { exitCode, stdout } = await run(SOURCE, ["lp", "--help"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Examples:\n  megalloc lp model.mps");
  expect(stdout).toContain("5 unbounded");
});
