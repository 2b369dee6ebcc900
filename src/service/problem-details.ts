// Errors as problem details (RFC 9457), with what megalloc knows besides: what is wrong where, and how to mend it.
import * as z from "zod/mini";
import type { Problem } from "../portfolio/problem.ts";

const found = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  path: z.string(),
  subject: z.string(),
  message: z.string(),
  hint: z.string(),
});

export const problemDetailsSchema = z.object({
  /** "about:blank": the status says what kind it is. */
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** All that is wrong with what was sent. */
  problems: z.optional(z.array(found)),
});

export interface ProblemDetails {
  type: "about:blank";
  title: string;
  status: number;
  detail: string;
  problems?: readonly Problem[];
}

export const PROBLEM_TYPE = "application/problem+json";

const TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Not authorised",
  403: "Forbidden",
  404: "Not found",
  408: "Request took too long",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  422: "Not a valid portfolio",
  499: "Client left",
  500: "Internal error",
  503: "Not available now",
  507: "Out of memory",
};

/** A failure that is answered as it is. */
export class ServiceError extends Error {
  readonly status: number;
  readonly problems: readonly Problem[] | undefined;

  constructor(status: number, message: string, problems?: readonly Problem[]) {
    super(message);
    this.name = "ServiceError";
    this.status = status;
    this.problems = problems;
  }
}

/** Statuses by the names of the errors that an optimizer's solve rejects with. */
const STATUS_OF: Record<string, number> = {
  QueueFullError: 503,
  ClosedError: 503,
  InputLimitError: 413,
  MemoryLimitError: 507,
  OptionError: 400,
};

/** What a client is told of an error. Errors that are not meant for clients are not shown: `detail` says where to look. */
export function problemDetails(error: unknown): ProblemDetails {
  const { name, statusCode, message } = error as Partial<Error & { statusCode: number }>;
  const own = error instanceof ServiceError ? error.status : STATUS_OF[name ?? ""];
  // Errors of Fastify itself (body too large, unknown media type) carry their status.
  const status = own ?? (statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : 500);
  const detail = status === 500 ? "megalloc failed; the service's log has the details" : (message ?? "");
  const problems = error instanceof ServiceError ? error.problems : undefined;
  return {
    type: "about:blank",
    title: TITLES[status] ?? "Bad request",
    status,
    detail,
    ...(problems !== undefined && { problems }),
  };
}
