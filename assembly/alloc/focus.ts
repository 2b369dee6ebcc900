// What an edit touched since the plan that a solve starts from: contracts whose terms or places are in question, sites where something was set
// free or taken away. Neighbourhoods are drawn around these first.
import { I32, newI32 } from "../glue/mem.ts";

export class Focus {
  contractCount: i32 = 0;
  siteCount: i32 = 0;
  /** The first contractCount and siteCount are those touched. */
  contracts: I32;
  sites: I32;

  constructor(contracts: i32, sites: i32) {
    this.contracts = newI32(contracts);
    this.sites = newI32(sites);
  }

  isEmpty(): bool {
    return this.contractCount + this.siteCount === 0;
  }

  /** `touched`: 1 = touched, by contract and then by site. */
  set(touched: I32, contracts: i32, sites: i32): void {
    this.contractCount = 0;
    this.siteCount = 0;
    for (let c: i32 = 0; c < contracts; c++) {
      if (touched[c] !== 0) this.contracts[this.contractCount++] = c;
    }
    for (let s: i32 = 0; s < sites; s++) {
      if (touched[contracts + s] !== 0) this.sites[this.siteCount++] = s;
    }
  }
}
