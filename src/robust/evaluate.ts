// A candidate: here-and-now decisions, worth what the futures make of them when each is planned again with the decisions fixed. Every one of those plans
// is audited, so the value of a candidate is one that can be had.
import { boxAt } from "./box.ts";
import { type RiskMeasure, riskValue } from "./risk.ts";
import { type Answer, inParallel, type Work } from "./work.ts";

export interface Candidate {
  readonly point: Float64Array;
  /** By future. */
  readonly answers: readonly (Answer & { status: "solved" })[];
  readonly valuesUsd: readonly number[];
  /** Of the risk measure. */
  readonly valueUsd: number;
  /** Where the decisions come from. */
  readonly source: string;
}

/** Why decisions are no candidate. */
export interface Refusal {
  readonly kind: "impossible" | "unknown" | "worse" | "outOfTime";
  /** Of the future that refused; -1 for none. */
  readonly future: number;
  readonly why: string;
}

const keyOf = (point: Float64Array): string => Array.from(point, (value) => Math.round(value * 1e6)).join(",");

export class Evaluator {
  #best: Candidate | undefined;
  readonly #tried = new Set<string>();
  evaluations = 0;

  /** `mostUsd`: by future, an upper bound on its value whatever is decided. */
  constructor(
    readonly work: Work,
    readonly risk: RiskMeasure,
    readonly mostUsd: readonly number[],
  ) {}

  get best(): Candidate | undefined {
    return this.#best;
  }

  get #probabilities(): number[] {
    return this.work.futures.futures.map(({ probability }) => probability);
  }

  /** Decisions that were tried before are passed over. */
  isKnown(point: Float64Array): boolean {
    return this.#tried.has(keyOf(point));
  }

  /** Try the decisions; given up as soon as they cannot beat the best. The candidate becomes the best when it is better. */
  async consider(point: Float64Array, source: string): Promise<Candidate | Refusal> {
    this.#tried.add(keyOf(point));
    const found = await this.evaluate(point, source, this.#best?.valueUsd ?? Number.NEGATIVE_INFINITY);
    if ("valueUsd" in found && found.valueUsd > (this.#best?.valueUsd ?? Number.NEGATIVE_INFINITY)) this.#best = found;
    return found;
  }

  /** What the decisions are worth, to the end unless they cannot beat `atLeastUsd`. */
  async evaluate(point: Float64Array, source: string, atLeastUsd: number): Promise<Candidate | Refusal> {
    const { work, risk } = this;
    const { futures } = work.futures;
    const probabilities = this.#probabilities;
    const valuesUsd = [...this.mostUsd];
    const answers: (Answer & { status: "solved" })[] = [];
    let refusal: Refusal | undefined;
    this.evaluations++;
    // Those with the most to lose first: they tell soonest. The order is that of the bounds, the same whatever came before.
    const order = futures.map((_, s) => s).sort((a, b) => this.mostUsd[a] - this.mostUsd[b] || a - b);
    await inParallel(work.settings.jobs, order.length, async (k) => {
      const s = order[k];
      if (refusal !== undefined) return;
      if (work.isOver && Number.isFinite(atLeastUsd)) {
        refusal = { kind: "outOfTime", future: -1, why: "the time was up" };
        return;
      }
      const answer = await work.answer(s, boxAt(point));
      if (answer.status === "solved") {
        answers[s] = answer;
        valuesUsd[s] = Math.min(answer.valueUsd, valuesUsd[s]);
        if (riskValue(valuesUsd, probabilities, risk) <= atLeastUsd) {
          refusal ??= { kind: "worse", future: s, why: "not better than the best" };
        }
        return;
      }
      const why = answer.status === "impossible" ? answer.why : "no plan was found";
      refusal ??= { kind: answer.status, future: s, why };
    });
    if (refusal !== undefined) return refusal;
    const own = answers.map(({ valueUsd }) => valueUsd);
    return { point, answers, valuesUsd: own, valueUsd: riskValue(own, probabilities, risk), source };
  }
}
