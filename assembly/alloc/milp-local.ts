// A neighbourhood made smaller still: at sites that are not open, what the incumbent built and the shares it placed stay as they are, to the last
// rack. What is left of the condensed MILP is about the size of the open sites; racks, lots and money are still shared with all the others.
import { F64, I32, toI32 } from "../glue/mem.ts";
import { MipTree } from "../mip/mip-tree.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { MilpBuild } from "./milp-build.ts";
import { MIN_SHARE } from "./params.ts";
import { State } from "./state.ts";

/** Fix what lies at the sites with `siteOpen` = 0, apart from the shares of contracts with `isFree` = 1. Before the tree's first step. */
export function closeSites(tree: MipTree, build: MilpBuild, incumbent: Incumbent, siteOpen: I32, isFree: I32): void {
  const inst = build.inst;
  const state = incumbent.state;
  for (let c: i32 = 0; c < inst.contracts; c++) {
    if (isFree[c] === 0 && build.reach.contractAlive[c] !== 0)
      fixShares(tree, build, incumbent.best, state, siteOpen, c);
  }
  for (let h: i32 = 0; h < inst.halls; h++) {
    if (siteOpen[build.reach.topology.hallSite[h]] === 0) fixModules(tree, inst, build, incumbent.best, state, h);
  }
}

function fixShares(tree: MipTree, build: MilpBuild, best: F64, state: State, siteOpen: I32, c: i32): void {
  const inst = build.inst;
  const siteOf = build.reach.topology.columnSite;
  const first = inst.contractColumnStart[c];
  const o: i32 = toI32(best[state.contractAt(c)]);
  if (o < 0) return;
  for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
    const col = build.shareCol[inst.optionServeStart[o] + j - first];
    if (col < 0 || siteOpen[siteOf[j]] !== 0) continue;
    const share = best[state.shareAt(c, j)];
    if (share < MIN_SHARE) tree.tighten(col, 0, 0);
    else if (share <= build.lp.upper[col]) tree.tighten(col, share, share);
  }
}

/** Column t stands for the modules started by the end of the last period before the next column's. */
function fixModules(tree: MipTree, inst: Instance, build: MilpBuild, best: F64, state: State, h: i32): void {
  const T = inst.periods;
  const starts: i32 = state.hallAt[h] + T;
  let started: f64 = 0;
  let col: i32 = -1;
  for (let t: i32 = 0; t < T; t++) {
    if (build.modulesCol[h * T + t] >= 0) {
      if (col >= 0) tree.tighten(col, started, started);
      col = build.modulesCol[h * T + t];
    }
    started += best[starts + t];
  }
  if (col >= 0) tree.tighten(col, started, started);
}
