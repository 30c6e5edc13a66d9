import { labelKey } from "../../schema/label.js";
import type { AgentContext } from "../contract.js";
import type { Demonstration, DemonstrationQuery, DemoSelector } from "./contract.js";
import { drawRandomly } from "./draw-randomly.js";
import { helpfulRows } from "./helpful-rows.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/**
 * Accepted samples that helped a small model most, fed back as demonstrations (ProGen, Ye et al. 2022): the share
 * `generate.demonstrations.feedbackRatio` of the prompts shows rows of the order's label drawn from its most helpful ones, the others show real rows
 * drawn at random, where the task has any: in ProGen's own setting it has none.
 */
export const helpfulSelector: DemoSelector = {
  name: "helpful",
  async select(query, context) {
    const helpful = await feedback(query, context);
    if (helpful.length > 0)
      return context.random
        .derive("demonstrations", "draw", query.revision)
        .sample(helpful, query.count);
    return selectDemonstrations(query, context, drawRandomly(query, context), 0);
  },
};

/** The rows that this prompt may draw from; none for a prompt without feedback, and while nothing is known to help. */
async function feedback(
  { order, revision }: DemonstrationQuery,
  context: AgentContext,
): Promise<readonly Demonstration[]> {
  const { memory, random, span, task } = context;
  if (
    memory.sealedThrough < 0 ||
    random.derive("demonstrations", "feedback", revision).next() >=
      task.spec.generate.demonstrations.feedbackRatio
  )
    return [];
  const { ofLabel, note } = await helpfulRows(context);
  if (note !== null)
    span.set({ "datawright.demonstrations.note": `helpfulness is not known: ${note}` });
  return order.label === null
    ? [...ofLabel.values()].flat()
    : (ofLabel.get(labelKey(order.label)) ?? []);
}
