import { sentences } from "../../base/text/sentences.js";
import { words } from "../../base/text/words.js";
import { unsupportedFacts } from "../text/facts.js";
import { isFunctionWord } from "../models/embedded/function-words.js";

/** How far sources have the words of one sentence. */
export interface SentenceSupport {
  /** The sentence. */
  readonly sentence: string;
  /** 0 (none of its words) to 1 (all of them, in pairs as the sources have them). */
  readonly support: number;
}

/** How far sources have the words of a text. */
export interface LexicalSupport {
  /** 0 to 1: the mean of its sentences, less for figures, names and dates that no source has. */
  readonly score: number;
  /** Each sentence. */
  readonly sentences: readonly SentenceSupport[];
  /** Figures, names and dates that no source has. */
  readonly unsupportedFacts: readonly string[];
}

/** A pair of words says more than the words. */
const WORD_SHARE = 0.6;
/** What each invented figure, name or date leaves of the score. */
const PER_FACT = 0.7;
/** Letters by which two forms of a word are the same: "robbed", "robbers". */
const STEM = 5;
/** Short English words that say nothing about what a sentence is about, and marks. */
const SHORT =
  /^(?:[a-z]{1,2}|[^\p{L}\p{N}]+|all|and|any|are|but|can|did|for|had|has|her|him|his|how|its|may|nor|not|off|our|out|she|the|too|was|who|why|yet|you)$/u;
/** Words further apart than this in the source are no pair. */
const WINDOW = 4;

/**
 * How far the words of a text stand in its sources, without a model: of each sentence the share of
 * content words, and of neighbouring pairs of them, that the sources have near one another; lowered
 * by figures, names and dates that no source has.
 *
 * @param sources what the text may state; without any the score is 0
 */
export function lexicalSupport(text: string, sources: readonly string[]): LexicalSupport {
  const known = new Set<string>();
  const pairs = new Set<string>();
  for (const source of sources) {
    const stems = contentStems(source);
    for (const [at, stem] of stems.entries()) {
      known.add(stem);
      for (const near of stems.slice(at + 1, at + 1 + WINDOW)) {
        pairs.add(`${stem} ${near}`);
        pairs.add(`${near} ${stem}`);
      }
    }
  }
  // A question states nothing.
  const stated = sentences(text).filter((sentence) => !/[?？]\s*$/u.test(sentence));
  const found = stated.map((sentence): SentenceSupport => {
    const stems = contentStems(sentence);
    if (stems.length === 0) return { sentence, support: 1 };
    const word = stems.filter((stem) => known.has(stem)).length / stems.length;
    const neighbours = stems.slice(1).map((stem, at) => `${stems[at]!} ${stem}`);
    const pair =
      neighbours.length === 0
        ? word
        : neighbours.filter((each) => pairs.has(each)).length / neighbours.length;
    return { sentence, support: WORD_SHARE * word + (1 - WORD_SHARE) * pair };
  });
  const facts = unsupportedFacts(text, sources).map(({ start, end }) => text.slice(start, end));
  const mean =
    found.length === 0 ? 1 : found.reduce((sum, { support }) => sum + support, 0) / found.length;
  return {
    score: sources.length === 0 ? 0 : mean * PER_FACT ** facts.length,
    sentences: found,
    unsupportedFacts: facts,
  };
}

function contentStems(text: string): string[] {
  return words(text)
    .map((word) => word.toLowerCase())
    .filter((word) => !SHORT.test(word) && !isFunctionWord(word))
    .map((word) => [...word].slice(0, STEM).join(""));
}
