import type { JsonSchema, JsonValue } from "../../../../schema/json.js";
import { LABEL_FIELD } from "../field-texts.js";
import { fitsSchema } from "../fits-schema.js";
import {
  acceptsNull,
  enumValues,
  propertiesOf,
  resolved,
  schemaAt,
  textAt,
} from "../json-schema-view.js";
import { rateDraft } from "../judging/rate-draft.js";
import type { Place, Question } from "../question.js";
import { answerList } from "./answer-list.js";
import { answerNumber } from "./answer-number.js";
import { answerText } from "./answer-text.js";
import { chooseValue, valueProbabilities } from "./choose-value.js";
import { recordFields, writeRecord } from "./record-writer.js";

const DEEPEST = 12;
export const ROOT_PLACE: Place = { path: [], name: "", description: "", siblings: {}, focus: null };

/** Answers a question with a value that fits the schema, whatever the schema is. */
export function answerValue(question: Question, schema: JsonSchema, place: Place): JsonValue {
  const shape = resolved(schema, question.root);
  const described: Place = {
    ...place,
    description: place.description || textAt(shape, "description"),
  };
  const values = enumValues(shape);
  if (values !== null) return chooseFrom(question, described, values);
  if (place.path.length > DEEPEST) return null;
  switch (shape["type"]) {
    case "object":
      return answerObject(question, shape, described);
    case "array":
      return answerList(question, shape, described, answerValue);
    case "number":
    case "integer":
      return answerNumber(question, shape, described);
    case "boolean":
      return answerBoolean(question, described);
    case "null":
      return null;
    case "string":
      return answerText(question, shape, described);
    default:
      return propertiesOf(shape).length > 0
        ? answerObject(question, shape, described)
        : answerUntyped(question, shape, described);
  }
}

function chooseFrom(question: Question, place: Place, values: readonly unknown[]): JsonValue {
  return (values.length === 1 ? values[0] : chooseValue(question, place, values)) as JsonValue;
}

/**
 * The members of an object: the label first, for the texts are written to it; then the fields that
 * demonstrations have, together; then the rest in the order of the schema, each seeing what was
 * decided before.
 */
function answerObject(question: Question, shape: JsonSchema, place: Place): JsonValue {
  const properties = propertiesOf(shape);
  if (properties.length === 0) return answerMap(question, shape, place);
  const decided: Record<string, JsonValue> = {};
  const placeOf = (name: string, member: JsonSchema): Place => ({
    ...place,
    path: [...place.path, name],
    name,
    description: textAt(member, "description"),
    siblings: { ...place.siblings, ...decided },
  });
  const label = properties.find(([name]) => name === LABEL_FIELD);
  const known = properties
    .filter(([name, member]) => demonstrated(question, name, member))
    .map(([name]) => name);
  const written = recordFields(question, known);
  if (label !== undefined)
    decided[LABEL_FIELD] = answerValue(question, label[1], placeOf(...label));
  const labels =
    typeof decided[LABEL_FIELD] === "string"
      ? [decided[LABEL_FIELD]]
      : Array.isArray(decided[LABEL_FIELD])
        ? decided[LABEL_FIELD].map(String)
        : [];
  const asked: Question =
    labels.length > 0 && question.wanted.labels.length === 0
      ? { ...question, wanted: { ...question.wanted, labels } }
      : question;
  for (const [name, value] of Object.entries(
    written.length > 0 ? writeRecord(asked, written, place.path) : {},
  )) {
    // A rewritten text may have outgrown its bounds: it is then answered alone.
    const member = properties.find(([other]) => other === name)?.[1] ?? {};
    if (fitsSchema(value, member, question.root))
      decided[name] = completeValue(value, member, question.root);
  }
  // What the rows, or the row that this one follows, leave out is left out: it would speak of
  // something else.
  for (const [name, member] of known.length > 0 ? properties : []) {
    if (
      !(name in decided) &&
      (written.length > 0 || !known.includes(name)) &&
      acceptsNull(member, question.root)
    )
      decided[name] = null;
  }
  const rest = properties.filter(([name]) => !(name in decided));
  const late = ([, member]: [string, JsonSchema]) => (isChoice(question, member) ? 0 : 1);
  for (const [name, member] of [...rest].sort((a, b) => late(a) - late(b)))
    decided[name] = answerValue(asked, member, placeOf(name, member));
  return Object.fromEntries(properties.map(([name]) => [name, decided[name] as JsonValue]));
}

/**
 * An object with free keys: probabilities of the labels where its values are numbers, else a value
 * for each allowed key.
 */
function answerMap(question: Question, shape: JsonSchema, place: Place): JsonValue {
  const member = schemaAt(shape, "additionalProperties");
  if (member === null) return {};
  const names = schemaAt(shape, "propertyNames");
  const allowed = names === null ? null : enumValues(resolved(names, question.root));
  const keys =
    allowed ?? question.fit.classifier(LABEL_FIELD, question.fit.textFields)?.classes ?? [];
  const type = resolved(member, question.root)["type"];
  if (type === "number")
    return Object.fromEntries(
      valueProbabilities(question, place, keys).map(({ value, probability }) => [
        String(value),
        round(probability),
      ]),
    );
  return Object.fromEntries(
    keys.map((key) => [
      String(key),
      answerValue(question, member, {
        ...place,
        path: [...place.path, String(key)],
        name: String(key),
      }),
    ]),
  );
}

/**
 * Good or yes for a draft by its rating; without a draft as often as the demonstrations have it.
 */
function answerBoolean(question: Question, place: Place): boolean {
  if (question.draft !== null) return rateDraft(question, place) >= 0.5;
  const known = question.fit.demonstrations
    .map((record) => record[place.name])
    .filter((value): value is boolean => typeof value === "boolean");
  return known.length > 0
    ? question.random.derive("boolean", ...place.path).pick(known)
    : question.random.derive("boolean", ...place.path).next() < 0.5;
}

/** A member without a type: a value that a demonstration has there, else a text. */
function answerUntyped(question: Question, shape: JsonSchema, place: Place): JsonValue {
  const known = question.fit.demonstrations
    .map((record) => record[place.name])
    .filter((value) => value !== undefined);
  if (known.length > 0 && typeof known[0] !== "string")
    return question.random.derive("any", ...place.path).pick(known) as JsonValue;
  return answerText(question, shape, place);
}

/** True where demonstrations have values of that name, and all of them fit. */
function demonstrated({ fit, root }: Question, name: string, member: JsonSchema): boolean {
  const values = fit.demonstrations
    .map((record) => record[name])
    .filter((value) => value !== undefined && value !== null);
  return values.length > 0 && values.every((value) => fitsSchema(value, member, root));
}

function isChoice(question: Question, member: JsonSchema): boolean {
  return enumValues(resolved(member, question.root)) !== null;
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/**
 * A value of the demonstrations as an answer: members that the schema asks for and the value does
 * not have are null where they may be.
 */
function completeValue(value: JsonValue, schema: JsonSchema, root: JsonSchema): JsonValue {
  const shape = resolved(schema, root);
  if (Array.isArray(value)) {
    const items = schemaAt(shape, "items");
    return items === null ? value : value.map((item) => completeValue(item, items, root));
  }
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, JsonValue>;
  const completed: Record<string, JsonValue> = { ...record };
  for (const [name, member] of propertiesOf(shape)) {
    if (record[name] !== undefined) completed[name] = completeValue(record[name], member, root);
    else if (acceptsNull(member, root)) completed[name] = null;
  }
  return completed;
}
