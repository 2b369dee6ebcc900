// Contracts: windows, ramps, units that platforms can be measured in, groups.
import { Calendar } from "./calendar.ts";
import { byId, Draft } from "./draft.ts";
import { monthsBetween } from "./month.ts";
import { Report } from "./problem.ts";
import { Contract, Platform } from "./schema.ts";
import { Path, pathText, quote } from "./show.ts";

function checkWindow(contract: Contract, calendar: Calendar | undefined, path: Path, report: Report): void {
  const { earliest, latest } = contract.start;
  const where = [...path, "start", "latest"];
  if (monthsBetween(earliest, latest) < 0) {
    const message = `the latest start ${latest} is before the earliest start ${earliest}`;
    report.error("window-upside-down", where, message, "swap them, or write the same month twice for a fixed start");
  }
  if (calendar !== undefined && calendar.before(latest) < 0) {
    const message = `the latest start ${latest} is before the horizon's start ${calendar.start}`;
    const hint = `move the window to ${calendar.start} or later, or leave the contract out; one already running starts in ${calendar.start}`;
    report.error("window-before-horizon", where, message, hint);
  }
}

function checkRamp(contract: Contract, path: Path, report: Report): void {
  if (Object.hasOwn(contract.ramp, "0")) return;
  const steps = Object.keys(contract.ramp);
  const message =
    steps.length === 0 ? "the ramp is empty" : `the ramp first says something ${steps[0]} months after the start`;
  report.error("ramp-without-zero", [...path, "ramp"], message, 'add the factor at the start, such as "0": 1 (or 0)');
}

const RATINGS = { accelerators: "acceleratorsPerRack", pflops: "pflopsPerRack" } as const;

/** A contract in accelerators or PFLOPS needs to know how many a rack has, on every platform it may be served by. */
function checkUnit(contract: Contract, platforms: ReadonlyMap<string, Platform>, path: Path, report: Report): void {
  if (contract.unit !== "accelerators" && contract.unit !== "pflops") return;
  const rating = RATINGS[contract.unit];
  contract.platforms.forEach((id, index) => {
    const platform = platforms.get(id);
    if (platform === undefined || platform[rating] !== undefined) return;
    const message = `the contract counts ${contract.unit}, but platform ${quote(id)} does not say ${rating}`;
    const hint = `add ${rating} to platform ${quote(id)}, or take it out of this contract's platforms`;
    report.error("missing-rating", [...path, "platforms", index], message, hint);
  });
}

function checkGroups(draft: Draft, report: Report): void {
  const signed = new Map<string, number>();
  draft.contracts.items.forEach((contract, index) => {
    if (contract?.group === undefined || !contract.signed) return;
    const first = signed.get(contract.group);
    if (first === undefined) {
      signed.set(contract.group, index);
      return;
    }
    const other = quote(draft.contracts.ids[first] ?? pathText(["contracts", first]));
    const message = `group ${quote(contract.group)} allows one contract, but contract ${other} is signed as well`;
    const hint = "leave one of them signed, or take one out of the group";
    report.error("group-signed-twice", ["contracts", index, "group"], message, hint);
  });
}

export function checkContracts(draft: Draft, calendar: Calendar | undefined, report: Report): void {
  const platforms = byId(draft.platforms);
  draft.contracts.items.forEach((contract, index) => {
    if (contract === undefined) return;
    const path: Path = ["contracts", index];
    checkWindow(contract, calendar, path, report);
    checkRamp(contract, path, report);
    checkUnit(contract, platforms, path, report);
  });
  checkGroups(draft, report);
}
