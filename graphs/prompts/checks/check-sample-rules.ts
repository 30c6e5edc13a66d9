import { KIND_TABLE } from "../../../schema/kind.js";
import { resolveTask } from "../../../schema/task.js";
import type { TaskSpec } from "../../../schema/task-file/task-spec.js";
import { findingOf, type CheckedRequest, type PromptCheck } from "../prompt-finding.js";

/** How the finished sample is to look, as a rule in words. */
const STYLE =
  /\bmatch (?:their|its|the) (?:style|level of detail)|\bas short as (?:it|they) can be\b/iu;

/**
 * Length limits, notes and rules of style of the finished sample in a question whose answer is none
 * of its texts: a topic, a judgement, a label, a call of a tool. Each step once.
 */
export const checkSampleRules: PromptCheck = (requests, { spec }) => {
  const rules = rulesOf(spec);
  const texts = writtenTexts(spec);
  const seen = new Set<string>();
  return requests.flatMap((one) => {
    if (one.role === "planner" || one.role === "critic") return [];
    if (one.answers.length === 0 || one.answers.some((name) => texts.includes(name))) return [];
    const found = ruleIn(one, rules);
    const key = one.request.origin.step.replaceAll(/\d+/gu, "0");
    if (found === null || seen.has(key)) return [];
    seen.add(key);
    return [
      findingOf(
        "rule-of-the-sample",
        one,
        `"${found}" is said where ${one.answers.join(", ")} is asked for`,
      ),
    ];
  });
};

/** Fields of the finished sample that are written as texts or turns. */
function writtenTexts(spec: TaskSpec): readonly string[] {
  const { fields, writtenFields } = resolveTask(spec, []);
  const own = writtenFields.filter((name) =>
    ["text", "messages"].includes(fields[name]?.type ?? "text"),
  );
  const turns = Object.values(fields).some(({ type }) => type === "messages");
  return [
    ...own,
    ...(turns ? ["message", "content"] : []),
    // a text under another name: what a strategy asks for to become the field
    ...(KIND_TABLE[spec.kind].textFields.length > 0 ? [] : own),
  ];
}

function rulesOf({ constraints }: TaskSpec): readonly (string | RegExp)[] {
  const { minWords, maxWords, minCharacters, maxCharacters, notes = [] } = constraints;
  const limits = [minWords, maxWords, minCharacters, maxCharacters].filter(
    (limit) => limit !== undefined,
  );
  return [
    ...notes,
    ...(limits.length === 0
      ? []
      : [new RegExp(`\\b(?:${limits.join("|")})\\b[^.\\n]{0,20}\\b(?:words|characters)\\b`, "u")]),
  ];
}

function ruleIn(one: CheckedRequest, rules: readonly (string | RegExp)[]): string | null {
  for (const { kind, text } of one.sections) {
    if (kind !== "task" && kind !== "demonstrations") continue;
    for (const rule of [...rules, STYLE]) {
      const found =
        typeof rule === "string" ? (text.includes(rule) ? rule : null) : rule.exec(text)?.[0];
      if (found) return found;
    }
  }
  return null;
}
