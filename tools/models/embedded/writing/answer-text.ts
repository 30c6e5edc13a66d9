import type { JsonSchema } from "../../../../schema/json.js";
import { labelsOf, LABEL_FIELD, textOfRecord, textOfValue } from "../field-texts.js";
import { numberAt } from "../json-schema-view.js";
import { tellingWords } from "../judging/rate-draft.js";
import { keyPhrases } from "../key-phrases.js";
import type { Place, Question } from "../question.js";
import { surfaceTokens } from "../surface-tokens.js";
import { chooseValue } from "./choose-value.js";
import { extractAnswer, extractedFrom } from "./extract-answer.js";
import { writeText } from "./text-writer.js";
import { versionOf } from "./version-writer.js";
import { rowWeights } from "./wanted-answer.js";
import { extractFacts } from "../../../text/facts.js";

/** Fields that name something. */
const NAMING = /subject|object|head|tail|entity|entities|mention|bridge|answer|name|place|person/iu;

/** Fields that name what a text is about: the name that it begins with. */
const SUBJECT = /subject|head/iu;

/**
 * A name that the sources hold, for a field that names something and that no demonstration has: one
 * that most of the sources share, and that is not said already; for a subject the first one. Null
 * where the field names nothing or the sources hold no such name.
 */
function sourceMention({ sources, draft, random }: Question, place: Place): string | null {
  if (sources.length === 0 || !NAMING.test(place.name)) return null;
  const texts = sources.map((source) => textOfValue(source["text"]));
  const said = [
    ...Object.values(place.siblings),
    ...Object.values(draft ?? {}).flatMap(plainTexts),
  ].filter((value): value is string => typeof value === "string");
  const names = texts.flatMap((text) =>
    extractFacts(text)
      .filter((fact) => fact.kind === "name")
      .map((fact) => text.slice(fact.start, fact.end)),
  );
  const unsaid = [...new Set(names)].filter((name) => !said.includes(name));
  const open = unsaid.filter(
    (name) => !unsaid.some((other) => other !== name && other.includes(name)),
  );
  if (SUBJECT.test(place.name)) return open[0] ?? null;
  const shared = open.map((name) => texts.filter((text) => text.includes(name)).length);
  const most = Math.max(0, ...shared);
  const best = open.filter((_, at) => shared[at] === most);
  return best.length === 0 ? null : random.derive("mention", ...place.path).pick(best);
}

/**
 * What is said so far: texts of their own and in records; a plain list offers names to choose from.
 */
function plainTexts(value: unknown): unknown[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value)
    ? value.flatMap((item: unknown) =>
        typeof item === "object" && item !== null ? Object.values(item) : [],
      )
    : [];
}

const WORDS_IN_REASON = 6;
const LONG =
  /descri|definition|purpose|explan|reason|rationale|summary|feedback|critique|comment|evidence|detail|why/iu;
/** Values that occur again and again in a field are names of something, not texts. */
const CATEGORY_LENGTH = 40;

/**
 * A text: for a field that is a piece of what is given, such a piece; for one that demonstrations
 * have, a new one of their kind; a name of the sources; beside a draft, words of the draft; else
 * key phrases of what is shown. Never a word of this package's own.
 */
export function answerText(question: Question, shape: JsonSchema, place: Place): string {
  const most = numberAt(shape, "maxLength") ?? Infinity;
  const least = numberAt(shape, "minLength") ?? 0;
  return withinLength(textFor(question, place), least, most, question);
}

function textFor(question: Question, place: Place): string {
  const { fit, draft } = question;
  const named = criterionName(question, place);
  if (named !== null) return named;
  const categories = categoriesOf(question, place.name);
  if (categories !== null) return String(chooseValue(question, place, categories));
  const sourceId = sourceFor(question, place);
  if (sourceId !== null) return sourceId;
  if (place.focus !== null && !LONG.test(place.name)) return place.focus;
  const passage = extractedFrom(question, place.name);
  if (passage !== null) return extractAnswer(question, place, passage);
  if (fit.rows(place.name).texts.length > 0) return newText(question, place, place.name);
  const mention = sourceMention(question, place);
  if (mention !== null) return mention;
  if (draft !== null) {
    const words = tellingWords(question, WORDS_IN_REASON);
    if (words.length > 0) return words.join(", ");
  }
  if (
    place.path.length === 0 ||
    (fit.demonstrations.length === 0 && draft === null && place.path.length === 1)
  )
    return newText(question, place, fit.textFields[0] ?? place.name);
  const phrases = phrasesFor(question);
  const random = question.random.derive("text", ...place.path);
  if (phrases.length === 0) return newText(question, place, fit.textFields[0] ?? place.name);
  if (LONG.test(place.name))
    return random.sample(phrases.slice(0, WORDS_IN_REASON * 3), WORDS_IN_REASON).join(", ");
  // Items of a list take the phrases in order, so that no two are the same.
  const number = place.path.findLast((part): part is number => typeof part === "number");
  return number === undefined
    ? random.pick(phrases.slice(0, 12))
    : (phrases[number % phrases.length] as string);
}

/** Key phrases of the demonstrations (else the sources) for the wanted labels. */
export function phrasesFor({ fit, wanted, sources }: Question): string[] {
  const rows = fit.demonstrations.map((record) => ({
    text: textOfRecord(record, fit.textFields),
    labels: labelsOf(record),
  }));
  const texts = rows.some((row) => row.text !== "")
    ? rows
    : sources.map((source) => ({ text: textOfValue(source["text"]), labels: [] }));
  return keyPhrases(texts, wanted.labels);
}

/** A new text for a field of the demonstrations. */
function newText(question: Question, place: Place, field: string): string {
  const version = versionFor(question, place, field);
  if (version !== null) return version;
  const previous = question.draft === null ? "" : textOfValue(question.draft[field]);
  const written = writeText(question.fit, field, {
    wanted: question.wanted,
    temperature: question.temperature,
    topP: question.topP,
    random: question.random.derive("write", ...place.path),
    avoid: previous === "" ? [] : [previous],
    nearness: nearnessOf(question, field),
  });
  question.logProbabilities.push(...written.logProbabilities);
  return written.text;
}

/**
 * A version of the row that is to be rewritten; null where none is, or where its label is to
 * change: then a new text says more.
 */
function versionFor(
  { original, draft, fit, wanted, random }: Question,
  place: Place,
  field: string,
): string | null {
  const text = original?.record[field];
  if (!original || typeof text !== "string" || text.trim() === "") return null;
  const labels = labelsOf(original.record);
  if (
    labels.length > 0 &&
    wanted.labels.length > 0 &&
    !wanted.labels.some((label) => labels.includes(label))
  )
    return null;
  const { records, texts } = fit.rows(field);
  const last = draft === null ? "" : textOfValue(draft[field]);
  return versionOf(text, {
    index: fit.index(field),
    texts,
    rowWeights: rowWeights(records, texts, wanted, fit.sourceTexts.length),
    length: original.length,
    avoid: [last],
    random: random.derive("rewrite", ...place.path),
  });
}

/**
 * How near each demonstration is to what is given, 1 to 20: by words that their other fields share
 * with the draft.
 */
export function nearnessOf({ draft, fit }: Question, field: string): number[] | undefined {
  const given =
    draft === null
      ? []
      : fit.textFields.filter((name) => name !== field && textOfValue(draft[name]) !== "");
  if (draft === null || given.length === 0) return undefined;
  const wordsOf = (text: string) =>
    new Set(
      surfaceTokens(text)
        .filter((token) => token.kind !== "mark")
        .map((token) => token.folded),
    );
  const own = wordsOf(textOfRecord(draft, given));
  return fit.rows(field).records.map((record) => {
    const words = wordsOf(textOfRecord(record, given));
    const shared = [...own].filter((word) => words.has(word)).length;
    return 1 + (40 * shared) / (own.size + words.size + 1);
  });
}

function criterionName({ criteria }: Question, place: Place): string | null {
  if (!/^(criterion|name|id)$/iu.test(place.name) || criteria.length === 0) return null;
  const number = place.path.findLast((part): part is number => typeof part === "number") ?? 0;
  const name = criteria[number % criteria.length]?.["name"];
  return typeof name === "string" ? name : null;
}

/**
 * The values of a field that holds names, not texts: few, short, and each more than once; null for
 * other fields.
 */
function categoriesOf({ fit }: Question, name: string): string[] | null {
  const values = fit.demonstrations.flatMap((record) => labelsOf(record, name));
  const distinct = [...new Set(values)];
  const isCategory =
    name === LABEL_FIELD
      ? distinct.length > 0
      : values.length >= 6 && distinct.length <= values.length / 3;
  return isCategory && distinct.every((value) => value.length <= CATEGORY_LENGTH) ? distinct : null;
}

/**
 * The id of the source that shares most words with what is judged, where an id of a source is asked
 * for.
 */
function sourceFor({ sources, draft }: Question, place: Place): string | null {
  if (!/source|passage|document/iu.test(place.name) || sources.length === 0) return null;
  const wordsOf = (text: string) => new Set(surfaceTokens(text).map((token) => token.folded));
  const own = wordsOf(place.focus ?? textOfValue(draft ?? {}));
  const shared = (source: (typeof sources)[number]) =>
    [...wordsOf(textOfValue(source["text"]))].filter((word) => own.has(word)).length;
  const best = sources.reduce((a, b) => (shared(b) > shared(a) ? b : a));
  return typeof best["id"] === "string" ? best["id"] : null;
}

function withinLength(text: string, least: number, most: number, question: Question): string {
  let result = text;
  for (const phrase of result.length < least ? phrasesFor(question) : []) {
    if (result.length >= least) break;
    result = result === "" ? phrase : `${result} ${phrase}`;
  }
  if (result.length < least) result = result.padEnd(least, result === "" ? "0" : result);
  if (result.length <= most) return result;
  const cut = result.slice(0, most);
  const space = cut.lastIndexOf(" ");
  return space > Math.max(least, most * 0.5) ? cut.slice(0, space) : cut;
}
