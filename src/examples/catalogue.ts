// The bundled examples by name, with the question each asks.

export interface Example {
  readonly name: string;
  readonly question: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    name: "west-texas",
    question: "Four sites of a former miner, fourteen offers: which to take, and what to build when?",
  },
  {
    name: "iren",
    question: "A GPU-cloud contract, an air-cooled conversion and two gigawatts to come: chips, leases or mining?",
  },
  {
    name: "riot",
    question: "Cheap power under a PPA that can be resold: mine, resell, or lease to AMD and a hyperscaler?",
  },
  { name: "terawulf", question: "Google guarantees some leases and not others: which halls does that build?" },
  { name: "hut8", question: "Two flagship leases and one purse of equity: which one first?" },
  {
    name: "cipher",
    question: "Guaranteed and investment-grade leases compete with mining and a fixed-price PPA: what gives way?",
  },
  { name: "coreweave", question: "A neocloud in leased shells that slip: who gets the chips?" },
  { name: "lingang", question: "A PUE cap of 1.25 on the coast: air, liquid, or modules under the sea?" },
  { name: "cerebras", question: "250 MW a year, three years running: what do wafers, halls and equity allow?" },
  { name: "pure-miner", question: "Can mining alone survive the halving, and what does the same power earn with AI?" },
  {
    name: "latecomer",
    question: "Power without chips at one site, chips without power at the other: how to bring them together?",
  },
];

/** Examples that come with scenarios, in `scenarios/` under the same name. */
export const WITH_SCENARIOS: readonly string[] = ["west-texas", "hut8"];
