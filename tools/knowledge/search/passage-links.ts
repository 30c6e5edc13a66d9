import type { Random } from "../../../base/statistics/random.js";
import { caseFold } from "../../../base/text/case-fold.js";
import { words } from "../../../base/text/words.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { KnowledgePassage } from "../contract.js";
import { append } from "../../../base/values/append.js";

/** A capitalised word inside a sentence. */
const NAME = /(?<=[\p{Ll}\p{N},;:)]\s(?:["'“‘(])?)\p{Lu}[\p{L}\p{M}\p{N}'’-]+/gu;
/**
 * A link that more passages share than this share of all, or this many where all are few, says
 * nothing.
 */
const COMMON_SHARE = 0.02;
const COMMON_LEAST = 8;
const SHORTEST_WORD = 2;

/**
 * Which passages speak of the same thing: those that share a word which somewhere inside a sentence
 * is written as a name, or, where a language marks no names, a rare word.
 */
export class PassageLinks {
  /** Word -> passages that have it, for words of two passages at least. */
  readonly #passages: ReadonlyMap<string, readonly number[]>;
  readonly #links: readonly (readonly string[])[];
  readonly #sources: readonly string[];

  private constructor(parts: {
    passages: ReadonlyMap<string, readonly number[]>;
    links: readonly (readonly string[])[];
    sources: readonly string[];
  }) {
    this.#passages = parts.passages;
    this.#links = parts.links;
    this.#sources = parts.sources;
  }

  static async build(
    passages: readonly Pick<KnowledgePassage, "text" | "source">[],
  ): Promise<PassageLinks> {
    const slices = new TimeSlices();
    const names = new Set<string>();
    const byWord = new Map<string, number[]>();
    for (const [position, { text }] of passages.entries()) {
      if (slices.over) await slices.turn();
      for (const [name] of text.matchAll(NAME)) names.add(plainName(name));
      for (const word of new Set(words(text))) {
        append(byWord, word, position);
      }
    }
    const most = Math.max(COMMON_LEAST, Math.floor(passages.length * COMMON_SHARE));
    const links: string[][] = passages.map(() => []);
    const kept = new Map<string, readonly number[]>();
    for (const [word, own] of byWord) {
      const isLink =
        own.length >= 2 &&
        own.length <= most &&
        word.length >= SHORTEST_WORD &&
        /\p{L}/u.test(word) &&
        (names.has(plainName(word)) || /\p{Lo}/u.test(word));
      if (!isLink) continue;
      kept.set(word, own);
      for (const position of own) links[position]!.push(word);
    }
    return new PassageLinks({
      passages: kept,
      links,
      sources: passages.map((passage) => passage.source),
    });
  }

  /** Words by which a passage is linked to others. */
  linksOf(position: number): readonly string[] {
    return this.#links[position] ?? [];
  }

  /**
   * A seeded walk from passage to passage: each shares a word with the one before, no word joins
   * twice, no passage comes twice. Rare words and passages of other documents are preferred.
   *
   * @returns places of the passages, from the start on; fewer than `length` where nothing leads on
   */
  walk({
    random,
    length,
    start,
  }: {
    readonly random: Random;
    readonly length: number;
    readonly start: number;
  }): number[] {
    const walk = [start];
    const used = new Set<string>();
    while (walk.length < length) {
      const at = walk.at(-1)!;
      const step = this.#step(at, { walk, used, random });
      if (!step) break;
      used.add(step.word);
      walk.push(step.position);
    }
    return walk;
  }

  #step(
    at: number,
    {
      walk,
      used,
      random,
    }: {
      readonly walk: readonly number[];
      readonly used: ReadonlySet<string>;
      readonly random: Random;
    },
  ): { word: string; position: number } | null {
    const open = this.linksOf(at)
      .filter((word) => !used.has(word))
      .map((word) => ({
        word,
        next: this.#passages.get(word)!.filter((position) => !walk.includes(position)),
      }))
      .filter(({ next }) => next.length > 0);
    const elsewhere = open
      .map(({ word, next }) => ({
        word,
        next: next.filter((position) => this.#sources[position] !== this.#sources[at]),
      }))
      .filter(({ next }) => next.length > 0);
    const choices = elsewhere.length > 0 ? elsewhere : open;
    if (choices.length === 0) return null;
    const { word, next } =
      choices[random.weighted(choices.map((choice) => 1 / choice.next.length))]!;
    return { word, position: random.pick(next) };
  }
}

function plainName(word: string): string {
  return caseFold(word).replace(/['’]s$/u, "");
}
