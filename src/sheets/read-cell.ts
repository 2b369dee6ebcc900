// One cell to the value its field takes; undefined where the cell is blank or in doubt.
import { NO_STEPS, readSpan, splitList, splitSteps, unquotedText } from "./cell-text.ts";
import { Kind } from "./columns.ts";
import { NumberContext, readNumber } from "./read-number.ts";
import { Cell, isBlank } from "./workbook.ts";

const YES = ["true", "yes", "y", "x", "1", "ja", "wahr"];
const NO = ["false", "no", "n", "0", "-", "nein", "falsch"];

function readMonth(value: Cell, cell: string, which: "first" | "last", { log }: NumberContext): string | undefined {
  if (value instanceof Date) {
    const month = value.toISOString().slice(0, 7);
    log.convert(cell, value.toISOString().slice(0, 10), month, "date: its month");
    return month;
  }
  const text = String(value);
  const span = readSpan(text);
  if (span === undefined) {
    return log.doubt(
      cell,
      `${JSON.stringify(text)} is no month`,
      'write "2026-07", "Jul 2026", "Q3 2026" or "H2 2026"',
    );
  }
  const month = span[which];
  if (month !== text.trim())
    log.convert(
      cell,
      text,
      month,
      span.first === span.last ? "month" : `${which} month of ${span.first} to ${span.last}`,
    );
  return month;
}

function readFlag(value: Cell, cell: string, { log, column }: NumberContext): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = String(value).trim().toLowerCase();
  const flag = YES.includes(text) ? true : NO.includes(text) ? false : undefined;
  if (flag === undefined)
    return log.doubt(
      cell,
      `${JSON.stringify(String(value))} is neither yes nor no`,
      `${column.heading}: write yes or no`,
    );
  if (text !== String(flag)) log.convert(cell, value, flag, "yes or no");
  return flag;
}

function readSeries(value: Cell, cell: string, context: NumberContext): number | Record<string, number> | undefined {
  if (typeof value !== "string") return readNumber(value, cell, context);
  if (value.trim() === NO_STEPS) return {};
  const steps = /[;]|:\s/.test(value) ? splitSteps(value) : undefined;
  if (steps === undefined) return readNumber(value, cell, context);
  const series: Record<string, number> = {};
  for (const { key, value: text } of steps) {
    const month = readMonth(key, cell, "first", context);
    const number = readNumber(text, cell, context);
    if (month === undefined || number === undefined) return undefined;
    if (Object.hasOwn(series, month)) return context.log.doubt(cell, `${month} is given twice`, "keep one of them");
    series[month] = number;
  }
  return series;
}

function readRamp(value: Cell, cell: string, context: NumberContext): Record<string, number> | undefined {
  const steps = typeof value === "string" ? splitSteps(value) : undefined;
  if (steps === undefined)
    return context.log.doubt(
      cell,
      `${JSON.stringify(String(value))} is no ramp`,
      'write months since the start and factors: "0: 0.5; 6: 1"',
    );
  const ramp: Record<string, number> = {};
  for (const { key, value: text } of steps) {
    const factor = readNumber(text, cell, context);
    if (factor === undefined) return undefined;
    ramp[key.replace(/\s*(months?|mo|m)$/i, "")] = factor;
  }
  return ramp;
}

type Reader = (value: Cell, cell: string, context: NumberContext) => unknown;

const READERS: Readonly<Record<Kind, Reader>> = {
  text: (value) => unquotedText(value instanceof Date ? value.toISOString().slice(0, 10) : String(value)),
  choice: (value, cell, { log }) => {
    const text = String(value).trim();
    const choice = CHOICES[text.toLowerCase()] ?? text.toLowerCase();
    if (choice !== text) log.convert(cell, text, choice, "name of a choice");
    return choice;
  },
  number: readNumber,
  share: readNumber,
  month: (value, cell, context) => readMonth(value, cell, "first", context),
  lastMonth: (value, cell, context) => readMonth(value, cell, "last", context),
  flag: readFlag,
  list: (value) => splitList(String(value)),
  series: readSeries,
  ramp: readRamp,
};

/** Other words for the choices of a portfolio. */
const CHOICES: Readonly<Record<string, string>> = {
  gpu: "accelerators",
  gpus: "accelerators",
  accelerator: "accelerators",
  "it mw": "mw",
  rack: "racks",
  pflop: "pflops",
  "customer's": "tenant",
  customer: "tenant",
  own: "backlog",
};

export function readCell(value: Cell, cell: string, context: NumberContext): unknown {
  return isBlank(value) ? undefined : READERS[context.column.kind](value, cell, context);
}
