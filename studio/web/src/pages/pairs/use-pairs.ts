import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { BlindPair, PairAnswers, PairQueue } from "../../../../api/pairs.js";
import { ask, pathWith } from "../../server/ask.js";
import { useAnswer, type Answer } from "../../server/use-answer.js";

type Choice = PairAnswers["answers"][number]["choice"];
/** An answer that the studio has not acknowledged yet, with who gave it. */
interface UnsentChoice {
  readonly pair: string;
  readonly choice: Choice;
  readonly reviewer: string;
}

export interface PairReview {
  readonly queue: Answer<PairQueue>;
  /** What is left for this person, the one in front first. */
  readonly pairs: readonly BlindPair[];
  readonly left: number;
  /** Given on this page and not taken back. */
  readonly done: number;
  readonly unsent: number;
  readonly failure: Error | null;
  readonly choose: (choice: Exclude<Choice, "skip">) => void;
  readonly skip: () => void;
  readonly undo: () => void;
  readonly sendAgain: () => void;
}

const placeOf = (set: string): string => `datawright-pairs-${set}`;

function readUnsent(set: string): readonly UnsentChoice[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(placeOf(set)) ?? "[]");
    return Array.isArray(kept) ? (kept as UnsentChoice[]) : [];
  } catch {
    return [];
  }
}

function keepUnsent(set: string, choices: readonly UnsentChoice[]): void {
  if (choices.length === 0) localStorage.removeItem(placeOf(set));
  else localStorage.setItem(placeOf(set), JSON.stringify(choices));
}

/** A set of pairs as one person works it off; an answer is kept here until the studio has it. */
export function usePairs(set: string, reviewer: string): PairReview {
  const path = `/api/pairs/${set}`;
  const queue = useAnswer<PairQueue>(pathWith(path, { reviewer }));
  const [unsent, setUnsent] = useState(() => readUnsent(set));
  const [done, setDone] = useState<readonly UnsentChoice[]>([]);
  const [skipped, setSkipped] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<Error | null>(null);
  const sending = useRef(false);
  const newest = useRef(unsent);
  const change = useCallback(
    (next: readonly UnsentChoice[]) => {
      newest.current = next;
      keepUnsent(set, next);
      setUnsent(next);
    },
    [set],
  );
  const { again } = queue;
  const fail = (error: unknown): void =>
    setFailure(error instanceof Error ? error : new Error(String(error)));
  const send = useCallback(async () => {
    if (sending.current) return;
    sending.current = true;
    try {
      while (newest.current.length > 0) {
        const { reviewer: by } = newest.current[0] as UnsentChoice;
        const batch = newest.current.filter((answer) => answer.reviewer === by);
        await ask(`${path}/answers`, {
          method: "POST",
          body: {
            reviewer: by,
            answers: batch.map(({ pair, choice }) => ({ pair, choice })),
          },
        });
        change(newest.current.filter((answer) => !batch.includes(answer)));
        setFailure(null);
      }
      again();
    } catch (error) {
      fail(error);
    } finally {
      sending.current = false;
    }
  }, [path, change, again]);
  // What an earlier page left behind goes first.
  useEffect(() => void send(), [send]);
  const own = done.filter((answer) => answer.reviewer === reviewer);
  const gone = useMemo(
    () =>
      new Set(
        [...unsent, ...done]
          .filter((answer) => answer.reviewer === reviewer)
          .map(({ pair }) => pair),
      ),
    [unsent, done, reviewer],
  );
  const pairs = useMemo(() => {
    const open = (queue.data?.pairs ?? []).filter(({ id }) => !gone.has(id));
    return [
      ...open.filter(({ id }) => !skipped.includes(id)),
      ...skipped.flatMap((id) => open.find((pair) => pair.id === id) ?? []),
    ];
  }, [queue.data, gone, skipped]);
  const front = pairs[0];
  const hidden = (queue.data?.pairs ?? []).filter(({ id }) => gone.has(id)).length;
  return {
    queue,
    pairs,
    left: Math.max(pairs.length, (queue.data?.left ?? 0) - hidden),
    done: own.length,
    unsent: unsent.length,
    failure,
    choose: (choice) => {
      if (front === undefined) return;
      const whole: UnsentChoice = { pair: front.id, choice, reviewer };
      setDone((before) => [...before, whole]);
      setSkipped((before) => before.filter((id) => id !== front.id));
      change([...newest.current, whole]);
      void send();
    },
    skip: () => {
      if (front !== undefined)
        setSkipped((before) => [...before.filter((id) => id !== front.id), front.id]);
    },
    undo: () => {
      const last = own.at(-1);
      if (last === undefined) return;
      const drop = (): void => setDone((before) => before.filter((answer) => answer !== last));
      if (newest.current.includes(last) && !sending.current) {
        change(newest.current.filter((answer) => answer !== last));
        drop();
        return;
      }
      ask(`${path}/undo`, {
        method: "POST",
        body: { pair: last.pair, reviewer: last.reviewer },
      }).then(() => {
        drop();
        setFailure(null);
        again();
      }, fail);
    },
    sendAgain: () => void send(),
  };
}
