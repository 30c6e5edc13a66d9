import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { keepUnsent, readUnsent } from "./unsent-answers.js";

/** Whether an answer could be taken back. */
export interface Undone {
  readonly undone: boolean;
  readonly why: string | null;
}

/** A queue that people answer, and how its answers reach the server. */
interface AnsweredQueue<Item, Given> {
  /** Where answers are kept in this browser until the server has them. */
  readonly place: string;
  readonly reviewer: string;
  /** What the server says is left for this person. */
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly answered: (given: Given) => string;
  /** Sends answers of one person; gives what the server would not take of them. */
  readonly send: (reviewer: string, batch: readonly Given[]) => Promise<readonly string[]>;
  readonly takeBack: (given: Given) => Promise<Undone>;
  /** Asks for the queue anew. Its identity must not change from one drawing to the next. */
  readonly again: () => void;
}

/** A queue as one person works it off. */
export interface Answers<Item, Given> {
  /** What is left for this person, the one in front first; what was skipped comes last. */
  readonly items: readonly Item[];
  /** Given by this person on this page and not taken back. */
  readonly done: number;
  /** Answers that the server has not acknowledged. */
  readonly unsent: number;
  readonly failure: Error | null;
  readonly problems: readonly string[];
  readonly give: (given: Given) => void;
  readonly skip: () => void;
  readonly undo: () => void;
  readonly sendAgain: () => void;
  /** Tells of something else that the server would not take. */
  readonly tell: (told: Error | readonly string[]) => void;
}

/** Answers of people to a queue: kept here until the server has them, and taken back one by one. */
export function useAnswers<Item, Given extends { readonly reviewer: string }>({
  place,
  reviewer,
  items,
  idOf,
  answered,
  send,
  takeBack,
  again,
}: AnsweredQueue<Item, Given>): Answers<Item, Given> {
  const [unsent, setUnsent] = useState(() => readUnsent<Given>(place));
  const [done, setDone] = useState<readonly Given[]>([]);
  const [skipped, setSkipped] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<Error | null>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const sending = useRef(false);
  const newest = useRef(unsent);
  // the place stands for the queue, and so for what is sent and where
  const latest = useRef(send);
  latest.current = send;
  const change = useCallback(
    (next: readonly Given[]) => {
      newest.current = next;
      keepUnsent(place, next);
      setUnsent(next);
    },
    [place],
  );
  const fail = (error: unknown): void =>
    setFailure(error instanceof Error ? error : new Error(String(error)));
  const sendAll = useCallback(async () => {
    if (sending.current) return;
    sending.current = true;
    try {
      while (newest.current.length > 0) {
        const { reviewer: by } = newest.current[0] as Given;
        const batch = newest.current.filter((given) => given.reviewer === by);
        const refused = await latest.current(by, batch);
        change(newest.current.filter((given) => !batch.includes(given)));
        setProblems(refused);
        setFailure(null);
      }
      again();
    } catch (error) {
      fail(error);
    } finally {
      sending.current = false;
    }
  }, [change, again]);
  // What an earlier page left behind goes first.
  useEffect(() => void sendAll(), [sendAll]);
  const own = done.filter((given) => given.reviewer === reviewer);
  const left = useMemo(() => {
    const gone = new Set(
      [...unsent, ...done].filter((given) => given.reviewer === reviewer).map(answered),
    );
    const open = items.filter((item) => !gone.has(idOf(item)));
    return [
      ...open.filter((item) => !skipped.includes(idOf(item))),
      ...skipped.flatMap((id) => open.find((item) => idOf(item) === id) ?? []),
    ];
  }, [items, unsent, done, skipped, reviewer]);
  const unskip = (id: string): void =>
    setSkipped((before) => before.filter((other) => other !== id));
  return {
    items: left,
    done: own.length,
    unsent: unsent.length,
    failure,
    problems,
    give: (given) => {
      setDone((before) => [...before, given]);
      unskip(answered(given));
      change([...newest.current, given]);
      void sendAll();
    },
    skip: () => {
      const [front] = left;
      if (front === undefined) return;
      const id = idOf(front);
      setSkipped((before) => [...before.filter((other) => other !== id), id]);
    },
    undo: () => {
      const last = own.at(-1);
      if (last === undefined) return;
      const drop = (): void => {
        setDone((before) => before.filter((given) => given !== last));
        unskip(answered(last));
      };
      if (newest.current.includes(last) && !sending.current) {
        change(newest.current.filter((given) => given !== last));
        drop();
        return;
      }
      takeBack(last).then(({ undone, why }) => {
        if (!undone) {
          setProblems([why ?? ""]);
          return;
        }
        drop();
        setFailure(null);
        again();
      }, fail);
    },
    sendAgain: () => void sendAll(),
    tell: (told) => (told instanceof Error ? setFailure(told) : setProblems(told)),
  };
}
