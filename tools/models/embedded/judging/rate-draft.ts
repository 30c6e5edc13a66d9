import { labelsOf, LABEL_FIELD, textOfRecord, textOfValue } from "../field-texts.js";
import type { DataRecord } from "../prompt-reader.js";
import { judgedFields, judgedText, type Place, type Question } from "../question.js";
import { surfaceTokens } from "../surface-tokens.js";
import { draftText } from "../writing/wanted-answer.js";

type Aspect = "order" | "sameness" | "gain" | "familiarity" | "label" | "grounding" | "distance";

/**
 * Share of their words, by the F1 of counts, that two texts of a task have in common by chance, and
 * that say the same.
 */
const ANY_TWO = 0.15;
const HALF = 0.5;

/**
 * Words that tell what a rating is asked for; the property's name decides before its description
 * and the criterion's question.
 */
const ASPECTS: readonly (readonly [Aspect, RegExp])[] = [
  ["sameness", /meaning|paraphras|equivalen/iu],
  ["gain", /\badd(?:s|ed|ing)?\b/iu],
  ["order", /coheren|fluen|well.?formed|broken|gramma|readab|natural|clarity/iu],
  ["grounding", /ground|source|faithful|factual|hallucin|supported|entail/iu],
  ["distance", /novel|copy|copies|duplicat|original|distinct/iu],
  ["familiarity", /task|topic|relevan|domain|scope/iu],
  ["label", /label|class|categor|intent/iu],
];

/** Properties in which a judge says why. */
const REASONS = /reason|because|evidence|comment/iu;

/**
 * Rating in [0, 1] of the draft on what the place asks for; the mean of word order and vocabulary
 * where that is not said.
 */
export function rateDraft(question: Question, place: Place): number {
  const aspect = aspectOf(question, place);
  const fields = judgedFields(question);
  const text = judgedText(question, place);
  const { fit } = question;
  if (text.trim() === "") return 0;
  const known = fit.wholeTexts(fields).length > 0 || fit.sourceTexts.length > 0;
  if (aspect === "grounding" && question.sources.length > 0) return groundedShare(question, text);
  if (!known) return 0.5;
  const shared = overlap(question.draft ?? {});
  if (aspect === "sameness") return Math.min(1, Math.max(0, (shared - ANY_TWO) / (HALF - ANY_TWO)));
  if (aspect === "gain") return 1 - shared ** 4;
  if (aspect === "distance")
    return (
      1 -
      Math.max(
        0,
        ...fields.map((field) =>
          fit
            .novelty(field)
            .nearest(question.draft === null ? text : textOfRecord(question.draft, [field])),
        ),
      )
    );
  if (aspect === "label") return labelFit(question, text) ?? fit.familiarity(fields).rate(text);
  if (aspect === "order") return fit.order(fields).rate(text);
  if (aspect === "familiarity") return fit.familiarity(fields).rate(text);
  return (fit.order(fields).rate(text) + fit.familiarity(fields).rate(text)) / 2;
}

/**
 * How many words two texts of a record have in common, the two that have most, as the F1 of their
 * counts.
 */
function overlap(record: DataRecord): number {
  const texts = Object.values(record)
    .filter((value): value is string => typeof value === "string" && value.trim() !== "")
    .map((text) =>
      surfaceTokens(text)
        .filter(({ kind }) => kind !== "mark")
        .map(({ folded }) => folded),
    );
  let most = 0;
  for (const [index, own] of texts.entries())
    for (const other of texts.slice(index + 1))
      most = Math.max(most, (2 * sharedCount(own, other)) / Math.max(1, own.length + other.length));
  return most;
}

function sharedCount(own: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of other) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of own) {
    const rest = left.get(word) ?? 0;
    if (rest > 0) shared++;
    left.set(word, rest - 1);
  }
  return shared;
}

/**
 * The criterion that a value belongs to: of its own name, of the object's or list item's, or the
 * only one.
 */
function criterionOf({ criteria }: Question, place: Place): string {
  const nearby = [...place.path, ...Object.values(place.siblings)].map((part) =>
    simple(String(part)),
  );
  const named = criteria.find(
    (criterion) =>
      typeof criterion["name"] === "string" && nearby.includes(simple(criterion["name"])),
  );
  const chosen = named ?? (criteria.length === 1 ? criteria[0] : undefined);
  return chosen === undefined
    ? ""
    : `${textOfValue(chosen["name"])} ${textOfValue(chosen["question"])}`;
}

/** Share of the figures and names of a text that the sources have; 1 where it states none. */
function groundedShare({ sources }: Question, text: string): number {
  const known = new Set(
    surfaceTokens(sources.map((source) => textOfValue(source["text"])).join("\n")).map(
      (token) => token.folded,
    ),
  );
  const facts = surfaceTokens(text).filter(
    (token, at) =>
      token.kind === "number" ||
      (at > 0 && token.kind === "word" && /^\p{Lu}/u.test(token.surface.trim())),
  );
  const words = surfaceTokens(text).filter((token) => token.kind === "word");
  const shared =
    words.length === 0 ? 1 : words.filter((token) => known.has(token.folded)).length / words.length;
  if (facts.length === 0) return 0.6 + 0.4 * shared;
  return facts.filter((token) => known.has(token.folded)).length / facts.length;
}

function aspectOf(question: Question, place: Place): Aspect | null {
  const own = place.path.filter((part): part is string => typeof part === "string").reverse();
  const clues = [
    ...own,
    // What was said of the draft tells nothing of what is asked.
    ...Object.entries(place.siblings).flatMap(([name, value]) =>
      typeof value === "string" && !REASONS.test(name) ? [value] : [],
    ),
    place.description,
    criterionOf(question, place),
  ];
  for (const clue of clues) {
    const found = ASPECTS.find(([, words]) => words.test(clue));
    if (found !== undefined) return found[0];
  }
  return null;
}

/**
 * Probability of the given label beside that of the likeliest one; null where no label is given or
 * none can be told.
 */
function labelFit(question: Question, text: string): number | null {
  const given = [
    ...question.wanted.labels,
    ...(question.draft === null ? [] : labelsOf(question.draft, LABEL_FIELD)),
  ];
  const classifier = question.fit.classifier(LABEL_FIELD, judgedFields(question));
  if (given.length === 0 || classifier === null) return null;
  const probabilities = classifier.predict([text])[0]?.probabilities ?? new Float64Array();
  const own = Math.max(
    0,
    ...given.map((label) => probabilities[classifier.classes.indexOf(label)] ?? 0),
  );
  return Math.sqrt(own / Math.max(1e-9, ...probabilities));
}

function simple(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * Words of the draft that say most about it: those that the fewest demonstrations have, as they
 * stand.
 */
export function tellingWords(question: Question, count: number): string[] {
  const counts = question.fit.rowsPerWord();
  const words = new Map(
    surfaceTokens(draftText(question.draft ?? undefined))
      .filter((token) => token.kind === "word")
      .map((token) => [token.folded, token.surface.trim()]),
  );
  return [...words]
    .sort((a, b) => (counts.get(a[0]) ?? 0) - (counts.get(b[0]) ?? 0) || b[0].length - a[0].length)
    .slice(0, count)
    .map(([, surface]) => surface);
}
