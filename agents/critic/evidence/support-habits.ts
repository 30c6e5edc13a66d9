import type { Task } from "../../../schema/task.js";
import { detectLanguage } from "../../../base/text/language.js";
import { repetition } from "../../../tools/text/repetition.js";
import { LetterOrder } from "./letter-order.js";
import { WordOrder } from "./word-order.js";

/** Fewer rows than this say nothing about habits. */
const FEWEST_ROWS = 30;
const ENDED = /[.!?…。！？\p{Pe}\p{Pf}"'\p{Extended_Pictographic}\p{S}\p{N}]\s*$/u;

/**
 * What the real rows of a task look like as texts: a draft that differs from all of them in such a
 * way is broken.
 */
export interface SupportHabits {
  /**
   * Share of the rows that match a pattern: what real rows show themselves is no sign of broken
   * text.
   */
  shareWith(pattern: RegExp): number;
  /** Share of the rows that are read as this language. */
  shareIn(language: string): number;
  /** Share of the rows whose text ends with a mark that ends a sentence. */
  readonly ended: number;
  readonly mostRepeated: { readonly run: number; readonly share: number };
  readonly wordOrder: WordOrder;
  readonly letterOrder: LetterOrder;
}

const known = new WeakMap<Task, SupportHabits | null>();

/** The habits of a task's support rows; null where there are too few rows to have any. */
export function supportHabitsOf(task: Task): SupportHabits | null {
  let habits = known.get(task);
  if (habits === undefined) {
    const texts = task.support.map((row) => row.text).filter((text) => text.trim() !== "");
    habits = texts.length < FEWEST_ROWS ? null : habitsOf(texts);
    known.set(task, habits);
  }
  return habits;
}

/** True for a text whose last mark ends a sentence, closes a quotation or is a sign of its own. */
export function isEnded(text: string): boolean {
  return ENDED.test(text);
}

function habitsOf(texts: readonly string[]): SupportHabits {
  const share = (test: (text: string) => boolean): number =>
    texts.filter(test).length / texts.length;
  const patterns = new Map<string, number>();
  const languages = new Map<string, number>();
  const remembered = (
    shares: Map<string, number>,
    key: string,
    test: (text: string) => boolean,
  ): number => {
    let value = shares.get(key);
    if (value === undefined) shares.set(key, (value = share(test)));
    return value;
  };
  const repetitions = texts.map((text) => repetition(text));
  return {
    shareWith: (pattern) =>
      remembered(patterns, pattern.source, (text) =>
        new RegExp(pattern.source, pattern.flags.replace("g", "")).test(text),
      ),
    shareIn: (language) =>
      remembered(languages, language, (text) => detectLanguage(text) === language),
    ended: share(isEnded),
    mostRepeated: {
      run: Math.max(...repetitions.map((found) => found.longestRun)),
      share: Math.max(...repetitions.map((found) => found.repeatedShare)),
    },
    wordOrder: new WordOrder(texts),
    letterOrder: new LetterOrder(texts),
  };
}
