// Files that travel with the package. The command runs from `src/` (by tsx) as well as from `dist/src/` (built).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The bundled example, as text. A build copies it beside its module; a checkout has it in `src/examples`. */
export function exampleText(): string {
  const places = ["../examples/west-texas.json", "../../../src/examples/west-texas.json"];
  for (const place of places) {
    try {
      return readFileSync(fileURLToPath(new URL(place, import.meta.url)), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new Error("the bundled example west-texas.json is missing from the installation; install megalloc again");
}
