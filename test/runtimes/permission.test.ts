// Under Node's permission model: the package reads its own files and nothing else, writes nothing, and starts threads where it may.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, whyNotPacked } from "../package/packed.ts";

const unbuilt = whyNotPacked();
if (unbuilt !== undefined) console.warn(`skipped: ${unbuilt}`);

const packages = join(root, "test/runtimes/node_modules");
const [major] = process.versions.node.split(".").map(Number);
/** Each Node with its name for the model. */
const NODES: [string, string, string][] = [
  [`Node ${major}`, process.execPath, major < 22 ? "--experimental-permission" : "--permission"],
  ["Node 22", join(packages, "node-22-linux-x64/bin/node"), "--permission"],
  ["Node 24", join(packages, "node-24-linux-x64/bin/node"), "--permission"],
];

const PORTFOLIO = readFileSync(join(root, "src/examples/west-texas.json"), "utf8");
/** The package, what it depends on, and the script itself. */
const READABLE = ["dist/*", "package.json", "node_modules/*", "test/runtimes/*"].map((path) => join(root, path));

function run(program: string, flag: string, more: readonly string[]): unknown {
  const grants = READABLE.map((path) => `--allow-fs-read=${path}`);
  const args = [flag, ...grants, ...more, join(root, "test/runtimes/permission.mjs")];
  const env = { ...process.env, NODE_OPTIONS: "" };
  const { stdout, stderr } = spawnSync(program, args, { input: PORTFOLIO, encoding: "utf8", env, timeout: 50_000 });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.skipIf(unbuilt !== undefined)("with few permissions", { timeout: 60_000 }, () => {
  for (const [name, program, flag] of NODES) {
    const isThere = existsSync(program);
    if (!isThere) console.warn(`skipped: ${name} is not installed (npm ci --prefix test/runtimes)`);
    const alike = { engine: "wasm", isSame: true, mayRead: false };

    it.skipIf(!isThere)(`${name} solves on the caller's thread, and says why`, () => {
      expect(run(program, flag, [])).toEqual({
        ...alike,
        workerKind: "inline",
        inlineReason: "Node's permission model does not allow worker threads (--allow-worker grants them)",
      });
    });

    it.skipIf(!isThere)(`${name} solves on a thread where that is allowed`, () => {
      expect(run(program, flag, ["--allow-worker"])).toEqual({ ...alike, workerKind: "threads" });
    });
  }
});
