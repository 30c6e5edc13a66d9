import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Answered, Review as ReviewState, ReviewItem } from "../../../../api/review.js";
import { ask, pathWith } from "../../server/ask.js";
import { useAnswer, type Answer } from "../../server/use-answer.js";
import { keepUnsent, readUnsent, type UnsentAnswer } from "./unsent-answers.js";

/** Whether an answer could be taken back. */
interface Undone {
  readonly undone: boolean;
  readonly why: string | null;
}

export interface Review {
  readonly queue: Answer<ReviewState>;
  /** What is left for this person, the one in front first. */
  readonly items: readonly ReviewItem[];
  /** How many this person has answered since the page was opened. */
  readonly answered: number;
  /** Answers that the server has not acknowledged. */
  readonly unsent: number;
  readonly failure: Error | null;
  readonly problems: readonly string[];
  readonly answer: (answer: Omit<UnsentAnswer, "reviewer">) => void;
  readonly skip: () => void;
  readonly undo: () => void;
  readonly sendAgain: () => void;
  /** Lets a run that waits go on without the answers that are left. */
  readonly finish: () => void;
}

/** The queue of a run as one person works it off; an answer is kept here until the server has it. */
export function useReview(run: string, reviewer: string, version: unknown): Review {
  const path = `/api/runs/${run}/review`;
  const queue = useAnswer<ReviewState>(pathWith(path, { reviewer }), version);
  const [unsent, setUnsent] = useState(() => readUnsent(run));
  const [done, setDone] = useState<readonly UnsentAnswer[]>([]);
  const [skipped, setSkipped] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<Error | null>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const sending = useRef(false);
  const newest = useRef(unsent);
  const change = useCallback(
    (next: readonly UnsentAnswer[]) => {
      newest.current = next;
      keepUnsent(run, next);
      setUnsent(next);
    },
    [run],
  );
  const { again } = queue;
  const send = useCallback(async () => {
    if (sending.current) return;
    sending.current = true;
    try {
      while (newest.current.length > 0) {
        const { reviewer: by } = newest.current[0] as UnsentAnswer;
        const batch = newest.current.filter((answer) => answer.reviewer === by);
        const receipt = await ask<Answered>(path, {
          method: "POST",
          body: { reviewer: by, answers: batch.map(({ reviewer: _, ...answer }) => answer) },
        });
        change(newest.current.filter((answer) => !batch.includes(answer)));
        setProblems(receipt.problems);
        setFailure(null);
      }
      again();
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      sending.current = false;
    }
  }, [path, change, again]);
  // What an earlier page left behind goes first.
  useEffect(() => void send(), [send]);
  const items = useMemo(() => {
    const gone = new Set([...unsent, ...done].map(({ sampleId }) => sampleId));
    const left = (queue.data?.items ?? []).filter(({ sampleId }) => !gone.has(sampleId));
    const later = new Set(skipped);
    return [
      ...left.filter(({ sampleId }) => !later.has(sampleId)),
      ...left.filter(({ sampleId }) => later.has(sampleId)),
    ];
  }, [queue.data, unsent, done, skipped]);
  return {
    queue,
    items,
    answered: done.length,
    unsent: unsent.length,
    failure,
    problems,
    answer: (given) => {
      const whole: UnsentAnswer = { ...given, reviewer };
      setDone((before) => [...before, whole]);
      change([...newest.current, whole]);
      void send();
    },
    skip: () => {
      const front = items[0];
      if (front)
        setSkipped((before) => [...before.filter((id) => id !== front.sampleId), front.sampleId]);
    },
    undo: () => {
      const last = done.at(-1);
      if (last === undefined) return;
      const drop = (): void => {
        setDone((before) => before.filter((answer) => answer !== last));
        setSkipped((before) => before.filter((id) => id !== last.sampleId));
      };
      if (newest.current.includes(last) && !sending.current) {
        change(newest.current.filter((answer) => answer !== last));
        drop();
        return;
      }
      ask<Undone>(`${path}/undo`, {
        method: "POST",
        body: { sampleId: last.sampleId, reviewer: last.reviewer },
      }).then(
        ({ undone, why }) => {
          if (!undone) {
            setProblems([why ?? ""]);
            return;
          }
          drop();
          setFailure(null);
          again();
        },
        (error: unknown) => setFailure(error instanceof Error ? error : new Error(String(error))),
      );
    },
    sendAgain: () => void send(),
    finish: () => {
      ask<Answered>(path, { method: "POST", body: { reviewer, answers: [], finish: true } }).then(
        ({ problems: told }) => {
          setProblems(told);
          again();
        },
        (error: unknown) => setFailure(error instanceof Error ? error : new Error(String(error))),
      );
    },
  };
}
