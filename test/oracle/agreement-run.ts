// Manual run of the agreement checks over many seeds:
//   npx tsx test/oracle/agreement-run.ts tiny 1 500 [changed plans per seed] [maxCombinations]
//   npx tsx test/oracle/agreement-run.ts small 1 200 [changed plans per seed]
// With changed plans, the optima of relaxed portfolios are compared too. Prints every disagreement with its seed, then totals.
import { randomPortfolio, SMALL, TINY } from "../support/random-portfolio.ts";
import { rng } from "../support/rng.ts";
import { checkAgreement, checkPerturbed, checkRelaxed } from "./agreement.ts";

const totals = {
  portfolios: 0,
  infeasible: 0,
  enumerated: 0,
  combinations: 0,
  changedFeasible: 0,
  changedInfeasible: 0,
  disagreements: 0,
};
const broken = new Map<string, number>();

async function checkSeed(size: string, seed: number, changes: number, maxCombinations: number): Promise<string[]> {
  const portfolio = randomPortfolio(seed, size === "small" ? SMALL : TINY);
  const { disagreements, milp, enumeration, combinations } = await checkAgreement(portfolio, maxCombinations);
  totals.portfolios++;
  if (milp.status === "infeasible") totals.infeasible++;
  if (enumeration !== "skipped") {
    totals.enumerated++;
    totals.combinations += combinations;
  }
  if (changes === 0) return disagreements;
  const verdicts = [await checkRelaxed(portfolio)];
  if (milp.decisions) verdicts.push(await checkPerturbed(portfolio, milp.decisions, rng(seed, "perturb"), changes));
  for (const { feasible, infeasible, broken: rules } of verdicts) {
    totals.changedFeasible += feasible;
    totals.changedInfeasible += infeasible;
    for (const [rule, count] of rules) broken.set(rule, (broken.get(rule) ?? 0) + count);
  }
  return [...disagreements, ...verdicts.flatMap((verdict) => verdict.disagreements)];
}

async function main([size, first, last, changes, most]: string[]): Promise<void> {
  const maxCombinations = size === "small" ? 0 : Number(most ?? 20_000);
  const began = performance.now();
  for (let seed = Number(first); seed <= Number(last); seed++) {
    const failed = (error: unknown): string[] => [`failed: ${error}`];
    const disagreements = await checkSeed(size, seed, Number(changes ?? 0), maxCombinations).catch(failed);
    totals.disagreements += disagreements.length;
    for (const disagreement of disagreements) console.log(`seed ${seed}: ${disagreement}`);
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(JSON.stringify({ size, first, last, ...totals, seconds, broken: Object.fromEntries(broken) }, null, 1));
}

await main(process.argv.slice(2));
