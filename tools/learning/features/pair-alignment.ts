import type { TextInput } from "../contract.js";
import { plainInput } from "./plain-input.js";

/** Document frequencies as plain JSON: word stems and in how many texts they stand. */
export interface AlignmentState {
  readonly texts: number;
  readonly stems: readonly string[];
  readonly frequency: readonly number[];
}

/** Words, each with what its form says of it. */
interface Side {
  readonly text: string;
  readonly stems: readonly string[];
  readonly distinct: ReadonlySet<string>;
  /** In lower case. */
  readonly forms: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  /** Words with a capital that do not begin the text, in lower case. */
  readonly names: ReadonlySet<string>;
  readonly isNegated: boolean;
}

const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}\p{Pc}\p{N}]+/gu;
const ENDING = /(?:ing|edly|ed|es|ly|s|e)$/u;
const PARTICLE = /(?:에서|에게|으로|은|는|이|가|을|를|에|의|도|로|와|과)$/u;
const LEAST_STEM = 3;
const NEGATIONS =
  /\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|den(?:y|ies|ied)|fail(?:s|ed)?|refuse[sd]?|nicht|kein\w*|nie|ne|pas|jamais|ning[uú]n\w*|nunca)\b|n['’]t\b|않|없|아니|못/iu;
const COVERED_FROM = [0.2, 0.4, 0.6, 0.8, 0.95] as const;
/** A word rarer than this part of the rarest is one that says what a text is about. */
const TELLING = 0.4;
const GRAM = 4;

/** Numbers that the alignment of a pair has. */
export const ALIGNED = 31;

/**
 * What two texts say of each other in words: how much of either the other covers, weighed by how
 * rare the words are, the rarest that is and is not covered, word pairs, triples and characters in
 * common, numbers, names and negation on one side only, lengths, and how densely the covered words
 * stand. A linear model over the words of both texts cannot see any of it.
 */
export class PairAlignment {
  readonly #frequency: ReadonlyMap<string, number>;
  readonly #texts: number;

  private constructor(frequency: ReadonlyMap<string, number>, texts: number) {
    this.#frequency = frequency;
    this.#texts = texts;
  }

  /** Counts the words of pairs; null where there is none. */
  static fit(inputs: readonly TextInput[]): PairAlignment | null {
    const frequency = new Map<string, number>();
    let texts = 0;
    for (const input of inputs) {
      const pair = plainInput(input);
      if (typeof pair === "string") continue;
      for (const text of pair) {
        texts += 1;
        for (const stem of new Set(wordsOf(text).map(stemOf)))
          frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
      }
    }
    return texts === 0 ? null : new PairAlignment(frequency, texts);
  }

  /** `ALIGNED` numbers for each input one after the other; zeros for one text. */
  numbers(inputs: readonly TextInput[]): Float32Array {
    const all = new Float32Array(new SharedArrayBuffer(4 * ALIGNED * inputs.length));
    inputs.forEach((input, row) => {
      const pair = plainInput(input);
      if (typeof pair !== "string") all.set(this.#align(pair), row * ALIGNED);
    });
    return all;
  }

  toState(): AlignmentState {
    return {
      texts: this.#texts,
      stems: [...this.#frequency.keys()],
      frequency: [...this.#frequency.values()],
    };
  }

  static fromState({ texts, stems, frequency }: AlignmentState): PairAlignment {
    return new PairAlignment(new Map(stems.map((stem, at) => [stem, frequency[at]!])), texts);
  }

  #align([one, other]: readonly [string, string]): number[] {
    const a = sideOf(one);
    const b = sideOf(other);
    const most = Math.log(this.#texts + 1);
    const rarity = (stem: string): number =>
      Math.log((this.#texts + 1) / ((this.#frequency.get(stem) ?? 0) + 1)) / most;
    const common = [...b.distinct].filter((stem) => a.distinct.has(stem));
    const open = [...b.distinct].filter((stem) => !a.distinct.has(stem)).map(rarity);
    const closed = common.map(rarity);
    const covered = share(sum(closed), sum(closed) + sum(open));
    const back = [...a.distinct].map(rarity);
    const names = [...b.names].filter((name) => !a.forms.has(name)).length;
    const places = a.stems.flatMap((stem, at) =>
      b.distinct.has(stem) && rarity(stem) > TELLING ? [at] : [],
    );
    const span = places.length === 0 ? 0 : places.at(-1)! - places[0]! + 1;
    return [
      covered,
      share(sum(closed), sum(back)),
      share(common.length, b.distinct.size),
      share(common.length, a.distinct.size),
      largest(open),
      sum(open),
      largest(closed),
      sum(closed),
      share(...sharedRuns(a.stems, b.stems, 2)),
      share(...sharedRuns(a.stems, b.stems, 3)),
      sharedGrams(a.text, b.text),
      isAny(b.numbers, (each) => !a.numbers.has(each)),
      isAny(b.numbers, (each) => a.numbers.has(each)),
      isAny(a.numbers, (each) => !b.numbers.has(each)),
      a.isNegated === b.isNegated ? 0 : 1,
      a.isNegated ? 1 : 0,
      b.isNegated ? 1 : 0,
      names,
      names > 0 ? 1 : 0,
      b.names.size - names,
      [...a.names].filter((name) => !b.forms.has(name)).length,
      Math.log((a.stems.length + 1) / (b.stems.length + 1)),
      Math.log(a.stems.length + 1),
      Math.log(b.stems.length + 1),
      share(span, a.stems.length),
      bestWindow(a, b, rarity),
      ...COVERED_FROM.map((cut) => (covered > cut ? 1 : 0)),
    ];
  }
}

function wordsOf(text: string): string[] {
  return text.normalize("NFKC").match(WORD) ?? [];
}

function stemOf(word: string): string {
  const form = word.toLowerCase();
  const stem = form.replace(isHangul(form) ? PARTICLE : ENDING, "");
  return stem.length >= (isHangul(form) ? 1 : LEAST_STEM) ? stem : form;
}

function isHangul(form: string): boolean {
  return /^\p{Script=Hangul}/u.test(form);
}

function sideOf(text: string): Side {
  const words = wordsOf(text);
  const stems = words.map(stemOf);
  return {
    text: text.toLowerCase(),
    stems,
    distinct: new Set(stems),
    forms: new Set(words.map((word) => word.toLowerCase())),
    numbers: new Set(words.filter((word) => /\p{N}/u.test(word))),
    names: new Set(
      words.slice(1).flatMap((word) => (/^\p{Lu}/u.test(word) ? [word.toLowerCase()] : [])),
    ),
    isNegated: NEGATIONS.test(text),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

function isAny(values: ReadonlySet<string>, holds: (value: string) => boolean): number {
  for (const value of values) if (holds(value)) return 1;
  return 0;
}

/** How many different runs of so many words of the second text stand in the first, and how many there are. */
function sharedRuns(
  first: readonly string[],
  second: readonly string[],
  length: number,
): [number, number] {
  const runs = (stems: readonly string[]): Set<string> =>
    new Set(stems.slice(length - 1).map((_stem, at) => stems.slice(at, at + length).join(" ")));
  const known = runs(first);
  const asked = [...runs(second)];
  return [asked.filter((run) => known.has(run)).length, asked.length];
}

/** The share of the character n-grams of the second text that stand in the first, counted. */
function sharedGrams(first: string, second: string): number {
  const left = new Map<string, number>();
  for (let at = 0; at + GRAM <= first.length; at++) {
    const gram = first.slice(at, at + GRAM);
    left.set(gram, (left.get(gram) ?? 0) + 1);
  }
  let both = 0;
  const all = second.length - GRAM + 1;
  for (let at = 0; at < all; at++) {
    const gram = second.slice(at, at + GRAM);
    const count = left.get(gram) ?? 0;
    if (count === 0) continue;
    both += 1;
    left.set(gram, count - 1);
  }
  return share(both, all);
}

/** The largest part of the second text that a stretch of the first, twice as long, covers. */
function bestWindow(a: Side, b: Side, rarity: (stem: string) => number): number {
  const all = sum([...b.distinct].map(rarity));
  const length = Math.max(1, Math.min(a.stems.length, 2 * b.stems.length));
  const step = Math.max(3, length >> 2);
  let best = 0;
  for (let from = 0; from === 0 || from + length <= a.stems.length; from += step) {
    const inside = new Set(
      a.stems.slice(from, from + length).filter((each) => b.distinct.has(each)),
    );
    best = Math.max(best, sum([...inside].map(rarity)));
  }
  return share(best, all);
}
