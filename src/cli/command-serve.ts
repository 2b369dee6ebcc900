// `megalloc serve`: plans over HTTP.
import { Command, Option } from "commander";
import { OptionError } from "../errors.ts";
import type { StartOptions } from "../service/start-service.ts";
import { CliError } from "./exit.ts";
import { parseDuration, wholeBetween } from "./parse-options.ts";
import { takeStopSignals } from "./stop-signals.ts";
import { writeStderr } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc serve --port 8080
  curl -s -H 'content-type: application/json' --data @west-texas.json 'http://127.0.0.1:8080/plans?timeLimitMs=5000'
  curl -sN -H 'content-type: application/json' -H 'accept: text/event-stream' --data @west-texas.json http://127.0.0.1:8080/plans
  MEGALLOC_TOKEN=$(openssl rand -hex 32) megalloc serve --host 0.0.0.0

Ctrl-C and SIGTERM end it: what is being solved is answered with its best plan so far.
`;

interface ServeFlags {
  port: number;
  host: string;
  token?: string;
  workers?: number;
  queue?: number;
  maxTime: number;
  bodyLimit: number;
  log: boolean;
}

const MIB = 2 ** 20;

/** Fastify comes with an installation only where it is wanted. */
async function loadService(): Promise<typeof import("../service/start-service.ts")> {
  try {
    return await import("../service/start-service.ts");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new CliError("megalloc serve needs the package fastify, which is not installed: npm install fastify");
  }
}

async function runServe(flags: ServeFlags): Promise<void> {
  const { startService } = await loadService();
  const { port, host, token, workers, queue, maxTime, bodyLimit, log } = flags;
  const options: StartOptions = {
    ...{ port, host, log, maxTimeLimitMs: maxTime, bodyLimit: bodyLimit * MIB },
    ...(token !== undefined && { token }),
    optimizerOptions: {
      ...(workers !== undefined && { workers }),
      ...(queue !== undefined && { queueLimit: queue }),
    },
  };
  const app = await startService(options).catch((error: NodeJS.ErrnoException) => {
    const hint = error instanceof OptionError && token === undefined ? ": give --token, or set MEGALLOC_TOKEN" : "";
    if (error instanceof OptionError || error.syscall === "listen") throw new CliError(`${error.message}${hint}`);
    throw error;
  });
  const stopped = new Promise<void>((resolve) => {
    const { signal } = takeStopSignals((name) => void writeStderr(`megalloc: ${name}, closing\n`));
    signal.addEventListener("abort", () => resolve());
  });
  const address = app.server.address();
  const at = typeof address === "object" && address !== null ? address.port : port;
  await writeStderr(`megalloc: listening on http://${host.includes(":") ? `[${host}]` : host}:${at}\n`);
  await stopped;
  await app.close();
}

export function serveCommand(): Command {
  return new Command("serve")
    .summary("answer plans over HTTP")
    .description(
      "Serves POST /plans, DELETE /plans/{id}, GET /healthz and GET /openapi.json. Needs the package fastify.",
    )
    .option("--port <n>", "port; 0 takes any free one", wholeBetween(0, 65_535), 8080)
    .option("--host <address>", "address to listen on; any but a loopback address demands a token", "127.0.0.1")
    .addOption(
      new Option("--token <token>", "demand it of every request (Authorization: Bearer)").env("MEGALLOC_TOKEN"),
    )
    .option(
      "--workers <n>",
      "solves at the same time; one less than there are cores unless given",
      wholeBetween(1, 1024),
    )
    .option("--queue <n>", "solves that may wait; 100 unless given", wholeBetween(0, 1_000_000))
    .option("--max-time <duration>", "longest time limit a client may ask for", parseDuration, 60_000)
    .option("--body-limit <MiB>", "largest portfolio", wholeBetween(1, 512), 5)
    .option("--log", "one line of JSON per request on standard output", false)
    .addHelpText("after", EXAMPLES)
    .action(runServe);
}
