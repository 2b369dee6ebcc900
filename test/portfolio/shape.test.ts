// One field by itself: names, types and ranges.
import { describe, expect, it } from "vitest";
import { errorsOf, expectOnly, Row, rowName } from "./bad-input.ts";
import { keysOf, SMALL, withoutKey, withValue } from "./small.ts";

const put = (path: string, value: unknown): unknown => withValue(keysOf(path), value);
const drop = (path: string): unknown => withoutKey(keysOf(path));

const oslo = 'site "oslo"';
const dlc = 'hall "dlc" of site "oslo"';
const north = 'portfolio "north"';

// biome-ignore format: one row a line reads as the table it is
const keys: Row[] = [
  [put("foo", 1), "unknown-key", "foo", north, '"foo"', "known here: schema, name, horizon"],
  [put("site", []), "unknown-key", "site", north, '"site"', 'did you mean "sites"?'],
  [put("$schema", "x"), "unknown-key", '["$schema"]', north, '"$schema"', "editor's settings"],
  [put("discountRate", 0.1), "unknown-key", "discountRate", north, "discountRate", "belongs in finance.discountRate or contracts[].credit.discountRate"],
  [put("finance.discountrate", 0.1), "unknown-key", "finance.discountrate", "finance", "discountrate", 'did you mean "discountRate"?'],
  [put("contracts[0].utilization", 0.9), "unknown-key", "contracts[0].utilization", 'contract "c-1"', "utilization", 'did you mean "utilisation"?'],
  [put("contracts[0].placement.max_sites", 2), "unknown-key", "contracts[0].placement.max_sites", 'contract "c-1"', "max_sites", 'did you mean "maxSites"?'],
  [put("sites[0].halls[0].PUE", 1.1), "unknown-key", "sites[0].halls[0].PUE", dlc, '"PUE"', 'did you mean "pue"?'],
  [put("sites[0].energy.market[0].price", 5), "unknown-key", "sites[0].energy.market[0].price", oslo, '"price"', "known here: share, usdPerMwh"],
  [put("backlog[0].__proto__", { racks: 5 }), "unknown-key", "backlog[0].__proto__", 'lot "po-1"', "__proto__", "leave it out"],
  [put("constructor", 1), "unknown-key", "constructor", north, "constructor", "leave it out"],
  [put("sites[0].firmMw.__proto__", 3), "unknown-key", "sites[0].firmMw.__proto__", oslo, "__proto__", "only months as keys"],
  [drop("name"), "missing-key", "name", "portfolio", '"name" is missing', "text in double quotes"],
  [drop("horizon.periods"), "missing-key", "horizon.periods", "horizon", '"periods" is missing', "a whole number"],
  [drop("horizon.start"), "missing-key", "horizon.start", "horizon", '"start" is missing', 'a month such as "2026-07"'],
  [drop("finance.discountRate"), "missing-key", "finance.discountRate", "finance", "missing", "0.1 for 10 % a year"],
  [drop("backlog[0].committed"), "missing-key", "backlog[0].committed", 'lot "po-1"', "missing", "true or false"],
  [drop("sites[0].firmMw"), "missing-key", "sites[0].firmMw", oslo, "missing", "a number, or a step map"],
  [drop("platforms[1].supply"), "missing-key", "platforms[1].supply", 'platform "tenant-air"', "missing", '"backlog" or "tenant"'],
  [drop("contracts[3].id"), "missing-key", "contracts[3].id", "contract without an id", '"id" is missing', "Unique among contracts"],
  [drop("contracts[1].start"), "missing-key", "contracts[1].start", 'contract "c-2"', "missing", "an object"],
];

// biome-ignore format: one row a line reads as the table it is
const types: Row[] = [
  [put("horizon.periods", "8"), "wrong-type", "horizon.periods", "horizon", '"8" is not a whole number', "write 8 without quotes"],
  [put("contracts[0].quantity", "3,600"), "wrong-type", "contracts[0].quantity", 'contract "c-1"', '"3,600" is not a number', "write 3600 without quotes"],
  [put("sites[1].firmMw", "15"), "wrong-type", "sites[1].firmMw", 'site "bodø"', '"15" is not a number, or a step map', "write 15 without quotes"],
  [put("sites[1].firmMw", [1, 2]), "wrong-type", "sites[1].firmMw", 'site "bodø"', "a list of 2", "a step map such as"],
  [put("contracts[0].signed", "true"), "wrong-type", "contracts[0].signed", 'contract "c-1"', '"true" is not true or false', "write true without quotes"],
  [put("contracts[0].signed", 1), "wrong-type", "contracts[0].signed", 'contract "c-1"', "1 is not true or false", "true: it must be accepted"],
  [put("contracts[0].customer", null), "wrong-type", "contracts[0].customer", 'contract "c-1"', "null", "leave the key out"],
  [put("contracts[0].platforms", "gb300"), "wrong-type", "contracts[0].platforms", 'contract "c-1"', '"gb300" is not a list', 'write ["gb300"]'],
  [put("contracts[0].platforms[0]", 5), "wrong-type", "contracts[0].platforms[0]", 'contract "c-1"', "5 is not text", 'write "5"'],
  [put("contracts[2].id", 17), "wrong-type", "contracts[2].id", "contract without an id", "17 is not text", 'write "17"'],
  [put("contracts[2]", 17), "wrong-type", "contracts[2]", "contract without an id", "17 is not an object", "expected an object"],
  [put("contracts[0].credit", []), "wrong-type", "contracts[0].credit", 'contract "c-1"', "an empty list is not an object", "Credit"],
  [put("contracts[0].ramp", 1), "wrong-type", "contracts[0].ramp", 'contract "c-1"', "1 is not an object such as", '{"0": 0.5, "6": 1}'],
  [put("sites", {}), "wrong-type", "sites", north, "an object is not a list", "Places with power and halls"],
  [put("horizon", "2026"), "wrong-type", "horizon", "horizon", '"2026" is not an object', "Horizon"],
  [[], "wrong-type", "", "portfolio", "an empty list is not a portfolio", "an object with schema, name, horizon"],
  ["x", "wrong-type", "", "portfolio", '"x" is not a portfolio', "schema, name, horizon, finance"],
  [null, "wrong-type", "", "portfolio", "null is not a portfolio", "an object"],
  [put("schema", "megalloc/portfolio@2"), "wrong-schema", "schema", north, "portfolio@2", '"megalloc/portfolio@1"'],
  [put("schema", "megalloc/plan@1"), "wrong-schema", "schema", north, "this is a plan", '"megalloc/portfolio@1"'],
  [put("platforms[0].supply", "Backlog"), "not-a-choice", "platforms[0].supply", 'platform "gb300"', '"Backlog" is not a supply', 'did you mean "backlog"?'],
  [put("contracts[0].unit", "gpus"), "not-a-choice", "contracts[0].unit", 'contract "c-1"', '"gpus"', '"mw", "racks", "accelerators", "pflops"'],
  [put("contracts[0].unit", "MW"), "not-a-choice", "contracts[0].unit", 'contract "c-1"', '"MW"', 'did you mean "mw"?'],
];

const months: Row[] = [
  ["2026-13", "months are written"],
  ["2026-00", "months are written"],
  ["2026-1", 'write "2026-01"'],
  ["H2 2026", 'write "2026-07"'],
  ["2026Q4", 'write "2026-10"'],
  ["Jul 2026", 'write "2026-07"'],
  ["2026-07-15", 'write "2026-07"'],
  ["07/2026", 'write "2026-07"'],
  ["2026", 'write "2026-01"'],
  ["0026-07", '"1900-01" to "9999-12"'],
  ["soon", "months are written"],
  [202607, 'write "2026-07"'],
  [null, "months are written"],
].map(
  ([value, mend]): Row => [
    put("contracts[1].start.latest", value),
    "bad-month",
    "contracts[1].start.latest",
    'contract "c-2"',
    `${JSON.stringify(value)} is not a month`,
    String(mend),
  ],
);

// biome-ignore format: one row a line reads as the table it is
const steps: Row[] = [
  [put("sites[0].firmMw.2026-5", 3), "bad-month", 'sites[0].firmMw["2026-5"]', oslo, '"2026-5" is not a month', 'write "2026-05"'],
  [put("sites[0].energy.ppa.usdPerMwh", { now: 3 }), "bad-month", "sites[0].energy.ppa.usdPerMwh.now", oslo, '"now"', "YYYY-MM"],
  [put("sites[0].firmMw", { "2026-01": "40" }), "wrong-type", 'sites[0].firmMw["2026-01"]', oslo, '"40" is not a number', "write 40 without quotes"],
  [put("sites[0].firmMw", { "2026-01": -40 }), "out-of-range", 'sites[0].firmMw["2026-01"]', oslo, "-40 is too small", "minus sign"],
  [put("contracts[0].ramp", { "0": 1, six: 1 }), "bad-ramp-step", "contracts[0].ramp.six", 'contract "c-1"', '"six"', "whole months since"],
  [put("contracts[0].ramp", { "0": 1, "06": 1 }), "bad-ramp-step", 'contracts[0].ramp["06"]', 'contract "c-1"', '"06"', 'write "6"'],
  [put("contracts[0].ramp", { "0": 1, "-3": 1 }), "bad-ramp-step", 'contracts[0].ramp["-3"]', 'contract "c-1"', '"-3"', "whole months"],
  [put("contracts[0].ramp", { "0": 1, "1.5": 1 }), "bad-ramp-step", 'contracts[0].ramp["1.5"]', 'contract "c-1"', '"1.5"', 'write "2"'],
  [put("contracts[0].ramp", { "0": 50, "6": 1 }), "out-of-range", 'contracts[0].ramp["0"]', 'contract "c-1"', "50 is too large", "write 0.5 for 50 %"],
];

// biome-ignore format: one row a line reads as the table it is
const ranges: Row[] = [
  [put("contracts[0].takeOrPay", 80), "out-of-range", "contracts[0].takeOrPay", 'contract "c-1"', "80 is too large: it must be at most 1", "write 0.8 for 80 %"],
  [put("sites[0].energy.market[0].share", -0.25), "out-of-range", "sites[0].energy.market[0].share", oslo, "-0.25 is too small", "minus sign"],
  [put("contracts[0].escalation", -1), "out-of-range", "contracts[0].escalation", 'contract "c-1"', "it must be more than -1", "0.03 raises"],
  [put("contracts[0].quantity", 0), "out-of-range", "contracts[0].quantity", 'contract "c-1"', "0 is too small: it must be more than 0", "Nameplate"],
  [put("contracts[0].quantity", 1e300), "out-of-range", "contracts[0].quantity", 'contract "c-1"', "1e+300 is too large", "number of zeros"],
  [put("platforms[0].kwPerRack", 1e-300), "out-of-range", "platforms[0].kwPerRack", 'platform "gb300"', "1e-300 is too small", "one rack"],
  [put("platforms[0].kwPerRack", Number.NaN), "not-finite", "platforms[0].kwPerRack", 'platform "gb300"', "NaN is not a finite number", "finite"],
  [put("finance.discountRate", Number.POSITIVE_INFINITY), "not-finite", "finance.discountRate", "finance", "Infinity", "overflow"],
  [put("sites[0].interruptibleMw", Number.POSITIVE_INFINITY), "not-finite", "sites[0].interruptibleMw", oslo, "Infinity", "overflow"],
  [put("finance.discountRate", -0.1), "out-of-range", "finance.discountRate", "finance", "-0.1 is too small", "minus sign"],
  [put("horizon.periods", 2.5), "not-whole", "horizon.periods", "horizon", "2.5 is not a whole number", "round it"],
  [put("horizon.periods", 0), "out-of-range", "horizon.periods", "horizon", "at least 1", "Number of periods"],
  [put("horizon.periods", 1e300), "out-of-range", "horizon.periods", "horizon", "1e+300 is too large: it must be at most 1200", "zeros"],
  [put("sites[0].halls[0].pue", 0.9), "out-of-range", "sites[0].halls[0].pue", dlc, "0.9 is too small: it must be at least 1", "Annual PUE"],
  [put("sites[0].halls[0].build.maxModules", 1.5), "not-whole", "sites[0].halls[0].build.maxModules", dlc, "1.5", "round it"],
  [put("sites[0].halls[0].build.leadMonths", -3), "out-of-range", "sites[0].halls[0].build.leadMonths", dlc, "-3", "minus sign"],
  [put("sites[0].expansions[0].capexUsd", 1e300), "out-of-range", "sites[0].expansions[0].capexUsd", 'expansion "substation" of site "oslo"', "1e+300", "unit"],
  [put("sites[0].flexible[0].usdPerMwh", 1e12), "out-of-range", "sites[0].flexible[0].usdPerMwh", 'flexible load "fleet" of site "oslo"', "1000000000000 is too large", "unit"],
  [put("contracts[0].termMonths", 0), "out-of-range", "contracts[0].termMonths", 'contract "c-1"', "at least 1", "Term (months)"],
  [put("contracts[0].placement.maxSites", 0), "out-of-range", "contracts[0].placement.maxSites", 'contract "c-1"', "at least 1", "spread over"],
  [put("platforms[0].cooling", []), "empty-list", "platforms[0].cooling", 'platform "gb300"', '"cooling" is empty', "at least one item"],
  [put("contracts[0].platforms", []), "empty-list", "contracts[0].platforms", 'contract "c-1"', "empty", "Ids of the platforms"],
  [put("sites[1].energy.market", []), "empty-list", "sites[1].energy.market", 'site "bodø"', "empty", "Price blocks"],
  [put("contracts[0].group", ""), "empty-text", "contracts[0].group", 'contract "c-1"', '"group" is empty', "at least one character"],
  [put("name", "n".repeat(201)), "too-long", "name", `portfolio "${"n".repeat(60)}…"`, "201 characters", "shorten it"],
  [put("sites[1].energy.market", Array(8785).fill({ share: 1 / 8785, usdPerMwh: 1 })), "too-many", "sites[1].energy.market", 'site "bodø"', "8785 items", "merge"],
];

describe("keys", () => it.each(keys.map((row) => [rowName(row), row] as const))("%s", (_, row) => expectOnly(row)));
describe("types", () => it.each(types.map((row) => [rowName(row), row] as const))("%s", (_, row) => expectOnly(row)));
describe("months", () => it.each(months.map((row) => [rowName(row), row] as const))("%s", (_, row) => expectOnly(row)));
describe("steps", () => it.each(steps.map((row) => [rowName(row), row] as const))("%s", (_, row) => expectOnly(row)));
describe("ranges", () => it.each(ranges.map((row) => [rowName(row), row] as const))("%s", (_, row) => expectOnly(row)));

describe("all at once", () => {
  it("reports every field that is wrong", () => {
    const spoiled = structuredClone(SMALL) as unknown as Record<string, Record<string, unknown>[]>;
    spoiled["contracts"][0]["takeOrPay"] = 80;
    spoiled["contracts"][0]["colour"] = "red";
    spoiled["contracts"][1]["platforms"] = ["gb200"];
    spoiled["contracts"][2]["start"] = { earliest: "2026-09", latest: "2026-04", due: "Q3" };
    spoiled["sites"][0]["pueCap"] = "1.3";
    spoiled["sites"][1]["energy"] = { market: [{ share: 0.5, usdPerMwh: 40 }] };
    spoiled["backlog"][0]["platform"] = "tenant_air";
    delete spoiled["backlog"][1]["committed"];
    const found = errorsOf(spoiled).map((problem) => `${problem.code} at ${problem.path}`);
    expect(found.sort()).toEqual([
      "bad-month at contracts[2].start.due",
      "market-shares at sites[1].energy.market",
      "missing-key at backlog[1].committed",
      "out-of-range at contracts[0].takeOrPay",
      "unknown-key at contracts[0].colour",
      "unknown-platform at backlog[0].platform",
      "unknown-platform at contracts[1].platforms[0]",
      "window-upside-down at contracts[2].start.latest",
      "wrong-type at sites[0].pueCap",
    ]);
  });

  it("does not call a reference dangling because its target is misspelt elsewhere", () => {
    expect(errorsOf(put("platforms[0].kwPerRack", "140")).map((problem) => problem.path)).toEqual([
      "platforms[0].kwPerRack",
    ]);
    expect(errorsOf(put("sites", null)).map((problem) => problem.path)).toEqual(["sites"]);
  });

  it("never repeats zod's own wording", () => {
    for (const [value] of [...keys, ...types, ...months, ...steps, ...ranges]) {
      for (const { message, hint } of errorsOf(value))
        expect(message + hint).not.toMatch(/Invalid|received|Too (big|small)|undefined/);
    }
  });
});
