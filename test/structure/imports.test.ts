// Who may import whom: the map of src/ARCHITECTURE.md.
import { describe, expect, it } from "vitest";
import { filesIn, Import, importsOf, isNode, readText, SourceFile, sourceFiles, walk } from "./source-files.ts";

/** "file imports target" for every import that `isForbidden`. */
function offences(
  files: readonly SourceFile[],
  isForbidden: (imported: Import, file: SourceFile) => boolean,
): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => isForbidden(imported, file))
      .map(({ target }) => `${file.path} imports ${target}`),
  );
}

const isRelative = ({ specifier }: Import): boolean => specifier.startsWith(".");
const isAbi = (target: string): boolean => /^assembly\/abi[^/]*\.ts$/.test(target);

/** Entries of the package. */
const PUBLISHED = [
  "src/index.ts",
  "src/answers/index.ts",
  "src/service/index.ts",
  "src/lp/index.ts",
  "src/mip/index.ts",
  "src/report/index.ts",
  "src/sweep/index.ts",
  "src/robust/index.ts",
];

/** What each room of src/ may import besides itself; packages by name. */
const ROOMS: Record<string, RegExp> = {
  "src/portfolio": /^zod\/mini$/,
  "src/compile": /^(src\/portfolio\/|src\/errors\.ts$|assembly\/abi|src\/plan\/(plan|sections-schema)\.ts$)/,
  "src/engine": /^(assembly\/|src\/compile\/(instance|kernel-plan|kernel-prices)\.ts$|@assemblyscript\/loader$)/,
  "src/plan": /^(zod\/mini$|src\/portfolio\/)/,
  "src/answers": /^src\/(portfolio|plan)\//,
  "src/service":
    /^(zod\/mini$|fastify$|comlink$|node:(crypto|http|net)$|src\/(portfolio|plan|optimizer|resolve)\/|src\/(errors|event-loop|version)\.ts$)/,
  "src/report": /^(src\/(portfolio|plan|answers)\/|src\/sheets\/workbook\.ts$|@observablehq\/plot$)/,
  "src/sweep":
    /^(zod\/mini$|src\/(portfolio|plan|answers)\/|src\/(errors|solve|solve-options|version)\.ts$|src\/engine\/(engine|load)\.ts$|src\/compile\/(commit|warm-state)\.ts$)/,
  "src/robust":
    /^(src\/(portfolio|plan|lp)\/|src\/compile\/(compile|commit|instance)\.ts$|src\/engine\/(engine|load)\.ts$|src\/answers\/solver\.ts$|src\/(errors|solve-options)\.ts$|assembly\/abi\.ts$|src\/sweep\/commitments\.ts$)/,
  "src/web":
    /^(preact(\/hooks)?$|@preact\/signals$|@tanstack\/virtual-core$|comlink$|src\/(portfolio|plan|answers|report|resolve|examples)\/|src\/(warm-solver|solve-options|time-share)\.ts$)/,
  "src/mps": /^$/,
  "src/presets": /^$/,
  "src/energy": /^papaparse$/,
  "src/sheets": /^(papaparse$|src\/portfolio\/)/,
  "src/resolve": /^src\/(portfolio|presets|energy)\//,
  "src/session":
    /^(rfc6902$|src\/(portfolio|plan)\/|src\/(errors|compile\/warm-state)\.ts$|src\/optimizer\/(optimizer|optimizer-options)\.ts$)/,
  "src/optimizer":
    /^(comlink$|src\/(portfolio|plan)\/|src\/(errors|solve|solve-options|version)\.ts$|src\/engine\/(engine|js|load|open-wasm|out-of-memory|alloc-run)\.ts$|src\/compile\/(sunk|warm-state)\.ts$|src\/session\/(session|live-session)\.ts$)/,
  "src/mip": /^(src\/(engine|lp|mps)\/|assembly\/abi|src\/event-loop\.ts$)/,
  "src/lp": /^(src\/engine\/|src\/mps\/|assembly\/abi|src\/errors\.ts$)/,
};

describe("imports", () => {
  it("are found at all", () => {
    expect(sourceFiles.length).toBeGreaterThan(200);
    expect(sourceFiles.flatMap(importsOf).length).toBeGreaterThan(600);
  });

  it("of the kernel stay within the kernel", () => {
    expect(offences(filesIn("assembly"), ({ target }) => !target.startsWith("assembly/"))).toEqual([]);
  });

  it("of the kernel's contract are none", () => {
    const contracts = filesIn("assembly").filter(({ path }) => isAbi(path));
    expect(contracts.length).toBeGreaterThan(1);
    expect(offences(contracts, () => true)).toEqual([]);
  });

  it("of kernel files other than the contract are the engine's alone", () => {
    const others = filesIn("src").filter(({ path }) => !path.startsWith("src/engine/"));
    expect(offences(others, ({ target }) => target.startsWith("assembly/") && !isAbi(target))).toEqual([]);
  });

  it.each(Object.entries(ROOMS))("of %s are what the map allows", (room, allowed) => {
    const isForbidden = ({ target }: Import): boolean => !target.startsWith(`${room}/`) && !allowed.test(target);
    expect(offences(filesIn(room), isForbidden)).toEqual([]);
  });

  it("of the audit know portfolios by their types alone", () => {
    const found = filesIn("src/plan").flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => target.startsWith("src/portfolio/"))
        .flatMap(({ target, names, isTypeOnly }) =>
          names
            .filter((name) => !isTypeOnly && !exportsType(target, name))
            .map((name) => `${file.path} imports ${name} of ${target}`),
        ),
    );
    expect(found).toEqual([]);
  });

  it("name the file, with its ending", () => {
    const isVague = (imported: Import): boolean =>
      isRelative(imported) && !/\.(m?ts|tsx|json|js)$/.test(imported.specifier);
    expect(offences(sourceFiles, isVague)).toEqual([]);
  });

  it("of files and clocks of the host belong to the command line, the service and the build", () => {
    const isHost = /^src\/(cli|build|service)\//;
    const others = filesIn("src").filter(({ path }) => !isHost.test(path));
    expect(offences(others, ({ target }) => target.startsWith("node:"))).toEqual([]);
  });

  it("are not needed for consoles, which belong to the command line and the build alone", () => {
    const found: string[] = [];
    for (const { path, tree } of filesIn("src")) {
      if (/^src\/(cli|build)\//.test(path)) continue;
      walk(tree, (node) => {
        if (node.type === "MemberExpression" && isNode(node.object) && node.object.name === "console") found.push(path);
      });
    }
    expect(found).toEqual([]);
  });

  it("of the command line leave out what one command needs and is large: charts, documents, workbooks", () => {
    const byPath = new Map(sourceFiles.map((file) => [file.path, file]));
    const reached = new Set<string>();
    const open = ["src/cli/main.ts"];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      const file = byPath.get(path);
      if (file === undefined) continue;
      for (const { target, isTypeOnly, isDynamic } of importsOf(file)) if (!isTypeOnly && !isDynamic) open.push(target);
    }
    expect(reached.has("src/cli/workbook-file.ts")).toBe(true);
    const large = /^(linkedom|@observablehq\/plot|(read|write)-excel-file)\b/;
    expect([...reached].filter((path) => large.test(path))).toEqual([]);
  });

  it("come from the owning file: only what is published re-exports", () => {
    const found: string[] = [];
    for (const { path, tree } of sourceFiles) {
      if (PUBLISHED.includes(path)) continue;
      walk(tree, (node) => {
        if (/^Export(Named|All)Declaration$/.test(node.type) && isNode(node.source)) found.push(path);
      });
    }
    expect(found).toEqual([]);
  });
});

/** Whether the file exports `name` as an interface or type alias and nothing else. */
function exportsType(path: string, name: string): boolean {
  const text = readText(path);
  const isDeclared = new RegExp(`^export (interface|type) ${name}\\b`, "m").test(text);
  return isDeclared && !new RegExp(`^export (const|let|function|class|enum|async function) ${name}\\b`, "m").test(text);
}
