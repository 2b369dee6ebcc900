// The repository's TypeScript files, parsed, for rules about them.
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseAst } from "vitest/node";

const root = new URL("../../", import.meta.url);

/** Folders that hold sources; whatever else lies in the repository is not ours to judge. */
const ROOMS = ["assembly", "src", "test", "bench"];
const LEFT_OUT = new Set(["node_modules", "results"]);

/** A node of the syntax tree, as ESTree has it. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export interface SourceFile {
  /** From the repository's root, with slashes. */
  path: string;
  text: string;
  tree: Node;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

export function readText(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** Bytes of a file, null when it is not there. */
export function readBytes(path: string): Uint8Array | null {
  try {
    return readFileSync(new URL(path, root));
  } catch {
    return null;
  }
}

function listFiles(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root), { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

/** Every file of the source folders, whatever it is. */
export const allPaths: readonly string[] = ROOMS.flatMap(listFiles).sort();

/** TypeScript with code in it, but for the twins that only AssemblyScript's compiler reads. */
export const sourceFiles: readonly SourceFile[] = allPaths
  .filter((path) => /\.(m?ts|tsx)$/.test(path) && !path.endsWith(".as.ts") && !path.endsWith(".d.ts"))
  .map((path) => {
    const text = readText(path);
    return { path, text, tree: parseAst(text, { lang: path.endsWith(".tsx") ? "tsx" : "ts" }) as unknown as Node };
  });

export const filesIn = (folder: string): SourceFile[] =>
  sourceFiles.filter(({ path }) => path.startsWith(`${folder}/`));

/** Calls `visit` for every node; `parents` lead from the root to the node. */
export function walk(tree: Node, visit: (node: Node, parents: readonly Node[]) => void): void {
  const go = (node: Node, parents: readonly Node[]): void => {
    visit(node, parents);
    const inner = [...parents, node];
    for (const value of Object.values(node)) {
      if (isNode(value)) go(value, inner);
      else if (Array.isArray(value)) for (const item of value) if (isNode(item)) go(item, inner);
    }
  };
  go(tree, []);
}

export interface Import {
  /** As written. */
  specifier: string;
  /** Path from the repository's root for relative imports; the package's name otherwise. */
  target: string;
  names: string[];
  isTypeOnly: boolean;
  /** `import("...")`: loaded when it is needed. */
  isDynamic: boolean;
}

/** Static imports, re-exports and dynamic imports of a literal. */
export function importsOf({ path, tree }: SourceFile): Import[] {
  const found: Import[] = [];
  walk(tree, (node) => {
    const source = node.source;
    if (!isNode(source) || typeof source.value !== "string") return;
    const specifier = source.value;
    const target = specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier;
    const specifiers = (Array.isArray(node.specifiers) ? node.specifiers : []).filter(isNode);
    const names = specifiers.map(({ imported }) => (isNode(imported) ? String(imported.name) : "*"));
    const isTypeOnly = node.importKind === "type" || node.exportKind === "type";
    found.push({ specifier, target, names, isTypeOnly, isDynamic: node.type === "ImportExpression" });
  });
  return found;
}

/** Line (from 1) of an offset. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
