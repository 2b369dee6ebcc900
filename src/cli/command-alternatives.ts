// `megalloc alternatives`: simpler plans that are nearly as good.
import { Command, Option } from "commander";
import { Aim, Alternative, simplerPlans } from "../answers/alternatives/simpler-plans.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { AskFlags, ask, loadAsked, withAskOptions, writeAnswer } from "./ask.ts";
import { coloursFor } from "./colours.ts";
import { renderDiff } from "./diff-report.ts";
import { formatPercent, formatUsd } from "./format.ts";
import { loadFeasiblePlan } from "./load-plan.ts";
import { parseGap } from "./parse-options.ts";
import { textTable } from "./text-table.ts";

const EXAMPLES = `
Examples:
  megalloc alternatives west-texas.json plan.json --within 2%
  megalloc alternatives west-texas.json plan.json --aim fewestSites
  megalloc alternatives west-texas.json new.json --aim leastChange --against plan.json
`;

interface AlternativesFlags extends AskFlags {
  within: number;
  aim?: Aim;
  against?: string;
}

const EFFORT = { timeLimitMs: 15_000, solves: 16 };

const AIM_WORDS: Record<Aim, string> = {
  fewestSites: "fewest sites",
  fewestBuilds: "fewest builds",
  leastCapital: "least capital",
  leastChange: "least change",
};

function words(alternatives: readonly Alternative[], portfolio: Portfolio): string {
  const colours = coloursFor(process.stdout, process.env);
  const row = (name: string, { sites, builds, contracts, capexUsd }: Alternative["after"], loss: string): string[] => [
    name,
    String(sites),
    String(builds),
    String(contracts),
    formatUsd(capexUsd),
    loss,
  ];
  const rows = [
    row("the plan", alternatives[0].before, ""),
    ...alternatives.map(({ aim, after, lossUsd, plan }) =>
      row(
        AIM_WORDS[aim],
        after,
        `${formatUsd(lossUsd)} (${formatPercent(lossUsd / Math.max(1, Math.abs(plan.objective.valueUsd + lossUsd)))})`,
      ),
    ),
  ];
  const head = ["", "AI sites", "builds", "contracts", "capex", "value lost"];
  const table = textTable(head, rows, ["left", "right", "right", "right", "right", "right"]);
  const details = alternatives.map(
    ({ aim, diff }) =>
      `\n${colours.bold(`${AIM_WORDS[aim]}, against the plan`)}\n\n${renderDiff(diff, portfolio, colours)}`,
  );
  return `${colours.bold("Simpler plans nearly as good")}\n${table}${details.join("")}`;
}

async function runAlternatives(
  portfolioSource: string,
  planSource: string | undefined,
  flags: AlternativesFlags,
): Promise<void> {
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const older = flags.against === undefined ? undefined : await loadFeasiblePlan(portfolio, flags.against);
  const all: Aim[] = ["fewestSites", "fewestBuilds", "leastCapital", ...(older ? (["leastChange"] as const) : [])];
  const aims = flags.aim === undefined ? all : [flags.aim];
  const answer = await ask(flags, EFFORT, (solver) => simplerPlans(portfolio, plan, flags.within, aims, solver, older));
  await writeAnswer(flags, answer, () => words(answer, portfolio));
}

export function alternativesCommand(): Command {
  const command = new Command("alternatives")
    .summary("simpler plans nearly as good")
    .description(
      "Looks for plans with fewer sites, fewer builds, less capital or fewer changes that lose little value.",
    )
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("[plan]", "its plan (JSON); solved first when left out")
    .option("--within <share>", "the value that may be lost: 1% or 0.01", parseGap, 0.01)
    .addOption(new Option("--aim <aim>", "one aim only").choices(Object.keys(AIM_WORDS)))
    .option("--against <plan>", "the older plan that should change least (JSON)");
  return withAskOptions(command, EFFORT).addHelpText("after", EXAMPLES).action(runAlternatives);
}
