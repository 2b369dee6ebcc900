import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** What a lock file says of one package. */
interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

/** Whether `name`, asked for by the package at `from`, is locked in a folder that package looks into. */
function isLocked(packages: Record<string, LockedPackage>, from: string, name: string): boolean {
  for (let folder = from; ; ) {
    if (packages[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true;
    if (folder === "") return false;
    const parent = folder.lastIndexOf("/node_modules/");
    folder = parent < 0 ? "" : folder.slice(0, parent);
  }
}

/** "package -> dependency" of each dependency, optional ones too, that a lock file names and does not lock. */
function unlocked(path: string): string[] {
  const { packages } = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, LockedPackage> };
  return Object.entries(packages).flatMap(([from, locked]) =>
    Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })
      .filter((name) => !isLocked(packages, from, name))
      .map((name) => `${from || "(project)"} -> ${name}`),
  );
}

// `npm ci` refuses a lock file that misses so much as another platform's optional package; `npm install` writes such a
// file without a word where the registry lacks that package.
describe("lock files", () => {
  for (const path of ["package-lock.json", "bench/package-lock.json", "test/runtimes/package-lock.json"]) {
    it(`${path} locks every dependency it names`, () => {
      expect(unlocked(path)).toEqual([]);
    });
  }
});
