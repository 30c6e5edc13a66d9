import type { Preference } from "../preferences/win-rate.js";

/** Which of two answers was preferred. */
export type Preferred = "first" | "second" | "tie";

/** One judgment between the answers of two models, as benchmarks record it. */
export interface PairJudgment {
  /** What was asked: its id, or its number in the file. */
  readonly item: string;
  /** Model of the first answer; in AlpacaEval the baseline. */
  readonly first: string;
  /** Model of the second answer. */
  readonly second: string;
  /** null where the judge's answer could not be read. */
  readonly preferred: Preferred | null;
  /** How far the second is preferred, 0 to 1, where the judge leans (AlpacaEval 2). */
  readonly lean: number | null;
  /** Scores of both answers where the judge gives them. */
  readonly scores: readonly [number, number] | null;
  /** Characters of both answers where they are in the file. */
  readonly lengths: readonly [number, number] | null;
  /** Who judged. */
  readonly judge: string;
}

/** A judgment as `winRate` takes it, the first model being the baseline. */
export function preferenceOf({ preferred, lean }: PairJudgment): Preference {
  if (lean !== null) return 1 + lean;
  return preferred === null ? null : { first: 1, tie: 1.5, second: 2 }[preferred];
}
