// Figures within their range that look like another unit: percent for fractions, kWh for MWh, thousands or millions of dollars.
import { Report } from "./problem.ts";
import { Portfolio, Series } from "./schema.ts";
import { stepsOf } from "./series.ts";
import { figure, Path } from "./show.ts";

/** Yearly rates above this are hardly meant; the costliest project debt and the boldest equity ask a third of it. */
const HIGHEST_RATE = 0.5;
/** Yearly default probabilities of the worst rating class that is still sold to are around 0.2. */
const HIGHEST_DEFAULT = 0.25;
/** Modules cost 5 to 15 million USD per IT MW; a hundredth of that is a price per kW or in thousands. */
const LOWEST_CAPEX_USD_PER_MW = 50_000;
/** Racks draw 5 to 600 kW, a few announced ones 1000. */
const LOWEST_KW_PER_RACK = 1;
const HIGHEST_KW_PER_RACK = 5000;
/** The largest campuses announced are 10 000 MW. */
const HIGHEST_SITE_MW = 50_000;

function warnOfRate(rate: number | undefined, path: Path, report: Report): void {
  if (rate === undefined || Math.abs(rate) <= HIGHEST_RATE) return;
  const message = `${rate} means ${figure(rate * 100)} % a year`;
  report.warning("looks-like-percent", path, message, `write ${figure(rate / 100)} for ${figure(rate)} %`);
}

const valuesOf = (series: Series): number[] =>
  typeof series === "number" ? [series] : stepsOf(series).map((step) => step.value);

function warnOfPrices(prices: readonly Series[], path: Path, report: Report): void {
  const highest = prices.flatMap(valuesOf).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (highest === 0 || highest >= 1) return;
  const message = `${figure(highest)} USD per MWh at most is almost nothing`;
  report.warning(
    "looks-like-other-unit",
    path,
    message,
    `prices are per MWh: ${figure(highest)} USD per kWh are ${figure(highest * 1000)}`,
  );
}

function warnOfSite(site: Portfolio["sites"][number], path: Path, report: Report): void {
  const mw = valuesOf(site.firmMw).reduce((most, value) => Math.max(most, value), 0);
  if (mw > HIGHEST_SITE_MW) {
    report.warning(
      "looks-like-other-unit",
      [...path, "firmMw"],
      `${figure(mw)} MW is more than any site has`,
      `power is in MW: ${figure(mw)} kW are ${figure(mw / 1000)}`,
    );
  }
  const { market, ppa } = site.energy;
  const marketPrices = market.map((block) => block.usdPerMwh);
  warnOfPrices(marketPrices, [...path, "energy", "market"], report);
  if (ppa !== undefined) warnOfPrices([ppa.usdPerMwh], [...path, "energy", "ppa", "usdPerMwh"], report);
  site.flexible.forEach((load, index) => {
    warnOfPrices([load.usdPerMwh], [...path, "flexible", index, "usdPerMwh"], report);
  });
  site.halls.forEach(({ build }, index) => {
    if (build === undefined || build.capexUsdPerMw === 0 || build.capexUsdPerMw >= LOWEST_CAPEX_USD_PER_MW) return;
    const message = `${build.capexUsdPerMw} USD per MW is far below what halls cost`;
    const hint = "write USD per MW of IT: 10 000 USD per kW are 10000000, and so are 10 million per MW";
    report.warning("looks-like-other-unit", [...path, "halls", index, "build", "capexUsdPerMw"], message, hint);
  });
}

export function warnOfFigures(portfolio: Portfolio, report: Report): void {
  warnOfRate(portfolio.finance.discountRate, ["finance", "discountRate"], report);
  warnOfRate(portfolio.finance.debt?.rate, ["finance", "debt", "rate"], report);
  portfolio.platforms.forEach(({ kwPerRack }, index) => {
    if (kwPerRack >= LOWEST_KW_PER_RACK && kwPerRack <= HIGHEST_KW_PER_RACK) return;
    const hint =
      kwPerRack < LOWEST_KW_PER_RACK
        ? `${kwPerRack} MW are ${figure(kwPerRack * 1000)} kW`
        : `${kwPerRack} W are ${figure(kwPerRack / 1000)} kW`;
    report.warning(
      "looks-like-other-unit",
      ["platforms", index, "kwPerRack"],
      `${kwPerRack} kW per rack is unheard of`,
      hint,
    );
  });
  portfolio.sites.forEach((site, index) => {
    warnOfSite(site, ["sites", index], report);
  });
  portfolio.contracts.forEach(({ escalation, credit }, index) => {
    const path: Path = ["contracts", index];
    warnOfRate(escalation, [...path, "escalation"], report);
    warnOfRate(credit.discountRate, [...path, "credit", "discountRate"], report);
    if (credit.annualDefaultProbability <= HIGHEST_DEFAULT) return;
    const probability = credit.annualDefaultProbability;
    const message = `${probability} means a ${figure(probability * 100)} % chance of default every year`;
    report.warning(
      "looks-like-percent",
      [...path, "credit", "annualDefaultProbability"],
      message,
      `write ${figure(probability / 100)} for ${probability} %`,
    );
  });
}
