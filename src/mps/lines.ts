// Walks the lines of an MPS file and cuts each into fields, by blanks (free format) or by columns (fixed format). Fields are
// positions in the text; a string is made only where a name is looked up or a number parsed.
//
// Both formats end in the same six slots, the classic fields 1 to 6: code, name, row, value, row, value.
import { MpsError } from "./error.ts";

export type MpsFormat = "fixed" | "free";

/** Slots of a data line: fields 1 to 6 of the fixed format. */
export const CODE = 0;
export const NAME = 1;
export const FIRST = 2;
export const FIRST_VALUE = 3;
export const SECOND = 4;
export const SECOND_VALUE = 5;

const SLOTS = 6;
/** More tokens than any data line has; the rest of a line (a comment) is only counted. */
const MAX_TOKENS = 8;
const BLANK = 32;
const TAB = 9;
const STAR = 42;
const BYTE_ORDER_MARK = 0xfeff;

/** Where fields 1, 2, 3, 5 begin in the fixed format (0-based); a field reaches up to the next, as old files overflow theirs. */
const FIXED_CODE = 1;
const FIXED_NAME = 4;
const FIXED_FIRST = 14;
const FIXED_FIRST_VALUE = 24;
const FIXED_SECOND = 39;
const FIXED_SECOND_VALUE = 49;

export class MpsLines {
  readonly text: string;
  readonly format: MpsFormat;
  /** Number of the current line, from 1. */
  line = 0;
  /** The current line is text[lineStart .. lineEnd). */
  lineStart = 0;
  lineEnd = 0;
  /** True where the line begins in column 1: a section header. */
  isHeader = false;
  /** Tokens of the line (free format; and of headers in both). */
  tokens = 0;
  readonly tokenStart = new Int32Array(MAX_TOKENS);
  readonly tokenEnd = new Int32Array(MAX_TOKENS);
  /** Slots of the line; start = end where a slot is empty. */
  readonly slotStart = new Int32Array(SLOTS);
  readonly slotEnd = new Int32Array(SLOTS);
  private nextStart: number;

  constructor(text: string, format: MpsFormat) {
    this.text = text;
    this.format = format;
    this.nextStart = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  }

  /** Go to the next line that is neither blank nor a comment; false at the end of the text. */
  next(): boolean {
    const text = this.text;
    while (this.nextStart < text.length) {
      const start = this.nextStart;
      const newline = text.indexOf("\n", start);
      let end = newline < 0 ? text.length : newline;
      this.nextStart = end + 1;
      this.line++;
      while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
      this.lineStart = start;
      this.lineEnd = end;
      const first = text.charCodeAt(start);
      if (end === start || first === STAR) continue;
      this.isHeader = first !== BLANK && first !== TAB;
      return true;
    }
    this.lineStart = this.lineEnd = text.length;
    return false;
  }

  /** Cut the line at blanks into `tokens`. */
  tokenise(): void {
    const { text, lineEnd, tokenStart, tokenEnd } = this;
    let at = this.lineStart;
    let count = 0;
    while (at < lineEnd) {
      while (at < lineEnd && isBlank(text.charCodeAt(at))) at++;
      if (at >= lineEnd) break;
      const start = at;
      while (at < lineEnd && !isBlank(text.charCodeAt(at))) at++;
      if (count < MAX_TOKENS) {
        tokenStart[count] = start;
        tokenEnd[count] = at;
      }
      count++;
    }
    this.tokens = count;
  }

  /** Cut the line at the columns of the fixed format into the slots. */
  cutFixed(): void {
    const tab = this.text.indexOf("\t", this.lineStart);
    if (tab >= 0 && tab < this.lineEnd) {
      const problem = "a tab in a fixed-format line, whose fields are found by column";
      throw this.errorAt(tab, tab + 1, problem, "Replace tabs by blanks, or give names without blanks (free format).");
    }
    this.cut(CODE, FIXED_CODE, FIXED_NAME);
    this.cut(NAME, FIXED_NAME, FIXED_FIRST);
    this.cut(FIRST, FIXED_FIRST, FIXED_FIRST_VALUE);
    const afterValue = this.cutNumber(FIRST_VALUE, FIXED_FIRST_VALUE, FIXED_SECOND);
    this.cut(SECOND, Math.max(FIXED_SECOND, afterValue), FIXED_SECOND_VALUE);
    this.cutNumber(SECOND_VALUE, FIXED_SECOND_VALUE, Number.POSITIVE_INFINITY);
  }

  /** Text of a slot. */
  slot(slot: number): string {
    return this.text.slice(this.slotStart[slot], this.slotEnd[slot]);
  }

  isEmpty(slot: number): boolean {
    return this.slotStart[slot] === this.slotEnd[slot];
  }

  clearSlots(): void {
    this.slotStart.fill(this.lineEnd);
    this.slotEnd.fill(this.lineEnd);
  }

  /** Copy token `token` of a free-format line to a slot. */
  tokenToSlot(token: number, slot: number): void {
    this.slotStart[slot] = this.tokenStart[token];
    this.slotEnd[slot] = this.tokenEnd[token];
  }

  token(token: number): string {
    return this.text.slice(this.tokenStart[token], this.tokenEnd[token]);
  }

  /** The problem with the text of a slot, or with the whole line where the slot is empty. */
  errorInSlot(slot: number, problem: string, hint: string): MpsError {
    if (this.isEmpty(slot)) return this.errorInLine(problem, hint);
    return this.errorAt(this.slotStart[slot], this.slotEnd[slot], problem, hint);
  }

  errorInLine(problem: string, hint: string): MpsError {
    let start = this.lineStart;
    while (start < this.lineEnd && isBlank(this.text.charCodeAt(start))) start++;
    return this.errorAt(start, this.lineEnd, problem, hint);
  }

  private errorAt(start: number, end: number, problem: string, hint: string): MpsError {
    return new MpsError(this.line, start - this.lineStart + 1, problem, this.text.slice(start, end), hint);
  }

  private cut(slot: number, from: number, to: number): void {
    const text = this.text;
    let start = Math.min(this.lineStart + from, this.lineEnd);
    let end = Math.min(this.lineStart + to, this.lineEnd);
    while (start < end && text.charCodeAt(start) === BLANK) start++;
    while (end > start && text.charCodeAt(end - 1) === BLANK) end--;
    this.slotStart[slot] = start;
    this.slotEnd[slot] = Math.max(start, end);
  }

  /** A number reaches to the next blank, however long. Returns the column after it. */
  private cutNumber(slot: number, from: number, to: number): number {
    const text = this.text;
    let start = Math.min(this.lineStart + from, this.lineEnd);
    const last = Math.min(this.lineStart + to, this.lineEnd);
    while (start < last && text.charCodeAt(start) === BLANK) start++;
    let end = start;
    if (start < last) while (end < this.lineEnd && text.charCodeAt(end) !== BLANK) end++;
    this.slotStart[slot] = start;
    this.slotEnd[slot] = end;
    return end - this.lineStart;
  }
}

function isBlank(code: number): boolean {
  return code === BLANK || code === TAB || code === 13;
}
