// Models on their way to a benchmark process: MPS as published, or an LpModel as V8 serialises it, exact and quick to read.
import { readFileSync } from "node:fs";
import { deserialize } from "node:v8";
import { LpModel } from "../../src/mps/model.ts";
import { readMps } from "../../src/mps/read.ts";

export function readModel(file: string): LpModel {
  if (file.endsWith(".mps")) return readMps(readFileSync(file, "latin1"));
  return deserialize(readFileSync(file)) as LpModel;
}
