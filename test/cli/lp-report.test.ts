// The reports of `megalloc lp` on outcomes that no small model brings about: a clock that runs out, numerical trouble, a fallback.
import { describe, expect, it } from "vitest";
import { PLAIN } from "../../src/cli/colours.ts";
import { lpFigures, lpSolution } from "../../src/cli/lp-json.ts";
import { renderLp } from "../../src/cli/lp-report.ts";
import { LpRun } from "../../src/cli/lp-run.ts";
import { LpResult } from "../../src/lp/result.ts";
import { solveLp } from "../../src/lp/solve-lp.ts";
import { readMpsWithNotes } from "../../src/mps/read.ts";
import { PRODUCTION } from "./lp-models.ts";

const reading = readMpsWithNotes(PRODUCTION);

function runOf(result: LpResult, fallbackReason?: string): LpRun {
  return { reading, result, engine: "js", fallbackReason };
}

describe("a time limit", () => {
  it("leaves no point, and says what to raise", async () => {
    let clockMs = 0;
    const result = await solveLp(reading.model, { engine: "js", timeLimitMs: 1, now: () => clockMs++ });
    expect(result.status).toBe("timeLimit");
    const page = renderLp(runOf(result), PLAIN);
    expect(page).toMatch(/^production: stopped by the time limit\n/);
    expect(page).toContain("raise --time-limit");
    expect(lpSolution(runOf(result))).toMatchObject({ status: "timeLimit", objective: null, primalResidual: null });
    expect(lpSolution(runOf(result))).not.toHaveProperty("primal");
  });
});

describe("numerical trouble", () => {
  it("shows the point with its residuals and claims nothing", async () => {
    const solved = await solveLp(reading.model, { engine: "js" });
    if (solved.status !== "optimal") throw new Error(`the model is ${solved.status}`);
    const residuals = { ...solved.residuals, primal: { absolute: 0.5, scaled: 0.25 } };
    const iterate = { ...solved, residuals };
    const reason = "the scaled primal residual is 0.25, above 1e-6";
    const run = runOf({ status: "numericalTrouble", reason, iterate, iterations: 7, timeMs: 1200 });
    const page = renderLp(run, PLAIN);
    expect(page).toMatch(/^production: numerical trouble: nothing is proved\n/);
    expect(page).toContain("  primal residual  2.5e-1\n");
    expect(page).toContain("  iterations       7\n  time             1.2 s (js)\n");
    expect(page).toContain(`is not proved optimal: ${reason}.`);
    expect(lpFigures(run)).toMatchObject({ status: "numericalTrouble", reason, primalResidual: 0.25, iterations: 7 });
  });
});

describe("notes", () => {
  it("tell of the engine that stood in, and are counted when there are many", async () => {
    const result = await solveLp(reading.model, { engine: "js" });
    const notes = Array.from({ length: 12 }, (_, index) => ({ line: index + 1, note: `odd\u001b[31m ${index}` }));
    const run = { ...runOf(result, "forbidden here"), reading: { ...reading, notes } };
    const page = renderLp(run, PLAIN);
    expect(page).toContain("Notes:\n  WebAssembly cannot be had: forbidden here\n  line 1: odd\\u001b[31m 0\n");
    expect(page).toContain("  line 10: odd\\u001b[31m 9\n  and 2 further notes (--json has all)\n");
    expect(lpFigures(run)).toMatchObject({ fallbackReason: "forbidden here", notes });
  });
});
