// JSON text: syntax errors that point at the place, keys given twice, limits.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanJson } from "../../src/portfolio/json-scan.ts";
import { parseJson } from "../../src/portfolio/json-text.ts";
import { parsePortfolioText } from "../../src/portfolio/parse.ts";
import { Problem } from "../../src/portfolio/problem.ts";
import { SMALL } from "./small.ts";

function problemsOf(text: string): readonly Problem[] {
  return parseJson(text).problems;
}

// biome-ignore format: one row a line reads as the table it is
const FAULTS: readonly (readonly [text: string, where: string, says: string, mend: string])[] = [
  ['{"a": 1,}', "line 1, column 9", 'expected a key, found "}"', "remove the comma"],
  ["[1, 2,\n]", "line 2, column 1", 'expected a value, found "]"', "remove the comma"],
  ['{"a": 1\n "b": 2}', "line 2, column 2", 'expected "," or "}", found "b"', "add a comma before it"],
  ['{"a" 1}', "line 1, column 6", 'expected ":" after the key "a", found "1"', "colon"],
  ["{a: 1}", "line 1, column 2", 'expected a key in double quotes, found "a"', 'write "a"'],
  ["{'a': 1}", "line 1, column 2", `found "'"`, "instead of single ones"],
  ['{"a": NaN}', "line 1, column 7", 'found "NaN"', "no NaN"],
  ['{"a": -Infinity}', "line 1, column 7", '"-Infinity" is not a number', "no Infinity"],
  ['{"a": Infinity}', "line 1, column 7", '"Infinity"', "absent means unlimited"],
  ['{"a": True}', "line 1, column 7", '"True"', "write true"],
  ['{"a": None}', "line 1, column 7", '"None"', "leave the key out"],
  ['{"a": text}', "line 1, column 7", '"text"', 'double quotes: "text"'],
  ['{"a": 1 // one\n}', "line 1, column 9", 'found "/"', "no comments"],
  ['# portfolio\n{"a": 1}', "line 1, column 1", 'found "#"', "no comments"],
  ['{"a": 01}', "line 1, column 7", '"01" is not a number', "zeros in front"],
  ['{"a": 1.}', "line 1, column 7", '"1." is not a number', "write digits"],
  ['{"a": .5}', "line 1, column 7", 'found ".5"', "digit before the point"],
  ['{"a": +5}', "line 1, column 7", 'found "+5"', "without a plus sign"],
  ['{"a": 1_000}', "line 1, column 7", '"1_000" is not a number', "write digits"],
  ['{"a": 5,,"b": 1}', "line 1, column 9", 'expected a key, found ","', "comma too many"],
  ['{"a": 5; "b": 1}', "line 1, column 8", 'found ";"', "instead of the semicolon"],
  ['{"a": "x\ny"}', "line 1, column 7", "not closed on its line", "double quote"],
  ['{"a": "x\ty"}', "line 1, column 9", 'the character "\\t" inside text', "\\t for a tab"],
  ['{"a": "C:\\dir"}', "line 1, column 10", "is not an escape", "backslash as \\\\"],
  ['{"a": "\\u12"}', "line 1, column 8", "is not an escape", "backslash"],
  ['{"a": [1, 2}', "line 1, column 12", 'expected "," or "]", found "}"', 'close the list opened on line 1 with "]"'],
  ['{"a": {\n"b": 1', "line 2, column 7", "found the end of the text", "close the object opened on line 1"],
  ['{"a":', "line 1, column 6", "found the end of the text", "cut off"],
  ['{"a": 1} {"b": 2}', "line 1, column 10", "expected nothing more", "one file holds one portfolio"],
  ["\r\n\r\n  ?", "line 3, column 3", 'found "?"', "enter a number"],
];

describe("syntax", () => {
  it.each(FAULTS)("%j", (text, where, says, mend) => {
    const problems = problemsOf(text);
    expect(problems.map(({ code, path, subject }) => [code, path, subject])).toEqual([
      ["json-syntax", where, "JSON text"],
    ]);
    expect(problems[0].message).toContain(`${where}: `);
    expect(problems[0].message).toContain(says);
    expect(problems[0].hint).toContain(mend);
    expect(() => JSON.parse(text)).toThrow();
  });

  it("shows the line with a caret under the place", () => {
    expect(problemsOf('{\n  "pue": 1.1\n  "cooling": "dlc"\n}')[0].message).toBe(
      'line 3, column 3: expected "," or "}", found "cooling"\n3 |   "cooling": "dlc"\n  |   ^',
    );
  });

  it("cuts long lines around the place, and shows no control characters", () => {
    const text = `{"a": [${"1, ".repeat(5000)}x\u001b[31m, 2]}`;
    const [, excerpt, caret] = problemsOf(text)[0].message.split("\n");
    expect(excerpt).toHaveLength("1 | …".length + 36 + "x\u001b[31m, 2]}".length);
    expect(excerpt.startsWith("1 | …")).toBe(true);
    expect(excerpt[caret.indexOf("^")]).toBe("x");
    expect(excerpt).not.toContain("\u001b");
  });

  it("says that a text is empty", () => {
    expect(problemsOf("  \n ")[0].message).toBe("the text is empty");
    expect(problemsOf("\ufeff")[0].code).toBe("json-syntax");
  });

  it("agrees with JSON.parse on every text", () => {
    const soup = fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ \n-+.eE019truefalsn\u0001u/'), maxLength: 12 });
    const broken = fc.tuple(fc.json(), fc.nat(), soup).map(([json, at, noise]) => {
      const cut = at % (json.length + 1);
      return json.slice(0, cut) + noise + json.slice(cut + (noise.length % 3));
    });
    fc.assert(
      fc.property(fc.oneof(fc.json(), soup, broken), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(scanJson(text).fault === undefined).toBe(valid);
      }),
      { numRuns: 3000, seed: 20260101 },
    );
  });
});

describe("keys given twice", () => {
  it("are all reported, with their lines and the path", () => {
    const text = JSON.stringify(SMALL, null, 1)
      .replace('"pue": 1.1,', '"pue": 1.1,\n"pue": 1.2,')
      .replace('"quantity": 3,', '"quantity": 3, "quanti\\u0074y": 4,');
    const result = parsePortfolioText(text);
    expect(result.ok).toBe(false);
    const found = result.ok ? [] : result.problems;
    expect(found.map(({ code, path, subject }) => [code, path, subject])).toEqual([
      ["duplicate-key", "sites[0].halls[0].pue", 'hall "dlc" of site "oslo"'],
      ["duplicate-key", "contracts[1].quantity", 'contract "c-2"'],
    ]);
    const line = text.split("\n").findIndex((row) => row.includes('"pue": 1.1,')) + 1;
    expect(found[0].message).toBe(`the key "pue" is given on line ${line} and again on line ${line + 1}`);
    expect(found[0].hint).toContain("only the last would count");
  });

  it("come together with what else is wrong", () => {
    const text = JSON.stringify({ ...SMALL, name: 5 }).replace('"rate":0.07', '"rate":0.07,"rate":0.08');
    const result = parsePortfolioText(text);
    expect(result.ok ? [] : result.problems.map((problem) => problem.code)).toEqual(["duplicate-key", "wrong-type"]);
  });
});

describe("text", () => {
  it("may start with a byte-order mark", () => {
    const result = parsePortfolioText(`\ufeff${JSON.stringify(SMALL)}`);
    expect(result.ok && result.portfolio.name).toBe("north");
  });

  it("is refused when it is nested too deep", () => {
    const [problem] = problemsOf(`{"a": ${"[".repeat(100_000)}`);
    expect([problem.code, problem.path]).toEqual(["nested-too-deep", "line 1, column 70"]);
    expect(problem.message).toContain("more than 64 deep");
  });

  it("is refused when it is too long", () => {
    const [problem] = problemsOf(" ".repeat(64 * 1024 * 1024 + 1));
    expect(problem.code).toBe("text-too-long");
    expect(problem.message).toContain("67108865 characters");
  });

  it("keeps __proto__ an ordinary key", () => {
    const text = JSON.stringify(SMALL).replace('"name":"north"', '"name":"north","__proto__":{"polluted":1}');
    const result = parsePortfolioText(text);
    expect(result.ok ? [] : result.problems.map(({ code, path }) => [code, path])).toEqual([
      ["unknown-key", "__proto__"],
    ]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
