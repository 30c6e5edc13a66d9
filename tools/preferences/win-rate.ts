import { shapeError } from "../agreement/rated.js";

/**
 * Which of two outputs was preferred, the first being the baseline's: 1 the baseline, 2 the other
 * one, 1.5 or 0 neither, a number between 1 and 2 the judge's lean (AlpacaEval); or in words. null
 * where the judge gave nothing that could be read.
 */
export type Preference = number | "baseline" | "tie" | "candidate" | null | undefined;

/** How often a candidate is preferred to its baseline. */
export interface WinRate {
  /** Mean preference for the candidate, 0 to 1, a tie at one half. */
  readonly winRate: number;
  /** Standard error of it; null for a single judgment. */
  readonly standardError: number | null;
  /** Judgments for the candidate. */
  readonly wins: number;
  /** Judgments for the baseline. */
  readonly losses: number;
  /** Judgments for neither. */
  readonly ties: number;
  /** Judgments that counted. */
  readonly judged: number;
  /** Judgments that could not be read, and do not count. */
  readonly unread: number;
}

/**
 * Win rate of a candidate over a baseline as AlpacaEval has it (Li et al. 2023): ties count one
 * half, judgments that could not be read do not count.
 *
 * @throws SHAPE if a preference is none of these values, or none could be read
 */
export function winRate(preferences: readonly Preference[]): WinRate {
  const shares: number[] = [];
  let unread = 0;
  for (const [at, preference] of preferences.entries()) {
    const share = shareOf(preference, at);
    if (share === null) unread++;
    else shares.push(share);
  }
  const judged = shares.length;
  if (judged === 0)
    throw shapeError(
      `winRate: none of ${preferences.length} preferences could be read`,
      "Give at least one judgment; a win rate of nothing is not 0.",
    );
  const rate = shares.reduce((sum, share) => sum + share, 0) / judged;
  const squares = shares.reduce((sum, share) => sum + (share - rate) ** 2, 0);
  return {
    winRate: rate,
    standardError: judged === 1 ? null : Math.sqrt(squares / (judged - 1) / judged),
    wins: shares.filter((share) => share > 0.5).length,
    losses: shares.filter((share) => share < 0.5).length,
    ties: shares.filter((share) => share === 0.5).length,
    judged,
    unread,
  };
}

/** What a preference is for the candidate: 0 to 1; null where it was not read. */
export function shareOf(preference: Preference, at: number): number | null {
  if (preference === null || preference === undefined) return null;
  if (preference === "tie" || preference === 0) return 0.5;
  if (preference === "baseline") return 0;
  if (preference === "candidate") return 1;
  if (typeof preference === "number" && preference >= 1 && preference <= 2) return preference - 1;
  throw shapeError(
    `winRate: preference ${at} is ${JSON.stringify(preference)}`,
    'Give 1 to 2 (1 the baseline, 2 the candidate), 0 or 1.5 for a tie, "baseline", "tie", ' +
      '"candidate", or null.',
  );
}
