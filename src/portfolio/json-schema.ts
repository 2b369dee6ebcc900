// The portfolio's JSON Schema, for editors and other tools. It says what schema.ts says; the rules between fields are not in it.
import * as z from "zod/mini";
import { portfolioSchema } from "./schema.ts";

/** JSON Schema (draft 2020-12) of a portfolio as users write it: fields with defaults are optional, titles carry the units. */
export function portfolioJsonSchema(): object {
  const schema = z.toJSONSchema(portfolioSchema, { io: "input", target: "draft-2020-12" });
  return {
    ...schema,
    title: "megalloc portfolio",
    description: "What an AI factory operator has, may build and may sell.",
  };
}
