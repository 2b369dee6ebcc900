// Changes that can only help: whatever plan there was stays feasible and is worth the same, so no optimum falls.
import { Portfolio } from "../../src/portfolio/schema.ts";
import { Rng } from "../support/rng.ts";

type Series = Portfolio["sites"][number]["firmMw"];

/** In every step; before its first step a series is 0 and stays so. */
const raised = (series: Series, by: number): Series =>
  typeof series === "number"
    ? series + by
    : Object.fromEntries(Object.entries(series).map(([month, value]) => [month, value + by]));

function withFirmMw(portfolio: Portfolio, draw: Rng): Portfolio {
  const target = draw.int(0, portfolio.sites.length - 1);
  const mw = draw.between(0.5, 20);
  const sites = portfolio.sites.map((site, s) => (s === target ? { ...site, firmMw: raised(site.firmMw, mw) } : site));
  return { ...portfolio, sites };
}

function withLot(portfolio: Portfolio, draw: Rng): Portfolio {
  const platform = draw.pick(portfolio.platforms.filter(({ supply }) => supply === "backlog"));
  const lot = {
    id: "one-more",
    platform: platform.id,
    racks: draw.int(10, 100),
    arrives: portfolio.horizon.start,
    usdPerRack: draw.pick([0, 1e6]),
    committed: false,
    divisible: draw.chance(0.5),
  };
  return { ...portfolio, backlog: [...portfolio.backlog, lot] };
}

function withEquity(portfolio: Portfolio, draw: Rng): Portfolio {
  const { cumulativeEquityUsd } = portfolio.finance;
  const usd = draw.between(1e6, 1e9);
  return { ...portfolio, finance: { ...portfolio.finance, cumulativeEquityUsd: raised(cumulativeEquityUsd!, usd) } };
}

/** Every such change the portfolio has a place for. */
export function withMoreCapacity(portfolio: Portfolio, draw: Rng): { words: string; larger: Portfolio }[] {
  const found = [{ words: "more firm MW", larger: withFirmMw(portfolio, draw) }];
  if (portfolio.platforms.some(({ supply }) => supply === "backlog"))
    found.push({ words: "one more lot", larger: withLot(portfolio, draw) });
  if (portfolio.finance.cumulativeEquityUsd !== undefined)
    found.push({ words: "more equity", larger: withEquity(portfolio, draw) });
  return found;
}
