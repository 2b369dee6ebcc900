// What the page does without a page: changes at a path, portfolios in links, and the desk that reads, solves and answers.
import { describe, expect, it } from "vitest";
import { Desk } from "../../src/web/desk/desk.ts";
import type { Effort, Told } from "../../src/web/desk/messages.ts";
import { withValueAt } from "../../src/web/state/json-path.ts";
import { packed, unpacked } from "../../src/web/state/share.ts";
import { TWO_SITES } from "../answers/two-sites.ts";

describe("changes at a path", () => {
  const source = { a: [{ b: 1 }, { b: 2 }], c: { d: 3 } };

  it("change nothing else, and not the value itself", () => {
    const changed = withValueAt(source, ["a", 1, "b"], 5) as typeof source;
    expect(changed).toEqual({ a: [{ b: 1 }, { b: 5 }], c: { d: 3 } });
    expect(source.a[1].b).toBe(2);
    expect(changed.a[0]).toBe(source.a[0]);
    expect(changed.c).toBe(source.c);
  });

  it("take away with undefined, from objects and lists", () => {
    expect(withValueAt(source, ["c", "d"], undefined)).toEqual({ ...source, c: {} });
    expect(withValueAt(source, ["a", 0], undefined)).toEqual({ ...source, a: [{ b: 2 }] });
  });

  it("make objects on the way", () => {
    expect(withValueAt({}, ["credit", "advanceRate"], 0.5)).toEqual({ credit: { advanceRate: 0.5 } });
    expect(withValueAt({ credit: 7 }, ["credit", "advanceRate"], 0.5)).toEqual({ credit: { advanceRate: 0.5 } });
  });
});

describe("portfolios in links", () => {
  it("come back as they were, whatever letters they have", async () => {
    const value = { name: "Süd-Ost \u{1f30b} \u0000", list: [1, 2.5, -3e-7, null, true] };
    const letters = await packed(value);
    expect(letters).toMatch(/^v1\.[\w-]+$/);
    expect(JSON.parse(await unpacked(letters!))).toEqual(value);
  });

  it("are refused when they are too large for a link", async () => {
    const noise = Array.from({ length: 6000 }, (_, k) => Math.imul(k + 1, 0x9e3779b1) >>> 0);
    expect(await packed(noise)).toBeUndefined();
  });

  it("say when a link is cut or of another version", async () => {
    const letters = (await packed(TWO_SITES))!;
    await expect(unpacked(letters.slice(0, -12))).rejects.toThrow(/not whole/);
    await expect(unpacked(letters.replace("v1.", "v9."))).rejects.toThrow(/another version/);
    await expect(unpacked("v1.%%%")).rejects.toThrow(/not whole/);
  });
});

const MOVES: Effort = { timeLimitMs: null, moveLimit: 60, firstPlanMs: null };
const silent = (): void => undefined;

describe("the desk", () => {
  it("reads, solves, and tells how it went", async () => {
    const desk = new Desk();
    const read = desk.read(JSON.stringify(TWO_SITES));
    expect(read.problems).toEqual([]);
    const told: Told[] = [];
    const { plan, figures, unchanged } = await desk.solve(MOVES, (step) => told.push(step));
    expect(["optimal", "feasible"]).toContain(plan.status);
    expect(figures?.reasons).toHaveLength(read.portfolio!.contracts.length);
    expect(figures?.sites.map(({ site }) => site)).toEqual(read.portfolio!.sites.map(({ id }) => id));
    expect(unchanged).toBeNull();
    expect(told.at(-1)?.valueUsd).toBeCloseTo(plan.objective.valueUsd!, 0);
  });

  it("says what an edit does to the old plan", async () => {
    const desk = new Desk();
    const { source } = desk.read(JSON.stringify(TWO_SITES));
    const first = await desk.solve(MOVES, silent);
    desk.readValue(withValueAt(source, ["sites", 0, "firmMw"], 0));
    const second = await desk.solve(MOVES, silent);
    expect(second.unchanged?.isFeasible).toBe(false);
    expect(second.unchanged?.violations[0]).toContain("firm");
    expect(second.plan.objective.valueUsd ?? -1).toBeLessThan(first.plan.objective.valueUsd!);
  });

  it("never loosens a proof about the same portfolio", async () => {
    const desk = new Desk();
    desk.read(JSON.stringify(TWO_SITES));
    const first = await desk.solve(MOVES, silent);
    const second = await desk.solve({ ...MOVES, moveLimit: 1 }, silent);
    expect(second.plan.objective.boundUsd!).toBeLessThanOrEqual(first.plan.objective.boundUsd!);
    expect(second.plan.objective.valueUsd!).toBeGreaterThanOrEqual(first.plan.objective.valueUsd!);
  });

  it("answers one thing at a time: a question gives way to the next", async () => {
    const desk = new Desk();
    const { portfolio } = desk.read(JSON.stringify(TWO_SITES));
    await desk.solve(MOVES, silent);
    const [{ id }] = portfolio!.contracts;
    const first = desk.explain(id, 1, silent);
    const second = desk.baselines(silent);
    await expect(first).rejects.toMatchObject({ name: "QuestionCancelled" });
    expect((await second).map(({ name }) => name)).toEqual(["doNothing", "miningOnly"]);
  });

  it("refuses to solve what has errors, and to be asked before there is a plan", async () => {
    const desk = new Desk();
    expect(desk.read("{").problems[0].code).toBe("json-syntax");
    await expect(desk.solve(MOVES, silent)).rejects.toThrow(/without errors/);
    desk.read(JSON.stringify(TWO_SITES));
    await expect(desk.idle()).rejects.toThrow(/no plan yet/);
  });

  it("finds the files a portfolio names among those opened with it", () => {
    const desk = new Desk();
    const site = { ...TWO_SITES.sites[0], energy: { hourly: { file: "prices/west.csv", column: "usd" } } };
    const text = JSON.stringify({ ...TWO_SITES, sites: [site, ...TWO_SITES.sites.slice(1)] });
    const alone = desk.read(text).problems;
    expect(alone[0]).toMatchObject({ code: "hourly-file" });
    expect(alone[0].message).toContain("was not opened together");
    const beside = desk.read(text, { "west.csv": "time,usd\n2025-01-01 00:00,30\n" }).problems;
    expect(beside.map(({ message }) => message).join()).not.toContain("was not opened together");
  });
});
