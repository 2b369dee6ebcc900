// One function per section of the format, called once per data line.
import { addColumn, closeRows, DROPPED, GIVEN_LOWER, GIVEN_UPPER, MpsDraft, OBJECTIVE, RowType } from "./draft.ts";
import { MpsNote } from "./error.ts";
import { CODE, FIRST, FIRST_VALUE, MpsLines, NAME, SECOND, SECOND_VALUE } from "./lines.ts";
import { parseNumber, widen } from "./number.ts";

const NUMBER_HINT = "Write a decimal number such as 12, -0.5 or 1.5e3.";

/** What is carried from line to line of one file. */
export class SectionReader {
  readonly lines: MpsLines;
  readonly draft: MpsDraft;
  readonly notes: MpsNote[] = [];
  private readonly keepFreeRows: boolean;
  /** Inside INTORG .. INTEND. */
  private inIntegers = false;
  private col = -1;
  private colName = "";
  /** First RHS, RANGES and BOUNDS set of the file; undefined until one is named. */
  private readonly sets: { RHS?: string; RANGES?: string; BOUNDS?: string } = {};
  private readonly skippedSets = new Set<string>();

  constructor(lines: MpsLines, keepFreeRows: boolean) {
    this.lines = lines;
    this.draft = new MpsDraft();
    this.keepFreeRows = keepFreeRows;
  }

  note(note: string): void {
    this.notes.push({ line: this.lines.line, note });
  }

  /** ` E  ROW1`. */
  rowLine(): void {
    const { lines, draft } = this;
    this.cutCoded();
    const type = lines.slot(CODE).toUpperCase();
    if (!isRowType(type)) {
      throw lines.errorInSlot(CODE, "unknown type of row", "A row is N (objective or free), E, L or G.");
    }
    const name = lines.slot(NAME);
    if (name === "") throw lines.errorInLine("a row without a name", "Write the row's name after its type.");
    if (lines.format === "free" && lines.tokens > 2) {
      throw lines.errorInLine("more than a type and a name in ROWS", blankHint("A name"));
    }
    if (draft.rowNumber.has(name)) {
      const first = draft.rowLine[draft.rowNumber.get(name)!];
      throw lines.errorInSlot(
        NAME,
        `row ${JSON.stringify(name)} is declared twice (first on line ${first})`,
        "Rename one.",
      );
    }
    draft.rowNumber.set(name, draft.rowNames.length);
    draft.rowNames.push(name);
    draft.rowTypes.push(type);
    draft.rowLine.push(lines.line);
  }

  /** `    COL1      ROW1      1.0   ROW2      2.0`, or a marker line. */
  columnLine(): void {
    const { lines, draft } = this;
    this.cutPairs(false);
    if (this.isMarker()) {
      this.markerLine();
      return;
    }
    if (lines.isEmpty(NAME)) throw lines.errorInLine("a COLUMNS line without a column name", "Begin it with the name.");
    this.enterColumn();
    this.eachPair((row, value) => {
      if (!Number.isFinite(value)) throw this.notFinite("coefficient");
      if (draft.lastCol[row] === this.col) {
        const where = `column ${JSON.stringify(this.colName)} has two entries in row ${JSON.stringify(draft.rowNames[row])}`;
        throw lines.errorInLine(where, "Keep one entry, with their sum where both are meant.");
      }
      draft.lastCol[row] = this.col;
      const target = draft.rowTarget[row];
      if (target === OBJECTIVE) draft.cost[this.col] = value;
      else if (target !== DROPPED) draft.addEntry(target, value);
    });
  }

  /** `    RHS1      ROW1      1.0   ROW2      2.0`. */
  rhsLine(): void {
    const { lines, draft } = this;
    this.cutPairs(true);
    if (!this.isFirstSet("RHS")) return;
    this.eachPair((row, value) => {
      if (draft.rhsLine[row] > 0) this.noteDuplicate("right-hand side of row", draft.rowNames[row], draft.rhsLine[row]);
      draft.rhsLine[row] = lines.line;
      if (draft.rowTarget[row] !== OBJECTIVE) draft.rhs[row] = widen(value);
      else if (Number.isFinite(value)) draft.objectiveOffset = 0 - value;
      else throw this.notFinite("objective constant");
    });
  }

  /** `    RNG1      ROW1      1.0   ROW2      2.0`. */
  rangeLine(): void {
    const { lines, draft } = this;
    this.cutPairs(true);
    if (!this.isFirstSet("RANGES")) return;
    this.eachPair((row, value) => {
      const name = draft.rowNames[row];
      if (draft.rangeLine[row] > 0) this.noteDuplicate("range of row", name, draft.rangeLine[row]);
      draft.rangeLine[row] = lines.line;
      if (draft.rowTypes[row] === "N") this.note(`the range of the free row ${JSON.stringify(name)} has no effect`);
      draft.range[row] = widen(value);
    });
  }

  /** ` UP BND1      COL1      4.0`. */
  boundLine(): void {
    const { lines } = this;
    this.cutCoded();
    const type = lines.slot(CODE).toUpperCase();
    const hasValue = VALUED_BOUNDS.has(type);
    if (!hasValue && !PLAIN_BOUNDS.has(type)) throw lines.errorInSlot(CODE, "unknown type of bound", boundHint(type));
    if (lines.format === "free") this.cutBound(hasValue);
    if (!this.isFirstSet("BOUNDS")) return;
    const name = lines.slot(FIRST);
    const col = this.draft.colNumber.get(name);
    if (col === undefined) {
      const problem = name === "" ? "a bound without a column" : `a bound on an unknown column ${JSON.stringify(name)}`;
      throw lines.errorInSlot(FIRST, problem, "Bounds follow COLUMNS and name a column declared there.");
    }
    this.applyBound(type, col, hasValue ? widen(this.number(FIRST_VALUE)) : 0);
  }

  /** End of ROWS: choose the objective. */
  chooseObjective(): void {
    const { draft } = this;
    let objective = draft.rowTypes.indexOf("N");
    if (draft.wantedObjective !== undefined) {
      objective = draft.rowNumber.get(draft.wantedObjective) ?? -1;
      if (objective < 0 || draft.rowTypes[objective] !== "N") {
        const problem = `OBJNAME asks for ${JSON.stringify(draft.wantedObjective)}, which is no N row`;
        throw this.lines.errorInLine(problem, "Name an N row of the ROWS section.");
      }
    }
    closeRows(draft, objective, this.keepFreeRows);
    for (let row = 0; row < draft.rowNames.length; row++) {
      if (draft.rowTarget[row] !== DROPPED) continue;
      this.notes.push({ line: draft.rowLine[row], note: `free row ${JSON.stringify(draft.rowNames[row])} left out` });
    }
  }

  private applyBound(type: string, col: number, value: number): void {
    const { draft } = this;
    if (type === "BV" || type === "LI" || type === "UI") draft.isInteger[col] = 1;
    const setsLower = type !== "UP" && type !== "UI" && type !== "PL";
    const setsUpper = type !== "LO" && type !== "LI" && type !== "MI";
    const bits = (setsLower ? GIVEN_LOWER : 0) | (setsUpper ? GIVEN_UPPER : 0);
    if ((draft.colGiven[col] & bits) !== 0) {
      this.note(`bound ${type} of column ${JSON.stringify(draft.colNames[col])} given again; the last one counts`);
    }
    draft.colGiven[col] |= bits;
    if (setsLower) draft.colLower[col] = LOWER_WITHOUT_VALUE[type] ?? value;
    if (setsUpper) draft.colUpper[col] = UPPER_WITHOUT_VALUE[type] ?? value;
  }

  private enterColumn(): void {
    const { lines, draft } = this;
    const start = lines.slotStart[NAME];
    const length = lines.slotEnd[NAME] - start;
    if (this.col >= 0 && length === this.colName.length && lines.text.startsWith(this.colName, start)) return;
    const name = lines.slot(NAME);
    if (draft.colNumber.has(name)) {
      const problem = `column ${JSON.stringify(name)} comes back after other columns`;
      throw lines.errorInSlot(NAME, problem, "Put all lines of a column together.");
    }
    addColumn(draft, name, this.inIntegers);
    this.col = draft.colNames.length - 1;
    this.colName = name;
  }

  private isMarker(): boolean {
    const text = this.lines.slot(FIRST);
    return text === "'MARKER'" || text === '"MARKER"';
  }

  private markerLine(): void {
    const { lines } = this;
    const slot = lines.isEmpty(FIRST_VALUE) ? SECOND : FIRST_VALUE;
    const kind = lines.slot(slot).replace(/['"]/g, "").toUpperCase();
    if (kind === "INTORG") this.inIntegers = true;
    else if (kind === "INTEND") this.inIntegers = false;
    else if (kind.startsWith("SOS")) {
      throw lines.errorInSlot(slot, "special ordered sets are not read", "Model them with binary columns.");
    } else throw lines.errorInSlot(slot, "unknown marker", "A marker is 'INTORG' or 'INTEND'.");
  }

  /** Give each (row, value) of the line to `take`; a "$" that is no row begins a comment. */
  private eachPair(take: (row: number, value: number) => void): void {
    const { lines } = this;
    for (let slot = FIRST; slot <= SECOND; slot += 2) {
      if (lines.isEmpty(slot)) {
        if (slot === SECOND) {
          if (!lines.isEmpty(SECOND_VALUE))
            throw lines.errorInSlot(SECOND_VALUE, "a number without a row", NUMBER_HINT);
          return;
        }
        throw lines.errorInLine("a row name and a number are missing", "Complete the line.");
      }
      const name = lines.slot(slot);
      const row = this.draft.rowNumber.get(name);
      if (row === undefined) {
        if (name.startsWith("$")) return;
        const problem = `unknown row ${JSON.stringify(name)}`;
        throw lines.errorInSlot(slot, problem, `Declare it in ROWS. ${blankHint("A row name")}`);
      }
      take(row, this.number(slot + 1));
    }
  }

  private number(slot: number): number {
    const { lines } = this;
    if (lines.isEmpty(slot)) throw lines.errorInLine("a number is missing", NUMBER_HINT);
    const value = parseNumber(lines.slot(slot));
    if (Number.isNaN(value)) throw lines.errorInSlot(slot, "not a number", NUMBER_HINT);
    return value;
  }

  private notFinite(what: string): Error {
    return this.lines.errorInLine(`an infinite ${what}`, "Only bounds and right-hand sides may be infinite.");
  }

  /** Only the first set of RHS, RANGES and BOUNDS counts; an unnamed line belongs to it. */
  private isFirstSet(section: "RHS" | "RANGES" | "BOUNDS"): boolean {
    const { lines } = this;
    if (lines.isEmpty(NAME)) return true;
    const name = lines.slot(NAME);
    const first = this.sets[section];
    if (first === undefined) this.sets[section] = name;
    if (first === undefined || first === name) return true;
    const key = `${section} ${name}`;
    if (!this.skippedSets.has(key)) {
      this.skippedSets.add(key);
      this.note(`${section} set ${JSON.stringify(name)} left out: the first set, ${JSON.stringify(first)}, counts`);
    }
    return false;
  }

  private noteDuplicate(what: string, name: string, firstLine: number): void {
    this.note(`${what} ${JSON.stringify(name)} given again (first on line ${firstLine}); the last one counts`);
  }

  /** Slots of a line that begins with a code: ROWS and BOUNDS. In a free BOUNDS line the set may be left out: see cutBound. */
  private cutCoded(): void {
    const { lines } = this;
    if (lines.format === "fixed") {
      lines.cutFixed();
      return;
    }
    lines.tokenise();
    lines.clearSlots();
    lines.tokenToSlot(0, CODE);
    if (lines.tokens > 1) lines.tokenToSlot(1, NAME);
  }

  /** Slots of a line of pairs. Free: an even number of fields means that the set's name was left out. */
  private cutPairs(setIsOptional: boolean): void {
    const { lines } = this;
    if (lines.format === "fixed") {
      lines.cutFixed();
      return;
    }
    lines.tokenise();
    lines.clearSlots();
    const count = this.tokensBeforeComment();
    if (count > 5) {
      throw lines.errorInLine(
        `${count} fields`,
        `A line holds a name and one or two pairs of row and number. ${blankHint("A name")}`,
      );
    }
    if (count % 2 === 0 && !setIsOptional) {
      const hint = `A COLUMNS line is a column, then one or two pairs of row and number. ${blankHint("A name")}`;
      throw lines.errorInLine(`${count} fields in COLUMNS`, hint);
    }
    const offset = count % 2 === 0 ? FIRST : NAME;
    for (let token = 0; token < count; token++) lines.tokenToSlot(token, token + offset);
  }

  private isColumn(token: number): boolean {
    return this.draft.colNumber.has(this.lines.token(token));
  }

  /** Tokens of the line up to a comment: "$", unless it begins the name of a row. */
  private tokensBeforeComment(): number {
    const { lines } = this;
    const kept = Math.min(lines.tokens, lines.tokenStart.length);
    for (let token = 1; token < kept; token++) {
      const isDollar = lines.text.charCodeAt(lines.tokenStart[token]) === DOLLAR;
      if (isDollar && !this.draft.rowNumber.has(lines.token(token))) return token;
    }
    return lines.tokens;
  }

  /** Slots of a free BOUNDS line, whose set may be left out: whatever names a column decides. */
  private cutBound(hasValue: boolean): void {
    const { lines } = this;
    if (lines.tokens > 4 && !lines.token(4).startsWith("$")) {
      const hint = `A bound is a type, a set, a column and a number. ${blankHint("A name")}`;
      throw lines.errorInLine(`${lines.tokens} fields in BOUNDS`, hint);
    }
    const count = Math.min(lines.tokens, 4);
    let set = count === 4 || (count === 3 && !hasValue);
    if (count === 3 && this.isColumn(2) !== this.isColumn(1)) set = this.isColumn(2); // " FR X1 0", " UP BND X1"
    lines.clearSlots();
    lines.tokenToSlot(0, CODE);
    if (set) lines.tokenToSlot(1, NAME);
    const col = set ? 2 : 1;
    if (count > col) lines.tokenToSlot(col, FIRST);
    if (count > col + 1) lines.tokenToSlot(col + 1, FIRST_VALUE);
  }
}

const DOLLAR = 36;
const INF = Number.POSITIVE_INFINITY;
const VALUED_BOUNDS = new Set(["LO", "UP", "FX", "LI", "UI"]);
const PLAIN_BOUNDS = new Set(["FR", "MI", "PL", "BV"]);
const LOWER_WITHOUT_VALUE: Record<string, number> = { FR: -INF, MI: -INF, BV: 0 };
const UPPER_WITHOUT_VALUE: Record<string, number> = { FR: INF, PL: INF, BV: 1 };

function isRowType(type: string): type is RowType {
  return type === "N" || type === "E" || type === "L" || type === "G";
}

function boundHint(type: string): string {
  if (type === "SC" || type === "SI") return "Semi-continuous columns are not read: model them with a binary column.";
  return "A bound is LO, UP, FX, FR, MI, PL, BV, LI or UI.";
}

function blankHint(what: string): string {
  return `${what} with blanks needs the fixed format, each field in its own columns (5, 15, 25, 40, 50).`;
}
