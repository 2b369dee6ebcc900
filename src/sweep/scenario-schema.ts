// Shape of a scenario file, as zod schemas with inferred types: named scenarios, risks to draw from, and what of the base plan stands.
// What relates fields to one another is checked in read-scenarios.ts.
import * as z from "zod/mini";
import { about, month, positiveUpTo, share, text, upTo } from "../portfolio/fields.ts";
import { AFFECTED } from "./affected.ts";

export const MAX_SCENARIOS = 100_000;
const MAX_EDITS = 1000;
const MAX_EDIT_LENGTH = 4000;
const MAX_WEIGHT = 1e9;
const MAX_FIGURE = 1e15;
/** Of rents: beyond this a sum in USD was meant. */
const MAX_PENALTY = 100;

const figure = z.number().check(z.minimum(-MAX_FIGURE), z.maximum(MAX_FIGURE));
const weight = upTo(MAX_WEIGHT);
const edit = z.string().check(z.minLength(1), z.maxLength(MAX_EDIT_LENGTH));
const edits = z.array(edit).check(z.maxLength(MAX_EDITS));
const EDIT_TITLE = "What-if edits, applied in order: path operator value, such as backlog[gb300-*].arrives+=6mo.";

const limits = {
  min: about(z.optional(figure), "Least", "Lower draws are moved here."),
  max: about(z.optional(figure), "Most", "Higher draws are moved here."),
};

export const distributionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("triangular"),
    low: about(figure, "Low", "Least value."),
    mode: about(figure, "Mode", "Likeliest value."),
    high: about(figure, "High", "Greatest value."),
  }),
  z.strictObject({
    kind: z.literal("uniform"),
    low: about(figure, "Low", "Least value."),
    high: about(figure, "High", "Greatest value."),
  }),
  z.strictObject({
    kind: z.literal("normal"),
    mean: about(figure, "Mean", "Expected value."),
    sd: about(positiveUpTo(MAX_FIGURE), "Standard deviation", "In the units of the value."),
    ...limits,
  }),
  z.strictObject({
    kind: z.literal("lognormal"),
    median: about(positiveUpTo(MAX_FIGURE), "Median", "Half of the draws are below."),
    sigma: about(positiveUpTo(10), "Sigma", "Standard deviation of the logarithm: 0.3 is about 30 % either way."),
    ...limits,
  }),
  z.strictObject({
    kind: z.literal("discrete"),
    values: about(
      z
        .array(z.strictObject({ value: figure, weight: about(weight, "Weight", "Relative to the others.") }))
        .check(z.minLength(1), z.maxLength(1000)),
      "Values",
      "What can be drawn, with weights.",
    ),
  }),
  z.strictObject({
    kind: z.literal("bernoulli"),
    probability: about(share, "Probability", "That the edits apply, 0 to 1."),
  }),
]);

const riskSchema = z.strictObject({
  id: about(
    text,
    "Id",
    "Unique among risks. The draws of a risk depend on its id, the seed and the draw's number alone.",
  ),
  affects: about(
    z.optional(z.enum(AFFECTED)),
    "Affects",
    "A usual risk, whose edits are known: months of slip for deliveries, energisation and construction; a factor for prices and costs.",
  ),
  edits: about(
    z.optional(edits.check(z.minLength(1))),
    "Edits",
    `${EDIT_TITLE} {x} is the value drawn, {x}mo whole months of it, {item} what "of" selects. Instead of "affects".`,
  ),
  otherwise: about(
    z.optional(edits),
    "Otherwise",
    "Edits for the draws in which a bernoulli risk does not happen. Absent: none.",
  ),
  of: about(
    z.optional(edit),
    "Of",
    "What is hit: a list of the portfolio and which of it, such as backlog[gb300-*] or contracts[customer=Acme]. Absent: all that affects can hit.",
  ),
  separately: about(
    z._default(z.boolean(), false),
    "Separately",
    "true: a draw of its own for each item; false: one draw for all of them.",
  ),
  distribution: about(distributionSchema, "Distribution", "What is drawn."),
  follows: about(
    z.optional(
      z.strictObject({
        factor: about(text, "Factor", "Name of a common cause."),
        correlation: about(
          z.number().check(z.minimum(-1), z.maximum(1)),
          "Correlation",
          "With the factor; two risks that follow it correlate by the product (of their normal scores).",
        ),
      }),
    ),
    "Follows",
    "A common cause of several risks. Absent: independent of all others.",
  ),
});

const scenarioSchema = z.strictObject({
  id: about(text, "Id", "Unique among scenarios."),
  note: about(z.optional(text), "Note", "For people."),
  weight: about(
    z._default(weight, 1),
    "Weight",
    "Probability relative to the other scenarios; 0: solved and shown, but not counted (a stress test).",
  ),
  edits: about(edits, "Edits", `${EDIT_TITLE} An empty list is the portfolio as it is.`),
});

export const scenarioFileSchema = z.strictObject({
  schema: about(z.literal("megalloc/scenarios@1"), "Schema", "Name and version of this format."),
  name: about(text, "Name", "Name of this set of scenarios."),
  scenarios: about(
    z._default(z.array(scenarioSchema).check(z.maxLength(MAX_SCENARIOS)), []),
    "Scenarios",
    "Futures by name.",
  ),
  monteCarlo: about(
    z.optional(
      z.strictObject({
        draws: about(
          z.number().check(z.int(), z.minimum(1), z.maximum(MAX_SCENARIOS)),
          "Draws",
          "How many futures are drawn. More draws leave the first ones as they are.",
        ),
        seed: about(
          z._default(z.number().check(z.int(), z.minimum(-(2 ** 31)), z.maximum(2 ** 31 - 1)), 1),
          "Seed",
          "Another seed is another set of draws.",
        ),
        weight: about(z._default(weight, 1), "Weight", "Of each draw, beside those of the named scenarios."),
        risks: about(z.array(riskSchema).check(z.minLength(1), z.maxLength(1000)), "Risks", "What is uncertain."),
      }),
    ),
    "Monte Carlo",
    "Futures drawn from distributions.",
  ),
  commitments: about(
    z._default(
      z.strictObject({
        until: about(
          z.optional(month),
          "Until",
          "Builds and expansions begun, and lots arriving, before this month are decided now. Absent: a year from the horizon's start.",
        ),
        unservedPenalty: about(
          z._default(upTo(MAX_PENALTY), 1),
          "Penalty for what stays unserved (share of rent)",
          "Paid, beside the rent lost, on what of a signed contract stays unserved where not all of them can be served.",
        ),
      }),
      { unservedPenalty: 1 },
    ),
    "Commitments",
    "What is decided now and stands in every scenario: contracts signed, and what is begun early.",
  ),
});

/** A scenario file with every default filled in. */
export type ScenarioFile = z.output<typeof scenarioFileSchema>;
/** A scenario file as users write it. */
export type ScenarioFileInput = z.input<typeof scenarioFileSchema>;
export type Risk = NonNullable<ScenarioFile["monteCarlo"]>["risks"][number];
export type Distribution = Risk["distribution"];
export type Commitments = ScenarioFile["commitments"];

/** JSON Schema (draft 2020-12) of a scenario file as users write it. */
export function scenariosJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioFileSchema, { io: "input", target: "draft-2020-12" });
  return { ...schema, title: "megalloc scenarios", description: "Futures in which a portfolio is planned again." };
}
