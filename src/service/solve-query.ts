// Options of one solve as they stand in a URL: ?timeLimitMs=5000&gap=0.001&seed=7
import * as z from "zod/mini";
import type { OptimizeOptions } from "../optimizer/optimizer-options.ts";
import { ServiceError } from "./problem-details.ts";

/** Numbers as a URL writes them; an empty text is no number. */
const number = (...checks: Parameters<z.ZodMiniNumber<string>["check"]>) =>
  z.pipe(z.string().check(z.regex(/\S/)), z.coerce.number<string>().check(...checks));

/** The query, with what a service allows. */
export function solveQuerySchema(mostMs: number, mostThreads: number) {
  return z.strictObject({
    id: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/))),
    timeLimitMs: z.optional(number(z.minimum(0), z.maximum(mostMs))),
    gap: z.optional(number(z.minimum(0), z.maximum(1))),
    seed: z.optional(number(z.int(), z.minimum(-(2 ** 31)), z.maximum(2 ** 31 - 1))),
    moveLimit: z.optional(number(z.int(), z.minimum(0))),
    threads: z.optional(number(z.int(), z.minimum(1), z.maximum(mostThreads))),
  });
}

export type SolveQuerySchema = ReturnType<typeof solveQuerySchema>;

/** What each is, for OpenAPI. */
export const QUERY_DESCRIPTIONS: Record<keyof z.output<SolveQuerySchema>, string> = {
  id: "Name of the plan for DELETE /plans/{id}: letters, digits, _ and -. Absent: one is made (header plan-id, event accepted).",
  timeLimitMs: "Stop after this long. Absent: the service's default.",
  gap: "Stop when (bound - value) / max(1, |value|) is at most this.",
  seed: "Another seed is another search.",
  moveLimit: "Stop after so many search moves: the same plan every time. The time limit holds as well.",
  threads: "Workers that search side by side.",
};

export interface SolveQuery {
  id: string | undefined;
  options: OptimizeOptions;
}

/** Read a parsed query string. Throws ServiceError (400) that names the option, its value, and what it must be. */
export function readSolveQuery(schema: SolveQuerySchema, query: unknown): SolveQuery {
  const parsed = schema.safeParse(query);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : String(issue.path[0]);
      const value = (query as Record<string, unknown>)[name];
      const known = Object.hasOwn(QUERY_DESCRIPTIONS, name);
      return {
        severity: "error" as const,
        code: known ? ("out-of-range" as const) : ("unknown-key" as const),
        path: `?${name}`,
        subject: "query",
        message: known ? `${name} is ${JSON.stringify(value)}` : `there is no option ${JSON.stringify(name)}`,
        hint: known ? rangeHint(issue, name) : `options are ${Object.keys(QUERY_DESCRIPTIONS).join(", ")}`,
      };
    });
    throw new ServiceError(400, problems.map(({ message, hint }) => `${message}; ${hint}`).join(". "), problems);
  }
  const { id, ...options } = parsed.data;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { id, options: Object.fromEntries(given) };
}

function rangeHint(issue: z.core.$ZodIssue, name: string): string {
  if (issue.code === "too_big") return `it must be at most ${issue.maximum}`;
  if (issue.code === "too_small") return `it must be at least ${issue.minimum}`;
  if (name === "id") return "it must be 1 to 64 letters, digits, _ and -";
  return issue.code === "invalid_type" && issue.expected === "int"
    ? "it must be a whole number"
    : "it must be a number";
}
