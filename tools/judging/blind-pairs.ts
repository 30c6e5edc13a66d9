import { Random } from "../../base/statistics/random.js";
import { DatawrightError } from "../../base/errors.js";
import { readRecords, recordError } from "../annotation/read-records.js";
import type { PairJudgment } from "../judgments/pair-judgment.js";
import type { AnswerPair } from "./judge-pairs.js";

/** One pair as a person sees it in the review queue: nothing says which model wrote which answer. */
export interface BlindItem {
  /** Id of the pair. */
  readonly sampleId: string;
  /** The instruction and the two answers. */
  readonly fields: { readonly instruction: string; readonly A: string; readonly B: string };
  /** People give it: A, B or tie. */
  readonly label: null;
  /** What people are asked. */
  readonly why: string;
  /** The same for all. */
  readonly priority: number;
}

/** Labels of a person's answer. */
const BLIND_LABELS = ["A", "B", "tie"] as const;

/** Which side the first answer stands on: drawn from seed and pair alone, so that answers find back. */
function isTurned({ id }: AnswerPair, seed: number): boolean {
  return new Random(seed).derive("blind", id).next() < 0.5;
}

/** Pairs for people, in random order, each with its answers on sides drawn by lot. */
export function blindItems(pairs: readonly AnswerPair[], seed: number): BlindItem[] {
  const items = pairs.map((pair): BlindItem => {
    const [A, B] = isTurned(pair, seed) ? [pair.second, pair.first] : [pair.first, pair.second];
    return {
      sampleId: pair.id,
      fields: { instruction: pair.instruction, A, B },
      label: null,
      why: "which answer is better?",
      priority: 1,
    };
  });
  return new Random(seed).derive("blind-order").shuffle(items);
}

/**
 * People's answers to blind pairs, as the review queue has them: { sampleId, decision: "relabel",
 * label: "A" | "B" | "tie", by }.
 *
 * @throws DATA_FORMAT, DATA_LABEL with the number of the answer
 */
export function readBlindAnswers(
  source: unknown,
  { pairs, seed }: { readonly pairs: readonly AnswerPair[]; readonly seed: number },
): PairJudgment[] {
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  return readRecords(source, "answers").map((record, index) => {
    const pair = byId.get(String(record["sampleId"]));
    if (pair === undefined)
      throw recordError(
        "answers",
        index + 1,
        `there is no pair ${JSON.stringify(record["sampleId"])}`,
      );
    const label = record["label"];
    if (label !== "A" && label !== "B" && label !== "tie")
      throw new DatawrightError({
        code: "DATA_LABEL",
        message: `answers, record ${index + 1}: ${JSON.stringify(label)} is none of ${BLIND_LABELS.join(", ")}`,
        details: { record: index + 1 },
      });
    const isFirst = (label === "A") !== isTurned(pair, seed);
    return {
      item: pair.id,
      first: pair.models[0],
      second: pair.models[1],
      preferred: label === "tie" ? "tie" : isFirst ? "first" : "second",
      lean: null,
      scores: null,
      lengths: [pair.first.length, pair.second.length],
      judge: typeof record["by"] === "string" ? record["by"] : "person",
    };
  });
}
