// Memory and hooks of a kernel, the same on both engines.
import { describe, expect, it } from "vitest";
import { ABI_VERSION } from "../../assembly/abi.ts";
import { compile } from "../../src/compile/compile.ts";
import { AllocRun } from "../../src/engine/alloc-run.ts";
import { EngineKind } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";
import { differingPlaces } from "./bits.ts";
import { differences, runMoves } from "./outcome.ts";

const ENGINES: readonly EngineKind[] = ["wasm", "js"];
const MEBI = 2 ** 20;

describe.each(ENGINES)("kernel on %s", (kind) => {
  const openKernel = async () => (await createEngine({ engine: kind })).open();

  it("has this package's ABI", async () => {
    expect((await openKernel()).functions.abiVersion()).toBe(ABI_VERSION);
  });

  it("hands out zeroed buffers and gives back what was written, as copies", async () => {
    const kernel = await openKernel();
    const { functions } = kernel;
    const floats = Float64Array.of(1.5, -0, Number.POSITIVE_INFINITY, 5e-324, Number.MAX_VALUE);
    const ints = Int32Array.of(0, -1, 2 ** 31 - 1, -(2 ** 31));
    const floatsAt = functions.allocFloats(floats.length);
    const intsAt = functions.allocInts(ints.length);
    expect([...kernel.readFloats(floatsAt, floats.length)]).toEqual([0, 0, 0, 0, 0]);
    kernel.writeFloats(floatsAt, floats);
    kernel.writeInts(intsAt, ints);
    const copy = kernel.readFloats(floatsAt, floats.length);
    expect(differingPlaces(copy, floats)).toEqual([]);
    expect(differingPlaces(kernel.readInts(intsAt, ints.length), ints)).toEqual([]);
    expect([...kernel.readInts(intsAt, 2)]).toEqual([0, -1]);
    copy.fill(7);
    expect(kernel.readFloats(floatsAt, 1)[0]).toBe(1.5);
    functions.allocFreeFloats(floatsAt);
    functions.allocFreeInts(intsAt);
    // A block that was in use comes back zeroed.
    expect([...kernel.readFloats(functions.allocFloats(floats.length), floats.length)]).toEqual([0, 0, 0, 0, 0]);
  });

  it("keeps references good while its memory grows", async () => {
    const kernel = await openKernel();
    const { functions } = kernel;
    const first = functions.allocFloats(1000);
    const data = Float64Array.from({ length: 1000 }, (_, i) => Math.sqrt(i));
    kernel.writeFloats(first, data);
    const before = kernel.memoryBytes();
    for (let block = 0; block < 4; block++) {
      const large = functions.allocFloats((8 * MEBI) / 8);
      expect(differingPlaces(kernel.readFloats(first, 1000), data), `after ${block + 1} blocks`).toEqual([]);
      kernel.writeFloats(large, data);
      expect(differingPlaces(kernel.readFloats(large, 1000), data)).toEqual([]);
    }
    kernel.writeFloats(
      first,
      data.map((value) => -value),
    );
    expect(kernel.readFloats(first, 2)[1]).toBe(-1);
    if (kind === "wasm") expect(kernel.memoryBytes()).toBeGreaterThanOrEqual(before! + 32 * MEBI);
    else expect(kernel.memoryBytes()).toBeUndefined();
  });

  it("keeps solves side by side apart", async () => {
    const engine = await createEngine({ engine: kind });
    const instances = [1, 3].map((seed) => compile(randomPortfolio(seed)));
    const alone = instances.map((instance) => runMoves(engine, instance, { moves: 120 }));
    const runs = instances.map((instance) => new AllocRun(engine, instance, 1, 1e-4));
    for (let k = 0; k < 12; k++) for (const run of runs) run.step(10, () => 0);
    runs.forEach((run, k) => {
      const together = { report: run.report(), plan: run.report().valueUsd === null ? null : run.plan() };
      expect(differences(alone[k], together)).toEqual([]);
    });
    runs[0].close();
    expect(runs[1].report()).toEqual(alone[1].report);
    runs[1].close();
  });

  it("opened on the memory of one that is done finds it as new, and leaves alone what still runs", async () => {
    const engine = await createEngine({ engine: kind });
    const instances = [1, 3, 5].map((seed) => compile(randomPortfolio(seed)));
    const alone = await Promise.all(
      instances.map(async (instance) => runMoves(await createEngine({ engine: kind }), instance, { moves: 120 })),
    );
    const dirty = engine.open();
    const length = (4 * MEBI) / 8;
    dirty.writeFloats(dirty.functions.allocFloats(length), new Float64Array(length).fill(Number.NaN));
    dirty.release();
    const held = dirty.memoryBytes();
    // The first run takes the memory, the second one beside it must not; both are given back, one more than is kept.
    const first = new AllocRun(engine, instances[0], 1, 1e-4);
    expect(first.memoryBytes()).toBe(held);
    const second = new AllocRun(engine, instances[1], 1, 1e-4);
    for (let k = 0; k < 12; k++) for (const run of [first, second]) run.step(10, () => 0);
    [first, second].forEach((run, k) => {
      const together = { report: run.report(), plan: run.report().valueUsd === null ? null : run.plan() };
      expect(differences(alone[k], together)).toEqual([]);
    });
    first.close();
    second.close();
    for (const k of [2, 0, 1, 2]) {
      expect(differences(alone[k], runMoves(engine, instances[k], { moves: 120 }))).toEqual([]);
    }
  });

  it("polls while it works, and forgets the hook after", async () => {
    const engine = await createEngine({ engine: kind });
    const instance = compile(randomPortfolio(1));
    const run = new AllocRun(engine, instance, 1, 0);
    let polls = 0;
    expect(run.step(1000, () => (++polls >= 50 ? 1 : 0))).toBe("polled");
    run.step(5, () => 0);
    expect(polls).toBe(50);
    run.close();
  });

  it("lets an error of the hook through, and works on", async () => {
    const engine = await createEngine({ engine: kind });
    const instance = compile(randomPortfolio(1));
    const run = new AllocRun(engine, instance, 1, 0);
    const failing = (): number => {
      throw new Error("the host's hook failed");
    };
    expect(() => run.step(1000, failing)).toThrow("the host's hook failed");
    expect(run.step(0, () => 1)).toBe("polled");
    run.close();
    expect(runMoves(engine, instance, { moves: 50 }).report.moves).toBeLessThanOrEqual(50);
  });
});
