import { labelKey } from "../../../schema/label.js";
import { metricTokens } from "../../metrics/lexical/metric-tokens.js";
import type { EvaluatedRow } from "../contract.js";

/** Test rows of one label that are taken for another. */
export interface Confusion {
  readonly label: string;
  readonly takenFor: string;
  /** Test rows that training on the dataset alone gets wrong in this way. */
  readonly rows: number;
  /** Those of them that training on as many real rows gets right; null without real rows. */
  readonly onlySynthetic: number | null;
  /** Test rows of the label. */
  readonly of: number;
}

/** What should be written next to close the gap. */
export interface NextOrder {
  readonly label: string;
  /** The label that rows of it are taken for; null where the dataset has no row of it. */
  readonly insteadOf: string | null;
  /** How many more rows of it to begin with. */
  readonly rows: number;
  /** Words that real training rows of the label have and rows of the dataset do not. */
  readonly words: readonly string[];
  /** The order in words, for the planner. */
  readonly text: string;
}

const MOST_CONFUSIONS = 20;
const MOST_ORDERS = 8;
const MOST_WORDS = 8;

/** The confusions of a model trained on the dataset, those that only it makes first. */
export function confusionsOf(
  truth: readonly string[],
  synthetic: readonly string[],
  real: readonly string[] | null,
): Confusion[] {
  const totals = new Map<string, number>();
  const found = new Map<string, { label: string; takenFor: string; rows: number; only: number }>();
  truth.forEach((label, row) => {
    totals.set(label, (totals.get(label) ?? 0) + 1);
    const takenFor = synthetic[row]!;
    if (takenFor === label) return;
    const key = JSON.stringify([label, takenFor]);
    const entry = found.get(key) ?? { label, takenFor, rows: 0, only: 0 };
    entry.rows++;
    if (real !== null && real[row] === label) entry.only++;
    found.set(key, entry);
  });
  return [...found.values()]
    .sort((a, b) => b.only - a.only || b.rows - a.rows || (a.label < b.label ? -1 : 1))
    .slice(0, MOST_CONFUSIONS)
    .map(({ label, takenFor, rows, only }) => ({
      label,
      takenFor,
      rows,
      onlySynthetic: real === null ? null : only,
      of: totals.get(label)!,
    }));
}

/**
 * What the planner should order next: rows of labels that are missing, then rows of labels that only
 * training on the dataset takes for another. Words come from real training rows, never from the test.
 */
export function nextOrders(
  confusions: readonly Confusion[],
  {
    rows,
    real,
    testLabels,
  }: {
    readonly rows: readonly EvaluatedRow[];
    readonly real: readonly EvaluatedRow[] | null;
    readonly testLabels: ReadonlyMap<string, number>;
  },
): NextOrder[] {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(labelKey(label), (counts.get(labelKey(label)) ?? 0) + 1);
  const usual = Math.max(10, Math.round(rows.length / Math.max(1, counts.size)));
  const missing = [...testLabels].filter(([label]) => !counts.has(label));
  return [
    ...missing.map(([label, tested]) => ({
      label,
      insteadOf: null,
      rows: usual,
      words: [],
      text: `Write ${usual} rows of "${label}": the dataset has none, the test has ${tested}.`,
    })),
    ...confusions
      .filter(
        ({ label, onlySynthetic, rows: wrong }) =>
          counts.has(label) && (onlySynthetic ?? wrong) > 1,
      )
      .map(({ label, takenFor, onlySynthetic, rows: wrong, of }) => {
        const more = Math.max(10, Math.round((usual * wrong) / of));
        const missed = onlySynthetic ?? wrong;
        const words = missingWords({ label, takenFor }, rows, real ?? []);
        return {
          label,
          insteadOf: takenFor,
          rows: more,
          words,
          text:
            words.length === 0
              ? `Write ${more} rows of "${label}" that could be taken for "${takenFor}": ${missed} of ${of} test rows are.`
              : `Write ${more} rows of "${label}" that could be taken for "${takenFor}": ${missed} of ${of} test rows are; real ones speak of ${words.join(", ")}.`,
        };
      }),
  ].slice(0, MOST_ORDERS);
}

/**
 * Words that the dataset's rows of the label lack, in two of its real rows or more, and oftener there
 * than in those of the label that it is taken for.
 */
function missingWords(
  { label, takenFor }: Pick<Confusion, "label" | "takenFor">,
  rows: readonly EvaluatedRow[],
  real: readonly EvaluatedRow[],
): string[] {
  const wordsOf = (set: readonly EvaluatedRow[], of: string): Map<string, number> => {
    const holders = new Map<string, number>();
    for (const row of set)
      if (labelKey(row.label) === of)
        for (const word of new Set(metricTokens(row.text)))
          holders.set(word, (holders.get(word) ?? 0) + 1);
    return holders;
  };
  const known = wordsOf(rows, label);
  const others = wordsOf(real, takenFor);
  return [...wordsOf(real, label)]
    .filter(([word, count]) => count > 1 && /\p{L}{3}/u.test(word) && !known.has(word))
    .map(([word, count]) => ({ word, score: count - (others.get(word) ?? 0) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(({ word }) => word);
}
