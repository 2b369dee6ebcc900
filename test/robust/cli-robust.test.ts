// `megalloc robust` as a command, on the bundled example whose decisions depend on how much the worst futures weigh.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RobustPlan } from "../../src/robust/robust-plan.ts";
import { run, SOURCE, temporaryDirectories } from "../cli/run-cli.ts";

const directory = temporaryDirectories();
const EXAMPLES = new URL("../../src/examples/", import.meta.url);

/** A directory with the example, its scenarios, and a copy of those changed by `change`. */
function files(change: (file: { scenarios: { weight: number }[] }) => void = () => {}): string {
  const cwd = directory();
  writeFileSync(join(cwd, "hut8.json"), readFileSync(new URL("hut8.json", EXAMPLES)));
  const scenarios = JSON.parse(readFileSync(new URL("scenarios/hut8.json", EXAMPLES), "utf8"));
  change(scenarios);
  writeFileSync(join(cwd, "futures.json"), JSON.stringify(scenarios));
  return cwd;
}

const robust = (cwd: string, ...args: string[]) =>
  run(SOURCE, ["robust", "hut8.json", "futures.json", "--jobs", "1", "--moves", "60", ...args], { cwd });

const signed = (plan: RobustPlan): string[] => plan.decisions.contracts.map(({ id }) => id);

describe("megalloc robust", { timeout: 300_000 }, () => {
  it("signs what the worst futures ask for, and says what it costs", async () => {
    const cwd = files();
    const { stdout, stderr, exitCode } = await robust(cwd, "-o", "robust.json");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/bound\s+\S+, gap \S+: proved within the gap asked for/);
    expect(stdout).toMatch(/Decide now\n\s+sign\s+rofo-200\n\s+do not sign\s+river-bend-245/);
    expect(stdout).toMatch(/late, dear and tight\s+10%\s+\S+\s+\+\$31\d\.\dM/);
    expect(stdout).toMatch(/rofo-200 2%\n/);
    const plan = JSON.parse(readFileSync(join(cwd, "robust.json"), "utf8")) as RobustPlan;
    expect(plan).toMatchObject({
      schema: "megalloc/robust@1",
      status: "optimal",
      until: "2026-07",
      unservedPenalty: 1,
    });
    expect(plan.outcome.meanUsd).toBeLessThan(plan.base.outcome!.meanUsd);
    expect(plan.outcome.cvarUsd).toBeGreaterThan(plan.base.outcome!.cvarUsd);
  });

  it("signs as the base plan does when the mean alone counts", async () => {
    const { stdout } = await robust(files(), "--mean-weight", "1", "--json");
    const plan = JSON.parse(stdout) as RobustPlan;
    expect(signed(plan)).toEqual(["river-bend-245"]);
    expect(plan.decisions).toEqual(plan.base.decisions);
  });

  it("decides the same on two threads as on one", async () => {
    const on = async (jobs: string): Promise<RobustPlan> => {
      const { stdout, stderr, exitCode } = await robust(files(), "--jobs", jobs, "--json");
      expect(stderr).toBe("");
      expect(exitCode).toBe(0);
      return JSON.parse(stdout) as RobustPlan;
    };
    const { effort: _, ...two } = await on("2");
    const { effort: __, ...one } = await on("1");
    expect(two).toEqual(one);
    expect(one.scenarios.length).toBeGreaterThan(1);
  });

  it("leaves nothing unserved with --penalty none, and tells which future the base plan fails in", async () => {
    const { stdout } = await robust(files(), "--penalty", "none", "--json");
    const plan = JSON.parse(stdout) as RobustPlan;
    expect(plan.unservedPenalty).toBeNull();
    expect(plan.base.outcome).toBeNull();
    expect(["dear construction", "late, dear and tight"]).toContain(plan.base.refusal?.scenario);
    for (const { plan: own } of plan.scenarios) for (const { unserved } of own.contracts) expect(unserved ?? 0).toBe(0);
  });

  it("says what is wrong with what it is asked", async () => {
    const cwd = files((file) => {
      for (const scenario of file.scenarios) scenario.weight = 0;
      file.scenarios[0].weight = 1;
    });
    const wrong = async (...args: string[]): Promise<string> => {
      const { stderr, exitCode } = await robust(cwd, ...args);
      expect(exitCode).toBe(2);
      return stderr;
    };
    expect(await wrong("--alpha", "1")).toContain("--alpha 1 leaves no scenario to look at");
    expect(await wrong("--later", "rofo-20")).toContain('did you mean "rofo-200"?');
    expect(await wrong("--penalty", "much")).toContain('"much" is not a share of the rent: write 0.25, 25% or none');
  });
});
