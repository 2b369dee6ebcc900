import { describe, expect, it } from "vitest";
import { type ScenarioResult, scenarioKey } from "../../src/sweep/run-scenario.ts";
import type { Scenario } from "../../src/sweep/scenario.ts";
import { CrewLossError, type SweepCrew, type SweepProgress, sweep } from "../../src/sweep/sweep.ts";
import { fakeContext, fakeResult, fakeScenarios } from "./fake-sweep.ts";

/** Answers after as many turns of the event loop as the scenario says, so that the order of answers is another than that of questions. */
function crewOf(jobs: number, answer: (scenario: Scenario) => number): { crew: SweepCrew; runs: string[] } {
  const runs: string[] = [];
  const run = async (scenario: Scenario, key: string): Promise<ScenarioResult> => {
    runs.push(scenario.id);
    const value = answer(scenario);
    for (let turn = 0; turn < (scenario.id.length * 7 + value) % 5; turn++) await new Promise(setImmediate);
    return fakeResult(key, scenario.id, value);
  };
  return { crew: { jobs, run }, runs };
}

async function collect(
  scenarios: readonly Scenario[],
  crew: SweepCrew,
  known: ReadonlyMap<string, ScenarioResult> = new Map(),
  signal?: AbortSignal,
) {
  const kept: string[] = [];
  const told: SweepProgress[] = [];
  const context = await fakeContext();
  const outcome = await sweep({
    ...{ context, scenarios, crew, known },
    keep: async (result) => void kept.push(result.key),
    onProgress: (progress) => told.push(progress),
    ...(signal && { signal }),
  });
  return { ...outcome, kept, told };
}

describe("a sweep", () => {
  it("solves each scenario once and answers in their order", async () => {
    const scenarios = fakeScenarios(20);
    const { crew, runs } = crewOf(3, ({ id }) => Number(id.slice(1)));
    const { results, failures, kept, told } = await collect(scenarios, crew);
    expect(results.map(({ scenario, valueUsd }) => [scenario, valueUsd])).toEqual(
      scenarios.map(({ id }, k) => [id, k]),
    );
    expect(failures).toEqual([]);
    expect(new Set(runs).size).toBe(20);
    expect(runs).toHaveLength(20);
    expect(new Set(kept).size).toBe(20);
    expect(told.at(-1)).toEqual({ done: 20, total: 20, failed: 0 });
  });

  it("leaves out what is known, and solves equal scenarios once", async () => {
    const context = await fakeContext();
    const [first, second, third] = fakeScenarios(3);
    const twin = { ...second, id: "twin", weight: 5 };
    const key = await scenarioKey(context, first);
    const known = new Map([[key, fakeResult(key, "s0", 42)]]);
    const { crew, runs } = crewOf(2, () => 7);
    const { results } = await collect([first, second, twin, third], crew, known);
    expect(runs.sort()).toEqual(["s1", "s2"]);
    expect(results.map(({ scenario, valueUsd }) => [scenario, valueUsd])).toEqual([
      ["s0", 42],
      ["s1", 7],
      ["twin", 7],
      ["s2", 7],
    ]);
  });

  it("tries again where a worker died, three times", async () => {
    const deaths = new Map([
      ["s1", 2],
      ["s2", 3],
    ]);
    const { crew, runs } = crewOf(1, ({ id }) => {
      const left = deaths.get(id) ?? 0;
      deaths.set(id, left - 1);
      if (left > 0) throw new CrewLossError("killed");
      return 5;
    });
    const { results, failures, told } = await collect(fakeScenarios(4), crew);
    expect(results.map(({ scenario }) => scenario)).toEqual(["s0", "s1", "s3"]);
    expect(failures.map(({ scenario, error }) => [scenario, error.message])).toEqual([["s2", "killed"]]);
    expect(runs.filter((id) => id === "s1")).toHaveLength(3);
    expect(runs.filter((id) => id === "s2")).toHaveLength(3);
    expect(told.at(-1)).toEqual({ done: 3, total: 4, failed: 1 });
  });

  it("does not try again what failed for another reason", async () => {
    const { crew, runs } = crewOf(2, () => {
      throw new Error("a bug");
    });
    const { results, failures } = await collect(fakeScenarios(3), crew);
    expect(results).toEqual([]);
    expect(failures).toHaveLength(3);
    expect(runs).toHaveLength(3);
  });

  it("hands out nothing more once it is stopped", async () => {
    const stop = new AbortController();
    const { crew, runs } = crewOf(2, ({ id }) => {
      if (id === "s3") stop.abort();
      return 1;
    });
    const { results, failures } = await collect(fakeScenarios(20), crew, new Map(), stop.signal);
    expect(runs.length).toBeLessThan(8);
    expect(results.length).toBe(runs.length);
    expect(failures).toEqual([]);
  });

  it("lets workers go on while results are kept, and ends when all are", async () => {
    const scenarios = fakeScenarios(6);
    const { crew, runs } = crewOf(1, () => 1);
    let release = (): void => {};
    const disk = new Promise<void>((resolve) => {
      release = resolve;
    });
    let kept = 0;
    const keep = async (): Promise<void> => {
      await disk;
      kept++;
    };
    const told: number[] = [];
    const onProgress = ({ done }: SweepProgress): void => void told.push(done);
    const sweeping = sweep({ context: await fakeContext(), scenarios, crew, known: new Map(), keep, onProgress });
    while (runs.length < 6) await new Promise(setImmediate);
    expect([kept, Math.max(...told)]).toEqual([0, 0]);
    release();
    expect((await sweeping).results).toHaveLength(6);
    expect([kept, Math.max(...told)]).toEqual([6, 6]);
  });

  it("stops with the reason where a result cannot be kept", async () => {
    const { crew, runs } = crewOf(2, () => 1);
    const keep = (): Promise<void> => Promise.reject(new Error("the disk is full"));
    const sweeping = sweep({
      context: await fakeContext(),
      scenarios: fakeScenarios(50),
      crew,
      known: new Map(),
      keep,
    });
    await expect(sweeping).rejects.toThrow("the disk is full");
    expect(runs.length).toBeLessThan(10);
  });
});
