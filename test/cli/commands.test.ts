// validate, audit, schema, init, help and usage errors, as processes.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { completePlan, exampleDecisions, examplePortfolio } from "./example-plan.ts";
import { EXAMPLE, run, SOURCE, targets, temporaryDirectories } from "./run-cli.ts";

const directory = temporaryDirectories();
const text = readFileSync(EXAMPLE, "utf8");

describe.each(targets())("megalloc from $name", (target) => {
  it("init writes the example and will not write over anything unless forced", async () => {
    const cwd = directory();
    const first = await run(target, ["init"], { cwd });
    expect(first).toMatchObject({
      exitCode: 0,
      stdout: "wrote west-texas.json\nnext: megalloc solve west-texas.json\n",
      stderr: "",
    });
    expect(readFileSync(join(cwd, "west-texas.json"), "utf8")).toBe(text);

    writeFileSync(join(cwd, "west-texas.json"), "mine");
    const second = await run(target, ["init"], { cwd });
    expect(second.exitCode).toBe(2);
    expect(second.stderr).toContain('"west-texas.json" exists already');
    expect(readFileSync(join(cwd, "west-texas.json"), "utf8")).toBe("mine");

    expect((await run(target, ["init", "--force"], { cwd })).exitCode).toBe(0);
    expect(readFileSync(join(cwd, "west-texas.json"), "utf8")).toBe(text);
    expect(readdirSync(cwd)).toEqual(["west-texas.json"]);
  });

  it("validate passes the example without a warning", async () => {
    const outcome = await run(target, ["validate", EXAMPLE]);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(outcome.stdout).toBe(
      "west-texas: valid\n" +
        "  20 periods from 2026-01 (60 months); 4 sites; 4 platforms; 4 lots; 14 contracts, 1 of them signed\n",
    );
  });

  it("audit passes a good plan and fails a bad one", async () => {
    const cwd = directory();
    const portfolio = examplePortfolio();
    const plan = completePlan(portfolio, exampleDecisions());
    writeFileSync(join(cwd, "plan.json"), JSON.stringify(plan));
    const good = await run(target, ["audit", EXAMPLE, "plan.json"], { cwd });
    expect(good).toMatchObject({ exitCode: 0, stderr: "" });
    expect(good.stdout).toContain("west-texas: audit passed");

    plan.expansions = [];
    const bad = await run(target, ["audit", EXAMPLE, "-", "--json"], { stdin: JSON.stringify(plan) });
    expect(bad.exitCode).toBe(1);
    const findings = JSON.parse(bad.stdout) as { passed: boolean; violations: { constraint: string }[] };
    expect(findings.passed).toBe(false);
    expect(findings.violations.map(({ constraint }) => constraint)).toContain("firmPower");
  });

  it("schema prints JSON Schemas of both ends", async () => {
    const [portfolio, plan] = await Promise.all([run(target, ["schema"]), run(target, ["schema", "plan"])]);
    const keys = (schema: string): string[] => Object.keys((JSON.parse(schema) as { properties: object }).properties);
    expect(keys(portfolio.stdout)).toEqual(expect.arrayContaining(["horizon", "finance", "sites", "contracts"]));
    expect(plan.stdout).toContain('"megalloc/plan@1"');
    expect(JSON.parse(plan.stdout)).toBeTypeOf("object");
    expect([portfolio.exitCode, plan.exitCode]).toEqual([0, 0]);
  });
});

describe("inputs", () => {
  it("names a missing file, a directory and a wrong field", async () => {
    const cwd = directory();
    mkdirSync(join(cwd, "folder"));
    const { name: _, ...nameless } = JSON.parse(text) as { name: string };
    writeFileSync(join(cwd, "nameless.json"), JSON.stringify({ ...nameless, nmae: "x" }));
    const [missing, folder, field, empty] = await Promise.all(
      ["nosuch.json", "folder", "nameless.json", "-"].map((file) => run(SOURCE, ["solve", file], { cwd })),
    );
    expect(missing.stderr).toContain('from "nosuch.json": there is no such file');
    expect(folder.stderr).toContain('from "folder": is a directory');
    expect(field.stderr).toContain('"nmae"');
    expect(empty.stderr).toContain("standard input is empty");
    for (const { exitCode, stdout, stderr } of [missing, folder, field, empty]) {
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).not.toContain("    at ");
    }
  });

  it("audit names what is no plan, and a plan without decisions", async () => {
    const unsolved = { ...completePlan(examplePortfolio(), exampleDecisions()), status: "unknown" };
    const objective = { valueUsd: null, boundUsd: null, gap: null, sunkUsd: 0, npvUsd: null };
    const none = { contracts: [], builds: [], expansions: [], orders: [], debt: [] };
    const [portfolio, unknown] = await Promise.all([
      run(SOURCE, ["audit", EXAMPLE, EXAMPLE]),
      run(SOURCE, ["audit", EXAMPLE, "-"], { stdin: JSON.stringify({ ...unsolved, objective, ...none }) }),
    ]);
    expect(portfolio.stderr).toContain('is not a plan of portfolio "west-texas"');
    expect(unknown.stderr).toContain('has status "unknown" and no decisions');
    expect([portfolio.exitCode, unknown.exitCode]).toEqual([2, 2]);
  });
});

it("a pipe that closes early is no error", async () => {
  const { exitCode, stdout, stderr } = await run(SOURCE, ["schema"], { closeStdoutAfter: 1 });
  expect(stdout.length).toBeGreaterThan(0);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});

it("init says where it cannot write", async () => {
  const cwd = directory();
  const { exitCode, stderr } = await run(SOURCE, ["init", "no/such/place.json"], { cwd });
  expect(stderr).toContain('cannot write the example to "no/such/place.json": its directory does not exist');
  expect(exitCode).toBe(2);
  expect(existsSync(join(cwd, "no"))).toBe(false);
});
