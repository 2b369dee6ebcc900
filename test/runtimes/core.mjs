// What a runtime must be able to do with the built package; prints one line of JSON. Run by runtimes.test.ts on each runtime there is.
import { readFileSync } from "node:fs";
import { auditPlan, createOptimizer, parsePortfolioText, solve } from "../../dist/src/index.js";
import { readMps, solveLp } from "../../dist/src/lp/index.js";

const parsed = parsePortfolioText(readFileSync(new URL("../../src/examples/west-texas.json", import.meta.url), "utf8"));
if (!parsed.ok) throw new Error("the example is no portfolio");
const { portfolio } = parsed;

/** The plan without what differs from run to run. */
function essence({ timings: _, engine, ...plan }) {
  return { engine: engine.kind, plan: JSON.stringify(plan) };
}

const wasm = essence(await solve(portfolio, { engine: "wasm", moveLimit: 40, seed: 3 }));
const js = essence(await solve(portfolio, { engine: "js", moveLimit: 40, seed: 3 }));

const optimizer = createOptimizer({ workers: 2 });
const { workerKind: _, ...before } = optimizer.stats();
const plans = await Promise.all([1, 2, 3].map(() => optimizer.solve(portfolio, { moveLimit: 40, seed: 3 })));
const controller = new AbortController();
const cancelled = await optimizer.solve(portfolio, {
  gap: 0,
  timeLimitMs: 60_000,
  signal: controller.signal,
  progressIntervalMs: 0,
  onProgress: ({ valueUsd }) => {
    if (valueUsd !== null) controller.abort();
  },
});
const { workerKind } = optimizer.stats();
await optimizer.close();

const mps = [
  "NAME t",
  "ROWS",
  " N cost",
  " G need",
  "COLUMNS",
  " x cost 1 need 1",
  " y cost 2 need 3",
  "RHS",
  " r need 6",
  "ENDATA",
];
const lp = await solveLp(readMps(mps.join("\n")));

console.log(
  JSON.stringify({
    engines: [wasm.engine, js.engine],
    sameOnBothEngines: wasm.plan === js.plan,
    sameOnWorkers: plans.every((plan) => essence(plan).plan === wasm.plan),
    // All of it, to the last bit: decisions, figures, prices.
    plan: wasm.plan,
    workerKind,
    waitingBefore: before.waiting,
    cancelled: cancelled.stopReason,
    cancelledIsAudited: auditPlan(portfolio, cancelled).feasible,
    lp: lp.objective,
  }),
);
