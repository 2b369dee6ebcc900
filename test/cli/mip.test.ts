// `megalloc mip` as a process: statuses and their exit codes, figures, files.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { INTEGER, MISSPELT, UNBOUNDED } from "./lp-models.ts";
import { Outcome, run, SOURCE, temporaryDirectories } from "./run-cli.ts";

const directory = temporaryDirectories();

function mip(model: string, ...args: string[]): Promise<Outcome> {
  return run(SOURCE, ["mip", "-", ...args], { stdin: model });
}

/** Two whole columns, 2x + 2y = 3. */
const NO_WHOLE = `NAME odd
ROWS
 N cost
 E sum
COLUMNS
    M1 'MARKER' 'INTORG'
    x cost 1 sum 2
    y cost 1 sum 2
    M2 'MARKER' 'INTEND'
RHS
    rhs sum 3
ENDATA
`;

describe("megalloc mip", () => {
  it("prints a short table, and writes the solution by name", async () => {
    const file = join(directory(), "solution.json");
    const { exitCode, stdout, stderr } = await mip(INTEGER, "-o", file);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/: optimal\n\n {2}status +optimal\n {2}objective +\S+ \(m..imised\)\n {2}bound /);
    const solution = JSON.parse(readFileSync(file, "utf8")) as { primal: Record<string, number>; status: string };
    expect(solution.status).toBe("optimal");
    expect(Object.values(solution.primal).some((x) => x !== 0)).toBe(true);
  });

  it("has its figures as JSON", async () => {
    const { exitCode, stdout } = await mip(INTEGER, "--json");
    expect(exitCode).toBe(0);
    const figures = JSON.parse(stdout) as Record<string, unknown>;
    expect(figures).toMatchObject({ status: "optimal", gap: 0, primalResidual: 0 });
    expect(figures.objective).toBe(figures.bound);
  });

  it("ends with 3 for infeasible, 5 for unbounded, 4 without a solution, 2 for what is no model", async () => {
    const none = await mip(NO_WHOLE, "--json");
    expect(none.exitCode).toBe(3);
    expect(JSON.parse(none.stdout)).toMatchObject({ status: "infeasible", objective: null, bound: null, gap: null });
    expect((await mip(UNBOUNDED)).exitCode).toBe(5);
    const bad = await mip(MISSPELT);
    expect(bad.exitCode).toBe(2);
    expect(bad.stderr).toContain("is not a model in MPS format");
  });
});
