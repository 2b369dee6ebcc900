// Numbers as planners write them: 1,250; $4.5M; 85 %; 650 MW; 12 months. A unit that is not the column's is converted and listed; one that
// may mean several things is a doubt.

import { Column, Measure } from "./columns.ts";
import { ImportLog } from "./log.ts";
import { knownUnits, UnitRule, unitRule } from "./units.ts";
import { Cell } from "./workbook.ts";

export interface NumberContext {
  readonly column: Column;
  /** Unit from the heading, if it has one that is not the column's own. */
  readonly headingRule: UnitRule | undefined;
  /** MW at the meter per IT MW, when the importer was told. */
  readonly grossPerIt: number | undefined;
  /** What the contract of this row counts. */
  readonly rowUnit?: string | undefined;
  readonly log: ImportLog;
}

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};
const MONEY: readonly Measure[] = ["usd", "usdPerMw", "contractPrice"];
const NUMBER = /^(-)?\s*([$€£])?\s*(-)?(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?(e[+-]?\d+)?\s*(.*)$/i;

interface Parts {
  readonly value: number;
  readonly currency: string | undefined;
  readonly unit: string;
}

function split(text: string): Parts | undefined {
  const match = NUMBER.exec(text.trim());
  if (match === null) return undefined;
  const [, before, currency, after, whole, decimals, exponent, unit] = match;
  if (whole === undefined && decimals === undefined) return undefined;
  const size = Number(`${(whole ?? "0").replaceAll(",", "")}${decimals ?? ""}${exponent ?? ""}`);
  return { value: before !== undefined || after !== undefined ? -size : size, currency, unit: unit.trim() };
}

function ruleOfCell(parts: Parts, measure: Measure): UnitRule | undefined {
  const { unit } = parts;
  const scale = /^([a-z]+)\b(.*)$/i.exec(unit);
  const factor = scale === null ? undefined : SCALES[scale[1].toLowerCase()];
  if (MONEY.includes(measure) && scale !== null && factor !== undefined) {
    const rest = scale[2].trim();
    const inner =
      rest === "" ? { factor: 1, says: "" } : unitRule(measure, rest.startsWith("/") ? `$${rest}` : `usd ${rest}`);
    return (
      inner && {
        ...inner,
        factor: factor * inner.factor,
        says: [`${scale[1]} x ${factor}`, inner.says].filter((text) => text !== "").join(", "),
      }
    );
  }
  const text =
    parts.currency === undefined || unit === "" ? unit : `${parts.currency}${unit.startsWith("/") ? unit : ` ${unit}`}`;
  return unitRule(measure, text.startsWith("$ ") ? `usd ${text.slice(2)}` : text);
}

/** A number with its unit applied, or undefined after a doubt. `cell` is its name, for the log. */
export function readNumber(value: Cell, cell: string, context: NumberContext): number | undefined {
  const { column, headingRule, log } = context;
  const measure = column.measure ?? "count";
  // A cell that a spreadsheet shows as 3 % holds 0.03.
  if (typeof value === "number" && headingRule?.says === "per cent" && value !== 0 && Math.abs(value) < 1)
    return log.doubt(
      cell,
      `${value} stands below a heading in %`,
      `write "${Number((100 * value).toPrecision(12))} %", or "${value} %" if so little is meant`,
    );
  if (typeof value === "number") return finish(value, value, headingRule, cell, context);
  if (typeof value !== "string")
    return log.doubt(cell, `${String(value)} where a number belongs`, `write a number: ${column.heading}`);
  const parts = split(value);
  if (parts === undefined)
    return log.doubt(cell, `${JSON.stringify(value)} is no number`, `write a number: ${column.heading}`);
  if (parts.currency !== undefined && parts.currency !== "$") {
    return log.doubt(cell, `${JSON.stringify(value)} is in ${parts.currency}`, "convert it to USD");
  }
  if (parts.unit === "") {
    if (/[,$]/.test(value)) log.convert(cell, value, parts.value, "signs and separators");
    return finish(parts.value, value, headingRule, cell, context);
  }
  const rule = ruleOfCell(parts, measure);
  if (rule === undefined) {
    const units = knownUnits(measure).join(", ");
    return log.doubt(
      cell,
      `${JSON.stringify(value)} has a unit that is not understood here`,
      `${column.heading}: write a plain number${units === "" ? "" : `, or one of ${units}`}`,
    );
  }
  return finish(parts.value, value, rule, cell, context);
}

function finish(
  value: number,
  from: unknown,
  rule: UnitRule | undefined,
  cell: string,
  context: NumberContext,
): number | undefined {
  const { column, grossPerIt, rowUnit, log } = context;
  if (rule?.of !== undefined && rowUnit !== undefined && rule.of !== rowUnit) {
    return log.doubt(
      cell,
      `${JSON.stringify(from)} is per or in ${rule.of} by its heading or its own unit, and this contract counts ${rowUnit}`,
      `write the unit into the cell, such as ${column.measure === "contractSize" ? `"7,200 ${rowUnit}"` : '"2,100 $/GPU-month" or "140 $/kW-month"'}`,
    );
  }
  if (rule?.gross) {
    if (grossPerIt === undefined) {
      return log.doubt(
        cell,
        `${String(from)} is in gross MW, contracts count IT MW`,
        "say how many gross MW an IT MW takes: --gross-per-it 1.4",
      );
    }
    const itMw = value / grossPerIt;
    log.convert(cell, from, itMw, `gross MW / ${grossPerIt}`);
    return itMw;
  }
  if (
    column.kind === "share" &&
    (rule === undefined || rule.factor === 1) &&
    value > 1 &&
    column.path !== "finance.discountRate"
  ) {
    return log.doubt(cell, `${value} is more than the whole`, `write ${value} % or ${value / 100}`);
  }
  if (rule === undefined || rule.factor === 1) return value;
  // A division by 100 is exact where the multiplication by 0.01 is not: 8.1 % is 0.081.
  const result = rule.factor < 1 ? value / (1 / rule.factor) : value * rule.factor;
  const rounded = Number(result.toPrecision(15));
  log.convert(cell, from, rounded, rule.says);
  return rounded;
}
