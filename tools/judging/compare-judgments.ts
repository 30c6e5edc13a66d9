import { DatawrightError } from "../../base/errors.js";
import { classificationAgreement } from "../agreement/classification-agreement.js";
import { cohenKappa } from "../agreement/cohen-kappa.js";
import { krippendorffAlpha } from "../agreement/krippendorff-alpha.js";
import { preferenceOf, type PairJudgment } from "../judgments/pair-judgment.js";
import { bradleyTerry, type Strength } from "../preferences/bradley-terry.js";
import type { Comparison } from "../preferences/comparison.js";
import { eloRatings, type EloRating } from "../preferences/elo-ratings.js";
import {
  lengthControlledWinRate,
  type LengthControlledWinRate,
} from "../preferences/length-controlled-win-rate.js";
import { winRate, type WinRate } from "../preferences/win-rate.js";
import { longerWins } from "./judge-bias.js";

/** What pairwise judgments say of models, and their judges of one another. */
export interface JudgmentReport {
  /** Judgments that there were. */
  readonly judgments: number;
  /** Judgments that could not be read. */
  readonly unread: number;
  /** Of each pair of models: how often the second is preferred. */
  readonly winRates: readonly ({
    /** The first model. */
    readonly baseline: string;
    /** The second model, whose wins are counted. */
    readonly candidate: string;
    /** Sums of the scores of both, where the judge scores. */
    readonly scores: readonly [number, number] | null;
    /** The same at equal lengths; null without lengths. */
    readonly lengthControlled: LengthControlledWinRate | null;
  } & WinRate)[];
  /** Bradley-Terry strengths with one tie added between each two models, the strongest first. */
  readonly strengths: readonly Strength[];
  /** Elo ratings with 95 % intervals. */
  readonly ratings: readonly EloRating[];
  /** Share of decided judgments that the longer answer won; null without lengths. */
  readonly longerWins: number | null;
  /** Each two judges on the pairs that both judged; and alpha of all; null for one judge. */
  readonly judges: {
    /** Agreement of all judges; null where it is not defined. */
    readonly krippendorffAlpha: number | null;
    /** Each two judges, on what both judged. */
    readonly pairs: readonly {
      /** Names of the two. */
      readonly judges: readonly [string, string];
      /** Pairs that both judged. */
      readonly items: number;
      /** Share with the same judgment. */
      readonly accuracy: number;
      /** Macro F1 of the first against the second. */
      readonly macroF1: number;
      /** Agreement above chance; null where it is not defined. */
      readonly cohenKappa: number | null;
    }[];
  } | null;
}

/**
 * Puts pairwise judgments together: win rates, strengths, ratings, taste for length, and how far the
 * judges agree.
 *
 * @throws DATA_EMPTY where no judgment could be read
 */
export function compareJudgments(
  judgments: readonly PairJudgment[],
  { seed = 1, resamples = 200 }: { readonly seed?: number; readonly resamples?: number } = {},
): JudgmentReport {
  const read = judgments.filter(({ preferred }) => preferred !== null);
  if (read.length === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `none of ${judgments.length} judgments could be read`,
    });
  const comparisons = read.map(comparisonOf);
  return {
    judgments: judgments.length,
    unread: judgments.length - read.length,
    winRates: groupsOf(judgments, ({ first, second }) => JSON.stringify([first, second]))
      .filter((group) => group.some(({ preferred }) => preferred !== null))
      .map((group) => ({
        baseline: group[0]!.first,
        candidate: group[0]!.second,
        ...winRate(group.map(preferenceOf)),
        scores: group.some(({ scores }) => scores !== null)
          ? ([0, 1].map((side) =>
              group.reduce((sum, { scores }) => sum + (scores?.[side] ?? 0), 0),
            ) as [number, number])
          : null,
        lengthControlled: group.every(({ lengths }) => lengths !== null)
          ? lengthControlledWinRate(
              group.map((judgment) => ({
                preference: preferenceOf(judgment),
                baselineLength: judgment.lengths![0],
                candidateLength: judgment.lengths![1],
              })),
            )
          : null,
      })),
    strengths: bradleyTerry(comparisons, { prior: 1 }),
    ratings: eloRatings(comparisons, { seed, resamples }),
    longerWins: longerWins(judgments),
    judges: agreement(judgments),
  };
}

function comparisonOf({ first, second, preferred }: PairJudgment): Comparison {
  return preferred === "second"
    ? { winner: second, loser: first }
    : { winner: first, loser: second, tie: preferred === "tie" };
}

function agreement(judgments: readonly PairJudgment[]): JudgmentReport["judges"] {
  const byJudge = groupsOf(judgments, ({ judge }) => judge);
  if (byJudge.length < 2) return null;
  const key = ({ item, first, second }: PairJudgment): string =>
    JSON.stringify([item, first, second]);
  const said = byJudge.map(
    (group) => new Map(group.map((judgment) => [key(judgment), judgment.preferred])),
  );
  const items = [...new Set(judgments.map(key))];
  const pairs = byJudge.flatMap((one, at) =>
    byJudge.slice(at + 1).flatMap((other, offset) => {
      const [a, b] = [said[at]!, said[at + 1 + offset]!];
      const shared = items.filter((item) => a.has(item) && b.get(item) != null);
      if (shared.length === 0) return [];
      const names = (map: typeof a): string[] => shared.map((item) => map.get(item) ?? "unread");
      const { accuracy, macroF1 } = classificationAgreement(names(a), names(b));
      return [
        {
          judges: [one[0]!.judge, other[0]!.judge] as const,
          items: shared.length,
          accuracy,
          macroF1,
          cohenKappa: cohenKappa(names(a), names(b)),
        },
      ];
    }),
  );
  return {
    krippendorffAlpha: krippendorffAlpha(items.map((item) => said.map((map) => map.get(item)))),
    pairs,
  };
}

function groupsOf<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}
