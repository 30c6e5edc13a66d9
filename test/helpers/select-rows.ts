import type { AgentContext } from "../../agents/contract.js";
import type {
  Demonstration,
  DemonstrationQuery,
  DemoSelector,
} from "../../agents/generator/contract.js";
import { DEMONSTRATION_SELECTORS } from "../../agents/generator/demonstrations/demonstration-selectors.js";
import type { Configurable } from "../../base/slots/configurable.js";
import { chosenSettings } from "../../base/slots/slot-choice.js";
import { made } from "./made.js";

/** Chooses rows with the settings that the context's task has beside the name of its selector. */
export async function selectRows(
  selector: DemoSelector | Configurable<DemoSelector>,
  query: Omit<DemonstrationQuery, "machine">,
  context: AgentContext,
): Promise<readonly Demonstration[]> {
  const { count, maxTokens, machine, ...own } = chosenSettings(
    context.task.spec.generate.demonstrations,
  );
  const shared = DEMONSTRATION_SELECTORS.shared.parse({ count, maxTokens, machine });
  return made(selector, own).select({ ...query, machine: shared.machine }, context);
}
