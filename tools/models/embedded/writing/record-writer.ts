import type { Random } from "../../../../base/statistics/random.js";
import type { JsonValue } from "../../../../schema/json.js";
import { entityExchanges } from "../exchange/entity-exchange.js";
import { givenExchanges, statedFields, statesAll } from "../exchange/given-exchange.js";
import { exchangeSlots } from "../exchange/slot-exchange.js";
import { rewriteText, rewriteValue, type Exchanges } from "../exchange/text-exchange.js";
import { LABEL_FIELD, textOfRecord, textOfValue } from "../field-texts.js";
import type { DataRecord } from "../prompt-reader.js";
import type { Place, Question } from "../question.js";
import { surfaceTokens } from "../surface-tokens.js";
import { nearnessOf } from "./answer-text.js";
import { extractedFrom } from "./extract-answer.js";
import { rowWeights } from "./wanted-answer.js";

/** Longer values are texts, not values that are looked up. */
const LONGEST = 40;

/**
 * Values of a demonstration that holds no text, such as a call and its arguments: each is exchanged
 * for a value that a demonstration has in the same place and that stands in what is given, in the
 * order in which these stand there.
 */
function filledSlots(
  { fit, draft }: Question,
  base: DataRecord,
  names: readonly string[],
): Record<string, JsonValue> {
  const given = textOfValue(draft ?? {});
  const taken = new Set<string>();
  const fill = (value: unknown, path: readonly string[]): JsonValue => {
    if (Array.isArray(value)) return value.map((item) => fill(item, path));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, fill(member, [...path, name])]),
      );
    if (typeof value !== "string" || value.length > LONGEST) return value as JsonValue;
    const known = new Set(fit.demonstrations.flatMap((record) => valuesAt(record, path)));
    const standing = [...known]
      .filter((other) => other !== "" && !taken.has(other) && given.includes(other))
      .sort((a, b) => given.indexOf(a) - given.indexOf(b));
    const chosen = standing[0] ?? value;
    taken.add(chosen);
    return chosen;
  };
  return Object.fromEntries(
    names
      .filter((name) => base[name] !== undefined)
      .map((name) => [name, fill(base[name], [name])]),
  );
}

/** The short texts of a record at a path; lists are walked through. */
function valuesAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined)
    return typeof value === "string" && value.length <= LONGEST ? [value] : [];
  return typeof value === "object" && value !== null
    ? valuesAt((value as Record<string, unknown>)[name], rest)
    : [];
}

const TRIES = 12;
const TOO_NEAR = 0.65;
/** Difference in nearness that makes a try e times as likely to be taken. */
const SPREAD = 0.04;

/**
 * Which of the asked fields are written together: those that demonstrations have, where one of them
 * is no plain text or several are texts, for they must agree with each other. One plain text alone
 * is written freely, unless it is to state what is given; a piece of what is given is taken from
 * there.
 */
export function recordFields(question: Question, names: readonly string[]): string[] {
  const { fit, draft, original } = question;
  // Each text of a row that is to be rewritten becomes a version of itself.
  if (original !== null && names.every((name) => typeof original.record[name] === "string"))
    return [];
  const shown = names.filter(
    (name) =>
      name !== LABEL_FIELD &&
      fit.demonstrations.some((record) => record[name] !== undefined) &&
      extractedFrom(question, name) === null,
  );
  const asked = shown.filter(
    (name) => draft === null || textOfValue(draft[name]) === "" || names.length > 1,
  );
  const structured = asked.some((name) =>
    fit.demonstrations.some((record) => typeof record[name] === "object" && record[name] !== null),
  );
  const texts = asked.filter((name) => fit.rows(name).texts.length > 0);
  return texts.length > 1 ||
    structured ||
    texts.some((name) => statedFields(question, name, names).length > 0)
    ? asked
    : [];
}

/**
 * Writes fields that belong together: a demonstration of the wanted label is taken, its entities
 * and words are exchanged for others that stood in the same slots, everywhere alike, so that
 * answers, spans and triples still fit the text. Where something is given that the text states, a
 * demonstration that states as much is taken, with the given values in its place.
 *
 * @param path where the record stands in the answer: records of a list differ from each other
 */
export function writeRecord(
  question: Question,
  names: readonly string[],
  path: Place["path"] = [],
): Record<string, JsonValue> {
  const { fit, wanted, draft } = question;
  const all = fit.demonstrations.filter((record) =>
    names.some((name) => record[name] !== undefined),
  );
  const main = longestField(all, names);
  const stated = statedFields(question, main, names);
  const fitting =
    draft === null || stated.length === 0
      ? []
      : all.filter((record) => givenExchanges(record, draft, { main, stated }) !== null);
  const records = fitting.length > 0 ? fitting : all;
  const weights = rowWeights(
    records,
    records.map((record) => textOfRecord(record, fit.textFields)),
    wanted,
    0,
  );
  const nearness = new Map(
    nearnessOf(question, main)?.map((factor, row) => [fit.rows(main).records[row], factor]),
  );
  records.forEach((record, row) => {
    weights[row] = (weights[row] as number) * (nearness.get(record) ?? 1);
  });
  const tried: { readonly record: Record<string, JsonValue>; readonly nearest: number }[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const random = question.random.derive("record", ...path, attempt);
    const base = records[random.weighted(weights)] as DataRecord;
    if (draft !== null && names.every((name) => typeof base[name] !== "string"))
      return filledSlots(question, base, names);
    const given = fitting.length > 0 ? givenExchanges(base, draft!, { main, stated }) : null;
    const record = exchanged(question, base, names, main, {
      records: all,
      rate: 0.25 + 0.06 * attempt,
      random,
      given,
    });
    if (given !== null && !statesAll(textOfValue(record[main]), draft!, stated)) continue;
    const nearest = fit.novelty(main).nearest(textOfValue(record[main]));
    if (nearest <= TOO_NEAR) return record;
    tried.push({ record, nearest });
  }
  // no exchange left the given values whole: each field is then answered alone
  if (tried.length === 0) return {};
  // Where rows are all alike none is far from them: the farthest alone would be the same one again
  // and again.
  const least = Math.min(...tried.map(({ nearest }) => nearest));
  return (
    tried[
      question.random
        .derive("choice", ...path)
        .weighted(tried.map(({ nearest }) => Math.exp((least - nearest) / SPREAD)))
    ]?.record ?? {}
  );
}

interface ExchangeSource {
  readonly records: readonly DataRecord[];
  readonly rate: number;
  readonly random: Random;
  /** Phrases that must be exchanged, before any that may. */
  readonly given: ReadonlyMap<string, string> | null;
}

function exchanged(
  question: Question,
  base: DataRecord,
  names: readonly string[],
  main: string,
  { records, rate, random, given }: ExchangeSource,
): Record<string, JsonValue> {
  const { fit } = question;
  const exchanges: Exchanges = {
    phrases: given ?? entityExchanges(base, records, names, main, random),
    words: new Map(),
  };
  const { records: mainRecords } = fit.rows(main);
  const row = mainRecords.indexOf(base);
  if (row >= 0) {
    const index = fit.index(main);
    const elsewhere = surfaceTokens(
      [
        ...names.filter((name) => name !== main).map((name) => textOfValue(base[name])),
        ...(given?.keys() ?? []),
      ].join("\n"),
    ).map((token) => token.folded);
    // Figures that other fields reckon with must stay, all of them.
    const reckoned = surfaceTokens(textOfValue(base[main])).some(
      (token) => token.kind === "number" && elsewhere.includes(token.folded),
    );
    const start = (index.rowStart[row] as number) + 1;
    const positions = Array.from(
      { length: (index.rowStart[row + 1] as number) - start - 1 },
      (_, at) => start + at,
    );
    const weights = rowWeights(
      mainRecords,
      fit.rows(main).texts,
      question.wanted,
      fit.sourceTexts.length,
    );
    exchangeSlots(index, positions, {
      rowWeights: weights,
      rate,
      between: true,
      random,
      factRows: null,
    }).forEach((position, at) => {
      const original = positions[at] as number;
      const [from, to] = [
        index.surfaceAt(original).trim().toLowerCase(),
        index.surfaceAt(position).trim(),
      ];
      // Two words that became one would lose what tells them apart.
      const isTaken =
        [...exchanges.words.values()].includes(to) || elsewhere.includes(to.toLowerCase());
      if (
        position !== original &&
        !isTaken &&
        !exchanges.words.has(from) &&
        !(reckoned && index.kindAt(original) === "number")
      )
        exchanges.words.set(from, to);
    });
  }
  const text = textOfValue(base[main]);
  const moved = rewriteText(text, exchanges);
  return Object.fromEntries(
    names
      .filter((name) => base[name] !== undefined)
      .map((name) => [
        name,
        name === main && typeof base[name] === "string"
          ? moved.text
          : rewriteValue(base[name], exchanges, { text, moved }),
      ]),
  );
}

/** The field with the longest texts: the one that the others speak of. */
function longestField(records: readonly DataRecord[], names: readonly string[]): string {
  const lengths = names.map((name) => {
    const texts = records
      .map((record) => record[name])
      .filter((value): value is string => typeof value === "string");
    return texts.length === 0
      ? 0
      : texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
  });
  return names[lengths.indexOf(Math.max(...lengths))] as string;
}
