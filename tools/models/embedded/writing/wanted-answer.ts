import type { DataRecord } from "../prompt-reader.js";
import { conditionsOf, LABEL_FIELD, labelsOf, textOfValue } from "../field-texts.js";
import { surfaceTokens } from "../surface-tokens.js";

/** What the answer must fulfil, as the conditions say it. */
export interface Wanted {
  /** Wanted labels; empty where none is named. */
  readonly labels: readonly string[];
  /** Other conditions by name. */
  readonly conditions: Readonly<Record<string, string>>;
  /** Wanted length in words, from a condition on it; null where there is none. */
  readonly length: LengthRange | null;
}

interface LengthRange {
  readonly least: number;
  readonly most: number;
}

/** How much a row of another label counts beside one of the wanted label. */
const OTHER_LABEL = 0.004;
const CONDITION_GAIN = 4;
const TOPIC_GAIN = 3;

/** Reads the conditions: records of {name, value}. */
export function wantedAnswerFrom(conditions: readonly DataRecord[]): Wanted {
  const labels: string[] = [];
  const others: Record<string, string> = {};
  let length: LengthRange | null = null;
  for (const { name, value } of conditions) {
    if (typeof name !== "string" || typeof value !== "string") continue;
    if (name === LABEL_FIELD) labels.push(value);
    else if (/length|words|size|길이|長/iu.test(name) && lengthFrom(value) !== null)
      length = lengthFrom(value);
    else others[name] = value;
  }
  return { labels, conditions: others, length };
}

/**
 * Weight per row: of the wanted label first, then by shared conditions and by words of the
 * conditions in the text.
 */
export function rowWeights(
  records: readonly DataRecord[],
  texts: readonly string[],
  wanted: Wanted,
  extraRows: number,
): Float64Array {
  const weights = new Float64Array(records.length + extraRows);
  const topics = Object.values(wanted.conditions).map(wordSet);
  const anyOfLabel =
    wanted.labels.length > 0 &&
    records.some((record) => labelsOf(record).some((label) => wanted.labels.includes(label)));
  records.forEach((record, row) => {
    let weight = 1;
    if (anyOfLabel) {
      const own = labelsOf(record);
      const shared = own.filter((label) => wanted.labels.includes(label)).length;
      weight *= shared === 0 ? OTHER_LABEL : shared / Math.max(own.length, wanted.labels.length);
    }
    const known = conditionsOf(record);
    for (const [name, value] of Object.entries(wanted.conditions))
      if (known[name] === value) weight *= CONDITION_GAIN;
    if (topics.length > 0) {
      const present = wordSet(texts[row] as string);
      for (const topic of topics) weight *= 1 + TOPIC_GAIN * shareOf(topic, present);
    }
    weights[row] = weight;
  });
  const own =
    records.length === 0 ? 1 : weights.reduce((sum, weight) => sum + weight, 0) / records.length;
  weights.fill(records.length === 0 ? 1 : own * 2, records.length);
  return weights;
}

function wordSet(text: string): Set<string> {
  return new Set(
    surfaceTokens(text)
      .filter((token) => token.kind !== "mark")
      .map((token) => token.folded),
  );
}

function shareOf(some: ReadonlySet<string>, all: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of some) if (all.has(word)) shared++;
  return some.size === 0 ? 0 : shared / some.size;
}

/** "short (3 to 8 words)", "12", "about 40 words": the figures decide. */
function lengthFrom(value: string): LengthRange | null {
  const figures = [...value.matchAll(/\d+/g)].map((match) => Number(match[0]));
  if (figures.length === 0) return null;
  if (figures.length === 1)
    return { least: (figures[0] as number) * 0.8, most: (figures[0] as number) * 1.2 };
  return { least: Math.min(...figures), most: Math.max(...figures) };
}

/** The text that is judged or answered: every text of the draft. */
export function draftText(draft: DataRecord | undefined): string {
  return draft === undefined ? "" : textOfValue(draft);
}
