import { boundedSegments } from "../../../../base/text/bounded-segments.js";
import { LABEL_FIELD, textOfValue } from "../field-texts.js";
import { isFunctionWord } from "../function-words.js";
import type { DataRecord } from "../prompt-reader.js";
import type { Place, Question } from "../question.js";
import { surfaceTokens, type SurfaceToken } from "../surface-tokens.js";

/** From this share of the demonstrations on a field counts as a piece of another one. */
const MOSTLY = 0.6;
const LONGEST = 6;
/** What the right form weighs beside one rare word of the question in the same sentence. */
const FORM_WEIGHT = 2;

/**
 * The field of the draft that a field's value is a piece of, as in most demonstrations an answer is
 * of its passage; null where there is none.
 */
export function extractedFrom({ fit, draft }: Question, field: string): string | null {
  if (draft === null || field === LABEL_FIELD || textOfValue(draft[field]) !== "") return null;
  const rows = fit.demonstrations.filter(
    (record) => typeof record[field] === "string" && record[field] !== "",
  );
  if (rows.length === 0) return null;
  const holds = (record: DataRecord, other: string): boolean => {
    const text = record[other];
    return (
      typeof text === "string" &&
      text.length > (record[field] as string).length &&
      text.includes(record[field] as string)
    );
  };
  const others = Object.keys(draft).filter(
    (other) => other !== field && typeof draft[other] === "string",
  );
  return (
    others.find(
      (other) => rows.filter((record) => holds(record, other)).length >= MOSTLY * rows.length,
    ) ?? null
  );
}

/**
 * A piece of a given passage as the answer to what else is given: near the words that the question
 * shares with the passage, itself none of them, of the form (name, figure, words) and length that
 * answers to questions with that first word have.
 */
export function extractAnswer(question: Question, place: Place, source: string): string {
  const { fit, draft } = question;
  const given = { ...draft, ...place.siblings } as DataRecord;
  const passage = textOfValue(given[source]);
  const asked = Object.entries(given)
    .filter(([name]) => name !== source && name !== place.name)
    .map(([, value]) => textOfValue(value))
    .join("\n");
  const askedWords = new Set(contentOf(surfaceTokens(asked)));
  const counts = fit.rowsPerWord();
  const weightOf = (word: string): number => 1 / (1 + Math.log(1 + (counts.get(word) ?? 0)));
  const forms = formsOf(question, place.name, surfaceTokens(asked)[0]?.folded ?? "");
  const candidates: string[] = [];
  const scores: number[] = [];
  const segmenter = new Intl.Segmenter("und", { granularity: "sentence" });
  for (const { segment } of boundedSegments(segmenter, passage)) {
    const tokens = surfaceTokens(segment.trim());
    for (let start = 0; start < tokens.length; start++) {
      for (let end = start + 1; end <= Math.min(tokens.length, start + LONGEST); end++) {
        const piece = tokens.slice(start, end);
        if (!isAnswer(piece, askedWords)) continue;
        let near = 0;
        tokens.forEach((token, at) => {
          if (askedWords.has(token.folded))
            near += weightOf(token.folded) / (1 + (at < start ? start - at : at - end + 1) / 6);
        });
        candidates.push(
          piece
            .map((token) => token.surface)
            .join("")
            .trim(),
        );
        scores.push(near + FORM_WEIGHT * forms(piece));
      }
    }
  }
  if (candidates.length === 0) return passage;
  const best = Math.max(...scores);
  const spread = Math.max(0.02, question.temperature / 4);
  const weights = scores.map((score) => Math.exp((score - best) / spread));
  const chosen = question.random.derive("extract", ...place.path).weighted(weights);
  question.logProbabilities.push(
    Math.log(weights[chosen]! / weights.reduce((sum, weight) => sum + weight, 0)),
  );
  return candidates[chosen]!;
}

/**
 * Starts and ends with a word of content, has no mark inside, and repeats no word of the question.
 */
function isAnswer(piece: readonly SurfaceToken[], asked: ReadonlySet<string>): boolean {
  return (
    isContent(piece[0]!) &&
    isContent(piece.at(-1)!) &&
    piece.every((token) => token.kind !== "mark" && !asked.has(token.folded))
  );
}

function isContent(token: SurfaceToken): boolean {
  return (
    token.kind === "number" ||
    (token.kind === "word" &&
      !isFunctionWord(token.folded) &&
      (token.folded.length > 3 || !/^\p{Script=Latin}+$/u.test(token.folded)))
  );
}

function contentOf(tokens: readonly SurfaceToken[]): string[] {
  return tokens.filter(isContent).map((token) => token.folded);
}

/**
 * How well a piece has the form and length of known answers, 0 to 1; of those to questions with the
 * same first word, where there are some.
 */
function formsOf(
  { fit }: Question,
  field: string,
  first: string,
): (piece: readonly SurfaceToken[]) => number {
  const known = fit.demonstrations.filter((record) => typeof record[field] === "string");
  const begins = (record: DataRecord): boolean =>
    Object.entries(record).some(
      ([name, value]) =>
        name !== field && typeof value === "string" && surfaceTokens(value)[0]?.folded === first,
    );
  const alike = first === "" ? [] : known.filter(begins);
  const tokens = (alike.length > 0 ? alike : known).map((record) =>
    surfaceTokens(record[field] as string),
  );
  return (piece) => {
    const form = formOf(piece);
    const share = tokens.reduce(
      (sum, answer) =>
        sum + (formOf(answer) === form ? 1 / (1 + Math.abs(answer.length - piece.length)) : 0),
      0,
    );
    return (share + 0.1) / (tokens.length + 0.5);
  };
}

function formOf(piece: readonly SurfaceToken[]): "figure" | "name" | "words" {
  if (piece.some((token) => token.kind === "number")) return "figure";
  const words = piece.filter(isContent);
  return words.length > 0 && words.every((token) => /^\p{Lu}/u.test(token.surface.trim()))
    ? "name"
    : "words";
}
