// Entry of `megalloc/fastify`. Everything public, name by name.
export { megallocService } from "./plugin.ts";
export type { ProblemDetails } from "./problem-details.ts";
export type { ServiceOptions } from "./service-options.ts";
