// Cooling technologies and the halls built around them: density, annual PUE, water, capex of shell and fit-out, lead time, module.
import { Fact, sourced, unverified } from "./fact.ts";

export interface CoolingPreset {
  readonly id: string;
  readonly name: string;
  readonly maxKwPerRack: Fact;
  readonly pue: Fact;
  /** Design-day PUE: utility MW contracted per IT MW. Absent where no source tells it apart from the annual one. */
  readonly peakPue?: Fact;
  readonly waterLitrePerKwh: Fact;
  readonly moduleMw: Fact;
  readonly capexUsdPerMw: Fact;
  readonly leadMonths: Fact;
  readonly lifeYears: Fact;
}

const life = unverified(20, "shell and fit-out", [15, 25]);
/** Contracted utility MW per IT MW in signed leases. */
const peak = (value: number): Fact =>
  sourced(
    value,
    "gross over IT MW in signed leases: TeraWulf 1.25, River Bend 1.35, Cipher 1.45, Helios 1.52",
    [1.25, 1.52],
  );

export const COOLING: readonly CoolingPreset[] = [
  {
    id: "mining-shed",
    name: "bitcoin shed, air or evaporative wall",
    maxKwPerRack: sourced(10, "chaincryptocoins.com", [5, 12]),
    pue: unverified(1.06, "fans only", [1.03, 1.12]),
    waterLitrePerKwh: unverified(0.05, "evaporative walls in summer", [0, 0.5]),
    moduleMw: sourced(25, "CleanSpark, Hut 8 builds"),
    capexUsdPerMw: sourced(
      0.45e6,
      "chaincryptocoins.com: $0.3-0.8M/MW without miners; theminermag: CleanSpark $0.43M/MW",
      [0.2e6, 0.83e6],
    ),
    leadMonths: sourced(7, "Hut 8 Salt Creek 3.5 months (advfn.com)", [4, 12]),
    lifeYears: unverified(10, "light building", [7, 15]),
  },
  {
    id: "air",
    name: "air with containment (CRAH, fan wall)",
    maxKwPerRack: sourced(18, "datacentres.com: 15-20 kW", [15, 25]),
    pue: sourced(1.4, "datacentres.com: 1.3-1.8", [1.25, 1.8]),
    waterLitrePerKwh: sourced(0.36, "vertiv.com: US average 0.36-0.48", [0, 2]),
    moduleMw: unverified(10, "data hall"),
    capexUsdPerMw: sourced(7e6, "retrofit $3.6M/MW (allibnews.com, Riot-AMD) to new build", [3.6e6, 10e6]),
    leadMonths: unverified(14, "fit-out with long-lead switchgear", [9, 24]),
    lifeYears: life,
  },
  {
    id: "rear-door",
    name: "rear-door heat exchanger",
    maxKwPerRack: sourced(45, "madcoolstuff.com: 35 kW and more a cabinet", [30, 70]),
    pue: unverified(1.3, "chilled water at the door", [1.2, 1.45]),
    waterLitrePerKwh: unverified(0.3, "as air", [0, 1.5]),
    moduleMw: unverified(5, "row block"),
    capexUsdPerMw: unverified(8e6, "between air and direct to chip", [5e6, 10.5e6]),
    leadMonths: unverified(14, "as air", [9, 24]),
    lifeYears: life,
  },
  {
    id: "direct-to-chip",
    name: "direct to chip, single phase (130-200 kW a rack)",
    maxKwPerRack: sourced(140, "fluxtherm.com.au: 50-200 kW", [50, 200]),
    pue: sourced(1.18, "fluxtherm.com.au 1.1-1.2; idcnova.com: Applied Digital 1.18", [1.1, 1.3]),
    peakPue: peak(1.4),
    waterLitrePerKwh: sourced(0.02, "closed loop: idcnova.com near zero", [0, 0.5]),
    moduleMw: sourced(25, "blocks of 25-50 MW (IREN Horizon)"),
    capexUsdPerMw: sourced(10e6, "$8-11M/MW; getquin.com: IREN capex about doubled to tier 3", [8e6, 16e6]),
    leadMonths: sourced(18, "12-26 months with transformers and switchgear", [12, 26]),
    lifeYears: life,
  },
  {
    id: "direct-to-chip-rubin",
    name: "direct to chip for 190-260 kW racks (45 C water)",
    maxKwPerRack: sourced(230, "regantih.github.io: Vera Rubin 190-230 kW", [190, 260]),
    pue: unverified(1.15, "warm water, no chillers most of the year", [1.08, 1.25]),
    peakPue: peak(1.35),
    waterLitrePerKwh: sourced(0.02, "binance.bh: 45 C loops near zero", [0, 0.3]),
    moduleMw: sourced(25, "blocks of 25-50 MW"),
    capexUsdPerMw: unverified(12e6, "top of the range for direct to chip", [9e6, 18e6]),
    leadMonths: sourced(18, "12-26 months with transformers and switchgear", [12, 26]),
    lifeYears: life,
  },
  {
    id: "immersion-1p",
    name: "single-phase immersion",
    maxKwPerRack: unverified(100, "tank equivalent", [50, 200]),
    pue: sourced(1.06, "build.inc: partial PUE about 1.01; under 10 % of installs", [1.02, 1.1]),
    waterLitrePerKwh: unverified(0.02, "dry coolers", [0, 0.3]),
    moduleMw: unverified(5, "tank room"),
    capexUsdPerMw: unverified(10.5e6, "tanks and fluid", [8e6, 14e6]),
    leadMonths: unverified(20, "few suppliers", [14, 28]),
    lifeYears: life,
  },
  {
    id: "immersion-2p",
    name: "two-phase immersion",
    maxKwPerRack: unverified(200, "tank equivalent", [100, 250]),
    pue: unverified(1.04, "boiling fluid", [1.01, 1.08]),
    waterLitrePerKwh: unverified(0.01, "dry coolers", [0, 0.2]),
    moduleMw: unverified(2, "tank room"),
    capexUsdPerMw: unverified(12e6, "sealed tanks; PFAS fluid risk", [9e6, 16e6]),
    leadMonths: unverified(24, "few suppliers", [16, 36]),
    lifeYears: life,
  },
  {
    id: "subsea",
    name: "subsea module (as Lingang)",
    maxKwPerRack: unverified(80, "rack density", [40, 120]),
    pue: sourced(1.15, "operator: at most 1.15", [1.1, 1.18]),
    waterLitrePerKwh: sourced(0, "newsgd.com: no fresh water"),
    moduleMw: sourced(2.3, "citynewsservice.cn: phase 1 is one module of 2.3 MW"),
    capexUsdPerMw: sourced(9.4e6, "newsgd.com, Xinhua: CNY 1.6B for 24 MW", [8e6, 14e6]),
    leadMonths: sourced(12, "Lingang phases", [5, 24]),
    lifeYears: life,
  },
];
