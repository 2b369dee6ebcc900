// Serves the planner page on the loopback interface, with the headers it needs and no others' pages reaching in.
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { CliError } from "./exit.ts";

/** Nothing but the page's own files runs or is asked for; WASM is compiled, no code is made. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

export interface PageOptions {
  /** 0 takes any free port. */
  port: number;
  /** A file to be offered to the page besides its own, by name. */
  portfolio?: { name: string; text: string };
}

/** Folder of the built page: beside `dist/src` in the package, in `dist` of a checkout. */
function pageFolder(): string {
  const places = ["../../web", "../../dist/web"].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const folder = places.find((place) => existsSync(`${place}/index.html`));
  if (folder !== undefined) return folder;
  throw new CliError("the planner page is not built: run npm run build, or install megalloc again");
}

/** Whether the request names this machine: pages that point a name of their own at 127.0.0.1 do not. */
function isLocal({ headers }: IncomingMessage): boolean {
  const host = (headers.host ?? "").replace(/:\d+$/, "");
  return ["localhost", "127.0.0.1", "[::1]"].includes(host);
}

/** Rejects with a CliError when the page is not built, and with the listening's own error. */
export async function servePage({ port, portfolio }: PageOptions): Promise<PageServer> {
  const files = sirv(pageFolder(), { etag: true });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
    response.setHeader("cache-control", "no-cache");
    const say = (status: number, type: string, text: string): void => {
      response.writeHead(status, { "content-type": `${type}; charset=utf-8` }).end(text);
    };
    if (!isLocal(request)) say(403, "text/plain", "megalloc ui answers requests to localhost alone\n");
    else if (request.method !== "GET" && request.method !== "HEAD") say(405, "text/plain", "only GET is answered\n");
    else if (portfolio !== undefined && request.url === `/portfolio/${portfolio.name}`) {
      say(200, "application/json", portfolio.text);
    } else files(request, response, () => say(404, "text/plain", "there is no such file\n"));
  };
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
