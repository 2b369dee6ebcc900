// Bitcoin miners: what turns leftover power into hash rate. 1 MW at the machine holds 1000 / (J/TH) PH/s.
import { Fact, sourced, unverified } from "./fact.ts";

export interface MinerPreset {
  readonly id: string;
  readonly name: string;
  /** Energy per terahash, J/TH (= W per TH/s). */
  readonly joulesPerTh: Fact;
  /** Hash rate of one machine, TH/s. */
  readonly thPerSecond: Fact;
  readonly usdPerMachine: Fact;
}

const miner = (id: string, name: string, joulesPerTh: Fact, thPerSecond: Fact, usdPerMachine: Fact): MinerPreset => ({
  id,
  name,
  joulesPerTh,
  thPerSecond,
  usdPerMachine,
});

const SHEET = "kookoo55/miningftw, price sheet of August 2025";

export const MINERS: readonly MinerPreset[] = [
  miner(
    "s19j-pro",
    "Antminer S19j Pro",
    sourced(30.5, "lmc-mining.vercel.app"),
    sourced(100, "lmc-mining.vercel.app"),
    unverified(300, "used price"),
  ),
  miner(
    "s19-xp",
    "Antminer S19 XP",
    sourced(21.5, "miningstore.com"),
    sourced(140, "miningstore.com"),
    unverified(800, "used price 2026"),
  ),
  miner("s21", "Antminer S21", sourced(17.5, "hackernoon.com"), sourced(200, "hackernoon.com"), sourced(2699, SHEET)),
  miner(
    "s21-plus",
    "Antminer S21+",
    sourced(16.5, "btcminermarketplace.com"),
    sourced(216, "btcminermarketplace.com"),
    sourced(3349, SHEET),
  ),
  miner(
    "s21-pro",
    "Antminer S21 Pro",
    sourced(15, "lmc-mining.vercel.app"),
    sourced(234, "lmc-mining.vercel.app"),
    sourced(4129, SHEET),
  ),
  miner(
    "s21-xp",
    "Antminer S21 XP",
    sourced(13.5, "btcminermarketplace.com"),
    sourced(270, "btcminermarketplace.com"),
    unverified(5400, "price"),
  ),
  miner(
    "s21-plus-hydro",
    "Antminer S21+ Hydro",
    sourced(15, "top-crypto-mining-asics.com"),
    sourced(319, "top-crypto-mining-asics.com"),
    unverified(5100, "price"),
  ),
  miner(
    "s21-xp-hydro",
    "Antminer S21 XP Hydro",
    unverified(12, "specification"),
    unverified(473, "specification"),
    unverified(9900, "price"),
  ),
  miner(
    "m60s",
    "Whatsminer M60S",
    unverified(18.5, "specification"),
    unverified(186, "specification"),
    unverified(2400, "price"),
  ),
  miner("m66", "Whatsminer M66 (immersion)", sourced(19.9, SHEET), sourced(276, SHEET), sourced(3615, SHEET)),
];
