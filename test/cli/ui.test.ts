// `megalloc ui`: what it serves, to whom, and with which headers.
import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { PAGE_HEADERS, type PageOptions, type PageServer, servePage } from "../../src/cli/page-server.ts";
import { whyNoPage } from "../web/planner-page.ts";

const reason = whyNoPage();
const isBuilt = reason === undefined || !reason.startsWith("dist");
if (!isBuilt) console.warn(`skipped: ${reason}`);

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

function ask(server: PageServer, path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const { port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    asking.on("error", reject).end();
  });
}

async function serving<T>(options: Partial<PageOptions>, use: (server: PageServer) => Promise<T>): Promise<T> {
  const server = await servePage({ port: 0, ...options });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

describe.skipIf(!isBuilt)("megalloc ui", () => {
  it("serves the page, its parts and the examples, each with the headers that isolate it", async () => {
    await serving({}, async (server) => {
      const page = await ask(server, "/");
      expect(page.status).toBe(200);
      const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1];
      const parts = [page, await ask(server, script!), await ask(server, "/examples/west-texas.json")];
      for (const { status, headers } of parts) {
        expect(status).toBe(200);
        expect(headers).toMatchObject(PAGE_HEADERS);
      }
      // Nothing is loaded from anywhere else.
      expect(page.text).not.toMatch(/https?:/);
    });
  });

  it("offers the portfolio it was started with, and no other file", async () => {
    const portfolio = { name: "mine.json", text: '{"a": "ü"}' };
    await serving({ portfolio }, async (server) => {
      expect((await ask(server, "/portfolio/mine.json")).text).toBe(portfolio.text);
      expect((await ask(server, "/portfolio/other.json")).status).toBe(404);
      expect((await ask(server, "/../package.json")).status).toBe(404);
      expect((await ask(server, "/..%2f..%2fpackage.json")).status).toBe(404);
    });
  });

  it("answers nobody who calls this machine by another name, and no other methods", async () => {
    await serving({}, async (server) => {
      expect((await ask(server, "/", { host: "evil.example" })).status).toBe(403);
      expect((await ask(server, "/", { host: "localhost:1234" })).status).toBe(200);
      expect((await ask(server, "/", {}, "POST")).status).toBe(405);
    });
  });

  it("says that a port is taken", async () => {
    await serving({}, async (server) => {
      const port = Number(new URL(server.origin).port);
      await expect(servePage({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    });
  });
});
