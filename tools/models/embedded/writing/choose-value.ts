import { labelsOf, LABEL_FIELD, textOfValue } from "../field-texts.js";
import { judgedFields, judgedText, type Place, type Question } from "../question.js";

export interface ValueProbability {
  readonly value: unknown;
  readonly probability: number;
}

/** Probability that is left to values that no demonstration has. */
const UNSEEN = 0.02;
/** Up to this temperature the likeliest value is taken; above it values are drawn. */
const SAMPLING_FROM = 0.9;

/**
 * How probable each allowed value is: by the draft's likelihood under the demonstrations of each
 * value (calibrated naive Bayes), else as the conditions say, else by the sources, else as often as
 * the demonstrations have it.
 */
export function valueProbabilities(
  question: Question,
  place: Place,
  values: readonly unknown[],
): ValueProbability[] {
  const target = targetField(question, place, values);
  const names = values.map(String);
  const text = judgedText(question, place);
  const wanted = [...question.wanted.labels, ...Object.values(question.wanted.conditions)].filter(
    (value) => names.includes(value),
  );
  if (question.draft === null && place.focus === null && wanted.length > 0)
    return spread(values, (name) => (wanted.includes(name) ? 1 : 0));
  const evidence =
    text !== "" ? text : question.sources.map((source) => textOfValue(source["text"])).join("\n");
  const classifier = question.fit.classifier(
    target,
    judgedFields(question).filter((field) => field !== target),
  );
  if (evidence !== "" && classifier !== null) {
    const probabilities = classifier.predict([evidence])[0]?.probabilities;
    const known = new Map(
      classifier.classes.map((name, column) => [name, probabilities?.[column] ?? 0]),
    );
    if (names.some((name) => known.has(name)))
      return spread(values, (name) => Math.max(known.get(name) ?? UNSEEN / names.length, 1e-6));
  }
  const counts = new Map<string, number>();
  for (const record of question.fit.demonstrations)
    for (const name of labelsOf(record, target)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return spread(values, (name) => (counts.get(name) ?? 0) + 0.01);
}

/** The likeliest value; drawn by probability where the temperature is high or nothing is judged. */
export function chooseValue(question: Question, place: Place, values: readonly unknown[]): unknown {
  const shares = valueProbabilities(question, place, values);
  const judged = judgedText(question, place) !== "";
  const drawn = question.temperature > SAMPLING_FROM || !judged;
  const index = drawn
    ? question.random
        .derive("value", ...place.path)
        .weighted(shares.map((share) => share.probability))
    : highest(shares);
  const chosen = shares[index] as ValueProbability;
  question.logProbabilities.push(Math.log(Math.max(1e-9, chosen.probability)));
  return chosen.value;
}

/**
 * The field of the demonstrations that holds the values: the property's own name, else any that has
 * one of them, else the label.
 */
function targetField({ fit }: Question, place: Place, values: readonly unknown[]): string {
  const holds = (field: string) =>
    fit.demonstrations.some((record) =>
      labelsOf(record, field).some((name) => values.includes(name)),
    );
  const own = place.path.filter((part): part is string => typeof part === "string").reverse();
  return [...own, LABEL_FIELD].find(holds) ?? LABEL_FIELD;
}

function spread(
  values: readonly unknown[],
  weightOf: (name: string) => number,
): ValueProbability[] {
  const weights = values.map((value) => weightOf(String(value)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.map((value, at) => ({
    value,
    probability: total > 0 ? (weights[at] as number) / total : 1 / values.length,
  }));
}

function highest(shares: readonly ValueProbability[]): number {
  return shares.reduce(
    (best, share, at) =>
      share.probability > (shares[best] as ValueProbability).probability ? at : best,
    0,
  );
}
