// Manual run of the three-way check over many seeds:
//   npx tsx test/oracle/agreement-run.ts tiny 1 500 [maxCombinations]
//   npx tsx test/oracle/agreement-run.ts small 1 200
// Prints every disagreement with its seed, then totals.
import { randomPortfolio, SMALL, TINY } from "../support/random-portfolio.ts";
import { checkAgreement } from "./agreement.ts";

async function main([size, first, last, most]: string[]): Promise<void> {
  const limits = size === "small" ? SMALL : TINY;
  const maxCombinations = size === "small" ? 0 : Number(most ?? 20_000);
  const count = { portfolios: 0, infeasible: 0, enumerated: 0, combinations: 0, disagreeing: 0 };
  const began = performance.now();
  for (let seed = Number(first); seed <= Number(last); seed++) {
    const { disagreements, milp, enumeration, combinations } = await checkAgreement(
      randomPortfolio(seed, limits),
      maxCombinations,
    );
    count.portfolios++;
    if (milp.status === "infeasible") count.infeasible++;
    if (enumeration !== "skipped") {
      count.enumerated++;
      count.combinations += combinations;
    }
    if (disagreements.length > 0) count.disagreeing++;
    for (const disagreement of disagreements) console.log(`seed ${seed}: ${disagreement}`);
  }
  console.log(JSON.stringify({ size, first, last, ...count, seconds: (performance.now() - began) / 1000 }));
}

await main(process.argv.slice(2));
