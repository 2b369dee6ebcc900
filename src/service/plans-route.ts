// POST /plans: one solve from request to answer.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Optimizer, RunningSolve } from "../optimizer/optimizer.ts";
import type { OptimizeOptions } from "../optimizer/optimizer-options.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { BodyReader } from "./body-reader.ts";
import { EventStream } from "./event-stream.ts";
import { problemDetails, ServiceError } from "./problem-details.ts";
import type { RunningPlans } from "./running-plans.ts";
import type { ServiceSettings } from "./service-options.ts";
import { readSolveQuery, type SolveQuerySchema } from "./solve-query.ts";

export interface PlansRoute {
  readonly optimizer: Optimizer;
  readonly running: RunningPlans;
  readonly settings: ServiceSettings;
  readonly querySchema: SolveQuerySchema;
  readonly bodies: BodyReader;
  /** Told of every error that a solve ends with. */
  report(error: unknown, request: FastifyRequest): void;
}

/** The portfolio of a body. Throws ServiceError: 400 when the text is no JSON, 422 when the JSON is no portfolio. */
async function portfolioIn({ bodies }: PlansRoute, { body, raw }: FastifyRequest): Promise<Portfolio> {
  const read = await bodies.read(typeof body === "string" ? body : "", () => !raw.socket.destroyed);
  if (read === undefined) throw new ServiceError(499, "the client left before its portfolio was read");
  if (read.ok) return read.portfolio;
  const { problems } = read;
  const [first] = problems;
  const isText = ["json-syntax", "text-too-long", "nested-too-deep"].includes(first.code);
  const where = isText || first.path === "" ? "" : ` at ${first.path}`;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  throw new ServiceError(isText ? 400 : 422, `${first.message}${where}: ${first.hint}${more}`, problems);
}

/** One turn of the event loop: by then a solve that is refused at once (a full queue) has been. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const wantsEvents = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? "").split(",").some((type) => type.trim().startsWith("text/event-stream"));

async function streamed(
  route: PlansRoute,
  solving: RunningSolve,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  await Promise.race([solving, nextTurn()]); // a refusal still has a status of its own
  reply.hijack();
  const events = new EventStream(reply.raw, { "plan-id": id });
  events.send("accepted", { id });
  try {
    for await (const progress of solving) events.sendIfRead("progress", progress);
    events.send("plan", await solving);
  } catch (error) {
    route.report(error, request);
    events.send("problem", problemDetails(error));
  } finally {
    events.end();
  }
}

export async function answerPlan(route: PlansRoute, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { optimizer, running, settings, querySchema } = route;
  const query = readSolveQuery(querySchema, request.query);
  const portfolio = await portfolioIn(route, request);
  const { id, controller } = running.begin(query.id);
  const onLeave = (): void => {
    if (!reply.raw.writableFinished) controller.abort(new Error("the client left"));
  };
  reply.raw.on("close", onLeave);
  if (request.raw.socket.destroyed) onLeave();
  try {
    const { timeLimitMs = settings.defaultTimeLimitMs } = query.options;
    const options: OptimizeOptions = { ...query.options, timeLimitMs, signal: controller.signal };
    const solving = optimizer.solve(portfolio, options);
    if (wantsEvents(request)) return await streamed(route, solving, id, request, reply);
    reply.header("plan-id", id);
    return await solving;
  } finally {
    reply.raw.off("close", onLeave);
    running.end(id);
  }
}
