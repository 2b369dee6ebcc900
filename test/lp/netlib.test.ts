// All of Netlib and the infeasible set: the published optimum with a proof, or a Farkas certificate; both engines equal to the bit.
// The verification shares no code with the solver (src/lp/verify.ts).
import { beforeAll, describe, expect, it } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import { LpResult } from "../../src/lp/result.ts";
import { solveLp } from "../../src/lp/solve-lp.ts";
import { checkFarkas, missedBy, recompute } from "../../src/lp/verify.ts";
import { readMps } from "../../src/mps/read.ts";
import { haveInstances, instanceRows, instanceText } from "../mps/support.ts";

/** Largest instance (in nonzeros) that the slower JS engine solves here, too. */
const PARITY_NONZEROS = 11_000;
/** No instance needs half as many; a cycling solver does. */
const ITERATION_LIMIT = 100_000;

describe.skipIf(!haveInstances())("Netlib", () => {
  let wasm: Engine;
  let js: Engine;
  beforeAll(async () => {
    wasm = await createEngine({ engine: "wasm" });
    js = await createEngine({ engine: "js" });
  });

  const feasible = haveInstances() ? instanceRows("netlib") : [];
  const infeasible = haveInstances() ? instanceRows("netlib-infeas") : [];

  it.each(feasible)("$name: optimum $optimum", { timeout: 300_000 }, async ({ name, optimum, nz }) => {
    const lp = readMps(instanceText("netlib", name));
    const result = await solveLp(lp, { engine: wasm, iterationLimit: ITERATION_LIMIT });
    expect(result.status, reasonOf(result)).toBe("optimal");
    if (result.status !== "optimal") return;
    const published = Number(optimum);
    expect(Math.abs(result.objective - published) / (1 + Math.abs(published))).toBeLessThan(1e-6);
    const proof = recompute(lp, result);
    expect(missedBy(proof.residuals)).toBe("");
    expect(proof.objective).toBe(result.objective);
    if (Number(nz) <= PARITY_NONZEROS)
      expectSameBits(await solveLp(lp, { engine: js, iterationLimit: ITERATION_LIMIT }), result);
  });

  it.each(infeasible)("$name is infeasible", { timeout: 300_000 }, async ({ name, nz }) => {
    const lp = readMps(instanceText("netlib-infeas", name));
    const result = await solveLp(lp, { engine: wasm, iterationLimit: ITERATION_LIMIT });
    expect(result.status, reasonOf(result)).toBe("infeasible");
    if (result.status !== "infeasible" || result.certificate.kind !== "farkas") return;
    expect(checkFarkas(lp, result.certificate.rowMultipliers).proved).toBe(true);
    if (Number(nz) <= PARITY_NONZEROS)
      expectSameBits(await solveLp(lp, { engine: js, iterationLimit: ITERATION_LIMIT }), result);
  });
});

function reasonOf(result: LpResult): string {
  return result.status === "numericalTrouble" ? result.reason : `${result.iterations} iterations`;
}

/** Status, iterations and every array; Float64Arrays are compared by their bytes. */
function expectSameBits(actual: LpResult, expected: LpResult): void {
  const { timeMs: _a, ...left } = actual;
  const { timeMs: _b, ...right } = expected;
  expect(bytesOf(left)).toEqual(bytesOf(right));
}

function bytesOf(value: unknown): unknown {
  if (value instanceof Float64Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  if (Array.isArray(value)) return value.join(" ");
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, bytesOf(part)]));
}
