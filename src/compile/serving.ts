// What serving costs, for every (option, column): sum_t g * (R*opex*M + R*kw/1000 * pue * utilisation * HOURS * energy(site,t)) * F(t).
// R*kw/1000 is the column's MW. The sums over t are shared: sum(g*F) by all columns of an option, sum(g*F*energy) by those of a site.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { Contract, Portfolio } from "../portfolio/schema.ts";
import { Columns, contractMw, racksPerUnit } from "./columns.ts";
import { Options } from "./contracts.ts";
import { Discounting } from "./finance.ts";
import { InstanceWriter } from "./instance-writer.ts";
import { Layout } from "./layout.ts";

/** 2 GB of costs: half of what a 32-bit WASM memory can hold, the rest is the kernel's. */
const MAX_SERVE_COSTS = 2 ** 28;

/** Writes optionServeStart and serveUsd. Throws when there are more (start, spot) combinations than a kernel can hold. */
export function compileServing(
  portfolio: Portfolio,
  layout: Layout,
  calendar: Calendar,
  discounting: Discounting,
  options: Options,
  columns: Columns,
  energyUsdPerMwh: Float64Array,
  writer: InstanceWriter,
): void {
  const { contracts } = portfolio;
  const serveStart = new Int32Array(options.count);
  let total = 0;
  for (let c = 0; c < contracts.length; c++) {
    const own = columns.contractColumnStart[c + 1] - columns.contractColumnStart[c];
    for (let option = options.contractStart[c]; option < options.contractStart[c + 1]; option++) {
      serveStart[option] = total;
      total += own;
    }
  }
  if (total > MAX_SERVE_COSTS) {
    throw new Error(
      `portfolio "${portfolio.name}" has ${total} combinations of contract, start and place, more than ${MAX_SERVE_COSTS}: ` +
        "narrow the start windows (contracts[].start), restrict placement, or use longer periods (horizon.monthsPerPeriod)",
    );
  }
  const costs = new ServingCosts(layout, calendar, discounting, columns, energyUsdPerMwh, new Float64Array(total));
  contracts.forEach((contract, c) => {
    costs.loadContract(contract);
    for (let option = options.contractStart[c]; option < options.contractStart[c + 1]; option++) {
      const start = options.start[option];
      costs.compile(c, start, options.end[option], options.ramp, c * calendar.periods, serveStart[option]);
    }
  });
  writer.setInts(IntField.optionServeStart, serveStart);
  writer.setFloats(FloatField.serveUsd, costs.serveUsd);
}

class ServingCosts {
  /** P: USD per full share and unit of sum(g*F). */
  private readonly opexUsd: Float64Array;
  /** P: MWh at PUE 1 per full share and period at ramp factor 1. */
  private readonly itMwh: Float64Array;
  /** T: g*F of the option at hand, valid over its term. */
  private readonly weight: Float64Array;

  constructor(
    private readonly layout: Layout,
    private readonly calendar: Calendar,
    private readonly discounting: Discounting,
    private readonly columns: Columns,
    private readonly energyUsdPerMwh: Float64Array,
    readonly serveUsd: Float64Array,
  ) {
    this.opexUsd = new Float64Array(layout.platforms.length);
    this.itMwh = new Float64Array(layout.platforms.length);
    this.weight = new Float64Array(calendar.periods);
  }

  loadContract(contract: Contract): void {
    const { layout, calendar } = this;
    for (const id of contract.platforms) {
      const p = layout.platformIndex.get(id)!;
      const platform = layout.platforms[p];
      const racks = contract.quantity * racksPerUnit(contract.unit, platform);
      this.opexUsd[p] = racks * platform.opexUsdPerRackMonth * calendar.monthsPerPeriod;
      this.itMwh[p] = contractMw(contract, platform) * contract.utilisation * calendar.hoursPerPeriod;
    }
  }

  /** Costs of one option at every column of contract c, from `at` on. Call loadContract first. */
  compile(c: number, start: number, end: number, ramp: Float64Array, rampBase: number, at: number): void {
    const { layout, columns, energyUsdPerMwh, opexUsd, itMwh, weight, serveUsd } = this;
    const { spotHall, spotPlatform } = columns.spots;
    const midFactor = this.discounting.midFactor;
    const T = this.calendar.periods;
    let served = 0;
    for (let t = start; t < end; t++) {
      weight[t] = ramp[rampBase + t - start] * midFactor[t];
      served += weight[t];
    }
    let site = -1;
    let energy = 0;
    const from = columns.contractColumnStart[c];
    const to = columns.contractColumnStart[c + 1];
    for (let column = from; column < to; column++) {
      const spot = columns.columnSpot[column];
      const hall = spotHall[spot];
      const platform = spotPlatform[spot];
      if (layout.hallSite[hall] !== site) {
        site = layout.hallSite[hall];
        energy = 0;
        for (let t = start; t < end; t++) energy += weight[t] * energyUsdPerMwh[site * T + t];
      }
      serveUsd[at + column - from] = opexUsd[platform] * served + itMwh[platform] * layout.halls[hall].pue * energy;
    }
  }
}
