import { chosenSettings } from "../../base/slots/slot-choice.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";

const PROMPT_ROLES = ["planner", "generator", "critic", "labeler"] as const;
const PROMPT_SLOTS = ["task", "conditions", "demonstrations", "sources"] as const;
type PromptSlot = (typeof PROMPT_SLOTS)[number];

/**
 * The slots of a template in order of appearance, each once; `{"json": 1}` and `{ }` are no slots.
 */
function slotsOf(template: string): { name: string; index: number }[] {
  const found = new Map<string, number>();
  for (const match of template.matchAll(/\{([\p{L}_][\p{L}\p{N}_-]*)\}/gu)) {
    const name = match[1] ?? "";
    if (!found.has(name)) found.set(name, match.index);
  }
  return [...found].map(([name, index]) => ({ name, index }));
}

/** The slots that a role's template must have, as the task has content for them. */
function neededSlots(role: (typeof PROMPT_ROLES)[number], spec: TaskSpec): PromptSlot[] {
  const labels = (spec.labels?.length ?? 0) > 0;
  const writes = role === "generator" || role === "critic";
  const conditions =
    writes && ((labels && spec.kind !== "annotation") || (spec.attributes?.length ?? 0) > 0);
  const demonstrations =
    spec.support !== undefined &&
    !(role === "generator" && chosenSettings(spec.generate.demonstrations)["count"] === 0);
  const sources =
    writes && spec.knowledge.length > 0 && chosenSettings(spec.generate.sources)["count"] !== 0;
  return PROMPT_SLOTS.filter((slot) => ({ task: true, conditions, demonstrations, sources })[slot]);
}

/**
 * What is wrong with the task's own prompt templates: unknown roles, unknown slots, slots left out
 * that the task has content for.
 */
export function checkPrompts(spec: TaskSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (code: SpecProblem["code"], role: string, message: string): void =>
    void problems.push({ code, path: ["prompts", role], message });
  for (const [role, template] of Object.entries(spec.prompts)) {
    const known = PROMPT_ROLES.find((name) => name === role);
    if (!known) {
      report(
        "SPEC_INVALID",
        role,
        `no role of that name has a prompt${didYouMean(role, PROMPT_ROLES)} (roles: ` +
          `${PROMPT_ROLES.join(", ")})`,
      );
      continue;
    }
    const slots = slotsOf(template).map((slot) => slot.name);
    for (const slot of slots) {
      if (!PROMPT_SLOTS.some((name) => name === slot))
        report(
          "PROMPT_SLOT",
          role,
          `unknown slot {${slot}}${didYouMean(slot, PROMPT_SLOTS)} (slots: ` +
            `${PROMPT_SLOTS.map((name) => `{${name}}`).join(" ")})`,
        );
    }
    for (const slot of neededSlots(known, spec)) {
      if (!slots.includes(slot))
        report(
          "PROMPT_SLOT",
          role,
          `the template leaves out {${slot}}, for which the task has content; put {${slot}} ` +
            "where it belongs",
        );
    }
  }
  return problems;
}
