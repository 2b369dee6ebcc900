// Rules of a plan between moves, checked from its contract blocks alone.
import { Evaluator } from "../../../assembly/alloc/evaluator.ts";
import { Search } from "../../../assembly/alloc/search.ts";
import { State } from "../../../assembly/alloc/state.ts";

/** Rules of MODEL.md sections 3 and 4 that one accepted contract breaks. */
function brokenRules({ inst, state }: Search, c: number): string[] {
  const { data } = state;
  const broken: string[] = [];
  const siteMw = new Map<number, number>();
  let served = 0;
  for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
    const share = data[state.shareAt(c, j)];
    if (share === 0) continue;
    if (share < 0) broken.push(`share ${share} at column ${j}`);
    served += share;
    const site = state.hallSite[state.spotHall[inst.columnSpot[j]]];
    siteMw.set(site, (siteMw.get(site) ?? 0) + share * inst.columnMw[j]);
  }
  if (Math.abs(served - data[state.contractAt(c) + 1]) > 1e-9) broken.push(`shares sum to ${served}`);
  if (served > 1 + 1e-9) broken.push(`serves ${served}`);
  if (served < inst.contractServedMin[c] - 1e-8)
    broken.push(`serves ${served} of at least ${inst.contractServedMin[c]}`);
  const most = inst.contractMaxSites[c];
  if (most > 0 && siteMw.size > most) broken.push(`is at ${siteMw.size} sites of at most ${most}`);
  for (const [site, mw] of siteMw) {
    if (mw < inst.contractMinSiteMw[c] * (1 - 1e-8)) broken.push(`has ${mw} MW at site ${site}`);
  }
  return broken;
}

/** What is wrong with the search's plan: broken rules, what does not fit, values that have drifted. */
export function complaints(search: Search): string[] {
  const { inst, state, inserter } = search;
  const found: string[] = [];
  const groups = new Map<number, number>();
  for (let c = 0; c < inst.contracts; c++) {
    if (!inserter.accepted(c)) continue;
    const option = inserter.optionOf(c);
    if (option < inst.contractOptionStart[c] || option >= inst.contractOptionStart[c + 1])
      found.push(`contract ${c} has option ${option}`);
    const group = inst.contractGroup[c];
    if (group >= 0) groups.set(group, (groups.get(group) ?? 0) + 1);
    found.push(...brokenRules(search, c).map((words) => `contract ${c} ${words}`));
  }
  for (const [group, members] of groups) if (members > 1) found.push(`group ${group} has ${members} members`);
  const fresh = new State(inst);
  fresh.clear();
  fresh.data.set(state.data.subarray(state.contractAt(0), state.totals), state.contractAt(0));
  for (const place of state.expansionAt) fresh.data[place + 1] = state.data[place + 1]; // allowed: a decision, not derived
  const evaluator = new Evaluator(inst, fresh);
  if (!evaluator.rebuild()) found.push("the plan does not fit");
  const scale = Math.max(1, ...[0, 1, 2, 4].map((scalar) => Math.abs(evaluator.total(scalar))));
  const drift = Math.abs(evaluator.valueUsd() - search.evaluator.valueUsd());
  if (drift > 1e-7 * scale) found.push(`the value has drifted by ${drift}`);
  return found;
}
