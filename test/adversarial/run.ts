// Manual run over many seeds, beyond what the suite has time for:   npx tsx test/adversarial/run.ts <first seed> <last seed> [moves] [small]
// Prints every fault and plans 1 % or more below the optimum, then totals; first seed 0 takes the hand-written portfolios along.
import { SMALL, TINY } from "../support/random-portfolio.ts";
import { check } from "./check.ts";
import { type Adversary, plainAdversaries, randomAdversaries } from "./portfolios.ts";

const [first, last, moves = 300] = process.argv.slice(2, 5).map(Number);
const limits = process.argv[5] === "small" ? SMALL : TINY;
const totals = { portfolios: 0, faults: 0, infeasible: 0, proved: 0, compared: 0, exact: 0, notFound: 0 };
const adversaries: Adversary[] = first === 0 ? plainAdversaries() : [];
for (let seed = Math.max(first, 1); seed <= last; seed++) adversaries.push(...randomAdversaries(seed, limits));
const began = performance.now();
for (const adversary of adversaries) {
  const { words } = adversary;
  totals.portfolios++;
  try {
    const { plan, optimumUsd, faults } = await check(adversary, moves);
    totals.faults += faults.length;
    for (const fault of faults) console.log(`${words}: ${fault}`);
    if (plan.status === "infeasible") totals.infeasible++;
    if (plan.status === "optimal") totals.proved++;
    if (optimumUsd === undefined || optimumUsd === null) continue;
    totals.compared++;
    const missed = optimumUsd - (plan.objective.valueUsd ?? Number.NEGATIVE_INFINITY);
    if (plan.objective.valueUsd === null) totals.notFound++;
    if (missed <= 1e-6 * Math.abs(optimumUsd) + 1e-3) totals.exact++;
    else
      console.log(
        `${words}: ${plan.objective.valueUsd} of ${optimumUsd}, bound ${plan.objective.boundUsd}, ${plan.status}`,
      );
  } catch (error) {
    totals.faults++;
    console.log(`${words}: THROWS ${error}`);
  }
}
console.log(JSON.stringify({ first, last, moves, ...totals, seconds: (performance.now() - began) / 1000 }));
