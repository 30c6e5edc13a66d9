import type { BlindPair, PairAnswers, PairQueue } from "../../../../api/pairs.js";
import { useAnswers, type Answers, type Undone } from "../../answers/use-answers.js";
import { ask, pathWith } from "../../server/ask.js";
import { useAnswer, type Answer } from "../../server/use-answer.js";

/** A choice with who made it. */
type GivenChoice = PairAnswers["answers"][number] & { readonly reviewer: string };

export interface PairReview {
  readonly queue: Answer<PairQueue>;
  readonly answers: Answers<BlindPair, GivenChoice>;
  /** Pairs that are left for this person, those that are not sent included. */
  readonly left: number;
}

/** A set of pairs as one person works it off. */
export function usePairs(set: string, reviewer: string): PairReview {
  const path = `/api/pairs/${set}`;
  const queue = useAnswer<PairQueue>(pathWith(path, { reviewer }));
  const sent = queue.data?.pairs ?? NONE;
  const answers = useAnswers<BlindPair, GivenChoice>({
    place: `datawright-pairs-${set}`,
    reviewer,
    items: sent,
    idOf: ({ id }) => id,
    answered: ({ pair }) => pair,
    send: async (by, batch) =>
      (
        await ask<{ readonly problems: readonly string[] }>(`${path}/answers`, {
          method: "POST",
          body: { reviewer: by, answers: batch.map(({ reviewer: _, ...answer }) => answer) },
        })
      ).problems,
    takeBack: ({ pair, reviewer: by }) =>
      ask<Undone>(`${path}/undo`, { method: "POST", body: { pair, reviewer: by } }),
    again: queue.again,
  });
  const hidden = sent.length - answers.items.length;
  return {
    queue,
    answers,
    left: Math.max(answers.items.length, (queue.data?.left ?? 0) - hidden),
  };
}

const NONE: readonly BlindPair[] = [];
