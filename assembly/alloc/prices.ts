// Prices: what one more unit on the right-hand side of each row of the condensed LP is worth (its duals at the root). They are marginal
// values of the relaxation, not of the whole-number plan. Where the LP is too large, the multipliers of the dual bound serve.
// Layout: hall[H*T] per IT MW, firm power[S*T] and total power[S*T] per MW at the meter (firm MW count in both rows: the firm price is
// their sum), chips[P*T] per IT MW, equity[T] per nominal USD, debt capacity[1] per nominal USD; all in discounted USD.
import { F64, newF64 } from "../glue/mem.ts";
import { DualBound } from "./dual-bound.ts";
import { Instance } from "./instance.ts";
import { flexibleValue } from "./power.ts";
import { Relaxation } from "./relaxation.ts";

export function priceCount(inst: Instance): i32 {
  return (inst.halls + 2 * inst.sites + inst.platforms + 1) * inst.periods + 1;
}

/** Worth of the next MW left over at site-period `st`, where the relaxation has no row because nothing uses power there. */
function idlePowerPrice(inst: Instance, st: i32): f64 {
  const energised: f64 = inst.siteFirmMw[st] + inst.siteInterruptibleMw[st];
  return flexibleValue(inst, st, energised + 1.0) - flexibleValue(inst, st, energised);
}

/** Prices from the duals of the relaxation's present solution (the root's, before any dive). */
export function relaxationPrices(inst: Instance, relaxation: Relaxation): F64 {
  const T = inst.periods;
  const rows = relaxation.build.rows;
  const out = newF64(priceCount(inst));
  const unit = relaxation.build.unitUsd;
  let at: i32 = 0;
  for (let i: i32 = 0; i < inst.halls * T; i++) out[at++] = priceOf(relaxation, rows.hall[i]);
  for (let i: i32 = 0; i < inst.sites * T; i++) {
    const total: f64 = rows.total[i] < 0 ? idlePowerPrice(inst, i) : priceOf(relaxation, rows.total[i]);
    out[at + inst.sites * T] = total;
    out[at] = total + priceOf(relaxation, rows.firm[i]);
    at++;
  }
  at += inst.sites * T;
  for (let i: i32 = 0; i < inst.platforms * T; i++) out[at++] = priceOf(relaxation, rows.chip[i]);
  for (let t: i32 = 0; t < T; t++) out[at++] = priceOf(relaxation, rows.equity[t]) / unit;
  out[at] = priceOf(relaxation, rows.debtCap) / unit;
  return out;
}

/** A relaxed right-hand side never costs anything: what rounding leaves below zero is zero. */
function priceOf(relaxation: Relaxation, row: i32): f64 {
  return Math.max(0.0, relaxation.rowPriceUsd(row));
}

/** Prices from the best multipliers of the dual bound. */
export function dualPrices(inst: Instance, dual: DualBound): F64 {
  const T = inst.periods;
  const layout = dual.layout;
  const out = newF64(priceCount(inst));
  let at: i32 = 0;
  for (let i: i32 = 0; i < inst.halls * T; i++) out[at++] = dual.hallPrice[i];
  for (let i: i32 = 0; i < inst.sites * T; i++) out[at++] = dual.firmPrice[i] + dual.totalPrice[i];
  for (let i: i32 = 0; i < inst.sites * T; i++) out[at++] = dual.totalPrice[i];
  for (let i: i32 = 0; i < inst.platforms * T; i++) out[at++] = dual.chipPrice[i];
  for (let t: i32 = 0; t < T; t++) out[at++] = dual.bestX[layout.equityAt + t];
  out[at] = dual.bestX[layout.debtAt];
  return out;
}
