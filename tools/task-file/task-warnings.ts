import type { Row } from "../../schema/sample.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { KIND_TABLE } from "../../schema/kind.js";
import { labelKey } from "../../schema/label.js";
import { ownFields } from "../../schema/task.js";

/** What the languages that read datasets do not take as a plain name. */
const KEYWORDS = new Set(
  (
    "and as await break case catch class const continue def default del delete do else enum except " +
    "export extends false finally for from function global group having if import in insert is join " +
    "lambda let limit new none not null or order pass raise return select static super switch table " +
    "this throw true try typeof union update var void where while with yield"
  ).split(" "),
);
/** What a template's placeholders stand for already. */
const SLOTS = new Set(["task", "conditions", "demonstrations", "sources", "labels"]);

/**
 * What is not wrong with a task, but is seldom meant: one sentence each, with the field that it is
 * about.
 */
export function taskWarnings(spec: TaskSpec, support: readonly Row[]): string[] {
  return [...labelWarnings(spec, support), ...nameWarnings(spec)];
}

function labelWarnings(spec: TaskSpec, support: readonly Row[]): string[] {
  const labels = spec.labels ?? [];
  if (KIND_TABLE[spec.kind].labels === "none" || labels.length === 0) return [];
  const [only] = labels;
  if (labels.length === 1 && !spec.multiLabel)
    return [
      `labels: ${JSON.stringify(only!.name)} is the only one, so every sample gets it: labels ` +
        "cannot be checked and no classifier can be trained. Add the labels that it is to be " +
        "told from.",
    ];
  const labelled = support.filter(({ label }) => label !== null);
  const found = new Set(labelled.flatMap(({ label }) => (Array.isArray(label) ? label : [label])));
  if (labelled.length === 0 || found.size !== 1 || labels.length === 1) return [];
  const [first] = found;
  return [
    `support: all ${labelled.length} labelled rows have the label ` +
      `${JSON.stringify(labelKey(first!))}; nothing shows what the other ` +
      `${labels.length - 1} look like, and small models learn nothing from one class.`,
  ];
}

function nameWarnings(spec: TaskSpec): string[] {
  const named = [
    ...Object.keys(ownFields(spec)).map((name) => ["fields", name] as const),
    ...(spec.attributes ?? []).map(({ name }) => ["attributes", name] as const),
  ];
  return named.flatMap(([place, name]) => {
    const why = reservedBecause(name);
    return why === null ? [] : [`${place}.${name}: ${why}; another name saves trouble.`];
  });
}

function reservedBecause(name: string): string | null {
  if (name in Object.prototype) return "every JavaScript object has a member of that name";
  if (SLOTS.has(name.toLowerCase()))
    return `in a prompt template {${name}} stands for something else`;
  return KEYWORDS.has(name.toLowerCase())
    ? "a reserved word of JavaScript, Python or SQL: code that reads it must quote it"
    : null;
}
