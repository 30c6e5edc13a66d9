import { DatawrightError } from "../../base/errors.js";
import type { TextClassifier } from "../learning/contract.js";
import { trainTextClassifierInWorker } from "../learning/learning-in-worker.js";
import type { VerdictRecord } from "./verdict-record.js";

const GOOD = "good";
const BAD = "bad";
const FEWEST = 20;

/** What a trained judge reads. */
export type Judged = Pick<VerdictRecord, "text" | "context">;

/** A small model that judges as people judged. */
export interface TrainedJudge {
  /** Probability that a person finds each text good, 0 to 1. */
  score(texts: readonly Judged[]): readonly number[];
  /** Texts that it learned from. */
  readonly trainedOn: number;
}

/**
 * A small judge without a language model: a classifier of words, and of words of text and context
 * together, trained on people's verdicts, with probabilities calibrated on held-out texts.
 *
 * @throws TRAINING_DATA for fewer than twenty verdicts, or verdicts of one kind only
 */
export async function trainJudge(
  records: readonly Pick<VerdictRecord, "text" | "context" | "faithful">[],
  { seed = 1, signal }: { readonly seed?: number; readonly signal?: AbortSignal } = {},
): Promise<TrainedJudge> {
  const rows = records.filter(({ faithful }) => faithful !== null);
  const kinds = new Set(rows.map(({ faithful }) => faithful));
  if (rows.length < FEWEST || kinds.size < 2)
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message:
        `a judge is trained on at least ${FEWEST} verdicts, good and bad ones; there are ` +
        `${rows.length}${kinds.size === 1 ? ", all of one kind" : ""}`,
    });
  const read: (judged: Judged) => string | readonly [string, string] = rows.some(
    ({ context }) => context !== "",
  )
    ? pairOf
    : textOf;
  const classifier: TextClassifier = await trainTextClassifierInWorker(
    {
      texts: rows.map(read),
      labels: rows.map(({ faithful }) => (faithful === true ? GOOD : BAD)),
      classes: [BAD, GOOD],
      algorithm: "logistic-regression",
      seed,
    },
    { signal },
  );
  const at = classifier.classes.indexOf(GOOD);
  return {
    score: (texts) =>
      classifier.predict(texts.map(read)).map(({ probabilities }) => probabilities[at]!),
    trainedOn: rows.length,
  };
}

function pairOf({ text, context }: Judged): readonly [string, string] {
  return [context, text];
}

function textOf({ text }: Judged): string {
  return text;
}
