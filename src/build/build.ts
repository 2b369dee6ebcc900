// Builds what is published: dist/ with the compiled kernel, JavaScript, type declarations and bundled examples.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWasm } from "./wasm.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const dist = join(root, "dist");

function copyInto(folder: string, wanted: (name: string) => boolean): void {
  mkdirSync(join(dist, folder), { recursive: true });
  for (const name of readdirSync(join(root, folder)).filter(wanted)) {
    copyFileSync(join(root, folder, name), join(dist, folder, name));
  }
}

rmSync(dist, { recursive: true, force: true });
const { bytes } = await buildWasm("release");
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const compiled = spawnSync(process.execPath, [tsc, "-p", join(root, "src/build/tsconfig.json")], { stdio: "inherit" });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
copyInto("src/engine", (name) => name === "kernel.wasm");
copyInto("src/examples", (name) => name.endsWith(".json") || name.endsWith(".md"));
// Declarations in dist/assembly use AssemblyScript's number types.
copyInto("assembly/glue", (name) => name === "types.d.ts");
chmodSync(join(dist, "src/cli/main.js"), 0o755);
console.log(`dist/ built; kernel.wasm has ${bytes} bytes`);
