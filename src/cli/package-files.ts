// Files that travel with the package. The command runs from `src/` (by tsx) as well as from `dist/src/` (built).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A bundled example, as text. A build copies them beside their module; a checkout has them in `src/examples`. */
export function exampleText(name: string): string {
  const places = [`../examples/${name}.json`, `../../../src/examples/${name}.json`];
  for (const place of places) {
    try {
      return readFileSync(fileURLToPath(new URL(place, import.meta.url)), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new Error(`the bundled example ${name}.json is missing from the installation; install megalloc again`);
}
