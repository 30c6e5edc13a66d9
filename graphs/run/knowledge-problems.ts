import { choiceProblem } from "../../agents/check-choices.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";
import { KNOWLEDGE_TYPES } from "../../schema/task-file/knowledge-spec.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import type { Slots } from "../plugins/launch-slots.js";

/** What is wrong with knowledge sources of plug-ins; options of built-in ones are checked before. */
export async function knowledgeProblems(
  { knowledge }: TaskSpec,
  { knowledgeSources }: Pick<Slots, "knowledgeSources">,
): Promise<SpecProblem[]> {
  const problems: SpecProblem[] = [];
  for (const [index, { id: _id, ...choice }] of knowledge.entries())
    if (!Object.hasOwn(KNOWLEDGE_TYPES, choice.name))
      problems.push(...(await choiceProblem(choice, ["knowledge", index], knowledgeSources)));
  return problems;
}
