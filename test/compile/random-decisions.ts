// Random kernel plans: decisions that respect ranges (starts, eligibility, lead times) and ignore capacity more or less.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { floatField, Instance, intField } from "../../src/compile/instance.ts";
import { emptyKernelPlan, KernelPlan } from "../../src/compile/kernel-plan.ts";
import { rng } from "../support/rng.ts";

/** Same instance and seed, same plan. `boldness` in [0, 1] is how much is accepted, built and ordered. */
export function randomKernelPlan(instance: Instance, seed: number, boldness: number): KernelPlan {
  const plan = emptyKernelPlan(instance.counts);
  drawContracts(instance, plan, seed, boldness);
  drawSupply(instance, plan, seed, boldness);
  return plan;
}

function drawContracts(instance: Instance, plan: KernelPlan, seed: number, boldness: number): void {
  const { counts } = instance;
  const optionStart = intField(instance, IntField.contractOptionStart);
  const columnStart = intField(instance, IntField.contractColumnStart);
  const servedMin = floatField(instance, FloatField.contractServedMin);
  for (let c = 0; c < counts.contracts; c++) {
    const random = rng(seed, "contract", c);
    const options = optionStart[c + 1] - optionStart[c];
    if (options === 0 || !random.chance(boldness)) continue;
    const columns = Array.from({ length: columnStart[c + 1] - columnStart[c] }, (_, j) => columnStart[c] + j);
    plan.contractOption[c] = optionStart[c] + random.int(0, options - 1);
    // Now and then below what is allowed, at the bounds, or in between.
    const served = random.pick([servedMin[c], 1, random.between(servedMin[c], 1), servedMin[c] * 0.9]);
    const used = random.some(columns, random.int(1, 3));
    const weights = used.map(() => random.between(0.1, 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    used.forEach((column, i) => {
      plan.columnShare[column] = (served * weights[i]) / total;
    });
  }
}

function drawSupply(instance: Instance, plan: KernelPlan, seed: number, boldness: number): void {
  const { counts } = instance;
  const T = counts.periods;
  const moduleNetUsd = floatField(instance, FloatField.hallModuleNetUsd);
  const expansionNetUsd = floatField(instance, FloatField.expansionNetUsd);
  const maxPerPeriod = intField(instance, IntField.hallMaxPerPeriod);
  const divisible = intField(instance, IntField.lotDivisible);
  const random = rng(seed, "supply");
  for (let at = 0; at < counts.halls * T; at++) {
    if (moduleNetUsd[at] === Number.POSITIVE_INFINITY || !random.chance(boldness / 2)) continue;
    plan.moduleStarts[at] = random.int(0, maxPerPeriod[Math.floor(at / T)] + (random.chance(0.1) ? 1 : 0));
  }
  for (let x = 0; x < counts.expansions; x++) {
    const t = random.int(0, T - 1);
    if (random.chance(boldness) && expansionNetUsd[x * T + t] < Number.POSITIVE_INFINITY) plan.expansionStart[x] = t;
  }
  for (let lot = 0; lot < counts.lots; lot++) {
    if (!random.chance(boldness)) continue;
    plan.lotFraction[lot] = random.chance(divisible[lot] === 1 ? 0.7 : 0.1) ? random.unit() : 1;
  }
  for (let t = 0; t < T; t++) {
    if (counts.hasDebt === 1 && random.chance(boldness)) plan.drawUsd[t] = random.between(0, 2e8);
  }
}
