// The service on a server of its own: what `megalloc serve` runs.
import { isIP } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { OptionError } from "../errors.ts";
import { megallocService } from "./plugin.ts";
import { PROBLEM_TYPE, problemDetails, ServiceError } from "./problem-details.ts";
import type { ServiceOptions } from "./service-options.ts";

export interface StartOptions extends ServiceOptions {
  /** 0 takes any free port (default 8080). */
  port?: number;
  /** Address to listen on (default 127.0.0.1). Any but a loopback address demands a token. */
  host?: string;
  /** Write one line of JSON per request to standard output (default false). */
  log?: boolean;
  /** Time a client has to send a request whole, in ms (default 30 000); who takes longer is answered with 408. */
  requestTimeoutMs?: number;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** Node looks for late requests only so often: half a minute unless told otherwise. */
const CHECKING_MS = 2000;

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** The name in a Host header, without port and brackets. */
function hostName(header: string | undefined): string {
  return (header ?? "").replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}

/** Start listening. Throws OptionError when `host` is not a loopback address and there is no token; rejects when the port is taken. */
export async function startService(options: StartOptions = {}): Promise<FastifyInstance> {
  const { port = 8080, host = "127.0.0.1", log = false, requestTimeoutMs = REQUEST_TIMEOUT_MS, ...service } = options;
  if (!isLoopback(host) && service.token === undefined) {
    throw new OptionError(`listening on ${host}, which others can reach, demands a token`);
  }
  const app = Fastify({
    logger: log,
    requestTimeout: requestTimeoutMs,
    // Node takes the longer of the two times for the whole request; its own for the headers is a minute.
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: Math.min(CHECKING_MS, requestTimeoutMs) },
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 64 },
  });
  if (service.token === undefined) {
    // A page elsewhere could point a name of its own at this address; the name would give it away.
    app.addHook("onRequest", async ({ headers }, reply) => {
      if (isLoopback(hostName(headers.host))) return;
      const problem = problemDetails(new ServiceError(403, "without a token only loopback names are served"));
      return reply.code(403).type(PROBLEM_TYPE).send(JSON.stringify(problem));
    });
  }
  await app.register(megallocService, service);
  await app.listen({ port, host });
  return app;
}
