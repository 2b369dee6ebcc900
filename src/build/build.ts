// Builds what is published: dist/ with the compiled kernel, JavaScript, type declarations and bundled examples.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildBundles } from "./bundles.ts";
import { buildPage } from "./page.ts";
import { buildWasm } from "./wasm.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const dist = join(root, "dist");

function copyInto(folder: string, wanted: (name: string) => boolean): void {
  mkdirSync(join(dist, folder), { recursive: true });
  for (const name of readdirSync(join(root, folder)).filter(wanted)) {
    copyFileSync(join(root, folder, name), join(dist, folder, name));
  }
}

/** The kernel's declarations name AssemblyScript's number types, which users' compilers do not know. */
function plainTypes(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) plainTypes(path);
    else if (entry.name.endsWith(".d.ts")) {
      const text = readFileSync(path, "utf8")
        .replace(/\b(i32|f64)\b/g, "number")
        .replace(/\bbool\b/g, "boolean");
      writeFileSync(path, text);
    }
  }
}

rmSync(dist, { recursive: true, force: true });
const { bytes } = await buildWasm("release");
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const compiled = spawnSync(process.execPath, [tsc, "-p", join(root, "src/build/tsconfig.json")], { stdio: "inherit" });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
copyInto("src/engine", (name) => /^kernel(\.wasm|-inline\.js)$/.test(name));
copyInto("src/examples", (name) => name.endsWith(".json") || name.endsWith(".md"));
copyInto("src/examples/scenarios", (name) => name.endsWith(".json") || name.endsWith(".md"));
plainTypes(join(dist, "assembly"));
await buildBundles(dist);
await buildPage(dist, join(root, "src/web"));
chmodSync(join(dist, "src/cli/main.js"), 0o755);
console.log(`dist/ built; kernel.wasm has ${bytes} bytes`);
