// One solver on one portfolio in a process of its own. Usage: worker.ts <PortfolioTask as JSON>
import { answer } from "../harness/child.ts";
import { sharedPortfolio } from "../lp/condensed.ts";
import { PortfolioTask } from "./record.ts";
import { SOLVERS } from "./solvers.ts";

/** The gap at which our own solves stop by default. */
const GAP = 1e-4;

const task = JSON.parse(process.argv[2]) as PortfolioTask;
answer(await SOLVERS[task.solver](sharedPortfolio(task.portfolio), { cpuSeconds: task.cpuSeconds, gap: GAP }));
