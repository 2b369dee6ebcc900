// Stands in for crew-node.ts where package.json's "browser" field is heeded: bundlers for browsers need not know Node's modules.
import type { Crew, CrewOptions } from "./crew.ts";

export function nodeCrew(_options: CrewOptions): Crew | undefined {
  return undefined;
}
