// What is published: its version, its size, and nothing of the machine it was written on.
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.ts";
import { allPaths, readBytes, readText } from "./source-files.ts";

const KERNEL = "src/engine/kernel.wasm";
const MOST_KERNEL_BYTES = 245_000;

/** Folders of somebody's machine, spelled so that this file is not one of the offenders. */
const MACHINE = new RegExp(["work", "home", "root", "Users"].map((folder) => `(?<![\\w.])/${folder}/`).join("|"));

describe("package", () => {
  it("says its version once", () => {
    expect(JSON.parse(readText("package.json"))).toMatchObject({ name: "megalloc", version: VERSION });
  });

  it(`has a kernel below ${MOST_KERNEL_BYTES} bytes`, () => {
    const bytes = readBytes(KERNEL);
    if (bytes === null) return console.warn(`skipped: ${KERNEL} is not built (npm run build:wasm)`);
    expect(bytes.length).toBeLessThan(MOST_KERNEL_BYTES);
  });

  it("names no folder of the machine it was written on", () => {
    const texts = allPaths.filter((path) => /\.(ts|mts|json|md|txt)$/.test(path));
    const all = [...texts, "package.json", "README.md", "asconfig.json", "tsconfig.json"];
    const found = all.filter((path) => {
      const bytes = readBytes(path);
      return bytes !== null && MACHINE.test(new TextDecoder().decode(bytes));
    });
    expect(found).toEqual([]);
  });
});
