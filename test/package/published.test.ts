// What npm would publish: resolvable and typed by the rules of every resolver, free of generated code, small enough for a page.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { build, type Rollup } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { relativeLinks } from "../support/markdown-links.ts";
import { type Packed, pack, whyNotPacked } from "./packed.ts";

const reason = whyNotPacked();
if (reason !== undefined) console.warn(`skipped: ${reason}`);

/**
 * Gzipped bytes a page may load before its first plan, kernel included: by `solve` on its own thread, and by `createOptimizer` with its
 * worker (sessions check what they are told, so the schemas, the rules and their words are in it). ARCHITECTURE.md says what the kernel weighs.
 */
const MOST_BYTES = { solving: 120_000, embedding: 168_000 };

const gzipped = (bytes: Uint8Array | string): number => gzipSync(bytes, { level: 9 }).length;

describe.skipIf(reason !== undefined)("the published package", () => {
  let packed: Packed;
  beforeAll(() => {
    packed = pack();
  });
  afterAll(() => packed?.remove());

  it("passes publint", async () => {
    const tarball = Uint8Array.from(packed.tarball).buffer;
    const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
    // Of two ways to spare browsers Node's modules publint likes conditions better; ours keeps the sources free of mapped names.
    // And it takes a string of papaparse's ("global.IS_PAPA_WORKER") in the one-file build for the code of a CommonJS module.
    const inText = (message: (typeof messages)[number]): boolean =>
      message.code === "FILE_INVALID_FORMAT" &&
      message.args.actualFormat === "CJS" &&
      message.path.includes("./inline");
    const found = messages
      .filter((message) => !inText(message))
      .filter(({ code }) => code !== "USE_EXPORTS_OR_IMPORTS_BROWSER");
    expect(found.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("has types that resolve as the code does, for ES modules", async () => {
    const result = await checkPackage(createPackageFromTarballData(Uint8Array.from(packed.tarball)));
    if (result.types === false) throw new Error("no types found");
    expect(Object.keys(result.entrypoints).sort()).toEqual(
      expect.arrayContaining([".", "./browser", "./inline", "./lp"]),
    );
    // ES modules alone: resolvers of CommonJS (node10, and node16 from a CommonJS file) are not served.
    const isServed = (problem: object): boolean =>
      !("resolutionKind" in problem) || !["node10", "node16-cjs"].includes(String(problem.resolutionKind));
    expect(result.problems.filter(isServed)).toEqual([]);
  });

  it("carries no sources, tests or scripts", () => {
    const entries = readdirSync(packed.folder, { recursive: true }).map(String);
    expect(entries.length).toBeGreaterThan(100);
    expect(entries.filter((path) => /\.(as\.)?ts$/.test(path) && !path.endsWith(".d.ts"))).toEqual([]);
    expect(entries.filter((path) => /(^|\/)(test|bench|build)(\/|$)/.test(path))).toEqual([]);
  });

  it("carries every page that the README and its pages lead to", () => {
    const pages = ["README.md", ...readdirSync(join(packed.folder, "src/docs")).map((name) => `src/docs/${name}`)];
    expect(pages.length).toBeGreaterThan(10);
    const links = pages.flatMap((page) => relativeLinks(readFileSync(join(packed.folder, page), "utf8"), page));
    expect(links.filter(({ file }) => !existsSync(join(packed.folder, file)))).toEqual([]);
  });

  it("makes no code at run time", () => {
    const dist = join(packed.folder, "dist");
    const files = readdirSync(dist, { recursive: true }).map(String);
    const makers = files.filter((path) => {
      if (!/\.c?js$/.test(path) || path.endsWith("kernel-inline.js")) return false;
      return /\bnew Function\b|(?<![.\w])(eval|Function)\(/.test(readFileSync(join(dist, path), "utf8"));
    });
    expect(makers).toEqual([]);
  });
});

interface Page {
  /** Gzipped bytes of JavaScript loaded before the first plan. */
  bytes: number;
  /** Modules in it. */
  modules: string[];
}

/** Bundle `source` as a page would, by Vite; `later` are the lazy modules that a first plan needs as well. */
async function page(app: string, source: string, later: RegExp): Promise<Page> {
  const entry = join(app, "entry.js");
  writeFileSync(entry, source);
  const built = await build({
    root: app,
    configFile: false,
    logLevel: "silent",
    build: { write: false, minify: true, target: "es2022", rollupOptions: { input: entry } },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as Rollup.RollupOutput;
  const chunks = new Map(output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file] as const] : [])));
  const loaded = new Set<Rollup.OutputChunk>();
  const load = (chunk: Rollup.OutputChunk): void => {
    if (loaded.has(chunk)) return;
    loaded.add(chunk);
    for (const name of chunk.imports) if (chunks.has(name)) load(chunks.get(name)!);
  };
  for (const chunk of chunks.values()) {
    if (chunk.isEntry || chunk.moduleIds.some((id) => later.test(id))) load(chunk);
  }
  const workers = output.filter(({ fileName }) => /worker-wasm-(?!inline).*\.js$/.test(fileName));
  const codes = [
    ...[...loaded].map(({ code }) => code),
    ...workers.map((file) => ("source" in file ? file.source : "")),
  ];
  return {
    bytes: codes.reduce((sum, code) => sum + gzipped(code), 0),
    modules: [...loaded].flatMap((chunk) =>
      Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
    ),
  };
}

describe.skipIf(reason !== undefined)("the size of a page", () => {
  let packed: Packed;
  let kernel = 0;
  beforeAll(() => {
    packed = pack();
    kernel = gzipped(readFileSync(join(packed.folder, "dist/src/engine/kernel.wasm")));
  });
  afterAll(() => packed?.remove());

  it.each([
    ["solving", "import { solve } from 'megalloc'; globalThis.use = solve;", /engine.wasm\.js$/],
    [
      "embedding",
      "import { createOptimizer } from 'megalloc'; globalThis.use = createOptimizer;",
      /engine.wasm\.js$|crew-workers\.js$|start-web-worker\.js$/,
    ],
  ] as const)("%s, kernel included, stays within its budget", async (name, source, later) => {
    const { bytes } = await page(packed.app, source, later);
    console.info(`${name}: ${bytes} bytes of JavaScript and ${kernel} of kernel, gzipped`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes + kernel).toBeLessThan(MOST_BYTES[name]);
  });

  it("holds what is used and no more", async () => {
    const uses = async (source: string): Promise<string> => (await page(packed.app, source, /^$/)).modules.join("\n");
    const errors = await uses("import { OptionError } from 'megalloc'; globalThis.use = OptionError;");
    expect(errors).toContain("errors.js");
    expect(errors).not.toMatch(/zod|solve\.js|compile\//);
    const solver = await uses("import { solve } from 'megalloc'; globalThis.use = solve;");
    expect(solver).toContain("compile/");
    expect(solver).not.toMatch(/zod|assembly\/alloc\/|-inline\.js/);
    const embedding = await uses("import { createOptimizer } from 'megalloc'; globalThis.use = createOptimizer;");
    expect(embedding).toContain("create-optimizer.js");
    expect(embedding).not.toMatch(/assembly\/alloc\/|-inline\.js/);
  });
});
