// Ways a portfolio comes in: a bundled example, files, a link, the file `megalloc ui` was started with.
import { desk } from "./desk-client.ts";
import { effort, failure, open } from "./planner.ts";
import { takeShared } from "./route.ts";
import { unpacked } from "./share.ts";

async function fetched(path: string, what: string): Promise<string> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${what} could not be loaded (${response.status} ${response.statusText})`);
  return response.text();
}

async function opening(name: string, text: () => Promise<string>): Promise<void> {
  try {
    await open(name, await text());
  } catch (error) {
    failure.value = (error as Error).message;
  }
}

export function openExample(name: string): Promise<void> {
  return opening(`${name}.json`, () => fetched(`./examples/${name}.json`, `The example ${name}`));
}

/** A portfolio, and any other files beside it that it names. */
export async function openFiles(files: readonly File[]): Promise<void> {
  try {
    const portfolio = files.find(({ name }) => name.toLowerCase().endsWith(".json")) ?? files[0];
    if (portfolio === undefined) return;
    const beside: Record<string, string> = {};
    for (const file of files) if (file !== portfolio) beside[file.name] = await file.text();
    await open(portfolio.name, await portfolio.text(), beside);
  } catch (error) {
    failure.value = `The file could not be read: ${(error as Error).message}`;
  }
}

/** What the address brings along: a shared portfolio, or an example, or the file the server was started with. */
export async function openShared(): Promise<void> {
  const query = new URLSearchParams(location.search);
  // A budget of moves makes plans repeatable, whatever the machine.
  const moves = Number(query.get("moves"));
  if (Number.isSafeInteger(moves) && moves > 0) {
    effort.value = { timeLimitMs: null, moveLimit: moves };
    await desk.limitMoves(moves);
  }
  const letters = takeShared();
  if (letters !== undefined) return opening("shared.json", () => unpacked(letters));
  const example = query.get("example");
  if (example !== null && /^[a-z0-9-]+$/.test(example)) return openExample(example);
  const given = query.get("open");
  if (given !== null && /^[\w.-]+$/.test(given)) return opening(given, () => fetched(`./portfolio/${given}`, given));
}
