// One edit as people write it, taken apart:
//
//   edit     = path operator value
//   path     = name { "." name | "[" selector "]" }
//   selector = "*" | pattern { "," pattern } | field "=" pattern | number | month
//   pattern  = an id, in which * stands for any characters and ? for one; or "an id in quotes", taken as it stands
//   operator = "=" | "+=" | "-=" | "*=" | "/="
//   value    = number | number "%" | duration | month | word | JSON
//   duration = number ("mo" | "q" | "y")
//
// This file reads; targets.ts finds the places in a portfolio, change.ts computes the new values.
import { EditError } from "./edit-problem.ts";

export type Operator = "=" | "+=" | "-=" | "*=" | "/=";

export interface Pattern {
  text: string;
  /** In quotes: * and ? stand for themselves. */
  literal: boolean;
}

export interface Selector {
  /** Field that is matched; null for the id (or the place in a list without ids, or the month of a step map). */
  field: string | null;
  patterns: Pattern[];
  /** First character, from 0. */
  position: number;
}

export type Segment =
  | { kind: "name"; name: string; position: number }
  | { kind: "select"; selector: Selector; position: number };

export type EditValue =
  | { kind: "number"; value: number }
  /** 20 % is 0.2. */
  | { kind: "percent"; value: number }
  | { kind: "months"; value: number }
  | { kind: "text"; value: string }
  | { kind: "json"; value: unknown };

export interface Edit {
  /** As written. */
  text: string;
  segments: Segment[];
  operator: Operator;
  operatorPosition: number;
  value: EditValue;
  valuePosition: number;
}

const NAME = /[A-Za-z_]\w*/y;
const OPERATOR = /\s*(\+=|-=|\*=|\/=|=)\s*/y;
const NUMBER = "[+-]?(?:\\d+(?:_\\d+)*(?:\\.\\d*)?|\\.\\d+)(?:e[+-]?\\d+)?";
const PLAIN_NUMBER = new RegExp(`^${NUMBER}$`, "i");
const PERCENT = new RegExp(`^(${NUMBER})\\s*%$`, "i");
const DURATION = /^([+-]?\d+(?:\.\d+)?)\s*(mo|month|months|q|quarter|quarters|y|year|years)$/i;
const MONTHS_PER_UNIT: Record<string, number> = { m: 1, q: 3, y: 12 };

const HOW = "write path operator value, such as sites[north].firmMw*=0.9 or backlog[gb300-*].arrives+=6mo";

class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  peek(): string {
    return this.text[this.at] ?? "";
  }
}

function name(reader: Reader): Segment {
  const position = reader.at;
  const found = reader.match(NAME);
  if (found === null) {
    const what = reader.peek() === "" ? "the edit ends" : `"${reader.peek()}" stands`;
    throw new EditError(position, `${what} where a field's name belongs`, HOW);
  }
  return { kind: "name", name: found[0], position };
}

function quoted(reader: Reader): Pattern {
  const position = reader.at;
  const found = reader.match(/"(?:[^"\\]|\\.)*"/y);
  if (found === null) throw new EditError(position, "the quotation mark is not closed", 'end the id with "');
  return { text: JSON.parse(found[0]) as string, literal: true };
}

function pattern(reader: Reader): Pattern {
  if (reader.peek() === '"') return quoted(reader);
  const position = reader.at;
  const found = reader.match(/[^\],="]+/y);
  const text = found?.[0].trim() ?? "";
  if (text === "")
    throw new EditError(position, "an id is missing here", "write an id, a pattern such as gb300-*, or * for all");
  return { text, literal: false };
}

function selector(reader: Reader): Segment {
  const position = reader.at;
  reader.at++;
  let field: string | null = null;
  let first = pattern(reader);
  if (reader.peek() === "=") {
    field = first.text;
    reader.at++;
    first = pattern(reader);
  }
  const patterns = [first];
  while (reader.peek() === ",") {
    reader.at++;
    patterns.push(pattern(reader));
  }
  if (reader.peek() !== "]") throw new EditError(reader.at, 'the bracket is not closed by "]"', HOW);
  reader.at++;
  return { kind: "select", selector: { field, patterns, position: position + 1 }, position };
}

function json(text: string, position: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EditError(position, `the value is not JSON: ${reason}`, 'write it like {"2027-01": 20} or ["north"]');
  }
}

const plainNumber = (text: string): number => Number(text.replaceAll("_", ""));

function readValue(text: string, position: number): EditValue {
  if (text === "") throw new EditError(position, "the value is missing", HOW);
  if (PLAIN_NUMBER.test(text)) return { kind: "number", value: plainNumber(text) };
  const percent = PERCENT.exec(text);
  if (percent !== null) return { kind: "percent", value: plainNumber(percent[1]) / 100 };
  const duration = DURATION.exec(text);
  if (duration !== null) {
    const months = Number(duration[1]) * MONTHS_PER_UNIT[duration[2][0].toLowerCase()];
    if (!Number.isInteger(months)) {
      throw new EditError(position, `${text} is not a whole number of months`, "write months, such as 6mo");
    }
    return { kind: "months", value: months };
  }
  if (/^["[{]/.test(text) || ["true", "false", "null"].includes(text)) {
    return { kind: "json", value: json(text, position) };
  }
  return { kind: "text", value: text };
}

/** Reads one edit. Throws EditError with the place of what cannot be read. */
export function parseEdit(text: string): Edit {
  const reader = new Reader(text);
  reader.match(/\s*/y);
  const segments = [name(reader)];
  for (;;) {
    if (reader.peek() === ".") {
      reader.at++;
      segments.push(name(reader));
    } else if (reader.peek() === "[") {
      segments.push(selector(reader));
    } else {
      break;
    }
  }
  const operatorPosition = reader.at;
  const operator = reader.match(OPERATOR)?.[1] as Operator | undefined;
  if (operator === undefined) {
    const what = reader.peek() === "" ? "the edit has no operator" : `"${reader.peek()}" is not an operator`;
    throw new EditError(operatorPosition, what, "operators are =, +=, -=, *= and /=");
  }
  const valuePosition = reader.at;
  const value = readValue(text.slice(reader.at).trim(), valuePosition);
  return { text, segments, operator, operatorPosition, value, valuePosition };
}
