import { words } from "../../../base/text/words.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import { trainTextClassifier } from "../../learning/classifiers/train-text-classifier.js";
import type { TextClassifier } from "../../learning/contract.js";
import { isFunctionWord } from "../../models/embedded/function-words.js";

/** Something that passages may be about: a label or a value, with what is known of it. */
export interface Subject {
  readonly name: string;
  /** How it is said in words, its definition. */
  readonly text: string;
  /** Texts that are about it. */
  readonly examples?: readonly string[];
}

/** Weight of a word of the name beside one of the definition. */
const NAME_WEIGHT = 2;
/** Weight of a subject whose name stands in the passage's heading. */
const HEADED = 2;
const HEADING = /^\s*#{1,6}\s+(.+)$/mu;
/** A passage is taken for a subject's by its words where they say it so much more than another's. */
const CLEARLY = 1.5;
/**
 * Passages are about such subjects where more than half of these are found and a tenth of the
 * passages is about one, or a third of the passages is: else words met by chance.
 */
const MOST_SUBJECTS_MISSING = 0.5;
const LEAST_PASSAGES = 0.1;
const MANY_PASSAGES = 1 / 3;
/** Passages of a subject, at most, that the others are compared with. */
const MOST_SEEDS = 400;
/** Least probability of a passage's subject, by what the clear passages say. */
const LEAST_PROBABILITY = 0.99;
/** The same for a passage that says its words. */
const LEAST_OF_CLEAR = 0.9;
/** Parts that the passages are cut into, each compared with the others. */
const FOLDS = 5;
/** With fewer clear passages of a subject they are taken as they are, save where all speaks against. */
const ENOUGH = 8;
/** Words in more than this share of the passages tell nothing. */
const COMMON = 0.5;
const FEW = 8;
/** Mostly words of grammar; a name may be such a word all the same. */
const SHORT = /^[a-z]{1,3}$/u;

/**
 * Which passages are about which subject. First those that say the subject's own words, weighed by
 * how rare they are and how few other subjects have them; then, from those and the examples, the
 * others that speak alike (naive Bayes), where they are sure. A passage is about one subject at
 * most.
 *
 * @param texts the passages, in their order
 * @returns subject -> places of its passages, ascending; null where the passages are not about such
 *          subjects at all, as when a manual stands beside the labels "angry" and "calm"
 */
export async function passagesBySubject(
  texts: readonly string[],
  subjects: readonly Subject[],
): Promise<ReadonlyMap<string, readonly number[]> | null> {
  if (texts.length === 0 || subjects.length === 0) return null;
  const slices = new TimeSlices();
  const bags: ReadonlyMap<string, number>[] = [];
  const inTexts = new Map<string, number>();
  for (const text of texts) {
    if (slices.over) await slices.turn();
    const bag = stems(text);
    bags.push(bag);
    for (const stem of bag.keys()) inTexts.set(stem, (inTexts.get(stem) ?? 0) + 1);
  }
  const profiles = profilesOf(subjects);
  const clear = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  const names = subjects.map(({ name }) => [...stems(name.replace(/[_-]+/gu, " ")).keys()]);
  const told = bags.map((bag, place) => {
    const heading = stems(HEADING.exec(texts[place]!)?.[1] ?? "");
    const scores = profiles.map((profile, index) => {
      const isHeaded = names[index]!.length > 0 && names[index]!.every((stem) => heading.has(stem));
      return scoreOf(bag, profile, inTexts, texts.length) * (isHeaded ? HEADED : 1);
    });
    const best = indexOfLargest(scores);
    const second = Math.max(0, ...scores.filter((_score, index) => index !== best));
    const isClear = scores[best]! > 0 && scores[best]! >= CLEARLY * second;
    if (isClear) clear.get(subjects[best]!.name)!.push(place);
    return scores;
  });
  const found = [...clear.values()].filter((places) => places.length > 0).length;
  const placed = [...clear.values()].reduce((sum, places) => sum + places.length, 0);
  const share = placed / texts.length;
  const mostFound = subjects.length - found < MOST_SUBJECTS_MISSING * subjects.length;
  if (share < (mostFound ? LEAST_PASSAGES : MANY_PASSAGES)) return null;
  return found < 2 ? clear : spread(texts, { subjects, clear, told });
}

/**
 * The places without those that speak like another subject's, and with those added that speak
 * alike. What a passage says is compared with the others only, never with itself.
 */
async function spread(
  texts: readonly string[],
  {
    subjects,
    clear,
    told,
  }: {
    readonly subjects: readonly Subject[];
    readonly clear: ReadonlyMap<string, readonly number[]>;
    readonly told: readonly (readonly number[])[];
  },
): Promise<ReadonlyMap<string, readonly number[]>> {
  const subjectOf = new Map(
    [...clear].flatMap(([name, places]) => places.map((place): [number, string] => [place, name])),
  );
  const slices = new TimeSlices();
  const result = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  for (let fold = 0; fold < FOLDS; fold++) {
    const classifier = comparison(texts, { subjects, clear, without: fold });
    for (let place = fold; place < texts.length; place += FOLDS) {
      if (slices.over) await slices.turn();
      const { label, probabilities } = classifier.predict([texts[place]!])[0]!;
      const scores = told[place]!;
      const score = scores[subjects.findIndex(({ name }) => name === label)]!;
      const own = subjectOf.get(place);
      const sure = Math.max(...probabilities);
      const few = clear.get(own ?? label)!.length < ENOUGH;
      if (own !== undefined && few && (own === label || sure < LEAST_PROBABILITY)) {
        result.get(own)!.push(place);
        continue;
      }
      // Its words against what it is like: nobody can say what it is about.
      const agrees = own === undefined ? scores.every((other) => other <= score) : own === label;
      const least = own === undefined ? LEAST_PROBABILITY : LEAST_OF_CLEAR;
      if (agrees && sure >= least) result.get(label)!.push(place);
    }
  }
  for (const places of result.values()) places.sort((a, b) => a - b);
  return result;
}

/** Tells subjects by the texts that are clearly theirs, those of one fold left out. */
function comparison(
  texts: readonly string[],
  {
    subjects,
    clear,
    without,
  }: {
    readonly subjects: readonly Subject[];
    readonly clear: ReadonlyMap<string, readonly number[]>;
    readonly without: number;
  },
): TextClassifier {
  const rows = subjects.flatMap(({ name, text, examples = [] }) => {
    const seeds = clear.get(name)!.filter((place) => place % FOLDS !== without);
    return [
      `${name} ${text}`,
      ...examples.slice(0, MOST_SEEDS),
      ...seeds.slice(0, MOST_SEEDS).map((place) => texts[place]!),
    ].map((one): [string, string] => [one, name]);
  });
  return trainTextClassifier({
    texts: rows.map(([text]) => text),
    labels: rows.map(([, label]) => label),
    algorithm: "naive-bayes",
    classWeights: "balanced",
    calibration: "none",
  });
}

/** Word -> weight of each subject: a word that several subjects have weighs less for each. */
function profilesOf(subjects: readonly Subject[]): readonly ReadonlyMap<string, number>[] {
  const own = subjects.map(({ name, text }) => {
    const profile = new Map<string, number>();
    for (const stem of stems(text).keys()) if (!SHORT.test(stem)) profile.set(stem, 1);
    for (const stem of stems(name.replace(/[_-]+/gu, " ")).keys()) profile.set(stem, NAME_WEIGHT);
    return profile;
  });
  const shared = new Map<string, number>();
  for (const profile of own)
    for (const stem of profile.keys()) shared.set(stem, (shared.get(stem) ?? 0) + 1);
  const most = Math.max(1, subjects.length / 2);
  return own.map(
    (profile) =>
      new Map(
        [...profile]
          .filter(([stem]) => subjects.length === 1 || shared.get(stem)! <= most)
          .map(([stem, weight]) => [stem, weight / shared.get(stem)! ** 2]),
      ),
  );
}

function scoreOf(
  bag: ReadonlyMap<string, number>,
  profile: ReadonlyMap<string, number>,
  inTexts: ReadonlyMap<string, number>,
  total: number,
): number {
  let score = 0;
  for (const [stem, weight] of profile) {
    const count = bag.get(stem);
    const texts = inTexts.get(stem) ?? 0;
    if (count === undefined || (total >= FEW && texts > COMMON * total)) continue;
    score += weight * Math.log(1 + total / texts) * (count / (count + 1));
  }
  return score;
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
}

/** Words without grammar's, their endings taken off as far as English plurals and tenses go. */
function stems(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words(text)) {
    if (isFunctionWord(word) || word.length < 2) continue;
    const stem = stemOf(word);
    if (isFunctionWord(stem)) continue;
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}

function stemOf(word: string): string {
  if (!/^[a-z]{4,}$/u.test(word)) return word;
  const cut = word.replace(/(?:ing|ers|er|ed|es|s|ly)$/u, "");
  return (cut.length >= 3 ? cut : word).replace(/(?:e|y|i)$/u, "");
}
