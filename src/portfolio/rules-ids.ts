// Names: each is given once in its list, and what refers to a name finds it.
import { Draft, Listed } from "./draft.ts";
import { Report, RuleCode } from "./problem.ts";
import { Path, pathText, quote, several } from "./show.ts";
import { nearest } from "./suggest.ts";

function checkUnique(ids: readonly (string | undefined)[], path: Path, report: Report): void {
  const first = new Map<string, number>();
  ids.forEach((id, index) => {
    if (id === undefined || id === "") return;
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, index);
      return;
    }
    const message = `the id ${quote(id)} is already taken by ${pathText([...path, earlier])}`;
    const hint = "give each its own id: plans and messages refer to it";
    report.error("duplicate-id", [...path, index, "id"], message, hint);
  });
}

/** Ids are unique within their list; those of halls, expansions and flexible loads within their site. */
export function checkIds(draft: Draft, report: Report): void {
  for (const list of ["platforms", "backlog", "sites", "contracts"] as const)
    checkUnique(draft[list].ids, [list], report);
  draft.sites.items.forEach((site, index) => {
    if (site === undefined) return;
    for (const list of ["halls", "expansions", "flexible"] as const) {
      const ids = site[list].map((item) => item.id);
      checkUnique(ids, ["sites", index, list], report);
    }
  });
}

/** Names of one list, and how to say that one is missing from it. */
class Names {
  private readonly ids: ReadonlySet<string>;

  constructor(
    list: Listed<unknown>,
    private readonly known: boolean,
    private readonly noun: "platform" | "site",
    private readonly code: RuleCode,
    private readonly report: Report,
  ) {
    this.ids = new Set(list.ids.filter((id) => id !== undefined));
  }

  check(id: string, path: Path): void {
    if (!this.known || this.ids.has(id)) return;
    const guess = nearest(id, this.ids);
    const ids = [...this.ids];
    const known = ids.length === 0 ? `there are no ${this.noun}s` : `known: ${several(ids.map(quote))}`;
    const mend = guess === undefined ? `add the ${this.noun} or correct the id` : `did you mean ${quote(guess)}?`;
    this.report.error(this.code, path, `there is no ${this.noun} ${quote(id)}`, `${mend} (${known})`);
  }

  /** Every id of a list, each of which may be named once. */
  checkAll(ids: readonly string[] | undefined, path: Path): void {
    ids?.forEach((id, index) => {
      this.check(id, [...path, index]);
      checkRepeat(ids, index, path, this.report);
    });
  }
}

function checkRepeat(ids: readonly string[], index: number, path: Path, report: Report): void {
  const first = ids.indexOf(ids[index]);
  if (first === index) return;
  const message = `${quote(ids[index])} is already named at ${pathText([...path, first])}`;
  report.error("duplicate-reference", [...path, index], message, "name it once");
}

/** Platforms and sites that are referred to exist. Regions and cooling technologies are free text: see the warnings. */
export function checkReferences(draft: Draft, report: Report): void {
  const platforms = new Names(draft.platforms, draft.platforms.known, "platform", "unknown-platform", report);
  const sites = new Names(draft.sites, draft.sites.known, "site", "unknown-site", report);
  draft.platforms.items.forEach((platform, index) => {
    const path = ["platforms", index, "cooling"];
    platform?.cooling.forEach((_, at) => {
      checkRepeat(platform.cooling, at, path, report);
    });
  });
  draft.backlog.items.forEach((lot, index) => {
    if (lot !== undefined) platforms.check(lot.platform, ["backlog", index, "platform"]);
  });
  draft.contracts.items.forEach((contract, index) => {
    if (contract === undefined) return;
    const path = ["contracts", index];
    platforms.checkAll(contract.platforms, [...path, "platforms"]);
    sites.checkAll(contract.placement.sites, [...path, "placement", "sites"]);
    sites.checkAll(contract.placement.excludeSites, [...path, "placement", "excludeSites"]);
  });
}
