// `megalloc schema`: the JSON Schema of what goes in and of what comes out, for editors and for programs that write portfolios.
import { Argument, Command } from "commander";
import { planJsonSchema } from "../plan/plan-schema.ts";
import { portfolioJsonSchema } from "../portfolio/json-schema.ts";
import { writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc schema > portfolio.schema.json   for an editor's completion
  megalloc schema plan
`;

type Subject = "portfolio" | "plan";

function schemaOf(subject: Subject): object {
  switch (subject) {
    case "portfolio":
      return portfolioJsonSchema();
    case "plan":
      return planJsonSchema();
  }
}

async function runSchema(subject: Subject): Promise<void> {
  await writeStdout(`${JSON.stringify(schemaOf(subject), null, 2)}\n`);
}

export function schemaCommand(): Command {
  return new Command("schema")
    .summary("print the JSON Schema of a portfolio or a plan")
    .description("Prints the JSON Schema of a portfolio (the default) or of a plan.")
    .addArgument(new Argument("[subject]", "what to describe").choices(["portfolio", "plan"]).default("portfolio"))
    .addHelpText("after", EXAMPLES)
    .action(runSchema);
}
