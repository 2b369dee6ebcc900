// `megalloc serve` as a process of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const isBuilt = existsSync(main);
if (!isBuilt) console.warn("skipped: dist/ is not built (npm run build)");

function serve(args: string[]): ChildProcess {
  return spawn(process.execPath, [main, "serve", ...args], { stdio: ["ignore", "inherit", "pipe"] });
}

/** What it says on standard error, until `wanted` is found there. */
async function said(child: ChildProcess, wanted: RegExp): Promise<RegExpExecArray> {
  let text = "";
  for await (const chunk of child.stderr!) {
    text += String(chunk);
    const found = wanted.exec(text);
    if (found !== null) return found;
  }
  throw new Error(`it never said ${wanted.source}: ${text}`);
}

describe.skipIf(!isBuilt)("megalloc serve", () => {
  it("serves on the loopback interface until it is told to stop", async () => {
    const child = serve(["--port", "0", "--workers", "1"]);
    try {
      const [, url] = await said(child, /listening on (http:\/\/127\.0\.0\.1:\d+)/);
      const portfolio = randomPortfolio(2);
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify(portfolio);
      const response = await fetch(`${url}/plans?moveLimit=20`, { method: "POST", headers, body });
      expect(response.status).toBe(200);
      expect(auditPlan(portfolio, (await response.json()) as never).feasible).toBe(true);
      child.kill("SIGTERM");
      expect(await once(child, "exit")).toEqual([0, null]);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("does not open itself to others without a token", async () => {
    const child = serve(["--port", "0", "--host", "0.0.0.0"]);
    await said(child, /demands a token: give --token, or set MEGALLOC_TOKEN/);
    expect(await once(child, "exit")).toEqual([2, null]);
  });
});
