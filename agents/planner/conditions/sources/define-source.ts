import type { z } from "zod";
import type { AgentContext } from "../../../contract.js";
import type { ConditionQuery, ConditionSource, FoundConditions } from "../../contract.js";

/**
 * A source whose settings have the type of its schema: they were parsed by it before it is asked.
 */
export function defineSource<S extends z.ZodObject>(source: {
  readonly name: string;
  readonly settings: S;
  find(
    query: ConditionQuery<z.output<S>>,
    context: AgentContext,
  ): FoundConditions | Promise<FoundConditions>;
}): ConditionSource & { readonly settings: S } {
  return {
    ...source,
    find: (query, context) => source.find(query as ConditionQuery<z.output<S>>, context),
  };
}
