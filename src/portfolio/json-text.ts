// JSON text to a value, with errors that point into the text.
import { JsonFault, scanJson } from "./json-scan.ts";
import { makeReport, Problem } from "./problem.ts";
import { MAX_JSON_LENGTH } from "./ranges.ts";
import { quote } from "./show.ts";

export type JsonResult =
  /** `problems`: keys given twice; the value holds the last of each. */
  | { readonly ok: true; readonly value: unknown; readonly problems: Problem[] }
  | { readonly ok: false; readonly problems: Problem[] };

const BYTE_ORDER_MARK = "\ufeff";
/** Characters of a line shown on either side of the fault: files on one line are long. */
const CONTEXT = 36;

/** Lines of a text, counted from 1; CR LF, LF and CR each end one. */
class Lines {
  private readonly starts = [0];

  constructor(private readonly text: string) {
    for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\r|\n/g)) this.starts.push(index + lineBreak.length);
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  columnOf(offset: number): number {
    return offset - this.starts[this.lineOf(offset) - 1] + 1;
  }

  /** The line with a caret under the offset, cut around it. */
  excerpt(offset: number): string {
    const line = this.lineOf(offset);
    const start = this.starts[line - 1];
    const whole = this.text.slice(start, this.starts[line] ?? this.text.length).replace(/[\r\n]+$/, "");
    const from = Math.max(0, offset - start - CONTEXT);
    const shown = [...whole.slice(from, offset - start + CONTEXT)].map((character) =>
      /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(character) ? character : " ",
    );
    const head = from > 0 ? "…" : "";
    const caret = " ".repeat(head.length + [...whole.slice(from, offset - start)].length);
    const margin = String(line);
    return `${margin} | ${head}${shown.join("")}\n${" ".repeat(margin.length)} | ${caret}^`;
  }
}

function textProblem(code: Problem["code"], path: string, message: string, hint: string): Problem {
  return { severity: "error", code, path, subject: "JSON text", message, hint };
}

function faultProblem(fault: JsonFault, text: string): Problem {
  const lines = new Lines(text);
  const where = `line ${lines.lineOf(fault.offset)}, column ${lines.columnOf(fault.offset)}`;
  const code = fault.kind === "depth" ? "nested-too-deep" : "json-syntax";
  return textProblem(code, where, `${where}: ${fault.message}\n${lines.excerpt(fault.offset)}`, fault.hint);
}

/**
 * Parses JSON (a byte-order mark in front is tolerated). A fault's problem has the line and column as its path and the line itself in
 * its message. Keys such as "__proto__" become ordinary properties.
 */
export function parseJson(text: string): JsonResult {
  if (text.length > MAX_JSON_LENGTH) {
    const message = `the text has ${text.length} characters, more than the ${MAX_JSON_LENGTH} that are read`;
    return {
      ok: false,
      problems: [textProblem("text-too-long", "", message, "is this a portfolio? split it if it is")],
    };
  }
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  if (body.trim() === "") {
    return {
      ok: false,
      problems: [textProblem("json-syntax", "", "the text is empty", "give it a portfolio in JSON")],
    };
  }
  const { fault, duplicates } = scanJson(body);
  if (fault !== undefined) return { ok: false, problems: [faultProblem(fault, body)] };
  const value: unknown = JSON.parse(body);
  const report = makeReport(value);
  const lines = duplicates.length > 0 ? new Lines(body) : undefined;
  for (const { path, offset, firstOffset } of duplicates) {
    const key = quote(String(path.at(-1)));
    const message = `the key ${key} is given on line ${lines?.lineOf(firstOffset)} and again on line ${lines?.lineOf(offset)}`;
    report.error("duplicate-key", path, message, "keep one of them: only the last would count");
  }
  return { ok: true, value, problems: report.problems };
}
