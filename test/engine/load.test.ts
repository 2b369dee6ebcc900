// Finding the kernel: which engine serves, and what is said when WebAssembly cannot be had.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type * as Load from "../../src/engine/load.ts";
import type * as Solve from "../../src/solve.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";

/** A module as it is in a fresh process: `load.ts` remembers what it compiled. */
const freshLoad = (): Promise<typeof Load> => import("../../src/engine/load.ts");
const freshSolve = (): Promise<typeof Solve> => import("../../src/solve.ts");

const NATIVE = globalThis.WebAssembly;

/** As under a content security policy without 'wasm-unsafe-eval'. */
const FORBIDDEN = "Wasm code generation disallowed by embedder";
function forbidCompiling(): void {
  const compile = (): Promise<never> => Promise.reject(new NATIVE.CompileError(FORBIDDEN));
  vi.stubGlobal("WebAssembly", { ...namespaceOf(NATIVE), compile });
}

/** The namespace's own properties are not enumerable: a spread would be empty. */
function namespaceOf(namespace: object): object {
  return Object.fromEntries(Object.getOwnPropertyNames(namespace).map((name) => [name, Reflect.get(namespace, name)]));
}

/** What reading the kernel's file gives. */
function withFile(readFile: () => Promise<Uint8Array>): void {
  vi.spyOn(process, "getBuiltinModule").mockImplementation(() => ({ readFile }) as never);
}

/** A valid module of another ABI: `(func (export "abiVersion") (result i32) i32.const 63)` and a memory. */
const OTHER_ABI = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x05, 0x03, 0x01, 0x00, 0x01],
  ...[0x07, 0x17, 0x02],
  ...[0x06, ...new TextEncoder().encode("memory"), 0x02, 0x00],
  ...[0x0a, ...new TextEncoder().encode("abiVersion"), 0x00, 0x00],
  ...[0x0a, 0x06, 0x01, 0x04, 0x00, 0x41, 0x3f, 0x0b],
]);

beforeEach(() => {
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock("../../src/engine/kernel-inline.js");
  vi.restoreAllMocks();
});

describe("createEngine", () => {
  it("serves what is asked for, and WASM by default", async () => {
    const { createEngine } = await freshLoad();
    for (const [choice, kind] of [
      ["wasm", "wasm"],
      ["js", "js"],
      ["auto", "wasm"],
    ] as const) {
      const engine = await createEngine({ engine: choice });
      expect(engine.kind).toBe(kind);
      expect(engine.fallbackReason).toBeUndefined();
    }
    expect((await createEngine()).kind).toBe("wasm");
  });

  it("compiles once", async () => {
    const { createEngine } = await freshLoad();
    const compile = vi.fn((bytes: BufferSource) => NATIVE.compile(bytes));
    vi.stubGlobal("WebAssembly", { ...namespaceOf(NATIVE), compile });
    await Promise.all([createEngine(), createEngine(), createEngine({ engine: "wasm" })]);
    await createEngine();
    expect(compile).toHaveBeenCalledTimes(1);
  });

  it("falls back where there is no WebAssembly, and says so", async () => {
    const { createEngine } = await freshLoad();
    vi.stubGlobal("WebAssembly", undefined);
    const engine = await createEngine();
    expect(engine.kind).toBe("js");
    expect(engine.fallbackReason).toBe("this host has no WebAssembly");
    await expect(createEngine({ engine: "wasm" })).rejects.toThrow("this host has no WebAssembly");
    expect((await createEngine({ engine: "js" })).fallbackReason).toBeUndefined();
  });

  it("falls back where compiling is forbidden, and finds WASM once it is allowed", async () => {
    const { createEngine } = await freshLoad();
    forbidCompiling();
    const engine = await createEngine({ engine: "auto" });
    expect(engine.kind).toBe("js");
    expect(engine.fallbackReason).toBe(FORBIDDEN);
    await expect(createEngine({ engine: "wasm" })).rejects.toThrow(FORBIDDEN);
    vi.unstubAllGlobals();
    expect((await createEngine({ engine: "auto" })).kind).toBe("wasm");
  });

  it("finds the copy where the file is missing", async () => {
    withFile(() => Promise.reject(new Error("ENOENT: no such file or directory, open 'kernel.wasm'")));
    const copy = await import("../../src/engine/kernel-inline.js").catch(() => undefined);
    if (copy === undefined) return console.warn("skipped: kernel-inline.js is not built (npm run build:wasm)");
    const { createEngine } = await freshLoad();
    expect((await createEngine({ engine: "wasm" })).kind).toBe("wasm");
  });

  it("finds the copy where something else is served in the file's place", async () => {
    withFile(() => Promise.resolve(new TextEncoder().encode("<!doctype html>")));
    vi.doMock("../../src/engine/kernel-inline.js", () => ({ kernelDeflatedBase64: "A" }));
    const { createEngine } = await freshLoad();
    await expect(createEngine({ engine: "wasm" })).rejects.not.toThrow("is not a WebAssembly module");
    vi.doMock("../../src/engine/kernel-inline.js", () => Promise.reject(new Error("no copy")));
    vi.resetModules();
    const again = await freshLoad();
    await expect(again.createEngine({ engine: "wasm" })).rejects.toThrow(/kernel\.wasm is not a WebAssembly module$/);
  });

  it("falls back where the file and its copy are missing", async () => {
    withFile(() => Promise.reject(new Error("ENOENT: no such file or directory, open 'kernel.wasm'")));
    vi.doMock("../../src/engine/kernel-inline.js", () => Promise.reject(new Error("no copy")));
    const { createEngine } = await freshLoad();
    const engine = await createEngine();
    expect([engine.kind, engine.fallbackReason]).toEqual(["js", expect.stringContaining("ENOENT")]);
    await expect(createEngine({ engine: "wasm" })).rejects.toThrow("ENOENT");
  });

  it("refuses a kernel of another ABI", async () => {
    const { createEngine } = await freshLoad();
    vi.stubGlobal("WebAssembly", { ...namespaceOf(NATIVE), compile: () => NATIVE.compile(OTHER_ABI) });
    await expect(createEngine({ engine: "wasm" })).rejects.toThrow(/^kernel\.wasm has ABI 63, this package needs \d+$/);
    const engine = await createEngine();
    expect([engine.kind, engine.fallbackReason]).toEqual(["js", expect.stringContaining("has ABI 63")]);
  });

  it("says what an engine may be", async () => {
    const { createEngine } = await freshLoad();
    const choice = "native" as "auto";
    await expect(createEngine({ engine: choice })).rejects.toThrow(
      'engine is "native"; it must be "wasm", "js" or "auto"',
    );
  });
});

describe("solve without WebAssembly", () => {
  it("finds the same plan", async () => {
    const portfolio = randomPortfolio(1);
    const options = { moveLimit: 100, seed: 5 };
    const { timings: _, engine: usualEngine, ...usual } = await (await freshSolve()).solve(portfolio, options);
    expect(usualEngine).toEqual({ kind: "wasm" });
    vi.resetModules();
    vi.stubGlobal("WebAssembly", undefined);
    const { solve } = await freshSolve();
    const { timings: __, engine, ...fallback } = await solve(portfolio, options);
    expect(engine).toEqual({ kind: "js", fallbackReason: "this host has no WebAssembly" });
    expect(fallback).toEqual(usual);
    await expect(solve(portfolio, { ...options, engine: "wasm" })).rejects.toThrow("no WebAssembly");
  });
});
