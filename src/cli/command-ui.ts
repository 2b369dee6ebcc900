// `megalloc ui`: the planner page, served on this machine for this machine.
import { basename } from "node:path";
import { Command } from "commander";
import { CliError } from "./exit.ts";
import { type PageOptions, servePage } from "./page-server.ts";
import { wholeBetween } from "./parse-options.ts";
import { PORTFOLIO, readInput, STDIN } from "./read-input.ts";
import { takeStopSignals } from "./stop-signals.ts";
import { writeStderr, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc ui                          the page, with its examples
  megalloc ui west-texas.json          the page with this portfolio open
  megalloc ui --port 0 --no-open       on any free port; prints its address

The page plans in the browser: nothing leaves this machine, and no network is needed. Ctrl-C ends the server.
`;

interface UiFlags {
  port: number;
  open: boolean;
}

/** The page asks for the file by a name that stands in an address without being rewritten. */
function pageName(source: string): string {
  const name = source === STDIN ? "portfolio.json" : basename(source);
  return name.replace(/[^\w.-]+/g, "-");
}

async function openBrowser(url: string): Promise<void> {
  try {
    const { default: open } = await import("open");
    const browser = await open(url);
    browser.once("error", () => undefined);
  } catch {
    // No browser to be opened from here: the address is printed.
  }
}

async function runUi(source: string | undefined, flags: UiFlags): Promise<void> {
  const { port, open } = flags;
  const options: PageOptions = {
    port,
    ...(source !== undefined && { portfolio: { name: pageName(source), text: await readInput(source, PORTFOLIO) } }),
  };
  const server = await servePage(options).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall !== "listen") throw error;
    const why = error.code === "EADDRINUSE" ? "is taken: give another with --port, or --port 0" : error.message;
    throw new CliError(`port ${port} ${why}`);
  });
  const stopped = new Promise<void>((resolve) => {
    const { signal } = takeStopSignals((name) => void writeStderr(`megalloc: ${name}, closing\n`));
    signal.addEventListener("abort", () => resolve());
  });
  const query = options.portfolio === undefined ? "" : `?open=${options.portfolio.name}`;
  const url = `${server.origin}/${query}`;
  await writeStdout(`the planner page is at ${url}\n`);
  if (open) await openBrowser(url);
  await stopped;
  await server.close();
}

export function uiCommand(): Command {
  return new Command("ui")
    .summary("the planner page")
    .description("Serves the planner page on this machine and opens it in the browser.")
    .argument("[portfolio]", 'portfolio file (JSON) to be opened; "-" reads standard input')
    .option("--port <n>", "port; 0 takes any free one", wholeBetween(0, 65_535), 8440)
    .option("--no-open", "do not open a browser")
    .addHelpText("after", EXAMPLES)
    .action(runUi);
}
