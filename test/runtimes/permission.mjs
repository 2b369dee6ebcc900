// What a process with few permissions must be able to do with the built package; prints one line of JSON. The portfolio comes in on standard
// input: this process may read nothing but the package.
import { createOptimizer, parsePortfolioText, solve } from "../../dist/src/index.js";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const parsed = parsePortfolioText(text);
if (!parsed.ok) throw new Error("the input is no portfolio");

const here = await solve(parsed.portfolio, { moveLimit: 20 });
const optimizer = createOptimizer({ workers: 1 });
const there = await optimizer.solve(parsed.portfolio, { moveLimit: 20 });
const { workerKind, inlineReason } = optimizer.stats();
await optimizer.close();
const isSame = here.objective.valueUsd === there.objective.valueUsd;
const mayRead = process.permission.has("fs.read", "/etc/passwd");
console.log(JSON.stringify({ engine: there.engine.kind, isSame, workerKind, inlineReason, mayRead }));
