// Options of the optimizer that make no sense are refused by name and value.
import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { InputLimitError, OptionError } from "../../src/errors.ts";
import { createOptimizer } from "../../src/optimizer/create-optimizer.ts";
import type { OptimizerOptions } from "../../src/optimizer/optimizer-options.ts";
import { hostCores, optimizerSettings } from "../../src/optimizer/optimizer-options.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";

const REFUSED: [Record<string, unknown>, string][] = [
  [{ engine: "native" }, 'engine is "native"; it must be "wasm", "js" or "auto"'],
  [{ workers: 0 }, "workers is 0; it must be a whole number, from 1 to 1024"],
  [{ workers: 1.5 }, "workers is 1.5"],
  [{ queueLimit: -1 }, "queueLimit is -1; it must be a whole number, 0 or more"],
  [{ memoryLimitBytes: 10 }, "memoryLimitBytes is 10; it must be a whole number, from 65536 to 4294967296"],
  [{ idleTimeoutMs: Number.NaN }, "idleTimeoutMs is NaN"],
  [{ inputLimits: { contracts: "many" } }, "inputLimits.contracts is many"],
  [{ inputLimits: { cows: 3 } }, "inputLimits.cows is not known"],
];

describe("options of an optimizer", () => {
  it.each(REFUSED)("%o are refused", (options, message) => {
    expect(() => createOptimizer(options as OptimizerOptions)).toThrow(OptionError);
    expect(() => createOptimizer(options as OptimizerOptions)).toThrow(message);
  });

  it("have defaults that follow the host", () => {
    expect(optimizerSettings({}, 8)).toMatchObject({ workers: 7, queueLimit: 100, memoryLimitBytes: 2 ** 31 });
    expect(optimizerSettings({}, 1).workers).toBe(1);
  });

  it("count the host's cores: one worker whatever the machine was all that Node 20, without a navigator, got", () => {
    expect(hostCores()).toBe(availableParallelism());
    expect(optimizerSettings().workers).toBe(Math.max(1, availableParallelism() - 1));
  });
});

const SOLVE_REFUSED: [Record<string, unknown>, string][] = [
  [{ threads: 0 }, "threads is 0; it must be a whole number, 1 or more"],
  [{ threads: 3 }, "threads is 3, but this optimizer has 2 workers"],
  [{ onCancel: "shrug" }, 'onCancel is "shrug"; it must be "resolve" or "reject"'],
  [{ engine: "js" }, "engine is an option of createOptimizer"],
  [{ gap: -1 }, "gap is -1; it must be a fraction"],
];

describe("options of a solve", () => {
  it.each(SOLVE_REFUSED)("%o reject, before anything is loaded", async (options, message) => {
    const optimizer = createOptimizer({ workers: 2 });
    const solving = optimizer.solve(randomPortfolio(1), options);
    await expect(solving).rejects.toThrow(message);
    await expect(solving).rejects.toThrow(OptionError);
    expect(optimizer.stats()).toMatchObject({ failed: 1, running: 0 });
    await optimizer.close();
  });

  it("portfolios beyond the limits are refused with the numbers", async () => {
    const portfolio = randomPortfolio(1);
    const contracts = portfolio.contracts.length;
    const optimizer = createOptimizer({ workers: 1, inputLimits: { contracts: contracts - 1, sites: 1000 } });
    const solving = optimizer.solve(portfolio);
    await expect(solving).rejects.toThrow(InputLimitError);
    await expect(solving).rejects.toThrow(
      `has ${contracts} contracts, more than the ${contracts - 1} this optimizer takes`,
    );
    await optimizer.close();
  });
});
