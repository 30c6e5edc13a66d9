import type { JsonSchema } from "../../../../schema/json.js";
import { valueProbabilities } from "./choose-value.js";
import { labelsOf, LABEL_FIELD } from "../field-texts.js";
import { numberAt } from "../json-schema-view.js";
import { judgedFields, type Place, type Question } from "../question.js";
import { rateDraft } from "../judging/rate-draft.js";

const PROBABILITY = /confiden|probab|certain|likel/iu;

/**
 * A number: a probability where its name asks for one, a rating of the draft, a value of the
 * demonstrations, or one within the bounds.
 */
export function answerNumber(question: Question, shape: JsonSchema, place: Place): number {
  const isWhole = shape["type"] === "integer";
  const least = numberAt(shape, "minimum") ?? above(numberAt(shape, "exclusiveMinimum"), isWhole);
  const most = numberAt(shape, "maximum") ?? below(numberAt(shape, "exclusiveMaximum"), isWhole);
  const low = least ?? (most === null ? 0 : Math.min(0, most - 1));
  const high = most ?? (least === null ? 1 : least + 1);
  const fit = (share: number) => toStep(low + share * (high - low), low, high, isWhole);
  if (PROBABILITY.test(place.name)) return fit(confidence(question, place));
  const classes = classesOf(question);
  if (question.draft !== null && classes.includes(place.name)) {
    return fit(
      valueProbabilities(question, { ...place, path: [LABEL_FIELD] }, classes).find(
        (share) => share.value === place.name,
      )?.probability ?? 0,
    );
  }
  const random = question.random.derive("number", ...place.path);
  const known = question.fit.demonstrations
    .map((record) => record[place.name])
    .filter(
      (value): value is number =>
        typeof value === "number" && value >= (least ?? -Infinity) && value <= (most ?? Infinity),
    );
  if (question.draft !== null && known.length === 0) return fit(rateDraft(question, place));
  if (known.length > 0)
    return toStep(random.pick(known), least ?? -Infinity, most ?? Infinity, isWhole);
  return fit(random.next());
}

/**
 * Probability of the value chosen beside it, else of the label that is given, else of the likeliest
 * label.
 */
function confidence(question: Question, place: Place): number {
  const classes = classesOf(question);
  const chosen = [
    ...Object.values(place.siblings).flat(),
    ...question.wanted.labels,
    ...(question.draft === null ? [] : labelsOf(question.draft)),
  ].filter((value): value is string => typeof value === "string" && classes.includes(value));
  if (classes.length === 0) return question.draft === null ? 0.5 : rateDraft(question, place);
  const shares = valueProbabilities(question, { ...place, path: [LABEL_FIELD] }, classes);
  const named = shares.filter((share) => chosen.includes(share.value as string));
  return Math.max(...(named.length > 0 ? named : shares).map((share) => share.probability));
}

function classesOf(question: Question): readonly string[] {
  const classifier = question.fit.classifier(LABEL_FIELD, judgedFields(question));
  return (
    classifier?.classes ?? [
      ...new Set(question.fit.demonstrations.flatMap((record) => labelsOf(record))),
    ]
  );
}

function toStep(value: number, low: number, high: number, isWhole: boolean): number {
  const stepped = isWhole ? Math.round(value) : Math.round(value * 1000) / 1000;
  return Math.min(
    isWhole ? Math.floor(high) : high,
    Math.max(isWhole ? Math.ceil(low) : low, stepped),
  );
}

function above(bound: number | null, isWhole: boolean): number | null {
  return bound === null ? null : isWhole ? Math.floor(bound) + 1 : bound + 0.001;
}

function below(bound: number | null, isWhole: boolean): number | null {
  return bound === null ? null : isWhole ? Math.ceil(bound) - 1 : bound - 0.001;
}
