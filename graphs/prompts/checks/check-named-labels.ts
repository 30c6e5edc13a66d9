import { findingOf, recordsOf, type CheckedRequest, type PromptCheck } from "../prompt-finding.js";

const GIVEN_LABEL = /\bthe (?:given|wanted|ordered) label\b/iu;

/** Words about "the given label" in a question that gives none. Each step once. */
export const checkNamedLabels: PromptCheck = (requests) => {
  const seen = new Set<string>();
  return requests.flatMap((one) => {
    const section = one.sections.find(({ text }) => GIVEN_LABEL.test(text));
    if (section === undefined || givesLabel(one)) return [];
    const key = `${one.role} ${one.request.origin.step.split(":").slice(0, 2).join(":")}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      findingOf(
        "label-not-given",
        one,
        `the section ${section.kind} says "${GIVEN_LABEL.exec(section.text)![0]}", and no label is given`,
      ),
    ];
  });
};

/** The label stands among the conditions, in what is given, or is named in the task. */
function givesLabel(one: CheckedRequest): boolean {
  const records = [
    ...recordsOf(one, "conditions").filter(({ name }) => name === "label"),
    ...recordsOf(one, "draft").filter((record) => record["label"] !== undefined),
  ];
  if (records.length > 0) return true;
  const words = one.sections.filter(({ kind }) => kind === "task").map(({ text }) => text);
  return (
    one.role !== "planner" &&
    one.role !== "critic" &&
    one.labels.length > 0 &&
    !one.answers.includes("label") &&
    one.labels.every((label) => words.some((text) => text.includes(label)))
  );
}
