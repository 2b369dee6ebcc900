// Shape of a plan file (MODEL.md section 6). Decisions are strict: an unknown key there might be a decision that goes unheard.
// Derived sections are let through as they are and looked at one by one by read-plan.ts; ids, months and ranges are the audit's.
import { z } from "zod";
import { Plan } from "./plan.ts";
import { SECTION_SCHEMAS } from "./sections-schema.ts";

const id = z.string().min(1);
const month = z.string().min(1);

const placementSchema = z.strictObject({ site: id, hall: id, platform: id, share: z.number(), racks: z.number() });

const contractSchema = z.strictObject({
  id,
  accepted: z.boolean(),
  start: month.optional(),
  fraction: z.number().optional(),
  unserved: z.number().optional(),
  placements: z.array(placementSchema).optional(),
});

const buildSchema = z.strictObject({ site: id, hall: id, start: month, modules: z.number() });
const expansionSchema = z.strictObject({ site: id, expansion: id, start: month });
const orderSchema = z.strictObject({ lot: id, fraction: z.number() });
const debtSchema = z.strictObject({ period: month, usd: z.number() });

const objectiveSchema = z.strictObject({
  valueUsd: z.number(),
  boundUsd: z.number().nullable(),
  gap: z.number().nullable(),
  sunkUsd: z.number(),
  npvUsd: z.number(),
});

const unsolvedObjectiveSchema = z.strictObject({
  valueUsd: z.null(),
  boundUsd: z.number().nullable(),
  gap: z.null(),
  sunkUsd: z.number(),
  npvUsd: z.null(),
});

const head = {
  schema: z.literal("megalloc/plan@1"),
  portfolio: id,
  stopReason: z.string().min(1),
};

const solvedShape = {
  ...head,
  status: z.enum(["optimal", "feasible"]),
  objective: objectiveSchema,
  contracts: z.array(contractSchema).default([]),
  builds: z.array(buildSchema).default([]),
  expansions: z.array(expansionSchema).default([]),
  orders: z.array(orderSchema).default([]),
  debt: z.array(debtSchema).default([]),
};

const none = <T extends z.ZodType>(item: T) => z.array(item).max(0).default([]);

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
function planUnion(sections: z.ZodRawShape): z.ZodType<Plan> {
  return z.discriminatedUnion("status", [
    z.strictObject({ ...solvedShape, ...sections }),
    z.strictObject({ ...unsolvedShape, ...sections }),
  ]);
}

const SECTION_NAMES = Object.keys(SECTION_SCHEMAS);

/** A plan with omitted lists filled in. Derived sections are not looked into: `readPlan` does that. */
export const planSchema: z.ZodType<Plan> = planUnion(
  Object.fromEntries(SECTION_NAMES.map((name) => [name, z.unknown().optional()])),
);

/** JSON Schema (draft 2020-12) of a plan file, derived sections included. */
export function planJsonSchema(): object {
  return z.toJSONSchema(planUnion(z.object(SECTION_SCHEMAS).partial().shape), { io: "input" });
}

/** Names a plan may have at its top, for suggestions. */
export const PLAN_KEYS: readonly string[] = [...Object.keys(solvedShape), ...SECTION_NAMES];
