// Options that make no sense are refused by name, value and what they must be.
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/errors.ts";
import { solve } from "../../src/solve.ts";
import { SolveOptions, solveSettings } from "../../src/solve-options.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";

/** What a caller in plain JavaScript may hand over. */
const loose = (options: Record<string, unknown>): SolveOptions => options as SolveOptions;

const REFUSED: [Record<string, unknown>, string][] = [
  [{ engine: "native" }, 'engine is "native"; it must be "wasm", "js" or "auto"'],
  [{ seed: 0.5 }, "seed is 0.5; it must be an integer from -2147483648 to 2147483647"],
  [{ seed: 2 ** 31 }, "seed is 2147483648; it must be an integer"],
  [{ seed: Number.NaN }, "seed is NaN; it must be an integer"],
  [{ seed: "1" }, "seed is 1; it must be an integer"],
  [{ timeLimitMs: -1 }, "timeLimitMs is -1; it must be milliseconds, 0 or more"],
  [{ timeLimitMs: Number.NaN }, "timeLimitMs is NaN; it must be milliseconds"],
  [{ timeLimitMs: "10" }, "timeLimitMs is 10; it must be milliseconds"],
  [{ gap: -1e-9 }, "gap is -1e-9; it must be a fraction, 0 or more"],
  [{ gap: Number.NaN }, "gap is NaN; it must be a fraction"],
  [{ moveLimit: -1 }, "moveLimit is -1; it must be a whole number of moves, 0 or more"],
  [{ moveLimit: Number.NaN }, "moveLimit is NaN; it must be a whole number of moves"],
  [{ moveLimit: 10.5 }, "moveLimit is 10.5; it must be a whole number of moves"],
  [{ moveLimit: 1n }, "moveLimit is 1; it must be a whole number of moves"],
  [{ progressIntervalMs: -5 }, "progressIntervalMs is -5; it must be milliseconds"],
];

describe("options", () => {
  it.each(REFUSED)("%o are refused", async (options, message) => {
    expect(() => solveSettings(loose(options))).toThrow(OptionError);
    expect(() => solveSettings(loose(options))).toThrow(message);
    await expect(solve(randomPortfolio(1), loose(options))).rejects.toThrow(message);
  });

  it("have defaults: ten seconds, or no time limit where moves are counted", () => {
    expect(solveSettings()).toMatchObject({ engine: "auto", seed: 1, gap: 1e-4, timeLimitMs: 10_000 });
    expect(solveSettings().moveLimit).toBe(Number.POSITIVE_INFINITY);
    expect(solveSettings({ moveLimit: 5 })).toMatchObject({ moveLimit: 5, timeLimitMs: Number.POSITIVE_INFINITY });
    expect(solveSettings({ moveLimit: 5, timeLimitMs: 7 })).toMatchObject({ moveLimit: 5, timeLimitMs: 7 });
    expect(solveSettings({ moveLimit: Number.POSITIVE_INFINITY }).timeLimitMs).toBe(10_000);
    expect(solveSettings({ seed: -(2 ** 31), gap: 0, timeLimitMs: 0, moveLimit: 0 })).toMatchObject({ gap: 0 });
  });
});
