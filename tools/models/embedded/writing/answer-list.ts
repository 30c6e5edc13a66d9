import type { JsonSchema, JsonValue } from "../../../../schema/json.js";
import { phrasesFor } from "./answer-text.js";
import { chooseValue, valueProbabilities, type ValueProbability } from "./choose-value.js";
import { fitsSchema } from "../fits-schema.js";
import { enumValues, numberAt, propertiesOf, resolved, schemaAt } from "../json-schema-view.js";
import { judgedText, type Place, type Question } from "../question.js";
import { sentencesOf } from "../fit.js";

type AnswerValue = (question: Question, schema: JsonSchema, place: Place) => JsonValue;

const CLAIM = /claim|statement|sentence|fact/iu;
const FEW = 5;
/** Values of a list of labels are those at least this probable beside the likeliest. */
const BESIDE_LIKELIEST = 0.5;

/**
 * A list: of labels, the probable ones; of objects with a choice, one item for each value; of
 * claims, one for each sentence of the draft; of texts, key phrases; of anything that a
 * demonstration has under that name, such a value.
 */
export function answerList(
  question: Question,
  shape: JsonSchema,
  place: Place,
  answer: AnswerValue,
): JsonValue {
  const items = resolved(
    schemaAt(shape, "items") ??
      (Array.isArray(shape["prefixItems"]) ? (shape["prefixItems"][0] as JsonSchema) : {}),
    question.root,
  );
  const least = numberAt(shape, "minItems") ?? 0;
  const most = numberAt(shape, "maxItems") ?? Infinity;
  const values = enumValues(items);
  if (values !== null) return labelList(question, place, values, least, most) as JsonValue;
  const at = (number: number, extra: Partial<Place> = {}): Place => ({
    ...place,
    path: [...place.path, number],
    description: "",
    siblings: {},
    ...extra,
  });
  if (items["type"] === "object") {
    const choice = propertiesOf(items)
      .map(([name, member]): [string, readonly unknown[] | null] => [
        name,
        enumValues(resolved(member, question.root)),
      ])
      .find(([, allowed]) => allowed !== null && allowed.length > 1);
    if (choice !== undefined)
      return choiceItems(
        question,
        items,
        place,
        choice as [string, readonly unknown[]],
        { least, most },
        answer,
      );
    const claim = propertiesOf(items).some(([name]) => CLAIM.test(name))
      ? sentencesOf(judgedText(question, place))
      : [];
    const count =
      claim.length > 0
        ? claim.length
        : question.criteria.length > 0 && question.draft !== null
          ? question.criteria.length
          : question.listLength;
    return Array.from({ length: clamp(count, least, most) }, (_, number) =>
      answer(
        question,
        items,
        at(number, { focus: claim[number % Math.max(1, claim.length)] ?? place.focus }),
      ),
    );
  }
  if (items["type"] === "string") {
    const own = question.fit.demonstrations
      .map((record) => record[place.name])
      .filter(
        (value): value is readonly JsonValue[] =>
          Array.isArray(value) && fitsSchema(value, shape, question.root),
      );
    if (own.length > 0) return question.random.derive("list", ...place.path).pick(own);
    const phrases = phrasesFor(question)
      .filter((phrase) => fitsSchema(phrase, items, question.root))
      .slice(0, clamp(question.listLength, least, most));
    for (let number = phrases.length; number < least; number++)
      phrases.push(String(answer(question, items, at(number))));
    return phrases;
  }
  return Array.from(
    { length: clamp(items["type"] === "array" ? 1 : FEW, least, most) },
    (_, number) => answer(question, items, at(number)),
  );
}

/**
 * Several values of one choice: the wanted ones, else those that are nearly as probable as the
 * likeliest.
 */
function labelList(
  question: Question,
  place: Place,
  values: readonly unknown[],
  least: number,
  most: number,
): unknown[] {
  const ranked = [...valueProbabilities(question, place, values)].sort(
    (a, b) => b.probability - a.probability,
  );
  return padded(
    likelyValues(question, place, values, ranked).slice(0, most),
    ranked.map(({ value }) => value),
    least,
  );
}

function likelyValues(
  question: Question,
  place: Place,
  values: readonly unknown[],
  ranked: readonly ValueProbability[],
): unknown[] {
  const wanted = values.filter((value) => question.wanted.labels.includes(String(value)));
  if (wanted.length > 0 && question.draft === null) return wanted;
  if (judgedText(question, place) === "") return [chooseValue(question, place, values)];
  const best = ranked[0]?.probability ?? 0;
  const likely = ranked.filter(
    ({ probability }) => probability >= Math.max(BESIDE_LIKELIEST * best, 1 / (2 * values.length)),
  );
  question.logProbabilities.push(
    ...likely.map(({ probability }) => Math.log(Math.max(1e-9, probability))),
  );
  return likely.map(({ value }) => value);
}

/** At least so many values: the missing ones first, then all over again. */
function padded(chosen: readonly unknown[], all: readonly unknown[], least: number): unknown[] {
  const result = [...chosen];
  const missing = all.filter((value) => !chosen.includes(value));
  for (let at = 0; result.length < least; at++)
    result.push(at < missing.length ? missing[at] : all[at % all.length]);
  return result;
}

/**
 * One item for each value of the choice, the probable ones first; where criteria or labels are
 * judged, that is each of them once.
 */
function choiceItems(
  question: Question,
  items: JsonSchema,
  place: Place,
  [name, values]: readonly [string, readonly unknown[]],
  { least, most }: { least: number; most: number },
  answer: AnswerValue,
): JsonValue {
  const shares = [
    ...valueProbabilities(question, { ...place, path: [...place.path, name] }, values),
  ].sort((a, b) => b.probability - a.probability);
  const count = clamp(values.length, least, most);
  return Array.from({ length: count }, (_, number) => {
    const share = shares[number % shares.length] as (typeof shares)[number];
    const object: Record<string, JsonValue> = {};
    const inner: Place = {
      ...place,
      path: [...place.path, number],
      name: "",
      description: "",
      siblings: { [name]: share.value as JsonValue },
    };
    const probability = Math.round(share.probability * 1e4) / 1e4;
    for (const [member, schema] of propertiesOf(items)) {
      if (member === name) object[member] = share.value as JsonValue;
      else if (
        /confiden|probab|certain|likel/iu.test(member) &&
        fitsSchema(probability, schema, question.root)
      )
        object[member] = probability;
      else
        object[member] = answer(question, schema, {
          ...inner,
          path: [...inner.path, member],
          name: member,
          siblings: { ...inner.siblings, ...object },
        });
    }
    return object;
  });
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
