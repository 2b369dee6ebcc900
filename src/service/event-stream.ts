// Server-sent events on an answer. A client that reads slowly misses steps of progress, never the end.
import type { ServerResponse } from "node:http";

/** Proxies and clients give up on silent connections. */
const HEARTBEAT_MS = 15_000;

export class EventStream {
  readonly #response: ServerResponse;
  readonly #heartbeat: ReturnType<typeof setInterval>;

  constructor(response: ServerResponse, headers: Readonly<Record<string, string>> = {}) {
    this.#response = response;
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      // A connection kept alive would keep a closing server waiting.
      connection: "close",
      ...headers,
    });
    this.#heartbeat = setInterval(() => this.#write(": still at it\n\n"), HEARTBEAT_MS);
    this.#heartbeat.unref();
    response.once("close", () => clearInterval(this.#heartbeat));
  }

  #write(text: string): void {
    if (this.#response.writable) this.#response.write(text);
  }

  /** One event. JSON has no line breaks of its own, so one data line holds it. */
  send(event: string, data: unknown): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** An event that the next one makes stale: left out while the client has not read the last ones. */
  sendIfRead(event: string, data: unknown): void {
    if (!this.#response.writableNeedDrain) this.send(event, data);
  }

  end(): void {
    clearInterval(this.#heartbeat);
    if (this.#response.writable) this.#response.end();
  }
}
