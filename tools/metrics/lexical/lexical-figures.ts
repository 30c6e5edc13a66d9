import { unseenMass } from "../../../base/statistics/good-turing.js";
import { chao1 } from "../distributions/chao1.js";
import { interSampleNgramFrequency } from "./ingf.js";
import { mtld } from "./mtld.js";
import { entropyOf } from "./ngram-entropy.js";
import { kindCounts } from "./ngrams.js";
import { ngramsUpTo } from "./ngrams-of.js";
import { selfBleuUpTo } from "./self-bleu.js";
import { tokenIds, type TokenIds } from "./token-ids.js";

/** What the words of texts say of their diversity. Lists are by n, from 1. */
export interface LexicalFigures {
  readonly texts: number;
  readonly tokens: number;
  /** Different tokens. */
  readonly vocabulary: number;
  /** Different tokens of each class, by its number; empty without classes. */
  readonly classVocabulary: readonly number[];
  /** Different n-grams over all n-grams, n = 1 to 3. */
  readonly distinct: readonly (number | null)[];
  /** Entropy of the n-grams in bits, n = 1 to 3. */
  readonly entropy: readonly (number | null)[];
  /** Mean number of texts that hold a bigram. */
  readonly ingf: number | null;
  /** n = 1 to 5. */
  readonly selfBleu: readonly (number | null)[];
  readonly mtld: number | null;
  /** Probability that the next token is none of the vocabulary (Good-Turing). */
  readonly unseenTokens: number | null;
  /** Vocabulary of texts without end, at least (Chao1). */
  readonly vocabularyAtLeast: number;
  /** Tokens of each text. */
  readonly lengths: Int32Array;
}

/** Longest n-grams of self-BLEU. */
const LONGEST = 5;

/**
 * All lexical figures from one count of the tokens, exact at any size: the time grows with the
 * number of tokens.
 *
 * @param classOf number of each text's class, below 0 for none; null without classes
 */
export function lexicalFigures(
  texts: readonly string[],
  classOf: Int32Array | null = null,
): LexicalFigures {
  const tokens = tokenIds(texts);
  const counts = [...ngramsUpTo(tokens, 3)].map((ngrams) => ({
    counts: kindCounts(ngrams),
    total: ngrams.kinds.length,
    ngrams,
  }));
  const [single, pairs] = counts;
  return {
    texts: texts.length,
    tokens: tokens.ids.length,
    vocabulary: tokens.tokens.length,
    classVocabulary: classOf === null ? [] : vocabularies(tokens, classOf),
    distinct: counts.map(({ ngrams, total }) => (total === 0 ? null : ngrams.count / total)),
    entropy: counts.map(({ counts: of }) => entropyOf(of)),
    ingf: interSampleNgramFrequency(pairs!.ngrams),
    selfBleu: selfBleuUpTo(tokens, LONGEST),
    mtld: mtld(texts),
    unseenTokens: tokens.ids.length === 0 ? null : unseenMass(single!.counts),
    vocabularyAtLeast: chao1(single!.counts),
    lengths: Int32Array.from(texts, (_, text) => tokens.starts[text + 1]! - tokens.starts[text]!),
  };
}

function vocabularies({ ids, starts, tokens }: TokenIds, classOf: Int32Array): number[] {
  const classes = classOf.reduce((most, one) => Math.max(most, one), -1) + 1;
  return Array.from({ length: classes }, (_, own) => {
    const seen = new Uint8Array(tokens.length);
    let count = 0;
    for (let text = 0; text < classOf.length; text++) {
      if (classOf[text] !== own) continue;
      for (let at = starts[text]!; at < starts[text + 1]!; at++) {
        const id = ids[at]!;
        count += 1 - seen[id]!;
        seen[id] = 1;
      }
    }
    return count;
  });
}
