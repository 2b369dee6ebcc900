// Shape of a plan file (MODEL.md section 6). Decisions are strict: an unknown key there might be a decision that goes unheard.
// Derived sections are let through as they are and looked at one by one by read-plan.ts; ids, months and ranges are the audit's.
import * as z from "zod/mini";
import { Plan } from "./plan.ts";
import { SECTION_SCHEMAS } from "./sections-schema.ts";

const id = z.string().check(z.minLength(1));
const month = z.string().check(z.minLength(1));

const placementSchema = z.strictObject({ site: id, hall: id, platform: id, share: z.number(), racks: z.number() });

const contractSchema = z.strictObject({
  id,
  accepted: z.boolean(),
  start: z.optional(month),
  fraction: z.optional(z.number()),
  unserved: z.optional(z.number()),
  placements: z.optional(z.array(placementSchema)),
});

const buildSchema = z.strictObject({ site: id, hall: id, start: month, modules: z.number() });
const expansionSchema = z.strictObject({ site: id, expansion: id, start: month });
const orderSchema = z.strictObject({ lot: id, fraction: z.number() });
const debtSchema = z.strictObject({ period: month, usd: z.number() });

const objectiveSchema = z.strictObject({
  valueUsd: z.number(),
  boundUsd: z.nullable(z.number()),
  gap: z.nullable(z.number()),
  sunkUsd: z.number(),
  npvUsd: z.number(),
});

const unsolvedObjectiveSchema = z.strictObject({
  valueUsd: z.null(),
  boundUsd: z.nullable(z.number()),
  gap: z.null(),
  sunkUsd: z.number(),
  npvUsd: z.null(),
});

const head = {
  schema: z.literal("megalloc/plan@1"),
  portfolio: id,
  stopReason: z.string().check(z.minLength(1)),
};

const solvedShape = {
  ...head,
  status: z.enum(["optimal", "feasible"]),
  objective: objectiveSchema,
  contracts: z._default(z.array(contractSchema), []),
  builds: z._default(z.array(buildSchema), []),
  expansions: z._default(z.array(expansionSchema), []),
  orders: z._default(z.array(orderSchema), []),
  debt: z._default(z.array(debtSchema), []),
};

const none = <T extends z.ZodMiniType>(item: T) => z._default(z.array(item).check(z.maxLength(0)), []);

const unsolvedShape = {
  ...head,
  status: z.enum(["infeasible", "unknown"]),
  objective: unsolvedObjectiveSchema,
  contracts: none(contractSchema),
  builds: none(buildSchema),
  expansions: none(expansionSchema),
  orders: none(orderSchema),
  debt: none(debtSchema),
};

/** Both kinds of plan, with the derived sections in this shape: unlooked at for reading, in full for editors. */
function planUnion(sections: z.core.$ZodLooseShape): z.core.$ZodType<Plan> {
  return z.discriminatedUnion("status", [
    z.strictObject({ ...solvedShape, ...sections }),
    z.strictObject({ ...unsolvedShape, ...sections }),
  ]);
}

const SECTION_NAMES = Object.keys(SECTION_SCHEMAS);

/** A plan with omitted lists filled in. Derived sections are not looked into: `readPlan` does that. */
export const planSchema: z.core.$ZodType<Plan> = planUnion(
  Object.fromEntries(SECTION_NAMES.map((name) => [name, z.optional(z.unknown())])),
);

/** JSON Schema (draft 2020-12) of a plan file, derived sections included. */
export function planJsonSchema(): object {
  return z.toJSONSchema(planUnion(z.partial(z.object(SECTION_SCHEMAS)).shape), { io: "input" });
}

/** Names a plan may have at its top, for suggestions. */
export const PLAN_KEYS: readonly string[] = [...Object.keys(solvedShape), ...SECTION_NAMES];
