// Many requests at once by autocannon, every answer looked at.
import autocannon from "autocannon";
import { auditPlan } from "../../src/plan/audit.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import { readPortfolioText } from "../../src/resolve/read-portfolio.ts";
import type { Look, WatchedServer } from "./watched-server.ts";

export interface Burst {
  readonly asked: number;
  readonly connections: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Plans that pass the audit and state the value it finds, and those that do not. */
  readonly right: number;
  readonly wrong: number;
  /** Requests without any answer. */
  readonly lost: number;
  readonly seconds: number;
  readonly latencyP50Ms: number;
  readonly latencyP99Ms: number;
  readonly look: Look;
}

export interface Load {
  /** The portfolio as JSON. */
  readonly text: string;
  readonly amount: number;
  readonly connections: number;
  readonly query?: string;
}

/** Repeatable, and a few milliseconds each. */
const SHORT = "?moveLimit=5";
const PATIENCE_SECONDS = 120;

export function portfolioOf(text: string): Portfolio {
  const read = readPortfolioText(text);
  if (!read.ok) throw new Error("the portfolio is not valid");
  return read.portfolio;
}

function isRight(portfolio: Portfolio, plan: Plan): boolean {
  const { feasible, statedValueOk, statedNpvOk } = auditPlan(portfolio, plan);
  return feasible && statedValueOk && statedNpvOk;
}

export async function burst(server: WatchedServer, { text, amount, connections, query = SHORT }: Load): Promise<Burst> {
  const portfolio = portfolioOf(text);
  const bodies: string[] = [];
  await server.look();
  const result = await autocannon({
    url: `${server.url}/plans${query}`,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: text,
    amount,
    connections,
    timeout: PATIENCE_SECONDS,
    // Kept and audited afterwards: this process must not slow down the one it measures more than need be.
    verifyBody: (body) => bodies.push(String(body)) > 0,
  });
  const look = await server.look();
  const answers = bodies.map((body) => JSON.parse(body) as Plan | { status: number });
  const plans = answers.filter((answer): answer is Plan => "schema" in answer);
  const right = plans.filter((plan) => isRight(portfolio, plan)).length;
  const statuses = Object.fromEntries(
    Object.entries(result.statusCodeStats ?? {}).map(([status, { count = 0 }]) => [status, count]),
  );
  const { duration: seconds, latency } = result;
  return {
    ...{
      asked: amount,
      connections,
      statuses,
      right,
      wrong: plans.length - right,
      lost: amount - bodies.length,
      seconds,
    },
    ...{ latencyP50Ms: latency.p50, latencyP99Ms: latency.p99, look },
  };
}
