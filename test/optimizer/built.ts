// Workers run what `npm run build` made: tests that need them skip, and say so, when that is missing or older than the sources.
import { readdirSync, statSync } from "node:fs";

const root = new URL("../../", import.meta.url);

/** When the newest source below a folder of the repository was changed. */
export function newestMs(folder: string): number {
  const entries = readdirSync(new URL(`${folder}/`, root), { withFileTypes: true });
  const times = entries.map((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? newestMs(path) : /\.c?ts$/.test(path) ? statSync(new URL(path, root)).mtimeMs : 0;
  });
  return Math.max(0, ...times);
}

/** Rooms whose code a worker runs. */
const ROOMS = ["assembly", "src/compile", "src/engine", "src/optimizer", "src/plan", "src/portfolio"];

/** Whether dist/ is at least as new as what workers run. */
export const hasBuiltWorkers = ((): boolean => {
  const worker = statSync(new URL("dist/src/optimizer/worker-wasm.js", root), { throwIfNoEntry: false });
  const newest = Math.max(...ROOMS.map(newestMs), statSync(new URL("src/solve.ts", root)).mtimeMs);
  return worker !== undefined && worker.mtimeMs >= newest;
})();

if (!hasBuiltWorkers)
  console.warn("skipped: tests on workers (dist/ is missing or older than the sources: npm run build)");
