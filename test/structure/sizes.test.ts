// Ceilings: 400 lines a file, 70 a function.
import { describe, expect, it } from "vitest";
import { isNode, lineOf, Node, sourceFiles, walk } from "./source-files.ts";

const MOST_LINES = 400;
const MOST_FUNCTION_LINES = 70;

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** The body of `describe(...)` is a table of contents, not a function. */
function isDescribeBody(parents: readonly Node[]): boolean {
  const call = parents.at(-1);
  if (call?.type !== "CallExpression") return false;
  let callee: unknown = call.callee;
  while (isNode(callee) && callee.type !== "Identifier") callee = callee.object ?? callee.callee ?? callee.tag;
  return isNode(callee) && callee.name === "describe";
}

function nameOf(node: Node, parents: readonly Node[]): string {
  for (const candidate of [node, ...[...parents].reverse()]) {
    const named = candidate.id ?? candidate.key;
    if (isNode(named) && typeof named.name === "string") return named.name;
  }
  return "(no name)";
}

describe("sizes", () => {
  it(`no file is longer than ${MOST_LINES} lines`, () => {
    const long = sourceFiles
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  it(`no function is longer than ${MOST_FUNCTION_LINES} lines`, () => {
    const long: string[] = [];
    let functions = 0;
    for (const { path, text, tree } of sourceFiles) {
      walk(tree, (node, parents) => {
        if (!FUNCTIONS.has(node.type) || isDescribeBody(parents)) return;
        functions++;
        const first = lineOf(text, node.start);
        const lines = lineOf(text, node.end) - first + 1;
        if (lines > MOST_FUNCTION_LINES) long.push(`${path}:${first} ${nameOf(node, parents)} has ${lines} lines`);
      });
    }
    expect(functions).toBeGreaterThan(1000);
    expect(long).toEqual([]);
  });
});
