import type { Asked } from "../../test/helpers/counting-server.js";

/** When a run was broken off, or its network was: milliseconds from the start of the process. */
export interface Break {
  readonly from: number;
  readonly to: number;
  /** Most answers that it may take along. */
  readonly most: number;
}

/** Answers to requests that had been answered before, by why they were asked again. */
export interface Repeats {
  /** What a break took along, for each break. */
  readonly ofBreaks: readonly number[];
  /** The answer came as the time for it was over, and its connection was closed on it. */
  readonly givenUp: readonly Asked[];
  /** The answer was taken, and asked for again. */
  readonly unexplained: readonly Asked[];
}

/**
 * Milliseconds before a break in which an answer may have come and not have been written down.
 */
const ON_ITS_WAY = 2000;

/** Milliseconds for which a client keeps a connection whose answer it took, at least. */
const KEPT = 3500;

export function repeatsOf(asked: readonly Asked[], breaks: readonly Break[]): Repeats {
  const ofBreaks = breaks.map(() => 0);
  const [givenUp, unexplained]: [Asked[], Asked[]] = [[], []];
  const before = new Map<string, Asked>();
  for (const again of asked) {
    if (again.answeredAt === null) continue;
    const first = before.get(again.key);
    before.set(again.key, again);
    if (first === undefined) continue;
    const at = breaks.findIndex(
      ({ from, to }) =>
        again.at >= from && first.at <= to && first.answeredAt! >= from - ON_ITS_WAY,
    );
    if (at >= 0) ofBreaks[at]! += 1;
    else if (first.leftAt !== null && first.leftAt <= again.at && wasLeft(first))
      givenUp.push(first);
    else unexplained.push(again);
  }
  return { ofBreaks, givenUp, unexplained };
}

/** Whether its connection was closed on the answer, as by one who waits for it no more. */
function wasLeft({ answeredAt, leftAt }: Asked): boolean {
  return leftAt! - answeredAt! < KEPT;
}

/** A request in words, for whoever looks into a promise that was broken. */
export function wordsOf({ key, tries, at, answeredAt, leftAt }: Asked): string {
  const time = (value: number | null): string => (value === null ? "never" : value.toFixed(0));
  return `${key.slice(0, 8)} try ${tries} at ${time(at)}, answered ${time(answeredAt)}, connection closed ${time(leftAt)}`;
}
