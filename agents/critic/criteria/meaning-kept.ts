import { z } from "zod";
import type { Row } from "../../../schema/sample.js";
import { textOf, type Task } from "../../../schema/task.js";
import { hasNegation } from "../../../tools/text/negation.js";
import { unsupportedFacts } from "../../../tools/text/facts.js";
import type { Draft } from "../../draft.js";
import type { Criterion, JudgeQuestion } from "../contract.js";
import { configurable } from "../../../base/slots/configurable.js";
import { chosenName } from "../../../base/slots/slot-choice.js";
import { ratingOf, ratingSchema, ratingScore } from "../rating.js";
import { conformalProbability, supportClassifierOf } from "../evidence/support-classifier.js";
import { passes, refuses } from "../verdicts.js";

const NAME = "meaning-kept";
const settingsSchema = z.strictObject({
  label: z
    .enum(["keep", "flip"])
    .default("keep")
    .describe(
      "flip: the label must differ from the row's, and the judge is not asked whether the " +
        "meaning held.",
    ),
  mayOmit: z
    .boolean()
    .default(false)
    .describe("true: the rewrite may leave figures and names out (summaries)."),
  negation: z.boolean().default(true).describe("false: whether something is denied may change."),
  minRating: z.number().min(1).max(5).default(3).describe("Least rating of the judge, 1 to 5."),
});

const QUESTION: JudgeQuestion = {
  text:
    "meaning_kept: 1 when the draft says something else than the text that it was made from " +
    "(shown as `before`, or its given field), or leaves out or adds what matters; 3 when the main " +
    "point holds and a detail changed; 5 when everybody would take both to say the same.",
  answer: { meaning_kept: ratingSchema },
  shows: "seeds",
  needsSources: false,
};
/** Among true labels of unseen rows at most this share looks as unlikely to the small model. */
const UNLIKELY = 0.1;

/**
 * A rewrite says what its row says. By code: every figure, date, name and address of one stands in
 * the other, and both or neither deny something; a small model of the real rows, where there is
 * one, still reads the row's label. Then by a rating of the judge, who sees both. Drafts that were
 * made from no row pass.
 */
export const meaningKeptCriterion = configurable({
  settings: settingsSchema,
  make: (settings): Criterion => ({
    name: NAME,
    question: (task) => (settings.label === "keep" && isMadeFromRows(task) ? QUESTION : null),
    async decide(draft, { judge }, { task }) {
      const row = rowOf(draft, task);
      if (!row)
        return passes(NAME, { code: "meaning-lost", reason: "The draft was made from no row." });
      const difference =
        changedFacts(draft.text, row.text, settings.mayOmit) ??
        (settings.negation && settings.label === "keep"
          ? changedNegation(draft.text, row.text, task)
          : null);
      if (difference !== null)
        return refuses(NAME, {
          code: "meaning-lost",
          score: 0,
          reason: difference,
          evidence: [{ text: row.text, source: row.id }],
        });
      const label =
        settings.label === "flip" ? notFlipped(draft, row) : await labelLost(draft, row, task);
      if (label !== null)
        return refuses(NAME, {
          code: "label",
          score: 0,
          reason: label,
          evidence: [{ text: row.text, source: row.id }],
        });
      const rating = ratingOf(judge, "meaning_kept");
      if (rating === null)
        return passes(NAME, {
          code: "meaning-lost",
          reason: "Figures, names and negation are kept.",
        });
      const details = { code: "meaning-lost" as const, judge, score: ratingScore(rating) };
      return rating >= settings.minRating
        ? passes(NAME, { ...details, reason: `Rated ${rating.toFixed(1)} of 5.` })
        : refuses(NAME, {
            ...details,
            evidence: [{ text: row.text, source: row.id }],
            reason:
              `The draft does not say what its row says (rated ${rating.toFixed(1)} of 5, at ` +
              `least ${settings.minRating}): keep everything that matters, and add nothing.`,
          });
    },
  }),
});

function isMadeFromRows({ spec, kind }: Task): boolean {
  return kind.givenFields.length > 0 || chosenName(spec.plan.seeds) !== "none";
}

/** The row that a draft was made from: its seed, or the given fields. */
function rowOf(
  { seeds, fields }: Draft,
  { kind }: Task,
): Pick<Row, "id" | "text" | "label"> | null {
  const [seed] = seeds;
  if (seed) return seed;
  const text = textOf(fields, kind.givenFields);
  return text === "" ? null : { id: "the given row", text, label: null };
}

function changedFacts(text: string, original: string, mayOmit: boolean): string | null {
  const named = (
    found: readonly { readonly start: number; readonly end: number }[],
    of: string,
  ): string => found.map(({ start, end }) => `"${of.slice(start, end)}"`).join(", ");
  const added = unsupportedFacts(text, [original]);
  if (added.length > 0)
    return `Its row does not have ${named(added, text)}; add no figure or name.`;
  const lost = mayOmit ? [] : unsupportedFacts(original, [text]);
  return lost.length > 0
    ? `${named(lost, original)} of its row is missing; keep every figure and name.`
    : null;
}

function changedNegation(text: string, original: string, { spec }: Task): string | null {
  const [before, after] = [hasNegation(original, spec.language), hasNegation(text, spec.language)];
  if (before === after) return null;
  return before
    ? "Its row denies something, and the draft does not; keep what is not so."
    : "The draft denies something that its row does not; keep what is so.";
}

function notFlipped({ label }: Draft, row: Pick<Row, "label">): string | null {
  return row.label !== null && JSON.stringify(row.label) === JSON.stringify(label)
    ? `The label is still ${JSON.stringify(label)}; it was to change.`
    : null;
}

async function labelLost(
  { text }: Draft,
  row: Pick<Row, "text" | "label">,
  task: Task,
): Promise<string | null> {
  if (typeof row.label !== "string") return null;
  const small = await supportClassifierOf(task);
  if (!small) return null;
  const [before, after] = small.classifier.predict([row.text, text]);
  const probability = after!.probabilities[small.classifier.classes.indexOf(row.label)] ?? 0;
  // A row that the small model never read rightly says nothing about its rewrite.
  if (
    before!.label !== row.label ||
    after!.label === row.label ||
    conformalProbability(small.ofTrueLabels, probability) >= UNLIKELY
  )
    return null;
  return (
    `A small model of the examples reads the row as "${row.label}" and the draft as ` +
    `"${after!.label}"; keep what makes it "${row.label}".`
  );
}
