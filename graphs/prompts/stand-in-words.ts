import type { Random } from "../../base/statistics/random.js";
import type { DataRecord, RawSections } from "../../tools/models/embedded/prompt-reader.js";
import { sentence } from "../conformance/fill-schema.js";
import { wordCount, type KnownField } from "./known-lengths.js";

/** What one answer is made from. */
export interface AnswerPlace {
  readonly random: Random;
  readonly known: (name: string, description: string) => KnownField;
  readonly language: string;
  readonly sections: RawSections;
  /** What is given, the draft that is judged, the rows that a sample is made from. */
  readonly given: readonly DataRecord[];
  readonly conditions: readonly DataRecord[];
  readonly sources: readonly DataRecord[];
  readonly demonstrations: readonly DataRecord[];
  /** True for a judge: figures are the best of their scale, or the worst where it finds fault. */
  readonly judges: boolean;
  readonly findsFault: boolean;
  /** The label that is asked for. */
  readonly label: string | null;
  /** The label that what is given was written for. */
  readonly written: string | undefined;
  /** The answer in which what is given was written. */
  readonly record: Readonly<Record<string, unknown>> | undefined;
}

/** A field whose values are names, figures or a few words. */
interface ShortField {
  readonly name: string;
  readonly description: string;
  /** Values of real rows. */
  readonly values: readonly string[];
  /** Values that stand in the same record already. */
  readonly siblings: readonly unknown[];
}

/** What stands in a passage as a name or a figure. */
const NAMED =
  /(?<=[\p{L}\p{N},;:] )\p{Lu}[\p{L}\p{M}'’-]+(?: \p{Lu}[\p{L}\p{M}'’-]+)*|\b\d[\d.,]*\b/gu;
const WORD = /\p{L}[\p{L}\p{M}'’-]{4,}/gu;

/**
 * Something short: of a list that is given, of the passages, of the rows, or a word of the question.
 */
export function shortText(
  { random, given, sources, sections }: AnswerPlace,
  { name, description, values, siblings }: ShortField,
): string {
  const fresh = (found: readonly string[]): readonly string[] =>
    found.filter((one) => !siblings.includes(one));
  const chosen = /\b(?:Its|The) (\w+) is one of the/u.exec(sections.task)?.[1] ?? name;
  const lists = given.flatMap((record) =>
    Object.values(record)
      .filter((value): value is unknown[] => Array.isArray(value))
      .flatMap((list) => list.filter((entry): entry is string => typeof entry === "string")),
  );
  if (fresh(lists).length > 0 && chosen === name) return random.pick(fresh(lists));
  const fromText = /passage|sources?\b|text (?:names|states|has)|entit|word for word/iu.test(
    `${name} ${description}`,
  );
  const texts = [
    ...sources.map(({ text }) => text),
    ...given.flatMap((record) => Object.values(record)),
  ].filter((text): text is string => typeof text === "string");
  const named = fresh(texts.flatMap((text) => text.match(NAMED) ?? [])).filter(
    (one) => !lists.includes(one),
  );
  if ((fromText || values.length === 0) && named.length > 0) return random.pick(named);
  if (values.length > 0) return random.pick(values);
  const words = (texts.length > 0 ? texts : [sentence(random)]).flatMap(
    (text) => text.match(WORD) ?? [],
  );
  return words.length === 0
    ? "thing"
    : random.sample(words, Math.min(2, words.length)).join(" ").toLowerCase();
}

/** Sentences of so many words in all, with words of what is shown in them. */
export function sentences(
  { random, conditions, sources, given }: AnswerPlace,
  words: number,
): string {
  const facts = given.flatMap((record) => Object.values(record).filter(Array.isArray).flat());
  const stated = (facts as readonly unknown[])
    .filter(
      (fact): fact is DataRecord => typeof fact === "object" && fact !== null && "subject" in fact,
    )
    .map(
      ({ subject, relation, object }) =>
        `${String(subject)} ${String(relation)} ${String(object)}.`,
    );
  const unknown = given.some((record) =>
    Object.values(record).some((value) => typeof value === "string" && /\bX\b/u.test(value)),
  );
  const asked = (facts as readonly unknown[]).flatMap((part) =>
    typeof part === "object" && part !== null && "question" in part ? [part.question] : [],
  );
  const shown = [
    ...conditions.map(({ value }) => value),
    ...sources.map(({ text }) => text),
    ...asked,
  ]
    .filter((text): text is string => typeof text === "string")
    .flatMap((text) => text.match(WORD) ?? []);
  const written: string[] = [...stated, ...(unknown ? ["The figure is X."] : [])];
  for (
    let left = Math.max(words - wordCount(written.join(" ")), stated.length > 0 ? 10 : 0);
    left > 0 || written.length === 0;
  ) {
    const next =
      shown.length === 0
        ? sentence(random)
        : sentence(random).replace(/\d+\.$/u, `the ${random.pick(shown).toLowerCase()}.`);
    const length = wordCount(next);
    if (written.length > 0 && length > left * 1.6) break;
    written.push(next);
    left -= length;
  }
  return written.join(" ");
}

/** Words of real values in another order: the language that they have. */
export function mixed(values: readonly string[], words: number, random: Random): string {
  const pool = values.flatMap((value) => value.split(/\s+/u)).filter((word) => word !== "");
  const text = random.sample(pool, Math.min(words, pool.length)).join(" ");
  return /[.!?。]$/u.test(text) ? text : `${text}.`;
}
