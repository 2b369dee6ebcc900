// One measurement in a process of its own, on the package as published (dist/), by plain Node: no loader, no transformed sources. Engines
// never share a process: once WASM memory has grown, detached buffers slow typed arrays of the JS engine.
// Usage: node worker.mjs <solves|cold|memory> <wasm|js> <portfolio.json> <moves> <repeats>. Prints one line: RESULT and JSON.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

/** Since the process began: what Node itself takes to start. */
const bootMs = performance.now();
const [part, engine, file, moves, repeats] = process.argv.slice(2);
const budget = { engine, moveLimit: Number(moves), seed: 1 };

const dist = (path) => import(new URL(`../../dist/src/${path}`, import.meta.url).href);

function portfolioFrom({ parsePortfolio }) {
  const parsed = parsePortfolio(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problems[0].message}`);
  return parsed.portfolio;
}

const never = () => 0;

/** One solve from the compiled instance: construction alone and with moves; nothing is proved early because the gap is 0. */
async function solves() {
  const { Bench } = await import("tinybench");
  const [{ compile }, { AllocRun }, { createEngine }, parse] = await Promise.all([
    dist("compile/compile.js"),
    dist("engine/alloc-run.js"),
    dist("engine/load.js"),
    dist("portfolio/parse.js"),
  ]);
  const instance = compile(portfolioFrom(parse));
  const loaded = await createEngine({ engine });
  const measured = [];
  for (const count of [0, Number(moves)]) {
    let report;
    const bench = new Bench({ time: 0, iterations: Number(repeats), warmupTime: 0, warmupIterations: 1 });
    bench.add(`${count} moves`, () => {
      const run = new AllocRun(loaded, instance, 1, 0);
      run.step(count, never);
      report = run.report();
      run.close();
    });
    const cpu = process.cpuUsage();
    await bench.run();
    const { user, system } = process.cpuUsage(cpu);
    const { result } = bench.tasks[0];
    if (!result?.latency) throw new Error(`no result: ${result?.error}`);
    const cpuMs = (user + system) / 1000 / (Number(repeats) + 1);
    measured.push({ ms: result.latency.p50 ?? result.latency.mean, cpuMs, report });
  }
  return { construct: measured[0], search: measured[1] };
}

/** From nothing to the first audited plan. */
async function cold() {
  const beginMs = performance.now();
  const [{ solve }, parse] = await Promise.all([dist("solve.js"), dist("portfolio/parse.js")]);
  const importMs = performance.now() - beginMs;
  const portfolio = portfolioFrom(parse);
  const parseMs = performance.now() - beginMs - importMs;
  const plan = await solve(portfolio, budget);
  const totalMs = performance.now() - beginMs;
  const { user, system } = process.cpuUsage();
  const cpuMs = (user + system) / 1000;
  const { status, objective, timings } = plan;
  return {
    cpuMs,
    bootMs,
    importMs,
    parseMs,
    solveMs: totalMs - importMs - parseMs,
    totalMs,
    status,
    objective,
    timings,
  };
}

/** Largest resident memory of a process that solves. */
async function memory() {
  const [{ solve }, parse] = await Promise.all([dist("solve.js"), dist("portfolio/parse.js")]);
  const emptyBytes = process.resourceUsage().maxRSS * 1024;
  const portfolio = portfolioFrom(parse);
  const beginMs = performance.now();
  const { objective } = await solve(portfolio, budget);
  const bytes = process.resourceUsage().maxRSS * 1024;
  return { emptyBytes, bytes, ms: performance.now() - beginMs, objective };
}

const result = await { solves, cold, memory }[part]();
process.stdout.write(`\nRESULT ${JSON.stringify(result)}\n`);
