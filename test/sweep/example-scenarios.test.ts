import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { WITH_SCENARIOS } from "../../src/examples/catalogue.ts";
import { drawScenarios } from "../../src/sweep/draw-scenarios.ts";
import { readScenariosText } from "../../src/sweep/read-scenarios.ts";
import { applyScenario } from "../../src/sweep/scenario.ts";
import { run, SOURCE, temporaryDirectories } from "../cli/run-cli.ts";
import { examplePortfolio } from "./scenarios.ts";

const directory = temporaryDirectories();

describe("bundled scenarios", () => {
  it.each(WITH_SCENARIOS.map((name) => [name]))("of %s fit their portfolio, each another one", (name) => {
    const portfolio = examplePortfolio(name);
    const text = readFileSync(new URL(`../../src/examples/scenarios/${name}.json`, import.meta.url), "utf8");
    const reading = readScenariosText(text);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const drawn = drawScenarios(portfolio, reading.file);
    if (!drawn.ok) throw new Error(JSON.stringify(drawn.problems));
    const futures = drawn.scenarios.map((scenario) => JSON.stringify(applyScenario(portfolio, scenario)));
    expect(futures.length).toBeGreaterThan(4);
    expect(new Set(futures).size).toBe(futures.length);
  });

  it("are written by init, for the examples that have some", async () => {
    const cwd = directory();
    const written = await run(SOURCE, ["init", "--scenarios"], { cwd });
    expect(written.stdout).toContain("next: megalloc sweep west-texas.json west-texas-scenarios.json");
    expect(readScenariosText(readFileSync(join(cwd, "west-texas-scenarios.json"), "utf8")).ok).toBe(true);
    const none = await run(SOURCE, ["init", "--scenarios", "--example", "cipher"], { cwd });
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain("the example cipher comes without scenarios; these have some: west-texas, hut8");
  });
});
