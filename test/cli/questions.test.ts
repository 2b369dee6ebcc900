// The commands that ask questions: words, JSON with the fields that the docs name, and the ways to get them wrong.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { planOf, portfolioOf, TWO_SITES } from "../answers/two-sites.ts";
import { hasBuiltWorkers } from "../optimizer/built.ts";
import { type Outcome, run, SOURCE, temporaryDirectories } from "./run-cli.ts";

const directoryOf = temporaryDirectories();
let planText: string;

beforeAll(async () => {
  planText = JSON.stringify(await planOf(portfolioOf(TWO_SITES)));
});

/** Asks in a folder with `two.json` and `plan.json`; answers that folder, too. */
async function asked(...args: string[]): Promise<Outcome & { cwd: string }> {
  const cwd = directoryOf();
  writeFileSync(join(cwd, "two.json"), JSON.stringify(TWO_SITES));
  writeFileSync(join(cwd, "plan.json"), planText);
  return { ...(await run(SOURCE, args, { cwd })), cwd };
}

const BOTH = ["two.json", "plan.json"];
const BRIEF = ["--moves", "60"];

const json = ({ stdout }: Outcome): unknown => JSON.parse(stdout);
const keysOf = (value: unknown): string[] => Object.keys(value as object).sort();

describe("answers as JSON", () => {
  it("explain contract: what refusing it gains, what it would take, and a verified price", async () => {
    const outcome = await asked("explain", "contract", "lease-c", ...BOTH, ...BRIEF, "--json");
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, ""]);
    const answer = json(outcome) as Record<string, unknown>;
    expect(answer).toMatchObject({
      contract: "lease-c",
      accepted: false,
      isProved: true,
      price: { found: true, isVerified: true },
    });
    expect(keysOf(answer)).toEqual(
      [
        "accepted",
        "betterPlan",
        "contract",
        "customer",
        "displaces",
        "gainUsd",
        "isProved",
        "needs",
        "notTried",
        "obstacle",
        "price",
        "signed",
        "terms",
        "withUsd",
        "withoutUsd",
      ].sort(),
    );
  });

  it("explain site: each use, and what holding the site to it costs", async () => {
    const answer = json(await asked("explain", "site", "north", ...BOTH, ...BRIEF, "--json")) as {
      alternatives: { use: string; changeUsd: number }[];
    };
    expect(answer.alternatives.map(({ use }) => use).sort()).toEqual(["cloudOnly", "leaseOnly", "miningOnly"]);
    for (const { changeUsd } of answer.alternatives) expect(changeUsd).toBeLessThanOrEqual(1);
  });

  it("explain idle and worth: rows of places and periods", async () => {
    const idle = json(await asked("explain", "idle", ...BOTH, "--json")) as object[];
    expect(Array.isArray(idle)).toBe(true);
    const worth = json(await asked("worth", ...BOTH, "--json")) as { resource: string; usdPerUnit: number[] }[];
    expect(worth.map(({ resource }) => resource)).toContain("firmPower");
    for (const { usdPerUnit } of worth) expect(usdPerUnit).toHaveLength(12);
  });

  it("worth --exact: between the bounds that prove it", async () => {
    const outcome = await asked("worth", ...BOTH, "--of", "power:north", "--exact", ...BRIEF, "--json");
    const answer = json(outcome) as { exactUsd: number; certainUsd: { low: number; high: number }; unit: string };
    expect(answer.unit).toBe("MW");
    expect(answer.exactUsd).toBeGreaterThan(0);
    expect(answer.certainUsd.low).toBeLessThanOrEqual(answer.exactUsd);
    expect(answer.certainUsd.high).toBeGreaterThanOrEqual(answer.exactUsd);
  });

  it.skipIf(!hasBuiltWorkers)("tornado: the same bars on one thread and on two", async () => {
    const inputs = [
      "--input",
      "power: sites[*].firmMw*=0.9; sites[*].firmMw*=1.1",
      "--input",
      "rent: contracts[*].usdPerUnitMonth*=0.9; contracts[*].usdPerUnitMonth*=1.1",
    ];
    const [one, two] = await Promise.all(
      ["1", "2"].map((threads) => asked("tornado", ...BOTH, ...BRIEF, ...inputs, "--threads", threads, "--json")),
    );
    expect([one.stderr, two.stderr]).toEqual(["", ""]);
    expect(json(two)).toEqual(json(one));
    const { bars } = json(one) as { bars: { name: string; spreadUsd: number; down: { changeUsd: number } }[] };
    expect(bars.map(({ name }) => name).sort()).toEqual(["power", "rent"]);
    expect(bars[0].spreadUsd).toBeGreaterThanOrEqual(bars[1].spreadUsd);
    for (const { down } of bars) expect(down.changeUsd).toBeLessThan(0);
  });

  it("conflicts: limits that cannot be kept, and repairs", async () => {
    const cwd = directoryOf();
    const contracts = TWO_SITES.contracts.map((c) => (c.id === "lease-c" ? { ...c, quantity: 90, signed: true } : c));
    writeFileSync(join(cwd, "broken.json"), JSON.stringify({ ...TWO_SITES, contracts }));
    const outcome = await run(SOURCE, ["conflicts", "broken.json", ...BRIEF, "--json"], { cwd });
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, ""]);
    const { conflicts } = json(outcome) as { conflicts: { isMinimal: boolean; limits: object[]; repairs: object[] }[] };
    expect(conflicts[0].isMinimal).toBe(true);
    expect(conflicts[0].limits).toContainEqual({ kind: "signed", contract: "lease-c" });
    expect(conflicts[0].repairs.length).toBeGreaterThan(0);
  });

  it("compare, alternatives and quote", async () => {
    const compared = json(await asked("compare", ...BOTH, ...BRIEF, "--json")) as {
      name: string;
      kpis: { valueUsd: number } | null;
    }[];
    expect(compared.map(({ name }) => name)).toEqual(["plan.json", "signed contracts only", "mining only"]);
    expect(compared[0].kpis!.valueUsd).toBeGreaterThanOrEqual(compared[1].kpis!.valueUsd);
    const simpler = json(
      await asked("alternatives", ...BOTH, ...BRIEF, "--within", "20%", "--aim", "fewestBuilds", "--json"),
    ) as { aim: string; after: { builds: number }; before: { builds: number } }[];
    expect(simpler.map(({ aim }) => aim)).toEqual(["fewestBuilds"]);
    expect(simpler[0].after.builds).toBeLessThanOrEqual(simpler[0].before.builds);
    const quoted = json(
      await asked("quote", ...BOTH, ...BRIEF, "--mw", "2", "--start", "2027-04..2027-10", "--term", "24", "--json"),
    ) as { price: { found: boolean; usdPerUnitMonth: number } };
    expect(quoted.price.found).toBe(true);
    expect(quoted.price.usdPerUnitMonth).toBeGreaterThan(0);
  });

  it("export: CSV sheets, one a file", async () => {
    const { cwd, exitCode } = await asked("export", ...BOTH, "--csv", "sheets");
    expect(exitCode).toBe(0);
    expect(readdirSync(join(cwd, "sheets"))).toContain("contracts.csv");
    expect(readFileSync(join(cwd, "sheets/contracts.csv"), "utf8")).toMatch(/^contract,.*\n[\s\S]*lease-a/);
  });
});

describe("questions that are wrong", () => {
  it.each<[string, string[], RegExp]>([
    [
      "a contract nobody has",
      ["explain", "contract", "leas-c", ...BOTH],
      /there is no contract "leas-c"; did you mean "lease-/,
    ],
    ["a site nobody has", ["explain", "site", "zzzz", ...BOTH], /there is no site "zzzz"; there are "north", "south"/],
    [
      "a resource of no kind",
      ["worth", ...BOTH, "--of", "water:north"],
      /--of "water:north" is no resource: write power:SITE/,
    ],
    ["more at no site", ["worth", ...BOTH, "--of", "power:nort"], /there is no site "nort"; did you mean "north"/],
    [
      "a month that is none",
      ["worth", ...BOTH, "--of", "power:north", "--from", "2027-13"],
      /--from "2027-13" is not a month such as/,
    ],
    [
      "an input without edits",
      ["tornado", ...BOTH, "--input", "power"],
      /--input "power" is not "name: edit downwards; edit upwards"/,
    ],
    ["no thread", ["tornado", ...BOTH, "--threads", "0"], /threads <n>.*"0"/],
    ["no target", ["export", ...BOTH], /say where to: --xlsx <file> or --csv <folder>/],
    ["another aim", ["alternatives", ...BOTH, "--aim", "cheapest"], /Allowed choices are fewestSites/],
  ])("%s: exit code 2, what is wrong and how to mend it", async (_, args, message) => {
    const { exitCode, stderr, stdout, cwd } = await asked(...args);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(existsSync(join(cwd, "report.html"))).toBe(false);
  });

  it("conflicts where there are none: exit code 4", async () => {
    const { exitCode, stderr } = await asked("conflicts", "two.json", ...BRIEF);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/there is no conflict: the portfolio has a plan/);
  });
});
