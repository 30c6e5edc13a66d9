import type { Verdict } from "../../../schema/verdict.js";
import { extractFacts, unsupportedFacts } from "../../../tools/text/facts.js";
import type { Draft } from "../../draft.js";
import type { Criterion } from "../contract.js";
import { passes, refuses } from "../verdicts.js";

/**
 * Figures, names, dates, links and addresses of the draft all stand in its sources; drafts without
 * a source pass.
 */
export const groundedCriterion: Criterion = {
  name: "grounded",
  decide(draft) {
    if (draft.sources.length === 0)
      return passes("grounded", {
        code: "ungrounded",
        reason: "The draft has no source to keep to.",
      });
    const texts = draft.sources.map((source) => source.text);
    const claims: NonNullable<Verdict["claims"]> = [];
    const evidence: Verdict["evidence"] = [];
    for (const [field, text] of textFields(draft)) {
      const invented = unsupportedFacts(text, texts);
      for (const fact of extractFacts(text)) {
        const supported = !invented.some(
          (other) => other.start === fact.start && other.end === fact.end,
        );
        const claim = text.slice(fact.start, fact.end);
        claims.push({ claim, supported });
        if (!supported) evidence.push({ field, start: fact.start, end: fact.end, text: claim });
      }
    }
    const score = claims.length === 0 ? 1 : 1 - evidence.length / claims.length;
    if (evidence.length === 0)
      return passes("grounded", {
        code: "ungrounded",
        score,
        claims,
        reason: "Every figure, name and date stands in the sources.",
      });
    const list = evidence.map((part) => `"${part.text}"`).join(", ");
    return refuses("grounded", {
      code: "ungrounded",
      score,
      claims,
      evidence,
      reason: `The sources do not have ${list}; state only what they state, or leave it out.`,
    });
  },
};

/**
 * Every text of the draft with its field: turns of a dialogue by their place, other values as they
 * are.
 */
function textFields(draft: Draft): [field: string, text: string][] {
  return Object.entries(draft.fields).flatMap(([name, value]): [string, string][] => {
    if (typeof value === "string") return [[name, value]];
    if (!Array.isArray(value)) return [];
    return value.flatMap((item: unknown, index): [string, string][] => {
      const text =
        typeof item === "string" ? item : (item as { content?: unknown } | null)?.content;
      return typeof text === "string" ? [[`${name}.${index}`, text]] : [];
    });
  });
}
