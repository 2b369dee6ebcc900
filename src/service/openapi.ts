// The service's description (OpenAPI 3.1), from the schemas that check what comes in.
import * as z from "zod/mini";
import { planJsonSchema } from "../plan/plan-schema.ts";
import { portfolioJsonSchema } from "../portfolio/json-schema.ts";
import { VERSION } from "../version.ts";
import { PROBLEM_TYPE, problemDetailsSchema } from "./problem-details.ts";
import { QUERY_DESCRIPTIONS, type SolveQuerySchema } from "./solve-query.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

function problemAnswer(description: string) {
  return { description, content: { [PROBLEM_TYPE]: { schema: ref("Problem") } } };
}

function queryParameters(schema: SolveQuerySchema) {
  const { properties = {} } = z.toJSONSchema(schema, { io: "output" });
  return Object.entries(QUERY_DESCRIPTIONS).map(([name, description]) => ({
    name,
    in: "query",
    required: false,
    description,
    schema: properties[name],
  }));
}

function component(schema: object): object {
  const { $schema: _, ...rest } = schema as { $schema?: string };
  return rest;
}

const STREAM =
  "Server-sent events: accepted {id}, progress (phase, valueUsd, boundUsd, gap, elapsedMs, moves), then plan or problem.";

function postPlans(schema: SolveQuerySchema): object {
  return {
    summary: "Find a plan for a portfolio",
    description:
      "Answers the plan, or streams progress where `Accept: text/event-stream` is asked for. Leaving cancels.",
    parameters: queryParameters(schema),
    requestBody: { required: true, content: { "application/json": { schema: ref("Portfolio") } } },
    responses: {
      200: {
        description:
          "The plan; its status and stopReason say what it is (a cancelled solve answers its best plan so far).",
        headers: { "plan-id": { schema: { type: "string" } } },
        content: {
          "application/json": { schema: ref("Plan") },
          "text/event-stream": { schema: { type: "string", description: STREAM } },
        },
      },
      400: problemAnswer("The body is not JSON, or an option makes no sense."),
      401: problemAnswer("The token is missing or wrong."),
      409: problemAnswer("A plan of this id is under way."),
      413: problemAnswer("The body or the portfolio is too large."),
      415: problemAnswer("The body is not application/json."),
      422: problemAnswer("The portfolio is not valid: problems say what is wrong, where, and how to mend it."),
      500: problemAnswer("A bug of megalloc."),
      503: problemAnswer("The queue is full, or the service is shutting down: try again later."),
      507: problemAnswer("The solve needs more memory than it may have."),
    },
  };
}

export function openApi(schema: SolveQuerySchema, isGuarded: boolean): object {
  const guard = { securitySchemes: { token: { type: "http", scheme: "bearer" } } };
  return {
    openapi: "3.1.0",
    info: {
      title: "megalloc",
      version: VERSION,
      description: "Capacity plans for AI factories.",
      license: { name: "Apache-2.0" },
    },
    paths: {
      "/plans": { post: postPlans(schema) },
      "/plans/{id}": {
        delete: {
          summary: "Stop a plan that is under way",
          description: "Where it was asked for it is answered with the best plan so far.",
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          responses: {
            204: { description: "It was asked to stop." },
            404: problemAnswer("No plan of this id is under way."),
          },
        },
      },
      "/healthz": {
        get: {
          summary: "Whether the service takes work, and what it is doing",
          responses: { 200: { description: "It does." }, 503: { description: "It is shutting down." } },
        },
      },
      "/openapi.json": { get: { summary: "This description", responses: { 200: { description: "OpenAPI 3.1" } } } },
    },
    ...(isGuarded && { security: [{ token: [] }] }),
    components: {
      schemas: {
        Portfolio: component(portfolioJsonSchema()),
        Plan: component(planJsonSchema()),
        Problem: component(z.toJSONSchema(problemDetailsSchema)),
      },
      ...(isGuarded && guard),
    },
  };
}
