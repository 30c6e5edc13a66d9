import type { JudgedPart, PairAnswer, PairFolder } from "../../../graphs/comparison/pair-folder.js";
import { append } from "../../../base/values/append.js";
import { cohenKappa } from "../../../tools/agreement/cohen-kappa.js";
import { readBlindAnswers } from "../../../tools/judging/blind-pairs.js";
import { compareJudgments } from "../../../tools/judging/compare-judgments.js";
import type { AnswerPair } from "../../../tools/judging/judge-pairs.js";
import type { PairJudgment, Preferred } from "../../../tools/judgments/pair-judgment.js";
import type { PairResults } from "../../api/pairs.js";
import { alphaOf, growthOf, shareOf } from "./agreement.js";

/** What people and judges say of a set of pairs, with the names that were hidden. */
export async function pairResults(
  folder: PairFolder,
  { judging }: { readonly judging: boolean },
): Promise<PairResults> {
  const { id, title, names, seed } = await folder.about();
  const pairs = await folder.pairs();
  const answers = await folder.answers();
  const people = readBlindAnswers(answers, { pairs, seed });
  const majority = majorityOf(people);
  const reviewers = [...new Set(answers.map(({ by }) => by))].sort();
  const report = people.length === 0 ? null : compareJudgments(people, { seed, resamples: 1 });
  const parts = await folder.judged();
  const judges = [...new Set(parts.map(({ judge }) => judge))].map((judge) => ({
    judge,
    parts: parts.filter((part) => part.judge === judge),
  }));
  const { alpha, items } = alphaOf(byPair(people));
  return {
    id,
    title,
    names,
    pairs: pairs.length,
    answered: majority.size,
    winRates: [
      ...winRates([...majority.values()], "people"),
      ...judges.flatMap(({ judge, parts: own }) =>
        winRates(
          own.flatMap(({ judgments }) => judgments.filter(({ preferred }) => preferred !== null)),
          judge,
        ),
      ),
    ],
    strengths: (report?.strengths ?? []).map((strength) => ({ ...strength })),
    longerWins: report?.longerWins ?? null,
    left: leftOf(answers),
    reviewers: reviewers.map((name) => ({
      name,
      answers: answers.filter(({ by }) => by === name).length,
    })),
    agreement: { alpha, pairs: items },
    judges: judges.map(({ judge, parts: own }) => judgeOf(judge, own, { pairs, majority })),
    judging,
  };
}

/** Of each pair what most people prefer, in the order of their answers; split ones are ties. */
function majorityOf(people: readonly PairJudgment[]): ReadonlyMap<string, PairJudgment> {
  const byItem = new Map<string, PairJudgment[]>();
  for (const judgment of people) append(byItem, judgment.item, judgment);
  return new Map(
    [...byItem].map(([item, own]) => {
      const count = (wanted: Preferred): number =>
        own.filter(({ preferred }) => preferred === wanted).length;
      const choices = ["first", "second", "tie"] as const;
      const most = Math.max(...choices.map(count));
      const winners = choices.filter((one) => count(one) === most);
      const preferred = winners.length === 1 ? winners[0]! : "tie";
      return [item, { ...own[0]!, preferred, judge: "people" }];
    }),
  );
}

function byPair(people: readonly PairJudgment[]): string[][] {
  const values = new Map<string, string[]>();
  for (const { item, preferred } of people) append(values, item, String(preferred));
  return [...values.values()];
}

/** Of each two models how often the second is preferred: every pair counts once. */
function winRates(judgments: readonly PairJudgment[], by: string): PairResults["winRates"] {
  if (judgments.length === 0) return [];
  return compareJudgments(judgments, { resamples: 1 }).winRates.map(
    ({ baseline, candidate, wins, ties, losses, judged, lengthControlled }) => ({
      ...{ baseline, candidate, by, wins, ties, losses },
      share: shareOf(wins + ties / 2, judged),
      lengthControlled: lengthControlled?.lengthControlled ?? null,
    }),
  );
}

/** Sides are drawn by lot: people who look at both choose the left one as often as the right one. */
function leftOf(answers: readonly PairAnswer[]): PairResults["left"] {
  const decided = answers.filter(({ label }) => label !== "tie");
  const left = decided.filter(({ label }) => label === "A").length;
  return { of: decided.length, share: shareOf(left, decided.length) };
}

function judgeOf(
  judge: string,
  parts: readonly JudgedPart[],
  {
    pairs,
    majority,
  }: {
    readonly pairs: readonly AnswerPair[];
    readonly majority: ReadonlyMap<string, PairJudgment>;
  },
): PairResults["judges"][number] {
  const judgments = new Map(
    parts.flatMap((part) => part.judgments.map((one) => [one.item, one] as const)),
  );
  const known = new Set(pairs.map(({ id }) => id));
  const own = [...judgments.values()].filter(({ item }) => known.has(item));
  // In the order in which people answered: that is how the agreement grew.
  const shared = [...majority.values()].flatMap(({ item, preferred }) => {
    const said = judgments.get(item)?.preferred ?? null;
    return said === null || preferred === null ? [] : [{ said, people: preferred }];
  });
  const agreed = shared.map(({ said, people }) => said === people);
  const decided = shared.filter(({ said, people }) => said !== "tie" && people !== "tie");
  return {
    judge,
    judged: own.length,
    unread: own.filter(({ preferred }) => preferred === null).length,
    people: { of: shared.length, share: shareOf(agreed.filter(Boolean).length, shared.length) },
    decided: {
      of: decided.length,
      share: shareOf(decided.filter(({ said, people }) => said === people).length, decided.length),
    },
    kappa: cohenKappa(
      shared.map(({ said }) => said),
      shared.map(({ people }) => people),
    ),
    position: positionOf(parts),
    growth: growthOf(agreed),
    error: parts.at(-1)?.error ?? null,
  };
}

/** Slices weigh by their pairs. */
function positionOf(parts: readonly JudgedPart[]): PairResults["judges"][number]["position"] {
  const known = parts.flatMap(({ position }) => position ?? []);
  const pairs = known.reduce((sum, one) => sum + one.pairs, 0);
  if (pairs === 0) return null;
  const mean = (of: (one: (typeof known)[number]) => number): number =>
    known.reduce((sum, one) => sum + of(one) * one.pairs, 0) / pairs;
  return {
    pairs,
    consistent: mean(({ consistent }) => consistent),
    towardsFirst: mean(({ towardsFirst }) => towardsFirst),
    towardsSecond: mean(({ towardsSecond }) => towardsSecond),
  };
}
