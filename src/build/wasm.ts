// Compiles the entries assembly/*-exports.ts to src/engine/kernel.wasm (or build/kernel.debug.wasm with --debug). Wherever a file X.as.ts
// stands beside X.ts, asc reads the former: this is how one kernel source serves both engines.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as asc from "assemblyscript/asc";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Compile one target of asconfig.json. Throws with asc's own messages when it does not compile. */
export async function buildWasm(target: "release" | "debug"): Promise<{ outFile: string; bytes: number }> {
  const outFile = target === "release" ? "src/engine/kernel.wasm" : "build/kernel.debug.wasm";
  const entries = readdirSync(join(root, "assembly"))
    .filter((name) => name.endsWith("-exports.ts"))
    .map((name) => `assembly/${name}`);
  const args = [...entries, "--config", "asconfig.json", "--target", target, "--outFile", outFile];
  let messages = "";
  let bytes = 0;
  const result = await asc.main(args, {
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
  return { outFile, bytes };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = process.argv.includes("--debug") ? "debug" : "release";
  const { outFile, bytes } = await buildWasm(target);
  console.log(`${outFile}: ${bytes} bytes`);
}
