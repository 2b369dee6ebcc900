// Rules of the kernel's language that its compiler does not enforce: what would differ between the engines in the last bit.
import { describe, expect, it } from "vitest";
import { filesIn, isNode, lineOf, readText, sourceFiles, walk } from "./source-files.ts";

/** Exact in every engine. The glue may use more: it is where the engines differ. */
const EXACT = new Set(["sqrt", "abs", "floor", "ceil", "min", "max"]);

describe("kernel language", () => {
  it("uses exact arithmetic only", () => {
    const found: string[] = [];
    for (const { path, text, tree } of filesIn("assembly")) {
      if (path.startsWith("assembly/glue/")) continue;
      walk(tree, (node) => {
        const where = `${path}:${lineOf(text, node.start)}`;
        if (node.type === "BinaryExpression" && node.operator === "**") found.push(`${where} **`);
        if (node.type !== "MemberExpression" || !isNode(node.object) || node.object.name !== "Math") return;
        const name = isNode(node.property) ? String(node.property.name) : "?";
        if (!EXACT.has(name)) found.push(`${where} Math.${name}`);
      });
    }
    expect(found).toEqual([]);
  });

  it("divides integers by divI32: no quotient of two i32 is left to the engine", () => {
    const found: string[] = [];
    for (const { path, text, tree } of filesIn("assembly")) {
      if (path.startsWith("assembly/glue/")) continue;
      walk(tree, (node) => {
        const isQuotient = node.type === "BinaryExpression" && node.operator === "/";
        if (isQuotient && isWhole(node.left) && isWhole(node.right))
          found.push(`${path}:${lineOf(text, node.start)} ${text.slice(node.start, node.end)}`);
      });
    }
    expect(found).toEqual([]);
  });

  it("leaves nothing of a bounds check in a release build", () => {
    const lines = readText("assembly/glue/mem.as.ts").split("\n");
    const asserts = lines.filter((line) => /\bassert\(/.test(line));
    expect(asserts.length).toBeGreaterThan(4);
    // asc drops a release build's asserts, but not the loads in their conditions.
    expect(asserts.filter((line) => !line.trim().startsWith("if (!ASC_NO_ASSERT) assert("))).toEqual([]);
  });

  it("twins export the same names", () => {
    const twins = sourceFiles.filter(({ path }) => path === "assembly/glue/mem.ts");
    expect(twins).toHaveLength(1);
    const names = (text: string): string[] =>
      [...text.matchAll(/^export (?:function|class|type|const) (\w+)/gm)].map(([, name]) => name).sort();
    const onlyInJs = ["setMemoryLimit", "setPoll"];
    const expected = names(twins[0].text).filter((name) => !onlyInJs.includes(name));
    expect(names(readText("assembly/glue/mem.as.ts"))).toEqual(expected);
  });
});

/** Whether the expression is written as a whole number: `1 / 3` is 0 in one engine. */
function isWhole(value: unknown): boolean {
  return isNode(value) && value.type === "Literal" && /^\d+$/.test(String(value.raw));
}
