import { describe, expect, it } from "vitest";
import { FloatField, IntField } from "../../assembly/abi.ts";
import { Instance } from "../../src/compile/instance.ts";
import { compiled, compiledWith, contract, deviation, floats, ints } from "./hand-made.ts";

/** Columns of contract c as "site/hall/platform". */
function places(instance: Instance, c = 0): string[] {
  const { index } = instance;
  const start = ints(instance, IntField.contractColumnStart);
  return ints(instance, IntField.columnSpot)
    .slice(start[c], start[c + 1])
    .map((spot) => {
      const hall = index.spotHall[spot];
      const platform = index.platformIds[index.spotPlatform[spot]];
      return `${index.siteIds[index.hallSite[hall]]}/${index.hallIds[hall]}/${platform}`;
    });
}

const everywhere = contract({ platforms: ["own-rack", "liquid-rack", "air-box"] });

describe("spots and columns", () => {
  it("number spots by site, hall and platform, whatever order the contract lists platforms in", () => {
    const instance = compiledWith(everywhere);
    expect(places(instance)).toEqual([
      "north/a/air-box",
      "north/a/own-rack",
      "north/b/liquid-rack",
      "north/b/own-rack",
      "south/a/liquid-rack",
      "south/a/own-rack",
    ]);
    expect(ints(instance, IntField.siteHallStart)).toEqual([0, 2, 3]);
    expect(ints(instance, IntField.hallSpotStart)).toEqual([0, 2, 4, 6]);
    expect(ints(instance, IntField.spotPlatform)).toEqual([0, 2, 1, 2, 1, 2]);
    expect([...instance.index.spotHall]).toEqual([0, 0, 1, 1, 2, 2]);
    expect([...instance.index.hallSite]).toEqual([0, 0, 1]);
    expect(instance.counts).toMatchObject({ sites: 2, halls: 3, platforms: 3, spots: 6, columns: 6, contracts: 1 });
  });

  it("leave out pairs that no contract can use", () => {
    const instance = compiledWith(contract(), contract({ id: "d", platforms: ["liquid-rack"] }));
    expect(places(instance, 0)).toEqual(["north/a/air-box"]);
    expect(places(instance, 1)).toEqual(["north/b/liquid-rack", "south/a/liquid-rack"]);
    expect(ints(instance, IntField.hallSpotStart)).toEqual([0, 1, 2, 3]);
    expect(ints(instance, IntField.contractColumnStart)).toEqual([0, 1, 3]);
  });

  it.each([
    ["sites", { sites: ["south"] }, ["south/a/liquid-rack", "south/a/own-rack"]],
    ["an empty list of sites", { sites: [] }, []],
    ["excludeSites", { excludeSites: ["north"] }, ["south/a/liquid-rack", "south/a/own-rack"]],
    [
      "sites less excludeSites",
      { sites: ["north", "south"], excludeSites: ["south"], maxPue: 1.2 },
      ["north/b/liquid-rack", "north/b/own-rack"],
    ],
    [
      "regions, which a site without region is not in",
      { regions: ["N", "S"] },
      ["north/a/air-box", "north/a/own-rack", "north/b/liquid-rack", "north/b/own-rack"],
    ],
    [
      "maxPue, inclusive",
      { maxPue: 1.2 },
      ["north/b/liquid-rack", "north/b/own-rack", "south/a/liquid-rack", "south/a/own-rack"],
    ],
    ["maxPue of nobody", { maxPue: 1.05 }, []],
  ])("obey %s", (_, placement, expected) => {
    expect(places(compiledWith({ ...everywhere, placement }))).toEqual(expected);
  });

  it("let a platform into halls by any of its coolings", () => {
    const instance = compiled((portfolio) => {
      portfolio.sites[0].halls[0].cooling = "immersion";
      portfolio.contracts = [contract({ platforms: ["liquid-rack"] })];
    });
    expect(places(instance)).toEqual(["north/a/liquid-rack", "north/b/liquid-rack", "south/a/liquid-rack"]);
  });

  it.each([
    // 40 kW a rack on air-box, 20 kW on own-rack.
    ["mw", 7.3, [7.3, 7.3]],
    ["racks", 50, [50 * 0.04, 50 * 0.02]],
    ["accelerators", 800, [(800 / 8) * 0.04, (800 / 4) * 0.02]],
  ] as const)("measure a full share in IT MW: %s", (unit, quantity, expected) => {
    const instance = compiledWith(
      contract({ unit, quantity, platforms: ["air-box", "own-rack"], placement: { sites: ["north"], maxPue: 1.6 } }),
    );
    expect(places(instance)).toEqual(["north/a/air-box", "north/a/own-rack", "north/b/own-rack"]);
    expect(deviation(floats(instance, FloatField.columnMw), [...expected, expected[1]])).toBeLessThan(1e-15);
  });

  it("measure a full share in IT MW: pflops", () => {
    const instance = compiledWith(contract({ unit: "pflops", quantity: 640 }));
    // 640 / 32 = 20 racks of 40 kW
    expect(deviation(floats(instance, FloatField.columnMw), [0.8])).toBeLessThan(1e-15);
  });

  it("compile a portfolio without sites, platforms or contracts", () => {
    const instance = compiled((portfolio) => {
      portfolio.sites = [];
      portfolio.platforms = [];
    });
    expect(instance.counts).toMatchObject({ sites: 0, halls: 0, platforms: 0, spots: 0, contracts: 0, columns: 0 });
    expect(ints(instance, IntField.segmentStart)).toEqual([0]);
  });
});
