import { chosenName, chosenSettings } from "../../base/slots/slot-choice.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import { doubledPlaceholders, placeholdersIn } from "../../base/text/placeholders.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { resolveTask } from "../../schema/task.js";

const PROMPT_ROLES = ["planner", "generator", "critic", "labeler"] as const;
type PromptRole = (typeof PROMPT_ROLES)[number];
const PROMPT_SLOTS = ["task", "conditions", "demonstrations", "sources"] as const;
type PromptSlot = (typeof PROMPT_SLOTS)[number];
const LABEL = "label";
const DEFINITION = "label.definition";
const HOW_TO_ESCAPE = "{{name}} writes the words {name}";

/** The slots that a role's template must have, as the task has content for them. */
function neededSlots(role: PromptRole, spec: TaskSpec): PromptSlot[] {
  const labels = (spec.labels?.length ?? 0) > 0;
  // The judge is told neither label nor conditions.
  const conditions =
    role === "generator" &&
    ((labels && spec.kind !== "annotation") || (spec.attributes?.length ?? 0) > 0);
  const demonstrations =
    spec.support !== undefined &&
    !(role === "generator" && chosenSettings(spec.generate.demonstrations)["count"] === 0);
  const sources =
    (role === "generator" || role === "critic") &&
    spec.knowledge.length > 0 &&
    chosenSettings(spec.generate.sources)["count"] !== 0;
  return PROMPT_SLOTS.filter((slot) => ({ task: true, conditions, demonstrations, sources })[slot]);
}

/** The values that a prompt of a task can place. */
class PromptNames {
  readonly attributes: readonly string[];
  readonly given: readonly string[];
  readonly written: readonly string[];
  /** True where a sample is written in several steps, of which the later ones see fields. */
  readonly stepwise: boolean;
  /** True where the label is known before anything is written. */
  readonly labelOrdered: boolean;
  /** False where sources of conditions bring attributes that only show when they ran. */
  readonly complete: boolean;
  readonly #undefined: string | undefined;

  constructor(spec: TaskSpec) {
    const task = resolveTask(spec, []);
    const own = (spec.attributes ?? []).map((attribute) => attribute.name);
    const found =
      spec.plan.conditions !== undefined ? [] : own.length > 0 ? ["length"] : ["topic", "length"];
    this.attributes = [...own, ...found];
    this.given = task.kind.givenFields;
    this.written = [
      ...new Set([...task.writtenFields, ...spec.steps.flatMap(({ output }) => output)]),
    ];
    this.stepwise =
      spec.steps.length > 0 || !["auto", "single"].includes(chosenName(spec.plan.decomposition));
    this.labelOrdered =
      task.labels.length > 0 && spec.kind !== "annotation" && task.writtenFields.length > 0;
    this.complete = (spec.plan.conditions ?? []).every((source) => chosenName(source) === "spec");
    this.#undefined = task.labels.find((label) => label.definition === undefined)?.name;
  }

  /** What is wrong with the definition of the label standing in a prompt; null for nothing. */
  definitionProblem(): string | null {
    return this.#undefined === undefined
      ? null
      : `{${DEFINITION}}: the label ${JSON.stringify(this.#undefined)} has no definition; give it ` +
          "one under `labels:`";
  }
}

/**
 * What is wrong with the task's own prompts: templates of unknown roles, slots left out that the
 * task has content for, and names in braces, in templates and prompts of steps, that stand for
 * nothing there.
 */
export function checkPrompts(spec: TaskSpec): SpecProblem[] {
  const names = new PromptNames(spec);
  return [...templateProblems(spec, names), ...stepProblems(spec, names)];
}

function templateProblems(spec: TaskSpec, names: PromptNames): SpecProblem[] {
  const problems: SpecProblem[] = [];
  for (const [role, template] of Object.entries(spec.prompts)) {
    const report = (code: SpecProblem["code"], message: string): void =>
      void problems.push({ code, path: ["prompts", role], message });
    const known = PROMPT_ROLES.find((name) => name === role);
    if (!known) {
      report(
        "SPEC_INVALID",
        `no role of that name has a prompt${didYouMean(role, PROMPT_ROLES)} (roles: ` +
          `${PROMPT_ROLES.join(", ")})`,
      );
      continue;
    }
    const values = templateValues(known, names);
    const isKnown = (name: string): boolean =>
      PROMPT_SLOTS.some((slot) => slot === name) || values.includes(name);
    const placed = placeholdersIn(template, isKnown);
    for (const name of placed.filter((one) => !isKnown(one))) {
      if (known === "generator" && !names.complete) continue;
      const hidden =
        known === "critic" && [LABEL, DEFINITION, ...names.attributes].includes(name)
          ? "; the judge is told neither the label nor the conditions of a draft, as it would agree with them"
          : didYouMean(name, [...PROMPT_SLOTS, ...values]);
      report(
        "PROMPT_SLOT",
        `unknown slot {${name}}${hidden} (slots: ${braced(PROMPT_SLOTS)}` +
          `${values.length > 0 ? `; values: ${braced(values)}` : ""}; ${HOW_TO_ESCAPE})`,
      );
    }
    for (const name of doubledPlaceholders(template, isKnown))
      report("PROMPT_SLOT", `{{ ${name} }} stays as it is; write {${name}}`);
    const definition = placed.includes(DEFINITION) ? names.definitionProblem() : null;
    if (definition !== null && isKnown(DEFINITION)) report("PROMPT_SLOT", definition);
    // Conditions that are placed one by one need no slot for all of them.
    const places = placed.some((name) => names.attributes.includes(name) || name === LABEL);
    for (const slot of neededSlots(known, spec)) {
      if (!placed.includes(slot) && !(slot === "conditions" && places))
        report(
          "PROMPT_SLOT",
          `the template leaves out {${slot}}, for which the task has content; put {${slot}} ` +
            "where it belongs",
        );
    }
  }
  return problems;
}

/** What a role's template can place beside the slots. */
function templateValues(role: PromptRole, names: PromptNames): readonly string[] {
  if (role === "critic") return [...names.given, ...names.written];
  if (role !== "generator") return [];
  return [
    ...(names.labelOrdered ? [LABEL, DEFINITION] : []),
    ...names.attributes,
    ...names.given,
    ...(names.stepwise ? names.written : []),
  ];
}

function stepProblems(spec: TaskSpec, names: PromptNames): SpecProblem[] {
  const problems: SpecProblem[] = [];
  spec.steps.forEach((step, index) => {
    const report = (message: string): void =>
      void problems.push({ code: "PROMPT_SLOT", path: ["steps", index, "prompt"], message });
    const before = spec.steps
      .filter(({ id }) => step.dependsOn.includes(id))
      .flatMap(({ output }) => output);
    const label = names.labelOrdered || before.includes(LABEL) ? [LABEL, DEFINITION] : [];
    const known = [...new Set([...label, ...names.attributes, ...names.given, ...before])];
    const isKnown = (name: string): boolean => known.includes(name);
    const placed = placeholdersIn(step.prompt, isKnown);
    for (const name of placed) {
      if (isKnown(name)) continue;
      const writer = spec.steps.find(({ output }) => [output].flat().includes(name));
      if (writer !== undefined)
        report(
          writer.id === step.id
            ? `{${name}} is not there yet: this step writes it`
            : `{${name}} is written by the step ${JSON.stringify(writer.id)}, which this one does ` +
                "not wait for; add it to dependsOn",
        );
      else if (names.complete)
        report(
          `unknown name {${name}}${didYouMean(name, known)} (known here: ${braced(known)}; ` +
            `${HOW_TO_ESCAPE})`,
        );
    }
    for (const name of doubledPlaceholders(step.prompt, isKnown))
      report(`{{ ${name} }} stays as it is; write {${name}}`);
    const definition = placed.includes(DEFINITION) ? names.definitionProblem() : null;
    if (definition !== null && isKnown(DEFINITION)) report(definition);
  });
  return problems;
}

function braced(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `{${name}}`).join(" ");
}
