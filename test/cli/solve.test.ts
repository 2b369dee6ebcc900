// `megalloc solve` as a process: what goes to which stream, what it writes, and how it ends.
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { SolvedPlan } from "../../src/plan/plan.ts";
import { PortfolioInput } from "../../src/portfolio/schema.ts";
import { hasBuiltWorkers } from "../optimizer/built.ts";
import { examplePortfolio } from "./example-plan.ts";
import { EXAMPLE, run, SOURCE, targets, temporaryDirectories } from "./run-cli.ts";

const directory = temporaryDirectories();
const text = readFileSync(EXAMPLE, "utf8");
const MOVES = ["--moves", "200"];

function changedExample(change: (portfolio: PortfolioInput) => void): string {
  const portfolio = JSON.parse(text) as PortfolioInput;
  change(portfolio);
  return JSON.stringify(portfolio);
}

const WITHOUT_POWER = changedExample(({ sites }) => {
  for (const site of sites) site.firmMw = 0;
});

describe.each(targets())("megalloc solve from $name", (target) => {
  it("prints a summary, and writes the plan whole", async () => {
    const cwd = directory();
    const outcome = await run(target, ["solve", EXAMPLE, ...MOVES, "-o", "plan.json"], { cwd });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(outcome.stdout).toContain("microsoft-phase-1-2");
    expect(outcome.stdout).toMatch(/Accepted: \d+ of 14 contracts/);
    expect(outcome.stdout.endsWith("\nplan written to plan.json\n")).toBe(true);
    expect(outcome.stdout).not.toContain("\u001b");
    expect(readdirSync(cwd)).toEqual(["plan.json"]);

    const plan = JSON.parse(readFileSync(join(cwd, "plan.json"), "utf8")) as SolvedPlan;
    const audit = auditPlan(examplePortfolio(), plan);
    expect(audit.violations).toEqual([]);
    expect(audit.statedValueOk && audit.statedNpvOk).toBe(true);
  });

  it("with --json prints the plan and nothing else, the same one every time", async () => {
    const args = ["solve", "-", "--json", "--seed", "7", ...MOVES];
    const [first, second] = await Promise.all([run(target, args, { stdin: text }), run(target, args, { stdin: text })]);
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    const [left, right] = [first, second].map(({ stdout }) => untimed(JSON.parse(stdout) as SolvedPlan));
    expect(left.schema).toBe("megalloc/plan@1");
    expect(left.contracts).toHaveLength(14);
    expect(left).toEqual(right);
  });
});

/** The plan without what the clock put into it. */
function untimed(plan: SolvedPlan): SolvedPlan {
  return { ...plan, timings: {}, history: [] };
}

describe.skipIf(!hasBuiltWorkers)("megalloc solve --threads", () => {
  it("finds an audited plan and ends", async () => {
    const { stdout, stderr, exitCode } = await run(SOURCE, ["solve", EXAMPLE, ...MOVES, "--threads", "2", "--json"]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const plan = JSON.parse(stdout) as SolvedPlan;
    expect(auditPlan(examplePortfolio(), plan).violations).toEqual([]);
  });
});

describe("megalloc solve", () => {
  it("makes the same plan on either engine", async () => {
    const plans = await Promise.all(
      ["wasm", "js"].map(async (engine) => {
        const { stdout, stderr } = await run(SOURCE, ["solve", EXAMPLE, ...MOVES, "--json", "--engine", engine]);
        expect(stderr).toBe("");
        const plan = JSON.parse(stdout) as SolvedPlan;
        expect(plan.engine).toEqual({ kind: engine });
        return { ...untimed(plan), engine: undefined };
      }),
    );
    expect(plans[0]).toEqual(plans[1]);
  });

  it("with --quiet says nothing", async () => {
    const cwd = directory();
    const outcome = await run(SOURCE, ["solve", EXAMPLE, ...MOVES, "--quiet", "-o", "plan.json"], { cwd });
    expect(outcome).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    expect(readdirSync(cwd)).toEqual(["plan.json"]);
  });

  it("keeps warnings out of the JSON", async () => {
    const stdin = changedExample(({ contracts }) => {
      contracts[2].group = "alone";
    });
    const { exitCode, stdout, stderr } = await run(SOURCE, ["solve", "-", "--json", ...MOVES], { stdin });
    expect(stderr).toContain("[lonely-group]");
    expect((JSON.parse(stdout) as SolvedPlan).portfolio).toBe("west-texas");
    expect(exitCode).toBe(0);
  });

  it("is quiet about a reader that has had enough", async () => {
    const { exitCode, stderr } = await run(SOURCE, ["solve", EXAMPLE, "--json", ...MOVES], { closeStdoutAfter: 1 });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("ends with 3 when the signed contracts cannot be kept, and names them", async () => {
    const [page, json] = await Promise.all([
      run(SOURCE, ["solve", "-", ...MOVES], { stdin: WITHOUT_POWER }),
      run(SOURCE, ["solve", "-", ...MOVES, "--json"], { stdin: WITHOUT_POWER }),
    ]);
    expect([page.exitCode, json.exitCode]).toEqual([3, 3]);
    expect(page.stdout).toContain('no plan keeps the signed contract "microsoft-phase-1-2" (Microsoft)');
    expect(json.stderr).toContain('megalloc: infeasible: no plan keeps the signed contract "microsoft-phase-1-2"');
    expect(JSON.parse(json.stdout)).toMatchObject({ status: "infeasible", contracts: [] });
  });

  it("ends with 4 when the time does not suffice for any plan", async () => {
    const { exitCode, stdout } = await run(SOURCE, ["solve", EXAMPLE, "--time-limit", "1ms"]);
    expect(stdout).toContain("no plan found (time limit reached)");
    expect(exitCode).toBe(4);
  });
});

it("keeps the plan elsewhere when its place fails after the work", async () => {
  const { exitCode, stdout, stderr } = await run(SOURCE, ["solve", EXAMPLE, ...MOVES, "-q", "-o", "/dev/full"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain('cannot write the plan to "/dev/full": no space left on the device');
  const kept = /the plan was kept in "(.*)"/.exec(stderr)![1];
  expect(JSON.parse(readFileSync(kept, "utf8"))).toMatchObject({ schema: "megalloc/plan@1" });
  rmSync(kept);
});

describe("outputs that cannot be written are found out before the work", () => {
  it("a directory, a missing directory, the portfolio itself", async () => {
    const cwd = directory();
    writeFileSync(join(cwd, "west-texas.json"), text);
    symlinkSync("west-texas.json", join(cwd, "link.json"));
    const forever = ["--time-limit", "300h"];
    const outcomes = await Promise.all(
      [".", "no/plan.json", "west-texas.json", "link.json"].map((output) =>
        run(SOURCE, ["solve", "west-texas.json", ...forever, "-o", output], { cwd }),
      ),
    );
    const [folder, missing, same, link] = outcomes;
    expect(folder.stderr).toContain('cannot write the plan to ".": is a directory');
    expect(missing.stderr).toContain('cannot write the plan to "no/plan.json": its directory does not exist');
    expect(same.stderr).toContain("is the portfolio itself");
    expect(link.stderr).toContain("is the portfolio itself");
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2]);
    expect(readFileSync(join(cwd, "west-texas.json"), "utf8")).toBe(text);
  });

  it("an existing plan is replaced, a device is written into", async () => {
    const cwd = directory();
    writeFileSync(join(cwd, "plan.json"), "old");
    const [file, device] = await Promise.all([
      run(SOURCE, ["solve", EXAMPLE, ...MOVES, "-q", "-o", "plan.json"], { cwd }),
      run(SOURCE, ["solve", EXAMPLE, ...MOVES, "-q", "-o", "/dev/null"], { cwd }),
    ]);
    expect([file.exitCode, device.exitCode]).toEqual([0, 0]);
    expect(JSON.parse(readFileSync(join(cwd, "plan.json"), "utf8"))).toMatchObject({ schema: "megalloc/plan@1" });
    expect(readdirSync(cwd)).toEqual(["plan.json"]);
  });
});
