// `megalloc report` and `megalloc ui` as commands: what they write and serve, and what they say when they cannot.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { PAGE_HEADERS } from "../../src/cli/page-server.ts";
import { TWO_SITES } from "../answers/two-sites.ts";
import { whyNoPage } from "../web/planner-page.ts";
import { cleanEnv, run, SOURCE, temporaryDirectories } from "./run-cli.ts";

const directory = temporaryDirectories();

function portfolioFile(): { folder: string; file: string } {
  const folder = directory();
  const file = join(folder, "two-sites.json");
  writeFileSync(file, JSON.stringify(TWO_SITES));
  return { folder, file };
}

describe("megalloc report", () => {
  it("writes one file that loads nothing, from a portfolio and from its plan alone", async () => {
    const { folder, file } = portfolioFile();
    const plan = join(folder, "plan.json");
    const solved = await run(SOURCE, ["solve", file, "--moves", "300", "-o", plan]);
    expect(solved.exitCode).toBe(0);
    const output = join(folder, "report.html");
    const made = await run(SOURCE, ["report", plan, "-o", output, "--moves", "300"]);
    expect(made).toMatchObject({ exitCode: 0, stderr: "" });
    expect(made.stdout).toContain("report.html");
    const html = readFileSync(output, "utf8");
    for (const { id } of TWO_SITES.contracts) expect(html).toContain(id);
    for (const { id } of TWO_SITES.sites) expect(html).toContain(id);
    expect(html).not.toMatch(/<(script|link|img|iframe)\b[^>]*(src|href)=/i);
    expect(html).not.toMatch(/url\(|@import/);
  });

  it("goes to standard output, and leaves out the baselines when told so", async () => {
    const { file } = portfolioFile();
    const made = await run(SOURCE, ["report", file, "-o", "-", "--moves", "300", "--no-baselines"]);
    expect(made.exitCode).toBe(0);
    expect(made.stdout.startsWith("<!doctype html>")).toBe(true);
    expect(made.stdout.trimEnd().endsWith("</html>")).toBe(true);
  });

  it("does not write over the portfolio, and says which folder is missing", async () => {
    const { folder, file } = portfolioFile();
    const before = readFileSync(file, "utf8");
    const over = await run(SOURCE, ["report", file, "-o", file]);
    expect(over.exitCode).toBe(2);
    expect(over.stderr).toContain("two-sites.json");
    expect(readFileSync(file, "utf8")).toBe(before);
    const nowhere = await run(SOURCE, ["report", file, "-o", join(folder, "missing", "report.html"), "--moves", "50"]);
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.stderr).toContain("missing");
    expect(existsSync(join(folder, "missing"))).toBe(false);
  });
});

const reason = whyNoPage();
const isBuilt = reason === undefined || !reason.startsWith("dist");
if (!isBuilt) console.warn(`skipped: megalloc ui as a command (${reason})`);

describe.skipIf(!isBuilt)("megalloc ui as a command", () => {
  const running: ReturnType<typeof spawn>[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  });

  /** Started, with the address it prints. */
  function start(
    args: string[],
  ): Promise<{ address: string; end: Promise<number | null>; child: ReturnType<typeof spawn> }> {
    const [program, ...head] = SOURCE.command;
    const child = spawn(program, [...head, "ui", "--no-open", ...args], { cwd: tmpdir(), env: cleanEnv() });
    running.push(child);
    const end = new Promise<number | null>((resolve) => child.on("close", resolve));
    return new Promise((resolve, reject) => {
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const address = /http:\S+/.exec(text)?.[0];
        if (address !== undefined) resolve({ address, end, child });
      });
      end.then((code) => reject(new Error(`ended with ${code} before it said where`)));
    });
  }

  it.each(["SIGINT", "SIGTERM"] as const)(
    "serves the page and the portfolio, isolated, and ends with %s",
    async (name) => {
      const { file } = portfolioFile();
      const { address, end, child } = await start(["--port", "0", file]);
      expect(new URL(address).search).toBe("?open=two-sites.json");
      const page = await fetch(address);
      expect(page.status).toBe(200);
      for (const [header, value] of Object.entries(PAGE_HEADERS)) expect(page.headers.get(header)).toBe(value);
      expect(page.headers.get("content-security-policy")).not.toMatch(
        /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/,
      );
      const portfolio = await fetch(new URL("/portfolio/two-sites.json", address));
      expect(await portfolio.json()).toEqual(JSON.parse(JSON.stringify(TWO_SITES)));
      child.kill(name);
      expect(await end).toBe(0);
      await expect(fetch(address)).rejects.toThrow();
    },
  );

  it("says that a port is taken, and how to go on", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const { exitCode, stderr } = await run(SOURCE, ["ui", "--no-open", "--port", String(port)]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`port ${port} is taken`);
      expect(stderr).toContain("--port 0");
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});
