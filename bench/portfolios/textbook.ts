// The textbook MILP of MODEL.md, as the tests' oracle writes it: what a user would hand to a solver without this project.
import { LpModel } from "../../src/mps/model.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { LinearModel } from "../../test/oracle/highs-model.ts";
import { textbookColumns } from "../../test/oracle/textbook-columns.ts";
import { decodeTextbook } from "../../test/oracle/textbook-decode.ts";
import { addTextbookRows } from "../../test/oracle/textbook-rows.ts";
import { USD_PER_MILLION } from "../../test/oracle/textbook-terms.ts";
import { Formulation } from "./formulation.ts";

/** Maximises the value in M$. */
export function textbookFormulation(portfolio: Portfolio): Formulation {
  const columns = textbookColumns(portfolio);
  addTextbookRows(columns);
  return {
    model: byColumns(portfolio.name, columns.model),
    isInfeasible: false,
    usd: (objective) => objective * USD_PER_MILLION,
    decisions: (values) => decodeTextbook(columns, values),
  };
}

function byColumns(name: string, linear: LinearModel): LpModel {
  const cols = linear.cost.length;
  const colStart = new Int32Array(cols + 1);
  for (const row of linear.rows) for (const [col, value] of row) if (value !== 0) colStart[col + 1]++;
  for (let col = 0; col < cols; col++) colStart[col + 1] += colStart[col];
  const next = colStart.slice(0, cols);
  const rowIndex = new Int32Array(colStart[cols]);
  const value = new Float64Array(colStart[cols]);
  linear.rows.forEach((entries, row) => {
    for (const [col, coefficient] of entries) {
      if (coefficient === 0) continue;
      rowIndex[next[col]] = row;
      value[next[col]++] = coefficient;
    }
  });
  return {
    name,
    objectiveName: "value",
    sense: "max",
    objectiveOffset: linear.offset,
    cost: Float64Array.from(linear.cost),
    colStart,
    rowIndex,
    value,
    rowLower: Float64Array.from(linear.rowLower),
    rowUpper: Float64Array.from(linear.rowUpper),
    colLower: Float64Array.from(linear.lower),
    colUpper: Float64Array.from(linear.upper),
    integer: Uint8Array.from(linear.integer, Number),
    rowNames: linear.rows.map((_, row) => `r${row}`),
    colNames: linear.cost.map((_, col) => `x${col}`),
  };
}
