// The live line: incumbent, bound, gap and elapsed time, redrawn in place on a terminal and absent anywhere else.
import { Progress } from "../solve-options.ts";
import { Colours } from "./colours.ts";
import { formatCount, formatElapsed, formatPercent, formatUsd } from "./format.ts";

const PHASE_WORDS: Record<Progress["phase"], string> = {
  preprocess: "preparing",
  bound: "bounding",
  construct: "constructing",
  search: "searching",
  finished: "finished",
};

/** One line without its end, at most `width` columns. Pure. */
export function progressText(progress: Progress, width: number): string {
  const { phase, valueUsd, boundUsd, gap, elapsedMs, moves } = progress;
  const text = [
    PHASE_WORDS[phase].padEnd("constructing".length),
    `value ${valueUsd === null ? "-" : formatUsd(valueUsd)}`,
    `bound ${boundUsd === null ? "-" : formatUsd(boundUsd)}`,
    `gap ${gap === null ? "-" : formatPercent(gap)}`,
    formatElapsed(elapsedMs),
    `${formatCount(moves)} moves`,
  ].join("  ");
  return text.slice(0, Math.max(0, width));
}

const ERASE_LINE = "\r\u001b[K";

export interface LineStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): boolean;
}

/** Draws onto a terminal; on anything else it does nothing. */
export class ProgressLine {
  readonly #stream: LineStream;
  readonly #colours: Colours;
  readonly #isLive: boolean;
  #isDrawn = false;

  constructor(stream: LineStream, colours: Colours, isWanted: boolean) {
    this.#stream = stream;
    this.#colours = colours;
    this.#isLive = isWanted && stream.isTTY === true;
  }

  draw(progress: Progress): void {
    this.drawText((width) => progressText(progress, width));
  }

  /** Draws what `textFor` makes for so many columns. */
  drawText(textFor: (width: number) => string): void {
    if (!this.#isLive) return;
    // The last column is left free: writing it would make some terminals wrap.
    const text = textFor((this.#stream.columns ?? 80) - 1);
    this.#stream.write(ERASE_LINE + this.#colours.dim(text));
    this.#isDrawn = true;
  }

  /** Leaves the line empty for what comes next. */
  clear(): void {
    if (!this.#isDrawn) return;
    this.#stream.write(ERASE_LINE);
    this.#isDrawn = false;
  }
}
