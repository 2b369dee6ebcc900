// Reads JSON text for what JSON.parse does not tell: where a syntax error is and how to mend it, and keys given twice in one object.
// Grammar of RFC 8259, no more and no less than JSON.parse accepts.
import { MAX_JSON_DEPTH } from "./ranges.ts";
import { Path, quote } from "./show.ts";

export interface JsonFault {
  readonly kind: "syntax" | "depth";
  /** Where in the text, in UTF-16 units. */
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

export interface DuplicateKey {
  readonly path: Path;
  readonly offset: number;
  readonly firstOffset: number;
}

export interface JsonScan {
  readonly fault: JsonFault | undefined;
  readonly duplicates: readonly DuplicateKey[];
}

/** What other languages call true, false, null and the like. */
const FOREIGN: Readonly<Record<string, string>> = {
  True: "write true",
  TRUE: "write true",
  yes: "write true",
  False: "write false",
  FALSE: "write false",
  no: "write false",
  None: "leave the key out",
  nil: "leave the key out",
  undefined: "leave the key out",
  NaN: "JSON has no NaN: enter a number",
  Infinity: "JSON has no Infinity: enter a number, or leave the key out where absent means unlimited",
};

/** Unwinds the scan at the first fault. */
class Stop {
  constructor(readonly fault: JsonFault) {}
}

class Scanner {
  readonly duplicates: DuplicateKey[] = [];
  private offset = 0;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  scan(): void {
    this.value(0, "");
    this.space();
    if (this.offset < this.text.length) {
      this.stop(`expected nothing more, found ${this.found()}`, "one file holds one portfolio: remove what follows it");
    }
  }

  private stop(message: string, hint: string, offset = this.offset): never {
    throw new Stop({ kind: "syntax", offset, message, hint });
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.offset);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.offset++;
    }
  }

  /** The word or character at the offset, for messages. */
  private found(): string {
    const rest = this.text.slice(this.offset, this.offset + 40);
    if (rest === "") return "the end of the text";
    const text = /^"[\p{L}\p{N}\p{P}\p{S} ]*?"/u.exec(rest)?.[0];
    return text ?? quote(/^[\w$.+-]+/.exec(rest)?.[0] ?? [...rest][0]);
  }

  private word(): string {
    return /^[A-Za-z_$][\w$]*/.exec(this.text.slice(this.offset, this.offset + 40))?.[0] ?? "";
  }

  private value(depth: number, closer: string): void {
    this.space();
    const character = this.text[this.offset];
    if (character === "{" || character === "[") {
      if (depth >= MAX_JSON_DEPTH) {
        const message = `lists and objects are nested more than ${MAX_JSON_DEPTH} deep`;
        throw new Stop({
          kind: "depth",
          offset: this.offset,
          message,
          hint: "a portfolio is nested 7 deep: remove the rest",
        });
      }
      if (character === "{") this.object(depth + 1);
      else this.list(depth + 1);
    } else if (character === '"') this.string();
    else if (character !== undefined && /[-\d]/.test(character)) this.number();
    else this.literal(closer);
  }

  private literal(closer: string): void {
    const word = this.word();
    if (word === "true" || word === "false" || word === "null") {
      this.offset += word.length;
      return;
    }
    const hint = Object.hasOwn(FOREIGN, word) ? FOREIGN[word] : this.valueHint(word, closer);
    this.stop(`expected a value, found ${this.found()}`, hint);
  }

  private valueHint(word: string, closer: string): string {
    const character = this.text[this.offset];
    if (word !== "") return `put text in double quotes: ${quote(word)}`;
    if (character === undefined) return "the text is cut off: close every list and object";
    if (character === "'") return 'put text in double quotes (") instead of single ones';
    if (character === "/" || character === "#") return "JSON has no comments: remove it";
    if (character === "+" || character === ".")
      return "write the number without a plus sign and with a digit before the point";
    if (character === "," || character === closer) return "enter the value, or remove the comma too many";
    return "enter a number, text in double quotes, true, false, a list or an object";
  }

  private object(depth: number): void {
    const opened = this.offset++;
    const seen = new Map<string, number>();
    this.space();
    if (this.take("}")) return;
    for (;;) {
      this.space();
      const at = this.offset;
      const key = this.key();
      const first = seen.get(key);
      if (first === undefined) seen.set(key, at);
      else this.duplicates.push({ path: [...this.path, key], offset: at, firstOffset: first });
      this.space();
      if (!this.take(":")) {
        this.stop(
          `expected ":" after the key ${quote(key)}, found ${this.found()}`,
          "write a colon between key and value",
        );
      }
      this.path.push(key);
      this.value(depth, "}");
      this.path.pop();
      if (!this.more("}", opened)) return;
    }
  }

  private key(): string {
    const start = this.offset;
    const character = this.text[start];
    if (character === '"') {
      this.string();
      return JSON.parse(this.text.slice(start, this.offset)) as string;
    }
    const word = this.word();
    if (character === "}") return this.stop('expected a key, found "}"', "remove the comma before it");
    if (word !== "") return this.stop(`expected a key in double quotes, found ${this.found()}`, `write ${quote(word)}`);
    return this.stop(`expected a key, found ${this.found()}`, this.valueHint("", "}"));
  }

  private list(depth: number): void {
    const opened = this.offset++;
    this.space();
    if (this.take("]")) return;
    for (let index = 0; ; index++) {
      this.space();
      if (index > 0 && this.text[this.offset] === "]")
        this.stop('expected a value, found "]"', "remove the comma before it");
      this.path.push(index);
      this.value(depth, "]");
      this.path.pop();
      if (!this.more("]", opened)) return;
    }
  }

  /** After an item: true past a comma, false past the closing bracket. */
  private more(closer: "}" | "]", opened: number): boolean {
    this.space();
    if (this.take(",")) return true;
    if (this.take(closer)) return false;
    const what = closer === "}" ? "object" : "list";
    const character = this.text[this.offset];
    const line = this.text.slice(0, opened).split(/\r\n|\r|\n/).length;
    const message = `expected "," or "${closer}", found ${this.found()}`;
    if (character === undefined)
      return this.stop(message, `the text is cut off: close the ${what} opened on line ${line}`);
    if (character === "}" || character === "]")
      return this.stop(message, `close the ${what} opened on line ${line} with "${closer}"`);
    if (character === "/" || character === "#") return this.stop(message, "JSON has no comments: remove it");
    if (character === ";") return this.stop(message, "write a comma instead of the semicolon");
    return this.stop(message, "add a comma before it");
  }

  private take(character: string): boolean {
    if (this.text[this.offset] !== character) return false;
    this.offset++;
    return true;
  }

  private string(): void {
    const opened = this.offset++;
    for (;;) {
      const character = this.text[this.offset];
      if (character === undefined || character === "\n" || character === "\r") {
        this.stop(
          "text that is not closed on its line",
          'close it with a double quote ("); a line break inside is written \\n',
          opened,
        );
      }
      if (character < " ") {
        this.stop(`the character ${quote(character)} inside text`, "write \\t for a tab, or remove it");
      }
      this.offset++;
      if (character === '"') return;
      if (character === "\\") this.escape();
    }
  }

  private escape(): void {
    const known = /^(?:["\\/bfnrt]|u[\da-fA-F]{4})/.exec(this.text.slice(this.offset, this.offset + 5))?.[0];
    if (known !== undefined) {
      this.offset += known.length;
      return;
    }
    const written = `\\${this.text[this.offset] ?? ""}`;
    this.stop(`${quote(written)} is not an escape that JSON knows`, "write a backslash as \\\\", this.offset - 1);
  }

  private number(): void {
    const start = this.offset;
    const whole = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
    whole.lastIndex = start;
    const matched = whole.exec(this.text)?.[0];
    this.offset = start + (matched?.length ?? 0);
    const next = this.text[this.offset];
    if (matched !== undefined && (next === undefined || !/[\w.]/.test(next))) return;
    this.offset = start;
    this.stop(`${this.found()} is not a number`, this.numberHint());
  }

  private numberHint(): string {
    const rest = this.text.slice(this.offset, this.offset + 10);
    if (/^-?0\d/.test(rest)) return "remove the zeros in front";
    if (rest.startsWith("-Infinity")) return FOREIGN["Infinity"];
    return "write digits, a point and digits, perhaps an exponent: 1250, 0.08, 1.2e9";
  }
}

/** Scans JSON text up to its first fault. Never throws. */
export function scanJson(text: string): JsonScan {
  const scanner = new Scanner(text);
  try {
    scanner.scan();
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    return { fault: stop.fault, duplicates: scanner.duplicates };
  }
  return { fault: undefined, duplicates: scanner.duplicates };
}
