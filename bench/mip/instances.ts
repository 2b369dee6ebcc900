// The MIPLIB 3 instances with their published optima.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const DATA = resolve(import.meta.dirname, "../../../shared/data");

export interface MipInstance {
  readonly name: string;
  readonly optimum: number;
  readonly nz: number;
}

/** By size. Throws where the shared data are absent. */
export function mipInstances(): MipInstance[] {
  const table = join(DATA, "miplib3.tsv");
  if (!existsSync(table)) throw new Error("the benchmark needs ../shared/data/miplib3 beside the repository");
  const [, ...lines] = readFileSync(table, "utf8").trim().split("\n");
  return lines
    .map((line) => {
      const [name, , , nz, , optimum] = line.split("\t");
      return { name, optimum: Number(optimum), nz: Number(nz) };
    })
    .sort((a, b) => a.nz - b.nz);
}

export function mipFile(name: string): string {
  return join(DATA, "miplib3", `${name}.mps`);
}
