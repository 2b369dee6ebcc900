// Netlib instances through the host-facing exports of either engine.
import { existsSync, readFileSync } from "node:fs";
import { LpFloats, LpInts, LpReport } from "../../../assembly/abi-lp.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import type { LpModel } from "../../../src/mps/model.ts";
import { readMps } from "../../../src/mps/read.ts";

const data = new URL("../../../../shared/data/", import.meta.url);
/** Whether ../shared/data is there; tests that need it say that they skip when it is not. */
export const haveData = existsSync(new URL("netlib.tsv", data));

export interface Listed {
  name: string;
  fields: string[];
}

export function listed(set: string): Listed[] {
  if (!haveData) return [];
  const lines = readFileSync(new URL(`${set}.tsv`, data), "utf8")
    .trim()
    .split("\n");
  return lines.slice(1).map((line) => ({ name: line.split("\t")[0], fields: line.split("\t") }));
}

export function readInstance(set: string, name: string): LpModel {
  return readMps(readFileSync(new URL(`${set}/${name}.mps`, data), "utf8"));
}

export interface LpAnswer {
  report: Float64Array;
  x: Float64Array;
  y: Float64Array;
  d: Float64Array;
  activity: Float64Array;
  ray: Float64Array;
  colStatus: Int32Array;
}

export function solveModel(engine: Engine, model: LpModel): LpAnswer {
  const kernel = engine.open();
  const lp = kernel.functions;
  const rows = model.rowLower.length;
  const cols = model.colLower.length;
  const handle = lp.lpCreate();
  lp.lpReserve(handle, rows, cols, model.value.length);
  kernel.writeInts(lp.lpInts(handle, LpInts.start), model.colStart);
  kernel.writeInts(lp.lpInts(handle, LpInts.index), model.rowIndex);
  kernel.writeFloats(lp.lpFloats(handle, LpFloats.value), model.value);
  kernel.writeFloats(lp.lpFloats(handle, LpFloats.colLower), model.colLower);
  kernel.writeFloats(lp.lpFloats(handle, LpFloats.colUpper), model.colUpper);
  kernel.writeFloats(lp.lpFloats(handle, LpFloats.cost), model.cost);
  kernel.writeFloats(lp.lpFloats(handle, LpFloats.rowLower), model.rowLower);
  kernel.writeFloats(lp.lpFloats(handle, LpFloats.rowUpper), model.rowUpper);
  lp.lpLoad(handle, rows, cols, model.objectiveOffset);
  lp.lpSolve(handle, 1_000_000);
  const floats = (which: LpFloats, length: number): Float64Array =>
    kernel.readFloats(lp.lpFloats(handle, which), length);
  const answer: LpAnswer = {
    report: floats(LpFloats.report, LpReport.size),
    x: floats(LpFloats.x, cols),
    y: floats(LpFloats.rowDual, rows),
    d: floats(LpFloats.reducedCost, cols),
    activity: floats(LpFloats.rowActivity, rows),
    ray: floats(LpFloats.ray, Math.max(rows, cols)),
    colStatus: kernel.readInts(lp.lpInts(handle, LpInts.colStatus), cols),
  };
  lp.lpFree(handle);
  return answer;
}
