// `megalloc schema`: the JSON Schema of what goes in and of what comes out, for editors and for programs that write portfolios.
import { Argument, Command } from "commander";
import { planJsonSchema } from "../plan/plan-schema.ts";
import { portfolioJsonSchema } from "../portfolio/json-schema.ts";
import { scenariosJsonSchema } from "../sweep/scenario-schema.ts";
import { writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc schema > portfolio.schema.json   for an editor's completion
  megalloc schema plan
  megalloc schema scenarios
`;

type Subject = "portfolio" | "plan" | "scenarios";

function schemaOf(subject: Subject): object {
  switch (subject) {
    case "portfolio":
      return portfolioJsonSchema();
    case "plan":
      return planJsonSchema();
    case "scenarios":
      return scenariosJsonSchema();
  }
}

async function runSchema(subject: Subject): Promise<void> {
  await writeStdout(`${JSON.stringify(schemaOf(subject), null, 2)}\n`);
}

export function schemaCommand(): Command {
  return new Command("schema")
    .summary("print the JSON Schema of a portfolio, a plan or scenarios")
    .description("Prints the JSON Schema of a portfolio (the default), of a plan or of a scenario file.")
    .addArgument(
      new Argument("[subject]", "what to describe").choices(["portfolio", "plan", "scenarios"]).default("portfolio"),
    )
    .addHelpText("after", EXAMPLES)
    .action(runSchema);
}
