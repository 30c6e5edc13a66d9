import type { Fault } from "../../test/helpers/openai-faults.js";
import { Random } from "../../base/statistics/random.js";

/** Failures of the way to the model: a second try gets the answer that the first would have had. */
export const OF_THE_WAY: readonly Fault[] = [
  { kind: "rate-limit" },
  { kind: "rate-limit", retryAfter: "0.05" },
  { kind: "rate-limit", retryAfter: 0 },
  // A date of a clock that is an hour ahead of ours, and of one that is behind.
  { kind: "rate-limit", retryAfter: 1, clockAhead: 3600 },
  { kind: "rate-limit", retryAfter: 0, clockAhead: -3600 },
  { kind: "server-error" },
  { kind: "server-error", status: 503 },
  { kind: "close" },
  { kind: "close-in-body" },
  { kind: "garbage" },
  { kind: "html" },
  { kind: "no-choices" },
  { kind: "trickle" },
  { kind: "hang" },
  { kind: "hang-in-body" },
];
/** Answers that are answers, and no good: another question follows, and another dataset. */
export const OF_THE_ANSWER: readonly Fault[] = [
  { kind: "empty" },
  { kind: "refusal" },
  { kind: "truncated" },
  { kind: "filtered" },
  { kind: "text", text: "I would rather not say." },
  { kind: "text", text: '{"text": 7}' },
  { kind: "text", text: '{"text": "The same as ever.", "label": "refund"}' },
  { kind: "no-usage" },
  { kind: "answer-of-another" },
  { kind: "answer-of-another" },
  { kind: "twice" },
  { kind: "twice" },
];

/** What happens to a process of a run, beside what the server does. */
export type Trouble =
  /** Its wall clock jumps. */
  | "clock"
  /** The disk is full from one of its writes on. */
  | "full-disk"
  /** One of its threads gets no memory. */
  | "starved-thread"
  /** The network to the server is cut for a while. */
  | "cut";
const TROUBLES: readonly (Trouble | null)[] = [null, "clock", "full-disk", "cut", "starved-thread"];

export interface Scenario {
  readonly number: number;
  /** Requests of a thousand that meet a fault when they are first sent. */
  readonly faults: number;
  readonly isWild: boolean;
  readonly interruptions: readonly (readonly [signal: NodeJS.Signals, share: number])[];
  /** Calls; null for none. */
  readonly budget: number | null;
  readonly trouble: Trouble | null;
  /** From 0 to 1: when the trouble is. */
  readonly moment: number;
}

/** @param seed the same scenario for the same seed and number */
export function drawnScenario(seed: string, number: number): Scenario {
  const random = new Random(`${seed}:soak:${number}`);
  const signals = ["SIGKILL", "SIGTERM", "SIGINT", "SIGKILL"] as const;
  return {
    number,
    faults: [0, 60, 200][number % 3]!,
    isWild: number % 4 === 3,
    interruptions: Array.from({ length: Math.floor(random.next() * 4) }, () => [
      signals[Math.floor(random.next() * signals.length)]!,
      random.next(),
    ]),
    budget: number % 7 === 6 ? 70 : null,
    trouble: TROUBLES[number % TROUBLES.length]!,
    moment: random.next(),
  };
}
