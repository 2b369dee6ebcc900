// Debt and equity in closed form against the linear program they solve.
import { describe, expect, it } from "vitest";
import { Finance } from "../../../assembly/alloc/finance.ts";
import { Instance } from "../../../assembly/alloc/instance.ts";
import { addColumn, atMost, loadSolver, newModel, solveModel } from "../../oracle/highs-model.ts";
import { rng } from "../../support/rng.ts";
import { instanceOf } from "./kernel-instance.ts";

interface CapitalCase {
  inst: Instance;
  capex: Float64Array;
  capUsd: number;
}

function randomCapital(seed: number): CapitalCase {
  const draw = rng(seed, "capital");
  const T = draw.int(1, 6);
  const rate = draw.pick([0, 0.02, 0.05]);
  const hasDebt = draw.chance(0.8);
  const worth = hasDebt ? draw.pick([0.2, 0.05, 0, -0.1]) : 0;
  const usd = (): number => (draw.chance(0.4) ? 0 : draw.int(1, 20) * 1e6);
  let committed = 0;
  const committedUsd = Float64Array.from({ length: T }, () => {
    if (draw.chance(0.3)) committed += usd();
    return committed;
  });
  const unlimited = draw.chance(0.2);
  const equityUsd = Float64Array.from({ length: T }, () =>
    unlimited ? Number.POSITIVE_INFINITY : draw.int(0, 12) * 5e6,
  );
  const inst = instanceOf({
    periods: T,
    hasDebt: hasDebt ? 1 : 0,
    equityUsd,
    committedUsd,
    drawUsd: Float64Array.from({ length: T }, (_, t) => worth * (1 + rate) ** -t),
    maxLoanToCost: Float64Array.of(hasDebt ? draw.pick([0.4, 0.85, 1]) : 0),
  });
  const capex = Float64Array.from({ length: T }, usd);
  return { inst, capex, capUsd: draw.chance(0.2) ? 0 : draw.int(1, 60) * 1e6 };
}

/** Capex paid up to and including each period. */
function paidUsd({ inst, capex }: CapitalCase): number[] {
  let paid = 0;
  return Array.from(capex, (usd, t) => {
    paid += usd;
    return paid + inst.committedUsd[t];
  });
}

/** Largest value of the draws (or, where equity cannot be kept, least shortage), by linear programming in millions. */
async function byLinearProgram(capital: CapitalCase, goal: "value" | "shortage"): Promise<number | null> {
  const { inst, capUsd } = capital;
  const model = newModel();
  const shortage = addColumn(model, { cost: goal === "shortage" ? -1 : 0, ...(goal === "value" ? { upper: 0 } : {}) });
  const draws = Array.from(inst.drawUsd, (worth) =>
    addColumn(model, { cost: goal === "value" ? worth : 0, ...(inst.hasDebt === 0 ? { upper: 0 } : {}) }),
  );
  paidUsd(capital).forEach((paid, t) => {
    const drawn = draws.slice(0, t + 1);
    atMost(
      model,
      drawn.map((col) => [col, 1] as const),
      (inst.maxLoanToCost[0] * paid) / 1e6,
    );
    if (inst.equityUsd[t] === Number.POSITIVE_INFINITY) return;
    const short = [...drawn, shortage].map((col) => [col, -1] as const);
    atMost(model, short, (inst.equityUsd[t] - paid) / 1e6);
  });
  atMost(
    model,
    draws.map((col) => [col, 1] as const),
    capUsd / 1e6,
  );
  const solved = solveModel(await loadSolver(), model, {});
  return solved.values === null ? null : Math.abs(solved.objective) * Math.sign(solved.objective) * 1e6;
}

describe("finance", () => {
  it("draws what is worth most and keeps equity wherever any draws do", async () => {
    const seen = { kept: 0, short: 0, drawn: 0, forced: 0 };
    for (let seed = 1; seed <= 300; seed++) {
      const capital = randomCapital(seed);
      const { inst, capex, capUsd } = capital;
      const finance = new Finance(inst);
      finance.evaluate(Float64Array.of(-1, -2, ...capex), 2, capUsd);
      const best = await byLinearProgram(capital, "value");
      expect(finance.violation === 0, `seed ${seed}: violation ${finance.violation}, LP ${best}`).toBe(best !== null);
      const worth = inst.drawUsd.reduce((sum, usd, t) => sum + usd * finance.draw[t], 0);
      expect(finance.value, `seed ${seed}`).toBeCloseTo(worth, 3);
      const paid = paidUsd(capital);
      let drawn = 0;
      for (let t = 0; t < inst.periods; t++) {
        expect(finance.draw[t], `seed ${seed}: draw of period ${t}`).toBeGreaterThanOrEqual(0);
        drawn += finance.draw[t];
        expect(drawn, `seed ${seed}: loan to cost`).toBeLessThanOrEqual(inst.maxLoanToCost[0] * paid[t] + 1e-3);
        expect(drawn, `seed ${seed}: debt capacity`).toBeLessThanOrEqual(capUsd + 1e-3);
      }
      if (best === null) {
        const least = -(await byLinearProgram(capital, "shortage"))!;
        expect(finance.violation, `seed ${seed}: least shortage`).toBeCloseTo(least, 0);
        seen.short++;
        continue;
      }
      expect(Math.abs(finance.value - best), `seed ${seed}: ${finance.value} against ${best}`).toBeLessThan(1);
      seen.kept++;
      if (drawn > 0) seen.drawn++;
      if (drawn > 0 && inst.drawUsd[0] < 0) seen.forced++;
    }
    console.log(`seeds 1-300, capital: ${JSON.stringify(seen)}`);
    expect(seen.short).toBeGreaterThan(50);
    expect(seen.drawn).toBeGreaterThan(60);
    expect(seen.forced).toBeGreaterThan(5);
  });
});
