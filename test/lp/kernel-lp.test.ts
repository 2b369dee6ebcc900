// All LPs of an engine share a kernel: its memory stays bounded, and a kernel that stops takes nobody else down for good.
import { describe, expect, it } from "vitest";
import { Engine, Kernel, KernelFunctions } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import { LpSession } from "../../src/lp/session.ts";
import { solveLp } from "../../src/lp/solve-lp.ts";
import { lpOf } from "./support.ts";

const SMALL = lpOf({ cost: [1, 2], rows: [[1, 1]], rowLower: [3] });

/** 30 rows and 60 columns without a pattern. */
const MEDIUM = lpOf({
  cost: Array.from({ length: 60 }, (_, col) => 1 + ((col * 37) % 11)),
  rows: Array.from({ length: 30 }, (_, row) => Array.from({ length: 60 }, (_, col) => (row * 17 + col * 29) % 7)),
  rowLower: Array.from({ length: 30 }, (_, row) => 20 + ((row * 13) % 9)),
});

/** An engine that tells which kernels it opened. */
function watched(
  engine: Engine,
  kernels: Kernel[],
  wrap: (functions: KernelFunctions) => KernelFunctions = (f) => f,
): Engine {
  return {
    kind: engine.kind,
    open: () => {
      const kernel = engine.open();
      kernels.push(kernel);
      return { ...kernel, functions: wrap(kernel.functions) };
    },
  };
}

describe("the kernel behind LPs", () => {
  it("is shared by the LPs of an engine, gives memory back, and is replaced before the rest adds up", async () => {
    const kernels: Kernel[] = [];
    const engine = watched(await createEngine({ engine: "wasm" }), kernels);
    const once = async (): Promise<void> => {
      const session = await LpSession.open(MEDIUM, { engine });
      expect(session.solve().status).toBe("optimal");
      session.setColumnBounds(3, 0, 0.5);
      session.addRows({
        rowStart: Int32Array.of(0, 2),
        colIndex: Int32Array.of(0, 1),
        value: Float64Array.of(1, 1),
        lower: Float64Array.of(1),
        upper: Float64Array.of(9),
      });
      expect(session.solve().status).toBe("optimal");
      session.close();
    };
    for (let i = 0; i < 20; i++) await once();
    const before = kernels[0].memoryBytes()!;
    for (let i = 0; i < 400; i++) await once();
    expect(kernels).toHaveLength(1);
    expect((kernels[0].memoryBytes()! - before) / 400).toBeLessThan(16384);
    for (let i = 0; i < 200; i++) await once();
    expect(kernels).toHaveLength(2);
  });

  it("is replaced when it stops; its other sessions say so", async () => {
    const kernels: Kernel[] = [];
    let isBroken = true;
    const engine = watched(await createEngine({ engine: "wasm" }), kernels, (functions) => ({
      ...functions,
      lpSolve: (handle, iterations) => {
        if (isBroken) throw new WebAssembly.RuntimeError("unreachable");
        return functions.lpSolve(handle, iterations);
      },
    }));
    const [a, b] = [await LpSession.open(SMALL, { engine }), await LpSession.open(SMALL, { engine })];
    expect(() => a.solve()).toThrow(/kernel stopped \(unreachable\); the model may not fit its memory/);
    isBroken = false;
    expect(() => b.solve()).toThrow(/stopped in an earlier call; open a new session/);
    expect(() => a.close()).not.toThrow();
    expect((await solveLp(SMALL, { engine })).status).toBe("optimal");
    expect(kernels).toHaveLength(2);
  });
});
