// Builds the planner page: dist/web, a folder to be served as it is.
import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { SCHEMES } from "../report/palette.ts";
import { licencesOf } from "./bundles.ts";

/** What of src/web is no module. */
const ASSETS = /\.(html|css|svg)$/;

/** Build from the modules in `dist/src`, of which those of the page alone are not published; `source` is src/web. */
export async function buildPage(dist: string, source: string): Promise<void> {
  const modules = join(dist, "src", "web");
  cpSync(source, modules, { recursive: true, filter: (path) => !/\.\w+$/.test(path) || ASSETS.test(path) });
  writeFileSync(join(modules, "style", "palette.css"), SCHEMES);
  const outDir = join(dist, "web");
  const packages = new Set<string>();
  await build({
    root: modules,
    configFile: false,
    logLevel: "warn",
    // Relative, so that the folder works at any path.
    base: "./",
    build: { outDir, emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    worker: { format: "es", plugins: () => [packagesInto(packages)] },
    plugins: [packagesInto(packages)],
  });
  writeFileSync(join(outDir, "LICENSES.txt"), licencesOf(packages));
  const examples = join(outDir, "examples");
  mkdirSync(examples, { recursive: true });
  const from = join(dist, "src", "examples");
  for (const name of readdirSync(from))
    if (name.endsWith(".json")) copyFileSync(join(from, name), join(examples, name));
  rmSync(modules, { recursive: true });
}

/** Notes the files that end up in the page. */
function packagesInto(paths: Set<string>) {
  return {
    name: "packages",
    generateBundle(_: unknown, bundle: Record<string, { type: string; moduleIds?: string[] }>) {
      for (const file of Object.values(bundle)) for (const id of file.moduleIds ?? []) paths.add(id);
    },
  };
}
