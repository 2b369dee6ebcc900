// A service on a free port, and what clients do to it.
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import { type StartOptions, startService } from "../../src/service/start-service.ts";

export interface Service {
  readonly app: FastifyInstance;
  readonly url: string;
  close(): Promise<void>;
}

export async function startedService(options: StartOptions = {}): Promise<Service> {
  const app = await startService({ port: 0, ...options });
  const { port } = app.server.address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, close: () => app.close() };
}

export interface PostOptions {
  query?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export function postPlan(service: Service, body: unknown, options: PostOptions = {}): Promise<Response> {
  const { query = "", headers = {}, signal } = options;
  return fetch(`${service.url}/plans${query}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  });
}

export interface ServerEvent {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** The events of a stream, as they come. */
export async function* eventsOf(response: Response): AsyncGenerator<ServerEvent> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end < 0) break;
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (event !== undefined) yield { event, data: JSON.parse(data) };
    }
  }
}

/** Post and hang up after `afterMs`. */
export async function postAndLeave(service: Service, body: string, query: string, afterMs: number): Promise<void> {
  const { hostname, port } = new URL(service.url);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const sent = request({ hostname, port, path: `/plans${query}`, method: "POST", headers });
  sent.on("error", () => undefined);
  sent.on("response", (response) => response.resume().on("error", () => undefined));
  sent.end(body);
  const timer = setTimeout(() => sent.destroy(), afterMs);
  await new Promise((resolve) => sent.once("close", resolve));
  clearTimeout(timer);
}

/** Wait until nothing runs or waits. */
export async function untilIdle(optimizer: Optimizer): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    const { running, waiting } = optimizer.stats();
    if (running === 0 && waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the optimizer is still busy after 10 s");
}
