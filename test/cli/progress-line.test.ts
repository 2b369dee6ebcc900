import { describe, expect, it } from "vitest";
import { coloursFor, PLAIN, wantsColours } from "../../src/cli/colours.ts";
import { ProgressLine, progressText } from "../../src/cli/progress-line.ts";
import { Progress } from "../../src/solve-options.ts";

const SEARCHING: Progress = {
  phase: "search",
  valueUsd: 5.355e9,
  boundUsd: 5.5e9,
  gap: 0.02708,
  elapsedMs: 3210,
  moves: 12_345,
};

class Recorder {
  readonly isTTY: boolean;
  columns: number;
  text = "";

  constructor(isTTY: boolean, columns = 120) {
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

describe("the live line", () => {
  it("shows incumbent, bound, gap and elapsed time", () => {
    expect(progressText(SEARCHING, 120)).toBe(
      "searching     value $5.355G  bound $5.500G  gap 2.7%  3.2 s  12,345 moves",
    );
  });

  it("says when there is no incumbent or bound yet", () => {
    const none: Progress = { ...SEARCHING, phase: "bound", valueUsd: null, boundUsd: null, gap: null, moves: 0 };
    expect(progressText(none, 120)).toBe("bounding      value -  bound -  gap -  3.2 s  0 moves");
  });

  it("is redrawn in place and never wraps", () => {
    const terminal = new Recorder(true, 30);
    const line = new ProgressLine(terminal, PLAIN, true);
    line.draw(SEARCHING);
    line.draw(SEARCHING);
    const drawn = terminal.text.split("\r\u001b[K").slice(1);
    expect(drawn).toEqual(["searching     value $5.355G  ", "searching     value $5.355G  "]);
    expect(terminal.text).not.toContain("\n");
    line.clear();
    expect(terminal.text.endsWith("\r\u001b[K")).toBe(true);
  });

  it("leaves pipes alone, and terminals when it is not wanted", () => {
    const pipe = new Recorder(false);
    const quiet = new Recorder(true);
    for (const line of [new ProgressLine(pipe, PLAIN, true), new ProgressLine(quiet, PLAIN, false)]) {
      line.draw(SEARCHING);
      line.clear();
    }
    expect(pipe.text + quiet.text).toBe("");
  });
});

describe("colours", () => {
  it("are for terminals that want them", () => {
    expect(wantsColours({ isTTY: true }, {})).toBe(true);
    expect(wantsColours({ isTTY: true }, { NO_COLOR: "" })).toBe(true);
    expect(wantsColours({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColours({ isTTY: true }, { TERM: "dumb" })).toBe(false);
    expect(wantsColours({}, {})).toBe(false);
    expect(coloursFor({}, {}).red("x")).toBe("x");
    expect(coloursFor({ isTTY: true }, {}).red("x")).toBe("\u001b[31mx\u001b[39m");
  });
});
