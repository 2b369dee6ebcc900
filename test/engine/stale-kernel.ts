// A kernel.wasm older than its sources makes parity tests fail for no fault of theirs: say so.
import { readdirSync, statSync } from "node:fs";

const root = new URL("../../", import.meta.url);

function newestMs(folder: string): number {
  const entries = readdirSync(new URL(`${folder}/`, root), { withFileTypes: true });
  return Math.max(
    ...entries.map((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? newestMs(path) : statSync(new URL(path, root)).mtimeMs;
    }),
  );
}

/** Whether a file was made after the last change to the kernel's sources; false when it is not there. */
export function isFresh(path: string): boolean {
  const file = statSync(new URL(path, root), { throwIfNoEntry: false });
  return file !== undefined && file.mtimeMs >= newestMs("assembly");
}

/** Warns when the compiled kernel is older than assembly/. */
export function warnIfStale(): void {
  if (!isFresh("src/engine/kernel.wasm"))
    console.warn("src/engine/kernel.wasm is older than assembly/: npm run build:wasm");
}
