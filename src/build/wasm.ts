// Compiles the kernel. Targets: release (entries assembly/*-exports.ts) to src/engine/kernel.wasm; for tests only, probes (release with
// assembly/*-probes.ts, which look inside) and debug (bounds checked) to build/. Wherever a file X.as.ts stands beside X.ts, asc reads
// the former: this is how one kernel source serves both engines.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import * as asc from "assemblyscript/asc";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export type WasmTarget = "release" | "probes" | "debug";

const OUT_FILES: Record<WasmTarget, string> = {
  release: "src/engine/kernel.wasm",
  probes: "build/kernel.probes.wasm",
  debug: "build/kernel.debug.wasm",
};

function entriesOf(target: WasmTarget): string[] {
  const wanted = target === "release" ? /-exports\.ts$/ : /-(exports|probes)\.ts$/;
  return readdirSync(join(root, "assembly"))
    .filter((name) => wanted.test(name))
    .map((name) => `assembly/${name}`);
}

/** The copy of the kernel for where files do not travel: see src/engine/kernel-bytes.ts. */
function writeInline(wasmFile: string): void {
  const base64 = deflateRawSync(readFileSync(wasmFile), { level: 9 }).toString("base64");
  writeFileSync(join(dirname(wasmFile), "kernel-inline.js"), `export const kernelDeflatedBase64 = "${base64}";\n`);
}

/** asc exports its collector wherever classes cross the border; nobody calls it here, and what it needs of every class weighs 0.9 kB gzipped. */
const RUNTIME_EXPORTS = ["__new", "__pin", "__unpin", "__collect", "__rtti_base"];

/** asc calls what a transform has and fills in the rest itself, though its types ask for all of it. */
const withoutRuntimeExports = {
  afterCompile(module: { removeExport(name: string): void }): void {
    for (const name of RUNTIME_EXPORTS) module.removeExport(name);
  },
} as unknown as NonNullable<asc.APIOptions["transforms"]>[number];

/** Compile one target. Throws with asc's own messages when it does not compile. */
export async function buildWasm(target: WasmTarget): Promise<{ outFile: string; bytes: number }> {
  const outFile = OUT_FILES[target];
  const config = ["--config", "asconfig.json", "--target", target === "debug" ? "debug" : "release"];
  const args = [...entriesOf(target), ...config, "--outFile", outFile];
  let messages = "";
  let bytes = 0;
  const result = await asc.main(args, {
    transforms: [withoutRuntimeExports],
    stderr: {
      write: (text: string | Uint8Array) => {
        messages += String(text);
        return true;
      },
    },
    readFile(name: string, base: string) {
      const path = join(root, base === "." ? "" : base, name);
      const twin = path.replace(/(?<!\.as)\.ts$/, ".as.ts");
      if (twin !== path && existsSync(twin)) return readFileSync(twin, "utf8");
      return existsSync(path) ? readFileSync(path, "utf8") : null;
    },
    writeFile(name: string, contents: string | Uint8Array) {
      const path = join(root, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contents);
      bytes = contents.length;
    },
  });
  if (result.error) throw new Error(`asc: ${result.error.message}\n${messages}`);
  if (target === "release") writeInline(join(root, outFile));
  return { outFile, bytes };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const targets = process.argv.slice(2) as WasmTarget[];
  for (const target of targets.length > 0 ? targets : (["release"] as const)) {
    const { outFile, bytes } = await buildWasm(target);
    console.log(`${outFile}: ${bytes} bytes`);
  }
}
