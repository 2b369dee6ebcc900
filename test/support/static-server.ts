// Serves folders as they are, on the loopback interface.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

export interface StaticServer {
  readonly origin: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface StaticOptions {
  /** What is no file, by path: its text, whose type is the path's ending (a page where it has none). */
  pages?: Readonly<Record<string, string>>;
  /** Headers of every answer. */
  headers?: Readonly<Record<string, string>>;
}

/** `folders`: what is served, by the first part of the path. */
export async function serveFolders(
  folders: Readonly<Record<string, string>>,
  { pages = {}, headers = {} }: StaticOptions = {},
): Promise<StaticServer> {
  const asked: string[] = [];
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    asked.push(pathname);
    const page = pages[pathname];
    if (page !== undefined) {
      const type = TYPES[extname(pathname) || ".html"];
      return response.writeHead(200, { "content-type": type, ...headers }).end(page);
    }
    const [, first = "", ...rest] = normalize(pathname).split("/");
    const folder = folders[first];
    const file = folder === undefined ? undefined : join(folder, ...rest);
    const isFile = file !== undefined && (await stat(file).catch(() => undefined))?.isFile() === true;
    if (!isFile) return response.writeHead(404, headers).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", ...headers });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
