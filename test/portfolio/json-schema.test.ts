// The JSON Schema says what the zod schema says, and explains every field.
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { portfolioJsonSchema } from "../../src/portfolio/json-schema.ts";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { SMALL, withoutKey, withValue } from "./small.ts";

const schema = portfolioJsonSchema() as Record<string, unknown>;
const validate = new Ajv2020.default({ allErrors: true }).compile(schema);

interface Node {
  title?: string;
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
}

function fieldsWithoutWords(node: Node, path: string): string[] {
  const below = node.items === undefined ? [] : fieldsWithoutWords(node.items, `${path}[]`);
  for (const [key, field] of Object.entries(node.properties ?? {})) {
    const where = path === "" ? key : `${path}.${key}`;
    if (!field.title || !field.description) below.push(where);
    below.push(...fieldsWithoutWords(field, where));
  }
  return below;
}

describe("portfolioJsonSchema", () => {
  it("is draft 2020-12 with a title and a description on every field", () => {
    expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(fieldsWithoutWords(schema as Node, "")).toEqual([]);
  });

  it("names units", () => {
    const words = JSON.stringify(schema);
    for (const unit of [
      "(kW)",
      "(IT MW)",
      "(MW at the meter)",
      "(USD per MWh)",
      "(USD per unit-month)",
      "(months)",
      "(years)",
    ]) {
      expect(words).toContain(unit);
    }
  });

  it("accepts what the door accepts", () => {
    expect(validate(SMALL)).toBe(true);
    const result = parsePortfolio(SMALL);
    expect(result.ok && validate(result.portfolio)).toBe(true);
  });

  it.each([
    ["an unknown key", withValue(["foo"], 1)],
    ["a missing key", withoutKey(["horizon", "periods"])],
    ["a bad month", withValue(["horizon", "start"], "2026-13")],
    ["a bad step", withValue(["sites", 0, "firmMw"], { "2026-1": 3 })],
    ["a bad ramp step", withValue(["contracts", 0, "ramp"], { "0": 1, "06": 1 })],
    ["a share above 1", withValue(["contracts", 0, "takeOrPay"], 80)],
    ["text for a number", withValue(["contracts", 0, "quantity"], "5")],
    ["an unknown unit", withValue(["contracts", 0, "unit"], "gpus")],
    ["a huge number", withValue(["contracts", 0, "quantity"], 1e300)],
    ["an empty list", withValue(["contracts", 0, "platforms"], [])],
    ["another format", withValue(["schema"], "megalloc/plan@1")],
  ])("refuses %s as the door does", (_, value) => {
    expect(validate(value)).toBe(false);
    expect(parsePortfolio(value).ok).toBe(false);
  });
});
