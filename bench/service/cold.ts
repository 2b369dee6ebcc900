// Cold start and first plan: a fresh Node process, and a fresh page in Chromium.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { launchChromium, whyNoChromium } from "../../test/support/chromium.ts";
import { serveFolders } from "../../test/support/static-server.ts";
import { median } from "../harness/statistics.ts";

const ROOT = join(import.meta.dirname, "../..");
const ENGINES = ["wasm", "js"] as const;

interface Times {
  /** Until the module was imported, until the first plan of createOptimizer was there, and from then to the second. */
  readonly importMs: number;
  readonly firstPlanMs: number;
  readonly secondPlanMs: number;
}

export interface ColdStart extends Times {
  readonly host: string;
  readonly engine: string;
  readonly repeats: number;
}

export interface ColdStarts {
  readonly rows: readonly ColdStart[];
  /** What could not be measured, and why. */
  readonly skipped: readonly string[];
}

function medians(host: string, engine: string, times: readonly Times[]): ColdStart {
  const of = (name: keyof Times): number => median(times.map((time) => time[name]));
  const repeats = times.length;
  return {
    ...{ host, engine, repeats },
    ...{ importMs: of("importMs"), firstPlanMs: of("firstPlanMs"), secondPlanMs: of("secondPlanMs") },
  };
}

/** The same in both hosts; `source` is where the module is, `text` the portfolio. */
const SCRIPT = `async (source, text, engine) => {
  const begun = performance.now();
  const megalloc = await import(source);
  const imported = performance.now();
  const { portfolio } = megalloc.readPortfolioText(text);
  const optimizer = megalloc.createOptimizer({ workers: 1, engine });
  const solve = () => optimizer.solve(portfolio, { moveLimit: 20 });
  await solve();
  const first = performance.now();
  await solve();
  const second = performance.now();
  await optimizer.close();
  return { importMs: imported - begun, firstPlanMs: first - begun, secondPlanMs: second - first };
}`;

function inNode(text: string, engine: string): Times {
  const source = join(ROOT, "dist/src/index.js");
  const args = [source, text, engine].map((value) => JSON.stringify(value)).join(", ");
  const code = `console.log(JSON.stringify(await (${SCRIPT})(${args})))`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" }));
}

async function inChromium(text: string, repeats: number): Promise<ColdStart[]> {
  const browser = await launchChromium();
  const pages = { "/": '<!doctype html><link rel="icon" href="data:,">' };
  const server = await serveFolders({ megalloc: join(ROOT, "dist/browser") }, { pages });
  try {
    const found: ColdStart[] = [];
    const host = `Chromium ${browser.version()}`;
    for (const engine of ENGINES) {
      const times: Times[] = [];
      for (let repeat = 0; repeat < repeats; repeat++) {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(server.origin);
        const args = ["/megalloc/megalloc.js", text, engine].map((value) => JSON.stringify(value)).join(", ");
        times.push(await page.evaluate(`(${SCRIPT})(${args})`));
        await context.close();
      }
      found.push(medians(host, engine, times));
    }
    return found;
  } finally {
    await server.close();
    await browser.close();
  }
}

export async function coldStarts(text: string, repeats: number): Promise<ColdStarts> {
  const rows = ENGINES.map((engine) => {
    const times = Array.from({ length: repeats }, () => inNode(text, engine));
    return medians(`Node ${process.version}`, engine, times);
  });
  const reason = whyNoChromium();
  if (reason !== undefined) return { rows, skipped: [reason] };
  return { rows: [...rows, ...(await inChromium(text, repeats))], skipped: [] };
}
