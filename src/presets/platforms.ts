// AI platforms, a rack each. Figures as published by about August 2026; PFLOPS are dense FP8 (dense BF16 where a chip has no FP8), in units
// of 1e15 operations a second. Prices are for a rack with its servers; add 10-15 % for network and storage.
import { Fact, sourced, unverified } from "./fact.ts";

export interface PlatformPreset {
  readonly id: string;
  readonly name: string;
  readonly availableFrom: string;
  /** Cooling presets that can carry the rack's density. */
  readonly cooling: readonly string[];
  readonly kwPerRack: Fact;
  readonly acceleratorsPerRack: Fact;
  readonly pflopsPerRack: Fact;
  /** Price of a rack; absent for what is not sold. */
  readonly usdPerRack?: Fact;
  /** Useful life for residual values. */
  readonly lifeYears: Fact;
}

const EPOCH = "Epoch AI, Machine learning hardware (CC BY 4.0), dense FLOP/s per chip times chips per rack";
const life = sourced(5, "Epoch AI: 5 years; CoreWeave depreciates over 6", [5, 6]);
const LIQUID = ["direct-to-chip", "immersion-2p"];
const AIR_OR_DOOR = ["rear-door", "direct-to-chip", "immersion-1p", "immersion-2p", "subsea"];

export const PLATFORMS: readonly PlatformPreset[] = [
  {
    id: "gb200-nvl72",
    name: "NVIDIA GB200 NVL72",
    availableFrom: "2025-01",
    cooling: LIQUID,
    kwPerRack: sourced(120, "vendor 120 kW; sg.news.yahoo.com (1.36 t, 120 kW)", [115, 132]),
    acceleratorsPerRack: sourced(72, "NVL72: 72 GPUs in one NVLink domain"),
    pflopsPerRack: sourced(360, EPOCH),
    usdPerRack: sourced(3.4e6, "Bernstein via ng.investing.com: $3.4M hardware a rack", [2.6e6, 4.0e6]),
    lifeYears: life,
  },
  {
    id: "gb300-nvl72",
    name: "NVIDIA GB300 NVL72",
    availableFrom: "2025-07",
    cooling: LIQUID,
    kwPerRack: sourced(135, "introl.com (120 kW), moduledge.com (120-132 kW)", [120, 142]),
    acceleratorsPerRack: sourced(72, "NVL72: 72 GPUs in one NVLink domain"),
    pflopsPerRack: sourced(360, EPOCH),
    usdPerRack: sourced(
      4.0e6,
      "blogerroom.com (~$4M); IREN: $5.8B for 76k GPUs, $5.5M per 72 with network",
      [3.0e6, 5.5e6],
    ),
    lifeYears: life,
  },
  {
    id: "hgx-h100",
    name: "HGX H100 rack (4 servers of 8)",
    availableFrom: "2022-10",
    cooling: AIR_OR_DOOR,
    kwPerRack: sourced(44, "servnetuk.com: 10.2 kW a server", [41, 48]),
    acceleratorsPerRack: sourced(32, "4 servers of 8 GPUs"),
    pflopsPerRack: sourced(63.3, EPOCH),
    usdPerRack: sourced(1.2e6, "aiinframap.com: about $30k a GPU", [0.9e6, 1.5e6]),
    lifeYears: life,
  },
  {
    id: "hgx-h200",
    name: "HGX H200 rack (4 servers of 8)",
    availableFrom: "2024-10",
    cooling: AIR_OR_DOOR,
    kwPerRack: sourced(44, "as HGX H100", [41, 48]),
    acceleratorsPerRack: sourced(32, "4 servers of 8 GPUs"),
    pflopsPerRack: sourced(63.3, EPOCH),
    usdPerRack: sourced(1.35e6, "aiinframap.com: about $35k a GPU", [1.1e6, 1.7e6]),
    lifeYears: life,
  },
  {
    id: "hgx-b200",
    name: "HGX B200 rack (4 servers of 8)",
    availableFrom: "2025-01",
    cooling: AIR_OR_DOOR,
    kwPerRack: sourced(60, "madcoolstuff.com: 14.3 kW a DGX B200", [56, 66]),
    acceleratorsPerRack: sourced(32, "4 servers of 8 GPUs"),
    pflopsPerRack: sourced(144, EPOCH),
    usdPerRack: sourced(1.7e6, "aiinframap.com: about $40k a GPU; server uplift unverified", [1.3e6, 2.1e6]),
    lifeYears: life,
  },
  {
    id: "hgx-b300",
    name: "HGX B300 rack (4 servers of 8)",
    availableFrom: "2026-01",
    cooling: ["direct-to-chip", "immersion-1p", "immersion-2p", "subsea"],
    kwPerRack: sourced(64, "aiwiki.ai on NVIDIA DGX B300 (ships January 2026)", [58, 72]),
    acceleratorsPerRack: sourced(32, "4 servers of 8 GPUs"),
    pflopsPerRack: sourced(144, EPOCH),
    usdPerRack: unverified(2.1e6, "rack price", [1.7e6, 2.6e6]),
    lifeYears: life,
  },
  {
    id: "vera-rubin-nvl72",
    name: 'NVIDIA Vera Rubin NVL72 (once "NVL144")',
    availableFrom: "2026-10",
    cooling: ["direct-to-chip-rubin"],
    kwPerRack: sourced(210, "regantih.github.io: 190-230 kW; all direct to chip, 45 C water", [190, 230]),
    acceleratorsPerRack: sourced(72, "NVL72: 72 packages in one NVLink domain"),
    pflopsPerRack: sourced(1200, "megaobzor.com: 1.2 EF FP8"),
    usdPerRack: sourced(7.8e6, "Morgan Stanley via faq.com.tw: $7.80M, up to $9.1M", [6.5e6, 9.1e6]),
    lifeYears: life,
  },
  {
    id: "mi355x",
    name: "AMD MI355X rack (128 GPUs)",
    availableFrom: "2025-07",
    cooling: ["direct-to-chip-rubin"],
    kwPerRack: unverified(230, "128 GPUs of 1.4 kW (theregister.com) and what is around them", [200, 250]),
    acceleratorsPerRack: sourced(128, "webpronews.com, theregister.com"),
    pflopsPerRack: sourced(589, EPOCH),
    usdPerRack: unverified(4.5e6, "rack price", [3.5e6, 5.5e6]),
    lifeYears: life,
  },
  {
    id: "helios",
    name: "AMD Helios (72 MI455X)",
    availableFrom: "2026-10",
    cooling: ["direct-to-chip-rubin"],
    kwPerRack: unverified(220, "double-wide rack", [180, 260]),
    acceleratorsPerRack: sourced(72, "awesomeagents.ai on AMD Helios"),
    pflopsPerRack: sourced(1400, "awesomeagents.ai: 1.4 EF FP8"),
    usdPerRack: unverified(6.0e6, "rack price", [4.5e6, 8.0e6]),
    lifeYears: life,
  },
  {
    id: "tpu-v7",
    name: "Google TPU v7 Ironwood rack (64)",
    availableFrom: "2025-10",
    cooling: ["direct-to-chip", "immersion-2p", "subsea"],
    kwPerRack: sourced(72, "xpu.pub: 9,216 chips draw about 10 MW; Epoch: 960 W a chip", [66, 85]),
    acceleratorsPerRack: sourced(64, "a rack is a 4 x 4 x 4 cube"),
    pflopsPerRack: sourced(295.3, EPOCH),
    usdPerRack: unverified(1.3e6, "rack price; gate.com has Morgan Stanley's $27B a GW all in", [0.9e6, 1.9e6]),
    lifeYears: life,
  },
  {
    id: "tpu-v6e",
    name: "Google TPU v6e rack (64)",
    availableFrom: "2024-10",
    cooling: AIR_OR_DOOR,
    kwPerRack: unverified(35, "chips of 380 W (Epoch) and what is around them", [28, 42]),
    acceleratorsPerRack: unverified(64, "chips per rack"),
    pflopsPerRack: sourced(58.8, "brendanjameslynskey.github.io: 918 TF BF16 a chip"),
    lifeYears: life,
  },
  {
    id: "cs-3",
    name: "Cerebras CS-3",
    availableFrom: "2024-01",
    cooling: ["rear-door", "direct-to-chip"],
    kwPerRack: unverified(23, "system power; anandtech.com has the CS-1 at about 20 kW", [20, 26]),
    acceleratorsPerRack: sourced(1, "one wafer"),
    pflopsPerRack: sourced(125, "gnoppix.org: 125 PF FP16 (the vendor's AI FLOPs)"),
    usdPerRack: unverified(2.5e6, "system price", [1.5e6, 3.5e6]),
    lifeYears: life,
  },
];
