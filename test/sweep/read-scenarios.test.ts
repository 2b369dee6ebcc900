import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { readScenarios, readScenariosText } from "../../src/sweep/read-scenarios.ts";
import { scenariosJsonSchema } from "../../src/sweep/scenario-schema.ts";

const head = { schema: "megalloc/scenarios@1", name: "test" };
const risk = (values: object): object => ({
  ...head,
  monteCarlo: { draws: 2, risks: [{ id: "r", affects: "hashPrice", distribution: { kind: "bernoulli" }, ...values }] },
});
const factor = { kind: "lognormal", median: 1, sigma: 0.3 };

/** Code and path of every problem, with the words of the first. */
function refusal(value: unknown): { found: string[]; words: string } {
  const reading = readScenarios(value);
  if (reading.ok) throw new Error("it was accepted");
  const [first] = reading.problems;
  const found = reading.problems.map(({ code, path }) => `${code} ${path}`);
  return { found, words: `${first.subject}: ${first.message}: ${first.hint}` };
}

describe("a scenario file", () => {
  it("is read with its defaults", () => {
    const value = { ...head, scenarios: [{ id: "slip", edits: ["backlog[*].arrives+=6mo"] }] };
    const reading = readScenarios(value);
    expect(reading).toMatchObject({
      ok: true,
      file: { scenarios: [{ id: "slip", weight: 1 }], commitments: { unservedPenalty: 1 } },
    });
    expect(new Ajv2020({ strict: false }).compile(scenariosJsonSchema())(value)).toBe(true);
  });

  it.each([
    ["an unknown key", { ...head, scenarois: [] }, "unknown-key ", 'did you mean "scenarios"?'],
    ["a missing name", { schema: head.schema }, "missing-key name", "add it: text in double quotes"],
    ["another format", { ...head, schema: "megalloc/plan@1" }, "wrong-schema schema", "megalloc/scenarios@1"],
    ["no scenarios", head, "no-scenario ", "there are no scenarios"],
    [
      "nothing that counts",
      { ...head, scenarios: [{ id: "a", weight: 0, edits: [] }] },
      "no-scenario ",
      "weights of all scenarios are 0",
    ],
    [
      "an edit that cannot be read",
      { ...head, scenarios: [{ id: "a", edits: ["sites[*.firmMw*=2"] }] },
      "bad-edit scenarios[0].edits[0]",
      'scenario "a"',
    ],
    [
      "an id given twice",
      { ...head, scenarios: [1, 2].map(() => ({ id: "a", edits: [] })) },
      "duplicate-id scenarios[1].id",
      '"a" is also item 0',
    ],
    [
      "a kind of distribution that does not exist",
      risk({ distribution: { kind: "lognorml", median: 1, sigma: 1 } }),
      "not-a-choice monteCarlo.risks[0].distribution.kind",
      'did you mean "lognormal"?',
    ],
    [
      "a parameter of another distribution",
      risk({ distribution: { ...factor, sd: 1 } }),
      "unknown-key monteCarlo.risks[0].distribution",
      "known here: kind, median, sigma, min, max",
    ],
    [
      "a missing parameter",
      risk({ distribution: { kind: "lognormal", median: 1 } }),
      "missing-key monteCarlo.risks[0].distribution.sigma",
      "Standard deviation of the logarithm",
    ],
    [
      "a triangle out of order",
      risk({ distribution: { kind: "triangular", low: 2, mode: 1, high: 3 } }),
      "bad-distribution monteCarlo.risks[0].distribution.mode",
      "low <= mode <= high",
    ],
    [
      "a probability in percent",
      risk({ affects: "customerDefault", distribution: { kind: "bernoulli", probability: 5 } }),
      "out-of-range monteCarlo.risks[0].distribution.probability",
      "write 0.05 for 5 %",
    ],
    [
      "a usual risk that does not exist",
      risk({ affects: "hashprices", distribution: factor }),
      "not-a-choice monteCarlo.risks[0].affects",
      'did you mean "hashPrice"?',
    ],
    [
      "neither a usual risk nor edits",
      risk({ affects: undefined, distribution: factor }),
      "contradiction monteCarlo.risks[0]",
      "neither",
    ],
    [
      "edits that do not use the value",
      risk({ affects: undefined, edits: ["sites[*].firmMw*=0.9"], distribution: factor }),
      "contradiction monteCarlo.risks[0].edits",
      "{x}",
    ],
    [
      "an item that nothing selects",
      risk({ affects: undefined, edits: ["{item}.firmMw*={x}"], distribution: factor }),
      "contradiction monteCarlo.risks[0].edits[0]",
      '"of": "sites[*]"',
    ],
    [
      "an event without a probability",
      risk({ affects: "customerDefault", distribution: factor }),
      "contradiction monteCarlo.risks[0].distribution",
      "bernoulli",
    ],
    [
      "a month that is none",
      { ...head, scenarios: [{ id: "a", edits: [] }], commitments: { until: "2026-13" } },
      "bad-month commitments.until",
      '"2026-13" is not a month',
    ],
  ])("is refused for %s", (_, value, expected, words) => {
    const refused = refusal(JSON.parse(JSON.stringify(value)));
    expect(refused.found).toEqual([expected]);
    expect(refused.words).toContain(words);
  });

  it("is refused as text with line and column", () => {
    const reading = readScenariosText('{\n  "schema": }');
    expect(reading).toMatchObject({ ok: false, problems: [{ code: "json-syntax", path: "line 2, column 13" }] });
  });
});
