// `megalloc presets`: the catalogue with its figures, their ranges and where they are from.
import { Argument, Command } from "commander";
import { PresetKind, presetFields, presetIds } from "../presets/catalogue.ts";
import { isFigure } from "../presets/fact.ts";
import { writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc presets                 all names
  megalloc presets hall            every hall with figures, ranges and sources
  megalloc presets platform --json
`;

const KINDS: readonly PresetKind[] = ["platform", "lot", "hall", "site", "fleet", "finance", "credit"];
const PLACES: Readonly<Record<PresetKind, string>> = {
  platform: "platforms[]",
  lot: "backlog[]",
  hall: "sites[].halls[]",
  site: "sites[]",
  fleet: "sites[].flexible.mining.fleets[]",
  finance: "finance",
  credit: "contracts[].credit",
};

function presetText(kind: PresetKind, id: string): string {
  const lines = (presetFields(kind, id) ?? []).filter(isFigure).map(({ path, fact }) => {
    const range = fact.low === undefined ? "" : ` (${fact.low} to ${fact.high})`;
    return `  ${path.join(".")} ${fact.value}${range}: ${fact.verified ? "" : "unverified, "}${fact.source}`;
  });
  return `${id}\n${lines.join("\n")}\n`;
}

interface PresetFlags {
  json?: boolean;
}

async function runPresets(kind: PresetKind | undefined, { json }: PresetFlags): Promise<void> {
  const kinds = kind === undefined ? KINDS : [kind];
  if (json) {
    const catalogue = kinds.map((each) => [
      each,
      Object.fromEntries(presetIds(each).map((id) => [id, presetFields(each, id)])),
    ]);
    return writeStdout(`${JSON.stringify(Object.fromEntries(catalogue), null, 2)}\n`);
  }
  if (kind !== undefined)
    return writeStdout(
      presetIds(kind)
        .map((id) => presetText(kind, id))
        .join("\n"),
    );
  await writeStdout(kinds.map((each) => `${each} (${PLACES[each]}): ${presetIds(each).join(", ")}\n`).join(""));
}

export function presetsCommand(): Command {
  return new Command("presets")
    .summary("list platforms, halls, regions, miners and terms that a portfolio can name")
    .description('Lists the presets: what "preset": NAME fills in, with ranges and sources.')
    .addArgument(new Argument("[kind]", "one kind with its figures").choices(KINDS))
    .option("--json", "print the catalogue as JSON")
    .addHelpText("after", EXAMPLES)
    .action(runPresets);
}
