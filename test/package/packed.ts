// The package as npm would publish it, unpacked where an application would have it. Needs a build: without one, tests say so and skip.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Packed {
  readonly tarball: Buffer;
  /** A folder with node_modules/megalloc and, beside it, what megalloc depends on. */
  readonly app: string;
  /** The unpacked package. */
  readonly folder: string;
  remove(): void;
}

/** Says why when there is no build to pack. */
export function whyNotPacked(): string | undefined {
  const needed = ["dist/src/index.js", "dist/browser/megalloc.js", "dist/inline/megalloc.js"];
  const missing = needed.find((path) => !existsSync(join(root, path)));
  return missing === undefined ? undefined : `${missing} is not built (npm run build)`;
}

/** Everything in the repository's node_modules but what `but` names, as links. */
function linkPackages(from: string, into: string, but: readonly string[]): void {
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith(".") || but.includes(name)) continue;
    symlinkSync(join(from, name), join(into, name), "dir");
  }
}

/** Pack the built package and unpack it into a new folder. */
export function pack(): Packed {
  const app = mkdtempSync(join(tmpdir(), "megalloc-app-"));
  const args = ["pack", "--ignore-scripts", "--json", "--silent", "--pack-destination", app];
  execFileSync("npm", args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const name = readdirSync(app).find((entry) => entry.endsWith(".tgz"));
  if (name === undefined) throw new Error("npm pack wrote no tarball");
  const folder = join(app, "node_modules", "megalloc");
  linkPackages(join(root, "node_modules"), join(app, "node_modules"), ["megalloc"]);
  mkdirSync(folder);
  execFileSync("tar", ["-xzf", join(app, name), "-C", folder, "--strip-components=1"]);
  return {
    app,
    folder,
    tarball: readFileSync(join(app, name)),
    remove: () => rmSync(app, { recursive: true, force: true }),
  };
}
