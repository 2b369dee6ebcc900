// The built package on other runtimes: same plans, workers, cancel. They come from the npm registry as packages
// (test/runtimes/package.json); what is not installed is skipped, and said.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { root, whyNotPacked } from "../package/packed.ts";

const here = join(root, "test/runtimes");
const packages = join(here, "node_modules");

const RUNTIMES: Record<string, readonly string[]> = {
  "Node 22": [join(packages, "node-22-linux-x64/bin/node")],
  "Node 24": [join(packages, "node-24-linux-x64/bin/node")],
  Bun: [join(packages, "@oven/bun-linux-x64/bin/bun")],
  Deno: [join(packages, "@deno/linux-x64-glibc/deno"), "run", "--allow-all", "--no-prompt"],
};

const unbuilt = whyNotPacked();
if (unbuilt !== undefined) console.warn(`skipped: ${unbuilt}`);

type Outcome = Record<string, unknown>;

async function runCore([program, ...head]: readonly string[]): Promise<Outcome> {
  const options = { cwd: root, timeout: 50_000, maxBuffer: 2 ** 24, env: { ...process.env, NODE_OPTIONS: "" } };
  const { stdout } = await promisify(execFile)(program, [...head, join(here, "core.mjs")], options);
  return JSON.parse(stdout) as Outcome;
}

describe.skipIf(unbuilt !== undefined)("the built package on", () => {
  let here: Outcome;
  beforeAll(async () => {
    here = await runCore([process.execPath]);
  });

  it(`this Node (${process.version}) finds one plan on both engines and on workers`, () => {
    expect(here).toMatchObject({
      engines: ["wasm", "js"],
      sameOnBothEngines: true,
      sameOnWorkers: true,
      workerKind: "threads",
      cancelled: "cancelled",
      cancelledIsAudited: true,
      lp: 4,
    });
  });

  for (const [name, command] of Object.entries(RUNTIMES)) {
    const isThere = existsSync(command[0]);
    if (!isThere) console.warn(`skipped: ${name} is not installed (npm ci --prefix test/runtimes)`);
    it.skipIf(!isThere)(`${name} does all of it too, with the same plan`, async () => {
      expect(await runCore(command)).toEqual(here);
    });
  }
});

/** Tests of the sources that a runtime could change: engines, slices, stops, workers. */
const CORE_TESTS = ["test/engine/kernel.test.ts", "test/engine/parity.test.ts", "test/solve/stop.test.ts"];

/** Twenty seconds of processor time each: for continuous integration. */
const isWanted = process.env.CI !== undefined || process.env.MEGALLOC_RUNTIMES !== undefined;
if (!isWanted) console.warn("skipped: core tests on Node 22 and 24 (set CI or MEGALLOC_RUNTIMES to run them)");

describe.skipIf(unbuilt !== undefined || !isWanted)("the core of these tests", () => {
  for (const name of ["Node 22", "Node 24"]) {
    const [program] = RUNTIMES[name];
    it.skipIf(!existsSync(program))(
      `passes on ${name}`,
      async () => {
        const vitest = join(root, "node_modules/vitest/vitest.mjs");
        const args = [vitest, "run", "--config", join(root, "test/vitest.config.ts"), ...CORE_TESTS];
        const env = { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1" };
        const { stdout } = await promisify(execFile)(program, args, {
          cwd: root,
          timeout: 170_000,
          maxBuffer: 2 ** 24,
          env,
        });
        const [, passed] = /^(\d+) passed, 0 failed/m.exec(stdout) ?? [];
        expect(Number(passed)).toBeGreaterThan(20);
      },
      180_000,
    );
  }
});
