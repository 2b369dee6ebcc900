// The search for the best here-and-now decisions and the proof of how good they are: prices on the decisions until the futures nearly agree, candidates
// from what they would do, changes of the best, and branch and bound on what they still disagree on.
import type { Engine } from "../engine/engine.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { gapOf } from "../solve-options.ts";
import { type Box, mostModules, split, wholeBox } from "./box.ts";
import { disagreement, neighbours, Rounding, type Vote, votedPoints } from "./candidates.ts";
import { boundBox, type Node, noPrices } from "./dual-bound.ts";
import type { Evaluator } from "./evaluate.ts";
import { type Cut, type Prices, solveMaster } from "./master.ts";
import type { RiskMeasure } from "./risk.ts";
import type { Answer, Work } from "./work.ts";

export interface SearchLimits {
  /** Proved within this: done. */
  readonly gap: number;
  /** Rounds of prices at the root. */
  readonly rounds: number;
  /** Candidates evaluated. */
  readonly candidates: number;
  /** Nodes of the tree. */
  readonly nodes: number;
}

export type SearchPhase = "hindsight" | "prices" | "candidates" | "tree";

export interface SearchState {
  readonly phase: SearchPhase;
  readonly valueUsd: number | null;
  readonly boundUsd: number;
}

/** How far prices may move at first, as a share of what a decision moves, and between what limits. */
const REACH = { first: 0.05, least: 0.002, most: 1 };
/** Futures whose plans complete a choice of contracts with orders and construction. */
const COMPLETIONS = 2;
/** Rounds of prices where all futures agree but the weights are not those of the worst ones. */
const LEAF_ROUNDS = 3;

const cutsOf = (answers: readonly Answer[]): Cut[] =>
  answers.flatMap((answer, future) =>
    answer.status === "solved" ? [{ future, valueUsd: answer.valueUsd, point: answer.point }] : [],
  );

export class RobustSearch {
  readonly #rounding: Rounding;
  readonly #maxModules: ReadonlyMap<string, number>;
  readonly #minFraction: ReadonlyMap<string, number>;
  readonly #cuts: Cut[] = [];
  boundUsd: number;
  nodes = 0;
  rounds = 0;

  constructor(
    readonly work: Work,
    readonly risk: RiskMeasure,
    readonly evaluator: Evaluator,
    readonly limits: SearchLimits,
    readonly root: Node,
    base: Portfolio,
    readonly engine: Engine,
    readonly tell: (state: SearchState) => void,
  ) {
    const { space } = work.futures;
    this.#rounding = new Rounding(space, base);
    this.#maxModules = mostModules(base.sites);
    this.#minFraction = new Map(base.contracts.map(({ id, minFraction }) => [id, minFraction]));
    this.#cuts.push(...cutsOf(root.answers));
    this.boundUsd = root.boundUsd;
  }

  get #bestUsd(): number {
    return this.evaluator.best?.valueUsd ?? Number.NEGATIVE_INFINITY;
  }

  get isProved(): boolean {
    const gap = gapOf(this.evaluator.best?.valueUsd ?? null, this.boundUsd);
    return gap !== null && gap <= this.limits.gap;
  }

  get #isOver(): boolean {
    return this.isProved || this.work.isOver;
  }

  get #mayTry(): boolean {
    return !this.#isOver && this.evaluator.evaluations < this.limits.candidates;
  }

  #say(phase: SearchPhase): void {
    this.tell({ phase, valueUsd: this.evaluator.best?.valueUsd ?? null, boundUsd: this.boundUsd });
  }

  /** The futures' own decisions, weighted. */
  #votes({ answers, prices }: Node): Vote[] {
    const { futures } = this.work.futures;
    return answers.flatMap((answer, s) =>
      answer.status === "solved"
        ? [
            {
              weight: Math.max(prices.weights[s], futures[s].probability / 10),
              point: answer.point,
              present: futures[s].present,
            },
          ]
        : [],
    );
  }

  /** Try the decisions unless they were tried before. Answers whether they are the best now. */
  async #try(point: Float64Array, source: string, phase: SearchPhase): Promise<boolean> {
    if (!this.#mayTry || this.evaluator.isKnown(point)) return false;
    const before = this.#bestUsd;
    await this.evaluator.consider(point, source);
    this.#say(phase);
    return this.#bestUsd > before;
  }

  async run(): Promise<void> {
    this.#say("hindsight");
    await this.#fromFutures();
    const root = await this.#price(this.root, this.limits.rounds, true);
    this.boundUsd = Math.min(this.boundUsd, root.boundUsd);
    await this.#improve(root);
    await this.#tree(root);
  }

  /** Votes, and each future's own decisions, the heaviest first. */
  async #fromFutures(): Promise<void> {
    const { space, futures } = this.work.futures;
    const votes = this.#votes(this.root);
    for (const point of votedPoints(space, this.#rounding, votes))
      await this.#try(point, "votes of the scenarios", "candidates");
    const { weights } = this.root.prices;
    const order = futures.map((_, s) => s).sort((a, b) => weights[b] - weights[a] || a - b);
    // Half of what may be tried is left for decisions that look at all futures together.
    for (const s of order) {
      const answer = this.root.answers[s];
      if (this.evaluator.evaluations > this.limits.candidates / 2) return;
      if (answer.status !== "solved") continue;
      const present = futures[s].present;
      const point = answer.point.map((value, k) => (present[k] ? value : votes[0].point[k]));
      await this.#try(this.#rounding.round(point), `the best plan of scenario "${futures[s].id}"`, "candidates");
    }
  }

  /** The same contracts, with the orders and the construction that the heaviest futures would add. */
  async #complete(point: Float64Array, weights: Float64Array): Promise<void> {
    const { space, futures } = this.work.futures;
    const free = wholeBox(space);
    space.coordinates.forEach(({ kind }, k) => {
      if (kind !== "contract") return;
      free.lower[k] = point[k];
      free.upper[k] = point[k];
    });
    const order = futures.map((_, s) => s).sort((a, b) => weights[b] - weights[a] || a - b);
    for (const s of order.slice(0, COMPLETIONS)) {
      if (!this.#mayTry) return;
      const answer = await this.work.answer(s, free);
      if (answer.status !== "solved") continue;
      const whole = point.map((value, k) => (space.coordinates[k].kind === "contract" ? value : answer.point[k]));
      await this.#try(this.#rounding.round(whole), "the scenarios' consensus, completed", "candidates");
    }
  }

  /** The box at better prices: rounds of the master problem, each a step towards agreement. */
  async #price(node: Node, rounds: number, triesConsensus: boolean): Promise<Node> {
    const { work, risk } = this;
    const { futures } = work.futures;
    const cuts = triesConsensus ? this.#cuts : cutsOf(node.answers);
    if (node.answers.some(({ status }) => status !== "solved")) return node;
    let best = node;
    let reach = REACH.first;
    for (let round = 0; round < rounds && !this.#isOver; round++) {
      const next = await solveMaster(futures, risk, cuts, best.prices, reach, this.engine);
      if (next === undefined || best.boundUsd - next.leastUsd <= 1e-6 * Math.abs(best.boundUsd)) break;
      const trial = await boundBox(work, risk, node.box, next);
      this.rounds++;
      cuts.push(...cutsOf(trial.answers));
      const isBetter = trial.boundUsd < best.boundUsd;
      reach = isBetter ? Math.min(REACH.most, reach * 2) : reach / 2;
      if (isBetter) best = trial;
      if (triesConsensus) {
        this.boundUsd = Math.min(this.boundUsd, best.boundUsd);
        const point = this.#rounding.round(next.consensus);
        if (!this.evaluator.isKnown(point)) {
          await this.#try(point, "the scenarios' consensus", "prices");
          await this.#complete(point, next.weights);
        }
        this.#say("prices");
      }
      if (reach < REACH.least) break;
    }
    return best;
  }

  /** Local search from the best: one change at a time, starting over after each that helps. */
  async #improve(node: Node): Promise<void> {
    const { space, futures } = this.work.futures;
    const votes = [...this.#votes(this.root), ...this.#votes(node)];
    const disputed = disagreement(futures, votes);
    for (let improved = true; improved; ) {
      improved = false;
      const { best } = this.evaluator;
      if (best === undefined) return;
      for (const point of neighbours(space, this.#rounding, best.point, disputed, votes)) {
        if (!this.#mayTry) return;
        if (await this.#try(point, "a change of the best", "candidates")) {
          improved = true;
          break;
        }
      }
    }
  }

  /** Coordinate on which the futures of the node disagree most, and their mean there; -1 where they agree. */
  #disputed(node: Node): { k: number; mean: number } {
    const votes = this.#votes(node);
    const { lower, upper } = node.box;
    const spread = disagreement(this.work.futures.futures, votes);
    let k = -1;
    spread.forEach((usd, at) => {
      if (upper[at] > lower[at] && usd > 0 && (k < 0 || usd > spread[k])) k = at;
    });
    if (k < 0) return { k, mean: 0 };
    const own = votes.filter(({ present }) => present[k]);
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    return { k, mean: own.reduce((sum, { weight, point }) => sum + weight * point[k], 0) / total };
  }

  /** Branch and bound, best bound first. */
  async #tree(root: Node): Promise<void> {
    const open: Node[] = [root];
    // What nodes that cannot be split any further leave unproved.
    let closedUsd = Number.NEGATIVE_INFINITY;
    while (open.length > 0) {
      open.sort((a, b) => b.boundUsd - a.boundUsd);
      this.boundUsd = Math.min(this.boundUsd, Math.max(open[0].boundUsd, closedUsd, this.#bestUsd));
      this.#say("tree");
      if (this.#isOver || this.nodes >= this.limits.nodes) return;
      const node = open.shift()!;
      this.nodes++;
      let children = this.#split(node, this.#disputed(node));
      if (children.length === 0) {
        const again = await this.#settle(node);
        if (again.boundUsd < node.boundUsd - 1e-9 * Math.abs(node.boundUsd)) {
          open.push(again);
          continue;
        }
        children = this.#split(node, this.#agreed(node));
      }
      if (children.length === 0) {
        closedUsd = Math.max(closedUsd, node.boundUsd);
        continue;
      }
      for (const box of children) {
        const child = await boundBox(this.work, this.risk, box, node.prices, node);
        if (child.boundUsd > this.#bestUsd) open.push(child);
        if (this.work.isOver) {
          // The others were not looked at: the node's own bound holds for them.
          open.push(node);
          return;
        }
      }
      await this.#try(this.#consensusOf(node), "a node of the tree", "tree");
    }
    this.boundUsd = Math.min(this.boundUsd, Math.max(closedUsd, this.#bestUsd));
  }

  /** An open coordinate on which all agree here: what they disagreed on at first, or what moves most. Apart from it the box is worth less. */
  #agreed(node: Node): { k: number; mean: number } {
    const { lower, upper } = node.box;
    const { futures } = this.work.futures;
    const spread = disagreement(futures, this.#votes(this.root));
    const scale = spread.map((usd, k) => usd * 1e6 + Math.max(...futures.map(({ scaleUsd }) => scaleUsd[k])));
    let k = -1;
    lower.forEach((low, at) => {
      if (upper[at] > low && (k < 0 || scale[at] > scale[k])) k = at;
    });
    return { k, mean: k < 0 ? 0 : this.#consensusOf(node)[k] };
  }

  #split(node: Node, { k, mean }: { k: number; mean: number }): Box[] {
    if (k < 0) return [];
    const minFraction = (id: string): number => this.#minFraction.get(id) ?? 1;
    return split(this.work.futures.space, node.box, k, mean, minFraction, this.#maxModules);
  }

  #consensusOf(node: Node): Float64Array {
    const [median] = votedPoints(this.work.futures.space, this.#rounding, this.#votes(node));
    return median.map((value, k) => Math.min(node.box.upper[k], Math.max(node.box.lower[k], value)));
  }

  /** All futures agree: their decisions are a candidate, and other weights may tell the rest. */
  async #settle(node: Node): Promise<Node> {
    await this.#try(this.#consensusOf(node), "a node of the tree", "tree");
    const isPoint = node.box.lower.every((value, k) => value === node.box.upper[k]);
    if (!isPoint) return this.#price(node, LEAF_ROUNDS, false);
    const { futures } = this.work.futures;
    const prices: Prices = { weights: node.prices.weights, muUsd: noPrices(futures) };
    return boundBox(this.work, this.risk, node.box, prices);
  }
}
