// Power of each site: what is energised, what takes it, and what is left stranded.
import { AuditResult } from "./audit.ts";
import { FlexibleBlock } from "./audit-flexible.ts";
import { PowerRow } from "./sections-schema.ts";
import { tidyQuantities } from "./tidy.ts";

/** Mean MW over a period's hours of what `mw` says of each price block. */
export function meanOverBlocksMw(blocks: FlexibleBlock[], mw: (block: FlexibleBlock) => number): number {
  return blocks.reduce((sum, block) => sum + block.share * mw(block), 0);
}

export function flexibleLoadMw(block: FlexibleBlock): number {
  return block.runs.reduce((sum, { load, mw }) => sum + (load === null ? 0 : mw), 0);
}

export function resaleMw(block: FlexibleBlock): number {
  return block.runs.reduce((sum, { load, mw }) => sum + (load === null ? mw : 0), 0);
}

export function powerSection({ use, flexible }: AuditResult): PowerRow[] {
  return use.sites.map(({ site, firmMw, interruptibleMw, expansionMw, peakMw, inUseMw, atPueMw }, index) => {
    const mean = (mw: (block: FlexibleBlock) => number): number[] =>
      tidyQuantities(flexible[index].map((blocks) => meanOverBlocksMw(blocks, mw)));
    return {
      site: site.id,
      firmMw,
      interruptibleMw,
      expansionMw,
      energisedMw: tidyQuantities(firmMw.map((mw, t) => mw + expansionMw[t] + interruptibleMw[t])),
      itMw: tidyQuantities(inUseMw),
      peakMw: tidyQuantities(peakMw),
      flexibleMw: mean(flexibleLoadMw),
      resaleMw: mean(resaleMw),
      strandedMw: mean((block) => block.strandedMw),
      meanPue: inUseMw.map((mw, t) => (mw > 0 ? tidyQuantities([atPueMw[t] / mw])[0] : null)),
    };
  });
}
