// template and import as a planner uses them, as processes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeXlsx } from "../../src/cli/workbook-file.ts";
import { MESSY } from "../sheets/messy-book.ts";
import { EXAMPLE, run, SOURCE, temporaryDirectories } from "./run-cli.ts";

const makeDirectory = temporaryDirectories();

describe("template and import", () => {
  it("take a portfolio to a workbook and back", async () => {
    const cwd = makeDirectory();
    const written = await run(SOURCE, ["template", "--xlsx", "book.xlsx", "--from", EXAMPLE], { cwd });
    expect(written).toMatchObject({ exitCode: 0, stderr: "" });
    expect(written.stdout).toContain("wrote book.xlsx");
    const read = await run(SOURCE, ["import", "book.xlsx", "-o", "again.json"], { cwd });
    expect(read).toMatchObject({ exitCode: 0, stderr: "0 conversions\n" });
    expect(JSON.parse(readFileSync(join(cwd, "again.json"), "utf8"))).toEqual(
      JSON.parse(readFileSync(EXAMPLE, "utf8")),
    );
  });

  it("list conversions, and refuse what is in doubt with its cell", async () => {
    const cwd = makeDirectory();
    await writeXlsx(join(cwd, "messy.xlsx"), MESSY);
    const refused = await run(SOURCE, ["import", "messy.xlsx", "-o", "out.json"], { cwd });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('"messy.xlsx" has 2 cells in doubt');
    expect(refused.stderr).toMatch(/Offers!D2: 140 is in gross MW.*\n {2}mend: .*--gross-per-it 1.4/);
    const read = await run(SOURCE, ["import", "messy.xlsx", "--gross-per-it", "1.4"], { cwd });
    expect(read.exitCode).toBe(0);
    expect(read.stderr).toContain("Deliveries!D3: H2 2027 -> 2027-07 (first month of 2027-07 to 2027-12)");
    expect(JSON.parse(read.stdout)).toMatchObject({ name: "north-2027" });
  });

  it("point from a problem of the portfolio to the cell", async () => {
    const cwd = makeDirectory();
    const book = MESSY.map((sheet) => (sheet.name === "Chips" ? { ...sheet, rows: sheet.rows.slice(0, 2) } : sheet));
    await writeXlsx(join(cwd, "messy.xlsx"), book);
    const { exitCode, stderr } = await run(SOURCE, ["import", "messy.xlsx", "--gross-per-it", "1.4", "-q"], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /contract "lease-a" at contracts\[0\]\.platforms\[0\] \[unknown-platform\]\n {2}Offers!E2: /,
    );
  });

  it("tell of files that are none", async () => {
    const cwd = makeDirectory();
    expect((await run(SOURCE, ["import", "no.xlsx"], { cwd })).stderr).toContain(
      'cannot read the workbook "no.xlsx": there is no such file',
    );
    expect((await run(SOURCE, ["import", EXAMPLE], { cwd })).stderr).toContain("it is no .xlsx workbook");
    expect((await run(SOURCE, ["import", cwd], { cwd })).stderr).toContain("has no .csv files");
    expect((await run(SOURCE, ["template"], { cwd })).stderr).toContain(
      "name what to write: --xlsx book.xlsx or --csv folder/",
    );
  });
});
