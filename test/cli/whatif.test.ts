// `megalloc whatif` as a command: words, JSON, the new plan as a file, and the ways to get it wrong.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { planOf, portfolioOf, TWO_SITES } from "../answers/two-sites.ts";
import { run, SOURCE, temporaryDirectories } from "./run-cli.ts";

const directoryOf = temporaryDirectories();
let planText: string;

beforeAll(async () => {
  planText = JSON.stringify(await planOf(portfolioOf(TWO_SITES)));
});

function files(): string {
  const directory = directoryOf();
  writeFileSync(join(directory, "two.json"), JSON.stringify(TWO_SITES));
  writeFileSync(join(directory, "plan.json"), planText);
  return directory;
}

const whatif = (cwd: string, ...args: string[]) =>
  run(SOURCE, ["whatif", "two.json", "plan.json", "--moves", "400", ...args], { cwd });

describe("megalloc whatif", () => {
  it("says what was edited, what it costs and what moves", async () => {
    const cwd = files();
    const { exitCode, stdout, stderr } = await whatif(
      cwd,
      "--set",
      "contracts[lease-b].usdPerUnitMonth=20000",
      "-o",
      "new.json",
    );
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Edited\n\s+contract "lease-b"\s+usdPerUnitMonth\s+110000 -> 20000/);
    expect(stdout).toMatch(/value after/);
    expect(stdout).toMatch(/-\s+lease-b\s+was to start 2027-Q3/);
    const audit = await run(SOURCE, ["audit", "two.json", "new.json"], { cwd });
    // The new plan is one of the edited portfolio; here the edit lowered a price that it does not earn.
    expect(audit.stdout).toMatch(/feasible\s+yes/);
    expect(JSON.parse(readFileSync(join(cwd, "new.json"), "utf8"))).toMatchObject({ portfolio: "two-sites" });
  });

  it("answers in JSON", async () => {
    const { stdout, exitCode } = await whatif(files(), "--set", "sites[*].firmMw*=0.9", "--json");
    expect(exitCode).toBe(0);
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(answer).sort()).toEqual(
      [
        "changeUsd",
        "changes",
        "diff",
        "notKept",
        "plan",
        "replanningUsd",
        "turnedBack",
        "unchanged",
        "warnings",
      ].sort(),
    );
  });

  it("refuses edits that lead nowhere, with a pointer", async () => {
    const { exitCode, stderr } = await whatif(files(), "--set", "sites[nort].firmMw*=0.9");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/sites\[nort\]\.firmMw\*=0\.9\n\s+\^/);
    expect(stderr).toMatch(/did you mean "north"/);
  });

  it("ends with 3 when no plan is left", async () => {
    const { exitCode, stdout } = await whatif(
      files(),
      "--set",
      "contracts[lease-b].signed=true",
      "--set",
      "sites[*].firmMw=1",
    );
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/No plan exists any more/);
  });
});
