import { DatawrightError } from "../../base/errors.js";
import { mean } from "../../base/statistics/mean.js";
import { Random } from "../../base/statistics/random.js";
import { areaUnderCurve } from "../agreement/area-under-curve.js";
import {
  classificationAgreement,
  type ClassificationAgreement,
} from "../agreement/classification-agreement.js";
import { cohenKappa } from "../agreement/cohen-kappa.js";
import { kendallTauB, pearson, spearman } from "../agreement/correlation.js";
import { krippendorffAlpha } from "../agreement/krippendorff-alpha.js";
import { reliability, type Reliability } from "../agreement/reliability.js";
import { chooseThreshold } from "./choose-threshold.js";
import type { VerdictRecord } from "./verdict-record.js";

/** How far a judge agrees with people on texts that nothing was chosen on. */
export interface JudgeAgreement extends Pick<
  ClassificationAgreement,
  "accuracy" | "macroPrecision" | "macroRecall" | "macroF1"
> {
  /** Texts that it was counted on. */
  readonly items: number;
  /** Accuracy of always giving people's most frequent verdict. */
  readonly majority: number;
  readonly cohenKappa: number | null;
  readonly krippendorffAlpha: number | null;
  /** Of the scores with people's values. */
  readonly pearson: number | null;
  readonly spearman: number | null;
  readonly kendallTauB: number | null;
  /** How often a good text has the higher score. */
  readonly areaUnderCurve: number | null;
}

/** What a judge is worth, and how it is used best. */
export interface JudgeCalibration {
  /** Texts with a verdict of people and a score. */
  readonly items: number;
  /** Texts that the judge said nothing of; they do not count. */
  readonly unjudged: number;
  /** Texts on which people are split. */
  readonly split: number;
  /** Agreement of several people among themselves; null where each text has one. */
  readonly people: { readonly krippendorffAlpha: number | null } | null;
  /** Least score that counts as good, chosen on one half of the texts. */
  readonly threshold: number;
  /** Criteria whose mean score agrees best, chosen on that half; null where the file has no scores. */
  readonly criteria: readonly string[] | null;
  /** On the other half, at that threshold and by those criteria. */
  readonly agreement: JudgeAgreement;
  /** Of the scores, brought to 0 to 1 by their range, on all texts. */
  readonly reliability: Reliability;
  /** Correlation of how much too high a score is with how long the text is; null where undefined. */
  readonly lengthBias: number | null;
  /** How much more a judge gives its own texts than people do, beside others'; null where unknown. */
  readonly selfPreference: number | null;
}

const FEWEST = 10;

/**
 * Holds a judge against people's verdicts: agreement, bias, reliability; and chooses, on one half of
 * the texts, the threshold and the criteria that agree best, which the other half is measured with.
 * Texts of one context stay on one side.
 *
 * @throws DATA_EMPTY for fewer than ten texts with a verdict and a score, or verdicts of one kind only
 */
export function calibrateJudge(
  records: readonly VerdictRecord[],
  { seed = 1 }: { readonly seed?: number } = {},
): JudgeCalibration {
  const criteria = [...new Set(records.flatMap(({ scores }) => Object.keys(scores)))].sort();
  const hasScore = (record: VerdictRecord): boolean =>
    record.judge !== null || criteria.some((name) => record.scores[name] !== undefined);
  const usable = records.filter((record) => record.faithful !== null && hasScore(record));
  const kinds = new Set(usable.map(({ faithful }) => faithful));
  if (usable.length < FEWEST || kinds.size < 2)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message:
        `${usable.length} texts have a verdict of people and a score of the judge` +
        `${kinds.size === 1 ? ", all verdicts of one kind" : ""}; a judge is calibrated on at least ` +
        `${FEWEST}, good and bad ones`,
      hint: "Collect more verdicts; --judge MODEL, rules or trained scores texts that have no score.",
    });
  const [tuning, held] = halves(usable, seed);
  const chosen = criteria.length === 0 ? null : chooseCriteria(tuning, criteria);
  const score = (record: VerdictRecord): number => scoreBy(record, chosen);
  const threshold = chooseThreshold(tuning.map(score), tuning.map(isGood));
  const scores = usable.map(score);
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  const unit = least >= 0 && most <= 1 ? (value: number) => value : scaled(least, most);
  return {
    items: usable.length,
    unjudged: records.filter((record) => !hasScore(record)).length,
    split: records.filter(({ faithful }) => faithful === null).length,
    people: records.some(({ humans }) => humans.length > 1)
      ? { krippendorffAlpha: krippendorffAlpha(records.map(({ humans }) => humans)) }
      : null,
    threshold,
    criteria: chosen,
    agreement: agreementOf(held, score, threshold),
    reliability: reliability(scores.map(unit), usable.map(isGood)),
    lengthBias: lengthBias(usable, score),
    selfPreference: selfPreference(usable, score),
  };
}

function isGood({ faithful }: VerdictRecord): boolean {
  return faithful === true;
}

function scoreBy({ judge, scores }: VerdictRecord, criteria: readonly string[] | null): number {
  const own = (criteria ?? []).flatMap((name) => scores[name] ?? []);
  return own.length > 0 ? mean(own) : (judge ?? mean(Object.values(scores)));
}

/** Contexts are shuffled and dealt out, so that both halves have about as many texts. */
function halves(
  records: readonly VerdictRecord[],
  seed: number,
): readonly [readonly VerdictRecord[], readonly VerdictRecord[]] {
  const groups = new Map<string, VerdictRecord[]>();
  for (const record of records) {
    const key = record.context === "" ? `text ${record.number}` : record.context;
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  const sides: [VerdictRecord[], VerdictRecord[]] = [[], []];
  for (const group of new Random(seed).derive("calibration").shuffle([...groups.values()]))
    sides[sides[0].length <= sides[1].length ? 0 : 1].push(...group);
  return sides;
}

/** Criteria added one by one while the ranking of good before bad texts gains by it. */
function chooseCriteria(tuning: readonly VerdictRecord[], all: readonly string[]): string[] {
  const good = tuning.map(isGood);
  const area = (names: readonly string[]): number =>
    areaUnderCurve(
      tuning.map((record) => scoreBy(record, names)),
      good,
    ) ?? 0.5;
  const chosen: string[] = [];
  let best = 0;
  for (;;) {
    const [next] = all
      .filter((name) => !chosen.includes(name))
      .map((name) => ({ name, value: area([...chosen, name]) }))
      .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
    if (next === undefined || next.value <= best) return chosen;
    chosen.push(next.name);
    best = next.value;
  }
}

function agreementOf(
  held: readonly VerdictRecord[],
  score: (record: VerdictRecord) => number,
  threshold: number,
): JudgeAgreement {
  const people = held.map(isGood);
  const scores = held.map(score);
  const given = scores.map((value) => value >= threshold);
  const human = held.map((record) => record.human);
  const good = people.filter(Boolean).length;
  const { accuracy, macroPrecision, macroRecall, macroF1 } = classificationAgreement(given, people);
  return {
    items: held.length,
    majority: Math.max(good, held.length - good) / held.length,
    accuracy,
    macroPrecision,
    macroRecall,
    macroF1,
    cohenKappa: cohenKappa(given, people),
    krippendorffAlpha: krippendorffAlpha(given.map((value, at) => [value, people[at]!])),
    pearson: pearson(scores, human),
    spearman: spearman(scores, human),
    kendallTauB: kendallTauB(scores, human),
    areaUnderCurve: areaUnderCurve(scores, people),
  };
}

function scaled(least: number, most: number): (value: number) => number {
  return (value) => (most === least ? 0.5 : (value - least) / (most - least));
}

/** Both sides brought to 0 to 1, so that a difference is one of judgment. */
function excess(
  records: readonly VerdictRecord[],
  score: (record: VerdictRecord) => number,
): number[] {
  const [scores, people] = [records.map(score), records.map(({ human }) => human)];
  const unit = (values: readonly number[]): number[] =>
    values.map(scaled(Math.min(...values), Math.max(...values)));
  const [a, b] = [unit(scores), unit(people)];
  return a.map((value, at) => value - b[at]!);
}

function lengthBias(
  records: readonly VerdictRecord[],
  score: (record: VerdictRecord) => number,
): number | null {
  return spearman(
    excess(records, score),
    records.map(({ text }) => text.length),
  );
}

function selfPreference(
  records: readonly VerdictRecord[],
  score: (record: VerdictRecord) => number,
): number | null {
  const more = excess(records, score);
  const known = records.map(({ author, judgeModel }) => author !== null && judgeModel !== null);
  const own = more.filter((_, at) => known[at]! && records[at]!.author === records[at]!.judgeModel);
  const others = more.filter(
    (_, at) => known[at]! && records[at]!.author !== records[at]!.judgeModel,
  );
  return own.length === 0 || others.length === 0 ? null : mean(own) - mean(others);
}
