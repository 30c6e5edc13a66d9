import { isFunctionWord } from "../../../../tools/models/embedded/function-words.js";
import { sentences } from "../../../../base/text/sentences.js";
import { stopWords } from "../../../../base/text/language.js";
import { words } from "../../../../base/text/words.js";
import type { TimeSlices } from "../../../../base/workers/time-slices.js";

const LONGEST = 3;
/** Of phrases that say about as much, the longer one is the better name. */
const LONGER = 0.35;
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;

interface Counts {
  total: number;
  /** Cluster -> occurrences, and texts that have the phrase. */
  readonly inCluster: Map<number, { times: number; texts: number }>;
}

/**
 * For each cluster of texts its phrases of one to three words, those first that tell it best from
 * the others: class-based TF-IDF (Grootendorst 2022), tf(t, c) / |c| * log(1 + A / f(t)) with A
 * words in a cluster on average and f(t) occurrences in all.
 *
 * @returns at most `most` phrases for each cluster, in lower case; only such as several of its
 *         texts have, where it has several
 */
export async function clusterPhrases(
  clusters: readonly (readonly string[])[],
  {
    language,
    most,
    slices,
  }: { readonly language: string; readonly most: number; readonly slices: TimeSlices },
): Promise<string[][]> {
  const counts = new Map<string, Counts>();
  const sizes = new Array<number>(clusters.length).fill(0);
  const stops = stopWords(language);
  for (const [cluster, texts] of clusters.entries()) {
    for (const text of texts) {
      if (slices.over) await slices.turn();
      const seen = new Set<string>();
      for (const sentence of sentences(text)) {
        const tokens = words(sentence);
        sizes[cluster]! += tokens.length;
        for (const phrase of phrasesOf(tokens, stops)) {
          const entry = counts.get(phrase) ?? { total: 0, inCluster: new Map() };
          const own = entry.inCluster.get(cluster) ?? { times: 0, texts: 0 };
          entry.total++;
          own.times++;
          if (!seen.has(phrase)) own.texts++;
          seen.add(phrase);
          entry.inCluster.set(cluster, own);
          counts.set(phrase, entry);
        }
      }
    }
  }
  const average = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, clusters.length);
  const ranked = clusters.map((): { phrase: string; score: number }[] => []);
  for (const [phrase, { total, inCluster }] of counts) {
    if (slices.over) await slices.turn();
    const longer = 1 + LONGER * (phrase.split(" ").length - 1);
    for (const [cluster, { times, texts }] of inCluster) {
      if (texts < Math.min(2, clusters[cluster]!.length)) continue;
      ranked[cluster]!.push({
        phrase,
        score: longer * (times / sizes[cluster]!) * Math.log(1 + average / total),
      });
    }
  }
  return ranked.map((list) =>
    list
      .sort((a, b) => b.score - a.score || (a.phrase < b.phrase ? -1 : 1))
      .slice(0, most)
      .map(({ phrase }) => phrase),
  );
}

/**
 * Runs of words that neither start nor end with a word of grammar, a number, or a word too short to
 * name something.
 */
function* phrasesOf(tokens: readonly string[], stops: ReadonlySet<string>): Generator<string> {
  const names = tokens.map(
    (token) =>
      !stops.has(token) &&
      !isFunctionWord(token) &&
      /^\p{L}/u.test(token) &&
      token.length >= (UNSPACED.test(token) ? 2 : 4),
  );
  for (let start = 0; start < tokens.length; start++) {
    if (!names[start]) continue;
    for (let end = start; end < Math.min(tokens.length, start + LONGEST); end++)
      if (names[end]) yield tokens.slice(start, end + 1).join(" ");
  }
}
