// Plans that come back from disk: what is refused, and in which words.
import { describe, expect, test } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { type Plan, type SolvedPlan } from "../../src/plan/plan.ts";
import { formatPlanProblems } from "../../src/plan/plan-problem.ts";
import { readPlan, readPlanText } from "../../src/plan/read-plan.ts";
import { planSections } from "../../src/plan/sections.ts";
import { contract, hall, lot, placed, portfolio, SERVE_ALL, site } from "./fixture.ts";

const input = portfolio({
  backlog: [lot(), lot({ id: "more", committed: false })],
  sites: [
    site({
      halls: [hall({ build: { moduleMw: 1, maxModules: 2, capexUsdPerMw: 1, leadMonths: 0 } })],
      expansions: [{ id: "x", mw: 1, capexUsd: 1, leadMonths: 0 }],
    }),
  ],
  contracts: [contract(), contract({ id: "d" })],
});

const plan = (): SolvedPlan => ({
  schema: "megalloc/plan@1",
  portfolio: "fixture",
  status: "feasible",
  stopReason: "timeLimit",
  objective: { valueUsd: 1, boundUsd: 2, gap: 1, sunkUsd: 0, npvUsd: 1 },
  contracts: [...SERVE_ALL.map((decision) => ({ ...decision })), { id: "d", accepted: false }],
  builds: [{ site: "site", hall: "hall", start: "2026-01", modules: 1 }],
  expansions: [{ site: "site", expansion: "x", start: "2026-07" }],
  orders: [{ lot: "more", fraction: 0.5 }],
  debt: [],
});

/** The plan with the value at a path (dots and numbers) replaced, or removed when `value` is undefined. */
function changed(path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(plan());
  const parts = path.split(".");
  const last = parts.pop() ?? "";
  let target = copy as Record<string, unknown>;
  for (const part of parts) target = target[part] as Record<string, unknown>;
  if (value === undefined) delete target[last];
  else target[last] = value;
  return copy;
}

const problemsOf = (value: unknown) => {
  const reading = readPlan(input, value);
  return reading.ok ? [] : reading.problems;
};

test("a sound plan is read as it is, and survives JSON", () => {
  const reading = readPlan(input, plan());
  expect(reading).toEqual({ ok: true, plan: plan(), warnings: [] });
  expect(readPlanText(input, `\uFEFF${JSON.stringify(plan(), null, 1)}`)).toEqual(reading);
});

test("omitted lists are empty, an omitted contract is refused", () => {
  const { schema, portfolio: name, status, stopReason, objective } = plan();
  const reading = readPlan(input, { schema, portfolio: name, status, stopReason, objective });
  expect(reading.ok && reading.plan).toMatchObject({ contracts: [], builds: [], expansions: [], orders: [], debt: [] });
});

test("null stands for a bound that is not proved, and other tools may stop for reasons of their own", () => {
  const objective = { ...plan().objective, boundUsd: null, gap: null };
  const reading = readPlan(input, { ...plan(), objective, stopReason: "out of coffee" });
  expect(reading.ok && reading.plan.objective).toEqual(objective);
});

describe("plans without decisions", () => {
  const unsolved = (status: string, changes = {}): unknown => ({
    schema: "megalloc/plan@1",
    portfolio: "fixture",
    status,
    stopReason: "infeasible",
    objective: { valueUsd: null, boundUsd: null, gap: null, sunkUsd: -3, npvUsd: null },
    ...changes,
  });

  test("are told apart by status", () => {
    for (const status of ["infeasible", "unknown"] as const) {
      const reading = readPlan(input, unsolved(status));
      expect(reading.ok).toBe(true);
      const read: Plan | undefined = reading.ok ? reading.plan : undefined;
      expect(read?.status).toBe(status);
      expect(read?.contracts).toEqual([]);
    }
  });

  test("have neither value nor decisions", () => {
    const problems = problemsOf(
      unsolved("infeasible", {
        contracts: SERVE_ALL,
        objective: { valueUsd: 5, boundUsd: null, gap: null, sunkUsd: 0, npvUsd: null },
      }),
    );
    expect(problems.map(({ path, code }) => [path, code]).sort()).toEqual([
      ["contracts", "decisions-without-plan"],
      ["objective.valueUsd", "wrong-type"],
    ]);
    expect(problems.find(({ path }) => path === "contracts")?.message).toContain("a list of 1");
  });

  test("a plan with decisions states its value", () => {
    const [problem] = problemsOf(changed("objective.valueUsd", null));
    expect(problem).toMatchObject({ path: "objective.valueUsd", message: "objective.valueUsd is null, not a number" });
  });
});

describe("shape", () => {
  test.each<[string, unknown, string, string, string, string]>([
    // path to change, new value, path reported, code, part of the message, part of the hint
    ["schema", "megalloc/plan@2", "schema", "wrong-schema", '"megalloc/plan@2"', "megalloc/plan@1"],
    ["schema", undefined, "schema", "missing-key", "schema is missing", "megalloc/plan@1"],
    ["portfolio", 3, "portfolio", "wrong-type", "portfolio is 3, not text", "text"],
    ["portfolio", "", "portfolio", "empty-text", "portfolio is empty", "write"],
    ["status", "good", "status", "not-a-choice", 'status is "good"', '"optimal", "feasible"'],
    ["status", undefined, "status", "missing-key", "status is missing", '"unknown"'],
    ["stopReason", undefined, "stopReason", "missing-key", "stopReason is missing", "text"],
    ["objective", undefined, "objective", "missing-key", "objective is missing", "object"],
    ["objective.gap", "0.1", "objective.gap", "wrong-type", 'objective.gap is "0.1"', "write 0.1 without quotes"],
    ["objective.boundUsd", Number.POSITIVE_INFINITY, "objective.boundUsd", "not-finite", "Infinity", "finite"],
    ["objective.value", 1, "objective", "unknown-key", 'objective has an unknown key "value"', "known here"],
    ["order", [], "", "unknown-key", 'the plan has an unknown key "order"', 'did you mean "orders"'],
    ["kpi", {}, "", "unknown-key", '"kpi"', 'did you mean "kpis"'],
    ["constructor", 1, "", "unknown-key", '"constructor"', "known here"],
    ["contracts", {}, "contracts", "wrong-type", "contracts is an object, not a list", "a list"],
    ["contracts.0", null, "contracts[0]", "wrong-type", "contracts[0] is null", "an object"],
    ["contracts.0.id", undefined, "contracts[0].id", "missing-key", "contracts[0].id is missing", "text"],
    ["contracts.0.accepted", "yes", "contracts[0].accepted", "wrong-type", '"yes", not true or false', "true"],
    ["contracts.0.accepted", undefined, "contracts[0].accepted", "missing-key", "missing", "true or false"],
    ["contracts.0.fraction", "1", "contracts[0].fraction", "wrong-type", '"1", not a number', "write 1 without"],
    ["contracts.0.fraction", null, "contracts[0].fraction", "wrong-type", "null, not a number", "a number"],
    ["contracts.0.start", 2026, "contracts[0].start", "wrong-type", "2026, not text", "text"],
    ["contracts.0.begin", "2026-01", "contracts[0]", "unknown-key", '"begin"', "known here: id, accepted, start"],
    ["contracts.0.placement", [], "contracts[0]", "unknown-key", '"placement"', 'did you mean "placements"'],
    ["contracts.0.placements.0.w", 1, "contracts[0].placements[0]", "unknown-key", '"w"', "share"],
    ["contracts.0.placements.0.share", undefined, "contracts[0].placements[0].share", "missing-key", "missing", "num"],
    ["contracts.0.placements.0.racks", "x", "contracts[0].placements[0].racks", "wrong-type", '"x"', "a number"],
    ["builds.0.modules", true, "builds[0].modules", "wrong-type", "true, not a number", "a number"],
    ["builds.0.months", 1, "builds[0]", "unknown-key", '"months"', "known here: site, hall, start, modules"],
    ["expansions.0.start", undefined, "expansions[0].start", "missing-key", "missing", "text"],
    ["orders.0.fraction", Number.NaN, "orders[0].fraction", "not-finite", "NaN", "finite"],
    ["debt", [{ period: "2026-01" }], "debt[0].usd", "missing-key", "debt[0].usd is missing", "a number"],
  ])("%s = %j", (path, value, reported, code, message, hint) => {
    const problems = problemsOf(changed(path, value));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: "error", path: reported, code });
    expect(problems[0].message).toContain(message);
    expect(problems[0].hint).toContain(hint);
  });

  test.each([null, 3, "plan", [], true, undefined])("%j is no plan", (value) => {
    expect(problemsOf(value).length).toBeGreaterThan(0);
  });

  test("subjects are the user's own names", () => {
    const subjects = ["contracts.0.fraction", "builds.0.modules", "expansions.0.start", "orders.0.fraction"].map(
      (path) => problemsOf(changed(path, {}))[0].subject,
    );
    expect(subjects).toEqual(['contract "c"', 'site "site", hall "hall"', 'site "site", expansion "x"', 'lot "more"']);
  });
});

describe("entries of this portfolio", () => {
  const d = { id: "d", accepted: true, start: "2026-01", fraction: 1, unserved: 0, placements: [placed(1)] };
  test.each<[string, unknown, string, string, string]>([
    ["contracts.0.id", "nobody", "contracts[0].id", "unknown-id", 'no contract "nobody"'],
    ["contracts.0.placements.0.site", "mars", "contracts[0].placements[0].site", "unknown-id", 'site "mars"'],
    [
      "contracts.0.placements.0.hall",
      "dome",
      "contracts[0].placements[0].hall",
      "unknown-id",
      'hall "dome" at site "site"',
    ],
    ["contracts.0.placements.0.platform", "abacus", "contracts[0].placements[0].platform", "unknown-id", '"abacus"'],
    [
      "contracts.0.placements.1",
      placed(0),
      "contracts[0].placements[1]",
      "duplicate-entry",
      'hall "hall" with platform "gpu"',
    ],
    ["contracts.1.id", "c", "contracts[1].id", "duplicate-entry", 'contract "c"'],
    ["contracts.0.start", "2026-02", "contracts[0].start", "not-a-period", 'no period starts in "2026-02"'],
    ["contracts.0.start", "2026-13", "contracts[0].start", "not-a-period", "2026-13"],
    ["contracts.0.start", "2028-01", "contracts[0].start", "not-a-period", "outside the horizon"],
    ["contracts.0.start", undefined, "contracts[0]", "incomplete-acceptance", "no start"],
    ["contracts.0.fraction", undefined, "contracts[0]", "incomplete-acceptance", "no fraction"],
    ["contracts.1", { ...d, accepted: false }, "contracts[1]", "refused-with-decisions", "placements"],
    [
      "contracts.1",
      { id: "d", accepted: false, start: "2026-01" },
      "contracts[1]",
      "refused-with-decisions",
      "2026-01",
    ],
    ["builds.0.site", "mars", "builds[0].site", "unknown-id", 'site "mars"'],
    ["builds.0.hall", "dome", "builds[0].hall", "unknown-id", 'hall "dome"'],
    ["builds.0.start", "2025-07", "builds[0].start", "not-a-period", "outside the horizon"],
    ["builds.1", plan().builds[0], "builds[1]", "duplicate-entry", "2026-01"],
    ["expansions.0.expansion", "y", "expansions[0].expansion", "unknown-id", 'expansion "y" at site "site"'],
    ["expansions.1", { site: "site", expansion: "x", start: "2027-01" }, "expansions[1]", "duplicate-entry", "x"],
    ["orders.0.lot", "lost", "orders[0].lot", "unknown-id", 'lot "lost"'],
    ["orders.0.lot", "lot", "orders[0]", "committed-lot", "committed"],
    ["orders.1", { lot: "more", fraction: 0.1 }, "orders[1]", "duplicate-entry", "more"],
    ["debt", [{ period: "2026-03", usd: 1 }], "debt[0].period", "not-a-period", "2026-03"],
    [
      "debt",
      [
        { period: "2026-01", usd: 1 },
        { period: "2026-01", usd: 1 },
      ],
      "debt[1]",
      "duplicate-entry",
      "2026-01",
    ],
  ])("%s = %j", (path, value, reported, code, message) => {
    const wrong = changed(path, value);
    const problems = problemsOf(wrong);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: "error", path: reported, code });
    expect(problems[0].message).toContain(message);
    // The audit of the same decisions says the same and does not fall over.
    const audit = auditPlan(input, wrong as Plan);
    expect(audit.feasible).toBe(false);
    expect(audit.violations.map((violation) => violation.path)).toContain(reported);
  });

  test("ids that are names of JavaScript's own find nothing", () => {
    for (const id of ["__proto__", "constructor", "toString"]) {
      expect(problemsOf(changed("contracts.0.id", id))[0].code).toBe("unknown-id");
      expect(problemsOf(changed("contracts.0.placements.0.site", id))[0].code).toBe("unknown-id");
    }
  });

  test("an unknown id comes with the known one it is most like, unless only its number differs", () => {
    const world = portfolio({ contracts: [contract({ id: "acme-training" }), contract({ id: "lease-0001" })] });
    const hints = ["acme-trainnig", "lease-0002", "zzz"].map((id) => {
      const reading = readPlan(world, {
        ...plan(),
        contracts: [{ id, accepted: false }],
        builds: [],
        expansions: [],
        orders: [],
      });
      return reading.ok ? "" : reading.problems[0].hint;
    });
    expect(hints[0]).toContain('did you mean "acme-training"?');
    expect(hints[1]).not.toContain("did you mean");
    expect(hints[2]).not.toContain("did you mean");
  });

  test("several problems are reported at once", () => {
    const wrong = plan();
    wrong.orders = [{ lot: "lot", fraction: 1 }];
    wrong.builds[0].start = "2026-05";
    wrong.contracts[0].id = "nobody";
    expect(
      problemsOf(wrong)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(["committed-lot", "not-a-period", "unknown-id"]);
    const shape = { ...plan(), status: "optimal", builds: 1, debt: "none", extra: 1, other: 2 };
    expect(problemsOf(shape)).toHaveLength(4);
  });

  test("a refused contract may carry zeros", () => {
    const zeros = { id: "d", accepted: false, fraction: 0, unserved: 0, placements: [] };
    expect(problemsOf(changed("contracts.1", zeros))).toEqual([]);
  });
});

describe("what is tolerated", () => {
  test("a plan of another portfolio is read with a warning", () => {
    const reading = readPlan(input, { ...plan(), portfolio: "other" });
    expect(reading.ok).toBe(true);
    expect(reading.warnings).toMatchObject([{ severity: "warning", code: "other-portfolio", path: "portfolio" }]);
    expect(reading.warnings[0].message).toContain('"other"');
  });

  test("derived sections come back; those out of shape are left out with a warning", () => {
    const sections = planSections(auditPlan(input, plan()));
    const sound = readPlan(input, { ...plan(), ...sections, timings: { totalMs: 3 } });
    expect(sound.warnings).toEqual([]);
    expect(sound.ok && sound.plan).toEqual({ ...plan(), ...sections, timings: { totalMs: 3 } });
    const broken = readPlan(input, { ...plan(), ...sections, power: [{ site: 5 }] });
    expect(broken.ok && broken.plan.power).toBeUndefined();
    expect(broken.ok && broken.plan.halls).toEqual(sections.halls);
    expect(broken.warnings).toMatchObject([{ code: "bad-section", path: "power[0].site" }]);
  });
});

describe("text", () => {
  test.each([
    ["", "Unexpected end"],
    ["{", "line 1, column 2"],
    ['{"schema": "megalloc/plan@1",\n "portfolio": "x"\n "status": 1}', "line 3, column 2"],
    ["nonsense", "not JSON"],
  ])("%j is not JSON", (text, words) => {
    const reading = readPlanText(input, text);
    expect(reading.ok).toBe(false);
    const problems = reading.ok ? [] : reading.problems;
    expect(problems).toHaveLength(1);
    expect(problems[0].code).toBe("json-syntax");
    expect(problems[0].message).toContain(words);
  });

  test("a number too large for JSON's doubles is not finite", () => {
    const text = JSON.stringify(plan()).replace('"fraction":1', '"fraction":1e999');
    const reading = readPlanText(input, text);
    expect(reading.ok ? [] : reading.problems).toMatchObject([{ code: "not-finite", path: "contracts[0].fraction" }]);
  });

  test("problems as plain text", () => {
    const text = formatPlanProblems(problemsOf(changed("orders.0.lot", "lot")));
    expect(text).toBe(
      'error: lot "lot" at orders[0] [committed-lot]\n' +
        '  lot "lot": the lot is committed; it arrives and is paid for whatever the plan says\n' +
        "  mend: remove it from orders\n",
    );
  });
});
