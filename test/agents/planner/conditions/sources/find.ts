import type { AgentContext } from "../../../../../agents/contract.js";
import type {
  ConditionSource,
  FoundAttribute,
  FoundConditions,
} from "../../../../../agents/planner/contract.js";

/** What a source finds, its settings parsed as a launch does. */
export async function find(
  source: ConditionSource,
  settings: Readonly<Record<string, unknown>>,
  context: AgentContext,
  options: { readonly before?: readonly FoundAttribute[]; readonly folder?: string } = {},
): Promise<FoundConditions> {
  return source.find(
    {
      settings: source.settings ? source.settings.parse(settings) : settings,
      before: options.before ?? [],
      folder: options.folder ?? ".",
    },
    context,
  );
}
