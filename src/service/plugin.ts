// The service as a Fastify plugin: POST /plans, DELETE /plans/:id, GET /healthz, GET /openapi.json.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createOptimizer } from "../optimizer/create-optimizer.ts";
import { VERSION } from "../version.ts";
import { hasToken } from "./bearer-token.ts";
import { BodyReader } from "./body-reader.ts";
import { openApi } from "./openapi.ts";
import { answerPlan, type PlansRoute } from "./plans-route.ts";
import { PROBLEM_TYPE, type ProblemDetails, problemDetails, ServiceError } from "./problem-details.ts";
import { RunningPlans } from "./running-plans.ts";
import { type ServiceOptions, serviceSettings } from "./service-options.ts";
import { solveQuerySchema } from "./solve-query.ts";
import { bodySent } from "./unread-body.ts";

function sendProblem(reply: FastifyReply, problem: ProblemDetails): FastifyReply {
  if (problem.status === 401) reply.header("www-authenticate", 'Bearer realm="megalloc"');
  if (problem.status === 503) reply.header("retry-after", "1");
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** Failures that are bugs are for whoever runs the service. */
function isBug(error: unknown): error is Error & { replay?: unknown } {
  return (
    error instanceof Error &&
    (["InternalError", "WorkerCrashError"].includes(error.name) || problemDetails(error).status === 500)
  );
}

/**
 * Fastify plugin: `app.register(megallocService, { prefix: "/optimizer", token })`. Errors are problem details (RFC 9457). While the app
 * closes, what runs is answered with its best plan so far. Throws OptionError while registering.
 */
export async function megallocService(app: FastifyInstance, options: ServiceOptions = {}): Promise<void> {
  const settings = serviceSettings(options);
  const optimizer = options.optimizer ?? createOptimizer(options.optimizerOptions);
  const running = new RunningPlans();
  const bodies = new BodyReader();
  const querySchema = solveQuerySchema(settings.maxTimeLimitMs, optimizer.stats().workers);
  const report = (error: unknown, request: FastifyRequest): void => {
    if (isBug(error)) {
      request.log.error(error);
      options.onFailure?.(error);
    } else request.log.info({ reason: (error as Error).message }, "refused");
  };
  const route: PlansRoute = { optimizer, running, settings, querySchema, bodies, report };

  // The body is read by our own parser: it knows lines and columns, refuses keys given twice, and no key reaches a prototype.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string", bodyLimit: settings.bodyLimit }, (_, body, done) =>
    done(null, body),
  );
  app.setErrorHandler(async (error, request, reply) => {
    report(error, request);
    await bodySent(request.raw);
    return sendProblem(reply, problemDetails(error));
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, problemDetails(new ServiceError(404, `there is no ${request.method} ${request.url}`))),
  );
  const { token } = settings;
  const guard = async ({ headers }: FastifyRequest): Promise<void> => {
    if (token === undefined || hasToken(headers.authorization, token)) return;
    throw new ServiceError(401, "the request needs the header Authorization: Bearer <token>");
  };

  app.post("/plans", { onRequest: guard, bodyLimit: settings.bodyLimit }, (request, reply) =>
    answerPlan(route, request, reply),
  );
  app.delete<{ Params: { id: string } }>("/plans/:id", { onRequest: guard }, async ({ params }, reply) => {
    running.cancel(params.id);
    return reply.code(204).send();
  });
  app.get("/openapi.json", { onRequest: guard }, async () => openApi(querySchema, token !== undefined));
  app.get("/healthz", async (_, reply) => {
    const { closed, workers, busyWorkers, running: solving, waiting, queueLimit } = optimizer.stats();
    reply.code(closed ? 503 : 200);
    return {
      status: closed ? "closing" : "ok",
      version: VERSION,
      workers,
      busyWorkers,
      running: solving,
      waiting,
      queueLimit,
    };
  });

  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
    running.cancelAll("the service is shutting down");
  });
  // Answers on their way when the app closes: a connection kept alive would keep the server waiting.
  app.addHook("onSend", async (_, reply) => {
    if (isClosing) reply.header("connection", "close");
  });
  app.addHook("onClose", async () => {
    bodies.close();
    if (options.optimizer === undefined) await optimizer.close();
  });
}
