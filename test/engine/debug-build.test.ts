// The debug build checks the bounds of every array access: the same solves as the release build, without an assertion.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile/compile.ts";
import { createEngine } from "../../src/engine/load.ts";
import { wasmEngine } from "../../src/engine/wasm.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";
import { degeneratePortfolios } from "./degenerate.ts";
import { differences, runMoves } from "./outcome.ts";
import { isFresh } from "./stale-kernel.ts";

const DEBUG = "build/kernel.debug.wasm";

function portfolios(): { words: string; portfolio: Portfolio }[] {
  const larger = { ...SMALL, sites: [5, 8], contracts: [20, 30], hallsPerSite: [2, 4] } as const;
  const random = Array.from({ length: 40 }, (_, k) => ({
    words: `seed ${k + 1}`,
    portfolio: k < 35 ? randomPortfolio(k + 1) : randomPortfolio(k + 1, larger),
  }));
  return [...random, ...degeneratePortfolios(4)];
}

describe("debug build", () => {
  it("reads and writes no array out of bounds, and finds the same", async () => {
    if (!isFresh(DEBUG)) return console.warn(`skipped: ${DEBUG} is missing or old (npm run build:test)`);
    const module = await WebAssembly.compile(readFileSync(new URL(`../../${DEBUG}`, import.meta.url)));
    const release = await createEngine({ engine: "wasm" });
    for (const { words, portfolio } of portfolios()) {
      const instance = compile(portfolio);
      const checked = runMoves(wasmEngine(module), instance, { moves: 80 });
      expect(differences(checked, runMoves(release, instance, { moves: 80 })), words).toEqual([]);
    }
  });

  it("says which assertion failed, and where", async () => {
    if (!isFresh(DEBUG)) return console.warn(`skipped: ${DEBUG} is missing or old (npm run build:test)`);
    const module = await WebAssembly.compile(readFileSync(new URL(`../../${DEBUG}`, import.meta.url)));
    const { functions } = wasmEngine(module).open();
    expect(() => functions.lpFree(99)).toThrow(/^abort: Index out of range at ~lib\/array\.ts:\d+:\d+$/);
  });
});
