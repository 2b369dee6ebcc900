// An application that is bundled without any configuration finds kernel and workers, in browsers and in Node.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build as esbuild } from "esbuild";
import type { Browser } from "playwright-core";
import { createServer, build as viteBuild } from "vite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import webpack from "webpack";
import { type MegallocPage, openPage, solveInPage } from "../browser/megalloc-page.ts";
import { launchChromium, whyNoChromium } from "../support/chromium.ts";
import { type Packed, pack, root, whyNotPacked } from "./packed.ts";

const unbuilt = whyNotPacked();
const noBrowser = whyNoChromium();
if (unbuilt !== undefined) console.warn(`skipped: ${unbuilt}`);
else if (noBrowser !== undefined) console.warn(`skipped for browsers: ${noBrowser}`);

const WEST_TEXAS: unknown = JSON.parse(readFileSync(join(root, "src/examples/west-texas.json"), "utf8"));

const APP = 'import * as megalloc from "megalloc";\nglobalThis.megalloc = megalloc;\n';

/** For Node: prints which engine solved, where, and that a thread finds what this one finds. */
const NODE_APP = `import { readFileSync } from "node:fs";
import { createOptimizer, parsePortfolioText, solve } from "megalloc";
async function main() {
  const { portfolio } = parsePortfolioText(readFileSync(process.argv[2], "utf8"));
  const here = await solve(portfolio, { moveLimit: 20 });
  const optimizer = createOptimizer({ workers: 1 });
  const there = await optimizer.solve(portfolio, { moveLimit: 20 });
  const { workerKind } = optimizer.stats();
  await optimizer.close();
  const isSame = here.objective.valueUsd === there.objective.valueUsd;
  console.log(JSON.stringify({ engine: there.engine, status: there.status, workerKind, isSame }));
}
main();
`;

/** Minifying takes four times as long as all the rest, and finds nothing. */
const UNMINIFIED = { minimize: false };

function runWebpack(config: webpack.Configuration): Promise<string[]> {
  return new Promise((resolve, reject) => {
    webpack(config, (error, stats) => {
      if (error) return reject(error);
      const { errors = [], warnings = [] } = stats!.toJson({ all: false, errors: true, warnings: true });
      resolve([...errors, ...warnings].map(({ message }) => message));
    });
  });
}

/** Bundle the app in `folder` for browsers; answers what the bundler complained of. */
const BUNDLERS: Record<string, (folder: string, out: string) => Promise<string[]>> = {
  async Vite(folder, out) {
    const build = {
      outDir: out,
      emptyOutDir: true,
      rollupOptions: { input: join(folder, "app.js"), output: { entryFileNames: "app.js" } },
    };
    await viteBuild({ root: folder, configFile: false, logLevel: "silent", base: "./", build });
    return [];
  },
  webpack: (folder, out) =>
    runWebpack({
      mode: "production",
      optimization: UNMINIFIED,
      context: folder,
      entry: "./app.js",
      performance: false,
      output: { path: out, filename: "app.js" },
    }),
  async esbuild(folder, out) {
    const entryPoints = [join(folder, "app.js")];
    const { warnings } = await esbuild({ entryPoints, bundle: true, format: "esm", outdir: out, logLevel: "silent" });
    return warnings.map(({ text }) => text);
  },
};

describe.skipIf(unbuilt !== undefined)("bundled by", { timeout: 120_000 }, () => {
  let packed: Packed;
  let browser: Browser | undefined;
  let opened: MegallocPage | undefined;
  beforeAll(async () => {
    packed = pack();
    writeFileSync(join(packed.app, "package.json"), '{ "type": "module" }');
    writeFileSync(join(packed.app, "app.js"), APP);
    writeFileSync(join(packed.app, "node-app.js"), NODE_APP);
    if (noBrowser === undefined) browser = await launchChromium();
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    packed?.remove();
  });

  const expected = { engine: { kind: "wasm" }, workerKind: "web", isAudited: true };

  it.each(Object.keys(BUNDLERS))("%s, an app solves in a worker", async (name) => {
    const out = join(packed.app, `out-${name}`);
    expect(await BUNDLERS[name](packed.app, out)).toEqual([]);
    if (browser === undefined) return;
    opened = await openPage(browser, { folders: { app: out }, script: "/app/app.js" });
    expect(await solveInPage(opened, WEST_TEXAS, { moveLimit: 20, threads: 2 })).toMatchObject(expected);
    // esbuild leaves files behind that are named by URL: the copies served.
    const isKernelAsked = opened.server.asked.some((path) => /kernel.*\.wasm$|\.wasm$/.test(path));
    expect(isKernelAsked).toBe(true);
  });

  it.skipIf(noBrowser !== undefined)("Vite's development server, an app solves in a worker", async () => {
    const page = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/app.js"></script>';
    writeFileSync(join(packed.app, "index.html"), page);
    const server = await createServer({
      root: packed.app,
      configFile: false,
      logLevel: "silent",
      server: { host: "127.0.0.1", port: 0 },
    });
    try {
      await server.listen();
      const [url] = server.resolvedUrls!.local;
      const context = await browser!.newContext();
      const page = await context.newPage();
      await page.goto(url);
      await page.waitForFunction(() => globalThis.megalloc !== undefined, undefined, { timeout: 20_000 });
      const solved = await solveInPage({ page }, WEST_TEXAS, { moveLimit: 20 });
      expect(solved).toMatchObject(expected);
      await context.close();
    } finally {
      await server.close();
    }
  });

  it.each([
    ["esbuild", "esm"],
    ["esbuild", "cjs"],
    ["webpack", "esm"],
    ["Vite", "esm"],
  ] as const)("%s for Node (%s), an app solves, on a thread, too", async (name, format) => {
    const out = join(packed.app, `node-${name}-${format}`);
    mkdirSync(out, { recursive: true });
    const entry = join(packed.app, "node-app.js");
    const file = join(out, format === "cjs" ? "app.cjs" : "app.mjs");
    writeFileSync(entry, NODE_APP);
    if (name === "esbuild") {
      await esbuild({
        entryPoints: [entry],
        bundle: true,
        platform: "node",
        format,
        outfile: file,
        logLevel: "silent",
      });
    } else if (name === "webpack") {
      await runWebpack({
        ...{
          mode: "production",
          optimization: UNMINIFIED,
          context: packed.app,
          entry,
          target: "node20",
          experiments: { outputModule: true },
        },
        output: { path: out, filename: "app.mjs", module: true, chunkFormat: "module" },
      });
    } else {
      const build = { ssr: entry, outDir: out, rollupOptions: { output: { entryFileNames: "app.mjs" } } };
      await viteBuild({
        root: packed.app,
        configFile: false,
        logLevel: "silent",
        ssr: { noExternal: ["megalloc"] },
        build,
      });
    }
    expect(existsSync(file)).toBe(true);
    const { stdout } = await promisify(execFile)(process.execPath, [file, join(root, "src/examples/west-texas.json")]);
    expect(JSON.parse(stdout)).toEqual({
      ...{ engine: { kind: "wasm" }, status: "feasible" },
      ...{ workerKind: "threads", isSame: true },
    });
  });
});
