// Bundles for where nobody bundles: dist/browser (a folder to serve as it is, for `<script type="module">`) and dist/inline (one file);
// and the Web Workers as text, for where their files do not travel.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

const COMMON = {
  bundle: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  minify: true,
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Files that are not beside a build in one file: they are not looked for, what is inside serves. */
const inside: Plugin = {
  name: "inside",
  setup({ onLoad }) {
    const absent = 'throw new Error("this build is one file")';
    onLoad({ filter: /[\\/]kernel-file\.js$/ }, () => ({
      contents: `export async function readKernelFile() { ${absent}; }`,
    }));
    onLoad({ filter: /[\\/]worker-file\.js$/ }, () => ({
      contents: `export function workerFromFile() { ${absent}; }`,
    }));
  },
};

/** Workers do not look for a kernel: esbuild would keep what loads one all the same. */
const kernelElsewhere: Plugin = {
  name: "kernel-elsewhere",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]engine[\\/]load\.js$/ }, () => ({
      contents: 'export function createEngine() { throw new Error("a worker is sent its kernel"); }',
    }));
  },
};

/** Licences of the packages whose files (by path) ended up in a bundle, which ask to travel along. */
export function licencesOf(paths: Iterable<string>): string {
  const folders = new Set<string>();
  for (const path of paths) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (found !== null) folders.add(found[1]);
  }
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
      const text = file === undefined ? "" : `\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
      return `${name} ${version} (${license})\n${text}`;
    })
    .join("\n----\n\n");
}

/** A worker in one module, kept as text. */
async function writeWorkerCopy(optimizer: string, name: string): Promise<void> {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [join(optimizer, `${name}.js`)],
    plugins: [inside, kernelElsewhere],
    write: false,
  });
  const source = JSON.stringify(outputFiles[0].text);
  writeFileSync(join(optimizer, `${name}-inline.js`), `export const workerSource = ${source};\n`);
}

const WORKERS = ["worker-wasm", "worker-js"];

/** Build all from the modules in `dist/src`; the current directory is the repository's root. */
export async function buildBundles(dist: string): Promise<void> {
  const modules = join(dist, "src");
  const optimizer = join(modules, "optimizer");
  for (const name of WORKERS) await writeWorkerCopy(optimizer, name);
  const browser = await build({
    ...COMMON,
    entryPoints: {
      megalloc: join(modules, "index.js"),
      ...Object.fromEntries(WORKERS.map((name) => [name, join(optimizer, `${name}.js`)])),
    },
    outdir: join(dist, "browser"),
    splitting: true,
    chunkNames: "[name]-[hash]",
  });
  copyFileSync(join(modules, "engine", "kernel.wasm"), join(dist, "browser", "kernel.wasm"));
  const inline = await build({
    ...COMMON,
    entryPoints: { megalloc: join(modules, "index.js") },
    outdir: join(dist, "inline"),
    plugins: [inside],
  });
  for (const [folder, { metafile }] of Object.entries({ browser, inline })) {
    writeFileSync(join(dist, folder, "LICENSES.txt"), licencesOf(Object.keys(metafile.inputs)));
  }
}
