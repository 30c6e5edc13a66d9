import type { AgentContext } from "../../../../../agents/contract.js";
import type {
  ConditionSource,
  FoundAttribute,
  FoundConditions,
} from "../../../../../agents/planner/contract.js";
import type { Configurable } from "../../../../../base/slots/configurable.js";
import { made } from "../../../../helpers/made.js";

/** What a source finds, its settings parsed as a launch does. */
export async function find(
  source: ConditionSource | Configurable<ConditionSource>,
  settings: Readonly<Record<string, unknown>>,
  context: AgentContext,
  options: { readonly before?: readonly FoundAttribute[]; readonly folder?: string } = {},
): Promise<FoundConditions> {
  return made(source, settings).find(
    { before: options.before ?? [], folder: options.folder ?? "." },
    context,
  );
}
