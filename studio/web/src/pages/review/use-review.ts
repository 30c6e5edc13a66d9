import type {
  Answered,
  Answers as SentAnswers,
  Review as ReviewState,
  ReviewItem,
} from "../../../../api/review.js";
import { useAnswers, type Answers, type Undone } from "../../answers/use-answers.js";
import { ask, pathWith } from "../../server/ask.js";
import { useAnswer, type Answer } from "../../server/use-answer.js";

/** An answer with who gave it. */
export type GivenAnswer = SentAnswers["answers"][number] & { readonly reviewer: string };

export interface Review {
  readonly queue: Answer<ReviewState>;
  readonly answers: Answers<ReviewItem, GivenAnswer>;
  /** Lets a run that waits go on without the answers that are left. */
  readonly finish: () => void;
}

const NONE: readonly ReviewItem[] = [];

/** The queue of a run as one person works it off. */
export function useReview(run: string, reviewer: string, version: unknown): Review {
  const path = `/api/runs/${run}/review`;
  const queue = useAnswer<ReviewState>(pathWith(path, { reviewer }), version);
  const answers = useAnswers<ReviewItem, GivenAnswer>({
    place: `datawright-answers-${run}`,
    reviewer,
    items: queue.data?.items ?? NONE,
    idOf: ({ sampleId }) => sampleId,
    answered: ({ sampleId }) => sampleId,
    send: async (by, batch) =>
      (
        await ask<Answered>(path, {
          method: "POST",
          body: { reviewer: by, answers: batch.map(({ reviewer: _, ...answer }) => answer) },
        })
      ).problems,
    takeBack: ({ sampleId, reviewer: by }) =>
      ask<Undone>(`${path}/undo`, { method: "POST", body: { sampleId, reviewer: by } }),
    again: queue.again,
  });
  return {
    queue,
    answers,
    finish: () => {
      ask<Answered>(path, { method: "POST", body: { reviewer, answers: [], finish: true } }).then(
        ({ problems }) => {
          answers.tell(problems);
          queue.again();
        },
        (error: unknown) => answers.tell(error instanceof Error ? error : new Error(String(error))),
      );
    },
  };
}
