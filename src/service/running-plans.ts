// Plans under way, by id: what DELETE stops.
import { randomUUID } from "node:crypto";
import { ServiceError } from "./problem-details.ts";

export class RunningPlans {
  readonly #controllers = new Map<string, AbortController>();

  get size(): number {
    return this.#controllers.size;
  }

  /** Enter a plan. Throws ServiceError (409) when one of this id is under way. */
  begin(wanted: string | undefined): { id: string; controller: AbortController } {
    const id = wanted ?? randomUUID();
    if (this.#controllers.has(id)) throw new ServiceError(409, `plan "${id}" is under way; choose another id`);
    const controller = new AbortController();
    this.#controllers.set(id, controller);
    return { id, controller };
  }

  end(id: string): void {
    this.#controllers.delete(id);
  }

  /** Ask a plan to stop; it is answered where it was asked for. Throws ServiceError (404). */
  cancel(id: string): void {
    const controller = this.#controllers.get(id);
    if (controller === undefined) throw new ServiceError(404, `no plan "${id}" is under way`);
    controller.abort(new Error("cancelled by DELETE"));
  }

  cancelAll(reason: string): void {
    for (const controller of this.#controllers.values()) controller.abort(new Error(reason));
  }
}
