// The reference portfolios, where they are present: all pass the door and match the JSON Schema.

import { readdirSync, readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { portfolioJsonSchema } from "../../src/portfolio/json-schema.ts";
import { parsePortfolioText } from "../../src/portfolio/parse.ts";
import { formatProblems } from "../../src/portfolio/problem.ts";
import { skipsWithoutShared } from "../support/shared-portfolios.ts";

const folder = new URL("../../../shared/portfolios/", import.meta.url);
const skip = skipsWithoutShared("the twelve reference portfolios at the input door");
const files = skip ? [] : readdirSync(folder).filter((file) => file.endsWith(".json"));

describe.skipIf(skip)("reference portfolios", () => {
  const validate = new Ajv2020.default().compile(portfolioJsonSchema() as Record<string, unknown>);

  it("are twelve", () => {
    expect(files).toHaveLength(12);
  });

  it.each(files)("%s passes the door and matches the JSON Schema", (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const result = parsePortfolioText(text);
    expect(result.ok ? "" : formatProblems(result.problems)).toBe("");
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });
});
