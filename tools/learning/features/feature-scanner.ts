import { normalForm } from "../../../base/text/normal-form.js";
import type { TextInput } from "../contract.js";
import { isEmbedded } from "./plain-input.js";
import type { FeatureOptions } from "./feature-options.js";

/** How a code point takes part in tokens. */
const SPACE = 1;
const WORD = 2;
/** A word of its own: ideographs and kana, which are written without spaces, and pictographs. */
const SINGLE = 3;
const OTHER = 4;

const table = new Uint8Array(0x10000);

function classify(character: string): number {
  if (/^[\s\p{Z}\p{Cc}]$/u.test(character)) return SPACE;
  if (
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Extended_Pictographic}\p{Regional_Indicator}]$/u.test(
      character,
    )
  )
    return SINGLE;
  if (/^[\p{L}\p{N}\p{M}\p{Pc}]$/u.test(character)) return WORD;
  return OTHER;
}

/** The class of a code point, remembered for the basic plane. */
function characterClass(codePoint: number): number {
  if (codePoint >= 0x10000) return classify(String.fromCodePoint(codePoint));
  const known = table[codePoint]!;
  if (known !== 0) return known;
  const found = classify(String.fromCharCode(codePoint));
  table[codePoint] = found;
  return found;
}

/**
 * The part of the vector that a feature belongs to is kept in the two lowest bits of its
 * fingerprint.
 */
export const WORD_BLOCK = 0;
export const CHARACTER_BLOCK = 1;
const CROSS_BLOCK = 2;

const PAD = 0x20;
/** Bound once: in Jest's realm every look at a global is slow. */
const imul = Math.imul;
/**
 * Unmatched words of either side beyond this many are not crossed with each other: the crossing
 * grows with their product.
 */
const CROSSED_WORDS = 24;

function mixLow(hash: number, value: number): number {
  const mixed = imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function mixHigh(hash: number, value: number): number {
  const mixed = imul(hash ^ value, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

/**
 * Reads a text once and leaves the 64-bit fingerprints of all its features, repeats included, in
 * `low` and `high`.
 */
export class FeatureScanner {
  low = new Int32Array(4096);
  high = new Int32Array(4096);
  length = 0;
  readonly #words: boolean;
  readonly #wordPairs: boolean;
  readonly #shortest: number;
  readonly #longest: number;
  #points = new Int32Array(1024);
  #wordLow: number[] = [];
  #wordHigh: number[] = [];

  constructor(options: Pick<FeatureOptions, "wordNgrams" | "characterNgrams">) {
    this.#words = options.wordNgrams !== null && options.wordNgrams[0] <= 1;
    this.#wordPairs = options.wordNgrams !== null && options.wordNgrams[1] >= 2;
    this.#shortest = options.characterNgrams?.[0] ?? 1;
    this.#longest = options.characterNgrams?.[1] ?? 0;
  }

  scan(input: TextInput): void {
    this.length = 0;
    if (isEmbedded(input)) {
      if (input.alone !== true) this.scan(input.text);
      return;
    }
    if (typeof input === "string") {
      this.#scanText(input, 0);
      return;
    }
    this.#scanText(input[0], 1);
    const firstLow = this.#wordLow.slice();
    const firstHigh = this.#wordHigh.slice();
    this.#scanText(input[1], 2);
    this.#cross(firstLow, firstHigh);
  }

  #emit(low: number, high: number, block: number): void {
    if (this.length === this.low.length) {
      this.low = grown(this.low);
      this.high = grown(this.high);
    }
    this.low[this.length] = low;
    this.high[this.length++] = (high & ~3) | block;
  }

  #decode(text: string): number {
    if (this.#points.length < text.length + 2) this.#points = new Int32Array(2 * text.length + 2);
    const points = this.#points;
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      let point = text.charCodeAt(i);
      if (point >= 0xd800 && point <= 0xdbff && i + 1 < text.length) {
        point = text.codePointAt(i)!;
        if (point > 0xffff) i++;
      }
      points[count++] = point;
    }
    return count;
  }

  #scanText(text: string, side: number): void {
    const count = this.#decode(fold(text));
    const points = this.#points;
    this.#wordLow.length = 0;
    this.#wordHigh.length = 0;
    let low = 0;
    let high = 0;
    let inWord = false;
    let chunkStart = -1;
    for (let i = 0; i <= count; i++) {
      const point = i < count ? points[i]! : PAD;
      const kind = characterClass(point);
      if (inWord && kind !== WORD) {
        this.#word(low, high, side);
        inWord = false;
      }
      if (kind === SPACE) {
        if (chunkStart >= 0) this.#characters(chunkStart, i, side);
        chunkStart = -1;
        continue;
      }
      if (chunkStart < 0) chunkStart = i;
      if (kind === OTHER) continue;
      if (!inWord) {
        low = mixLow(0x2545f491, point);
        high = mixHigh(0x27d4eb2f, point);
        if (kind === SINGLE) this.#word(low, high, side);
        else inWord = true;
      } else {
        low = mixLow(low, point);
        high = mixHigh(high, point);
      }
    }
  }

  #word(low: number, high: number, side: number): void {
    const before = this.#wordLow.length - 1;
    if (this.#words) this.#emit(mixLow(low, 0x101 + side), mixHigh(high, 0x101 + side), WORD_BLOCK);
    if (this.#wordPairs && before >= 0) {
      this.#emit(
        mixLow(mixLow(this.#wordLow[before]!, 0x201 + side), low),
        mixHigh(mixHigh(this.#wordHigh[before]!, 0x201 + side), high),
        WORD_BLOCK,
      );
    }
    this.#wordLow.push(low);
    this.#wordHigh.push(high);
  }

  /** All n-grams of the padded run of non-space characters from `start` to `end`. */
  #characters(start: number, end: number, side: number): void {
    const points = this.#points;
    for (let i = start - 1; i < end; i++) {
      let low = 0x165667b1 + side;
      let high = 0x3c6ef372 + side;
      const last = Math.min(i + this.#longest, end + 1);
      for (let j = i; j < last; j++) {
        const point = j < start || j === end ? PAD : points[j]!;
        low = mixLow(low, point);
        high = mixHigh(high, point);
        if (j - i + 1 >= this.#shortest) this.#emit(low, high, CHARACTER_BLOCK);
      }
    }
  }

  /**
   * Words in both texts, in one only, and each unmatched word of the first with each of the second.
   */
  #cross(firstLow: readonly number[], firstHigh: readonly number[]): void {
    const first = unique(firstLow, firstHigh);
    const second = unique(this.#wordLow, this.#wordHigh);
    for (const [key, [low, high]] of first) {
      const side = second.has(key) ? 0x301 : 0x302;
      this.#emit(mixLow(low, side), mixHigh(high, side), CROSS_BLOCK);
    }
    for (const [key, [low, high]] of second)
      if (!first.has(key)) this.#emit(mixLow(low, 0x303), mixHigh(high, 0x303), CROSS_BLOCK);
    const onlyFirst = [...first].filter(([key]) => !second.has(key)).slice(0, CROSSED_WORDS);
    const onlySecond = [...second].filter(([key]) => !first.has(key)).slice(0, CROSSED_WORDS);
    for (const [, [aLow, aHigh]] of onlyFirst) {
      for (const [, [bLow, bHigh]] of onlySecond)
        this.#emit(
          mixLow(mixLow(aLow, 0x304), bLow),
          mixHigh(mixHigh(aHigh, 0x304), bHigh),
          CROSS_BLOCK,
        );
    }
    const matched = first.size - [...first.keys()].filter((key) => !second.has(key)).length;
    const bucket = second.size === 0 ? 0 : Math.floor((10 * matched) / second.size);
    this.#emit(mixLow(0x305, bucket), mixHigh(0x305, bucket), CROSS_BLOCK);
  }
}

/** Case and compatibility forms folded; plain ASCII needs no normalisation. */
function fold(text: string): string {
  return /^[\x00-\x7f]*$/.test(text) ? text.toLowerCase() : normalForm(text, "NFKC").toLowerCase();
}

function unique(
  lows: readonly number[],
  highs: readonly number[],
): Map<number, readonly [number, number]> {
  const words = new Map<number, readonly [number, number]>();
  lows.forEach((low, i) => words.set(low * 2 ** 20 + (highs[i]! >>> 12), [low, highs[i]!]));
  return words;
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
