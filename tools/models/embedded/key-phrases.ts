import { isFunctionWord } from "./function-words.js";
import { surfaceTokens } from "./surface-tokens.js";

export interface LabelledText {
  readonly text: string;
  readonly labels: readonly string[];
}

const LONGEST = 3;

interface Counted {
  readonly surface: string;
  inside: number;
  outside: number;
  readonly rows: Set<number>;
}

/**
 * The words and short phrases that tell texts of the wanted labels from the others, most telling
 * first: log-odds with an informative Dirichlet prior (Monroe et al. 2008), z = (log-odds inside -
 * log-odds outside) / standard error. Without labels, the phrases that most rows share and that are
 * not in nearly all of them.
 */
export function keyPhrases(texts: readonly LabelledText[], wanted: readonly string[]): string[] {
  const counts = new Map<string, Counted>();
  const totals = { inside: 0, outside: 0 };
  const chosen =
    wanted.length > 0 && texts.some((row) => row.labels.some((label) => wanted.includes(label)));
  texts.forEach((row, number) => {
    const inside = !chosen || row.labels.some((label) => wanted.includes(label));
    for (const { key, surface } of phrasesOf(row.text)) {
      let entry = counts.get(key);
      if (entry === undefined)
        counts.set(key, (entry = { surface, inside: 0, outside: 0, rows: new Set() }));
      if (inside) {
        entry.inside++;
        totals.inside++;
        entry.rows.add(number);
      } else {
        entry.outside++;
        totals.outside++;
      }
    }
  });
  const spread = rowsPerWord(texts);
  const ranked = [...counts]
    .filter(([key, entry]) => entry.inside > 0 && !isEverywhere(key, spread, texts.length))
    .map(([key, entry]) => ({
      key,
      surface: entry.surface,
      score: score(entry, totals) + (key.includes(" ") ? 0.15 : 0) * entry.rows.size,
    }))
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  return distinct(ranked).map(({ surface }) => surface);
}

function score(entry: Counted, totals: { inside: number; outside: number }): number {
  const prior = entry.inside + entry.outside;
  const all = totals.inside + totals.outside;
  if (totals.outside === 0) return entry.rows.size;
  const weight = (prior / all) * 200 + 0.01;
  const odds = (count: number, total: number) =>
    Math.log((count + weight) / (total + 200 - count - weight));
  return (
    (odds(entry.inside, totals.inside) - odds(entry.outside, totals.outside)) /
    Math.sqrt(1 / (entry.inside + weight) + 1 / (entry.outside + weight))
  );
}

interface Ranked {
  readonly key: string;
  readonly surface: string;
}

/** Leaves out phrases that share their longest word with one before. */
function distinct(ranked: readonly Ranked[]): Ranked[] {
  const used = new Set<string>();
  const first: Ranked[] = [];
  const rest: Ranked[] = [];
  for (const phrase of ranked) {
    const longest = phrase.key.split(" ").reduce((a, b) => (b.length > a.length ? b : a));
    const stem = Array.from(longest)
      .slice(0, Math.max(2, Math.ceil(longest.length * 0.6)))
      .join("");
    (used.has(stem) ? rest : first).push(phrase);
    used.add(stem);
  }
  return [...first, ...rest];
}

/**
 * Phrases of one to three words with no mark inside; they neither start nor end with a word of
 * under four letters (under two in Korean and unspaced scripts) or one of grammar alone.
 */
function phrasesOf(text: string): { key: string; surface: string }[] {
  const found = new Map<string, string>();
  const tokens = surfaceTokens(text);
  for (let start = 0; start < tokens.length; start++) {
    let surface = "";
    const keys: string[] = [];
    for (let at = start; at < Math.min(tokens.length, start + LONGEST); at++) {
      const token = tokens[at]!;
      if (token.kind !== "word") break;
      surface += at === start ? token.surface.trim() : token.surface;
      keys.push(token.folded);
      if (isContent(tokens[start]!.folded) && isContent(token.folded))
        found.set(keys.join(" "), surface.toLowerCase());
    }
  }
  return [...found].map(([key, surface]) => ({ key, surface }));
}

function isContent(folded: string): boolean {
  return /[\u3040-\ua4cf\uac00-\ud7af]/u.test(folded)
    ? folded.length >= 2
    : folded.length >= 4 && !isFunctionWord(folded);
}

function rowsPerWord(texts: readonly LabelledText[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const { text } of texts) {
    for (const word of new Set(surfaceTokens(text).map((token) => token.folded)))
      rows.set(word, (rows.get(word) ?? 0) + 1);
  }
  return rows;
}

/**
 * True where the first or the last word stands in so many rows that it belongs to the language, not
 * to a topic.
 */
function isEverywhere(key: string, rows: ReadonlyMap<string, number>, total: number): boolean {
  const words = key.split(" ");
  const limit = Math.max(3, total * 0.15);
  return (
    (rows.get(words[0] as string) ?? 0) > limit || (rows.get(words.at(-1) as string) ?? 0) > limit
  );
}
