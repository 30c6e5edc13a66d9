import type { ErrorCode } from "../../base/error-codes.js";
import type { BudgetLimits, Spent } from "../../memory/budget-ledger.js";
import { redactKeys } from "../../base/redact-secrets.js";
import type { Logger } from "../../memory/logger-contract.js";
import type { StopReason, Summary } from "../../schema/report.js";

/** What happens in a run, as it happens. Discriminated by `type`; names are noun-verb. */
export type RunEvent =
  | {
      readonly type: "run-started";
      readonly runId: string;
      readonly folder: string;
      readonly target: number;
      readonly budget: BudgetLimits;
      readonly resumed: boolean;
      readonly notes: readonly string[];
    }
  | {
      readonly type: "plan-made";
      readonly subTasks: readonly string[];
      readonly cells: number;
      readonly revision: number;
      readonly notes: readonly string[];
    }
  | {
      readonly type: "tree-grown";
      readonly round: number;
      readonly node: string;
      readonly step: "lookahead" | "backtracking" | "stopped";
      readonly added: readonly string[];
      readonly leftOut: number;
      readonly why: string;
    }
  | { readonly type: "round-started"; readonly round: number; readonly orders: number }
  | {
      /** A model is asked, or has answered or failed; an answer from the cache only ends. */
      readonly type: "call-started" | "call-finished";
      readonly agent: string;
      readonly model: string;
      /** Requests in flight now. */
      readonly running: number;
      readonly spent: Spent;
    }
  | {
      readonly type: "draft-finished";
      readonly round: number;
      readonly sampleId: string;
      readonly passed: boolean;
      readonly spent: Spent;
    }
  | {
      readonly type: "sample-accepted";
      readonly sampleId: string;
      readonly text: string;
      readonly accepted: number;
      readonly target: number;
    }
  | { readonly type: "sample-rejected"; readonly sampleId: string; readonly reason: string }
  | {
      readonly type: "round-sealed";
      readonly round: number;
      readonly accepted: number;
      readonly rejected: number;
      readonly total: number;
      readonly target: number;
      readonly coverage: {
        readonly cells: number;
        readonly covered: number;
        readonly ratio: number;
      };
      readonly spent: Spent;
    }
  | {
      readonly type: "labeler-trained";
      readonly round: number;
      readonly trainedOn: number;
      readonly note?: string;
    }
  | {
      readonly type: "work-stopped";
      readonly reason: StopReason;
      readonly detail: string;
      readonly spent: Spent;
    }
  | {
      readonly type: "curation-finished";
      readonly pass: number;
      readonly rejected: number;
      readonly relabelled: number;
      readonly inReview: number;
    }
  | { readonly type: "review-needed"; readonly items: number }
  | { readonly type: "step-started"; readonly step: "curate" | "evaluate" | "report" }
  | {
      /** An agent failed by its own fault, with the first lines of its stack in `message`. */
      readonly type: "agent-failed";
      readonly agent: string;
      readonly role: string;
      readonly method: string;
      readonly code: ErrorCode;
      readonly sampleIds: readonly string[];
      readonly message: string;
    }
  | { readonly type: "warning"; readonly message: string }
  | { readonly type: "run-finished"; readonly summary: Summary };

/**
 * Hands events to any number of readers. A reader gets what happens from the moment it starts to
 * read, plus the last events before (bounded, calls left out), so that one that starts right after
 * `launch` misses nothing.
 */
export class EventStream implements AsyncIterable<RunEvent> {
  readonly #recent: RunEvent[] = [];
  readonly #readers = new Set<{ queue: RunEvent[]; wake: (() => void) | null }>();
  readonly #listeners = new Set<(event: RunEvent) => void>();
  #closed = false;
  static readonly #keep = 1000;
  readonly #onListenerError: (error: unknown) => void;

  /** @param onListenerError told what a listener threw: a reader's mistake must not end the run */
  constructor(onListenerError: (error: unknown) => void = () => {}) {
    this.#onListenerError = onListenerError;
  }

  emit(told: RunEvent): void {
    if (this.#closed) return;
    const event = redactKeys(told);
    if (!isCall(event)) this.#recent.push(event);
    if (this.#recent.length > EventStream.#keep) this.#recent.shift();
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
    for (const reader of this.#readers) {
      reader.queue.push(event);
      reader.wake?.();
    }
  }

  /** Calls `listener` for the last events and for every later one; returns how to stop that. */
  on(listener: (event: RunEvent) => void): () => void {
    for (const event of this.#recent) listener(event);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    for (const reader of this.#readers) reader.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<RunEvent> {
    const reader: { queue: RunEvent[]; wake: (() => void) | null } = {
      queue: [...this.#recent],
      wake: null,
    };
    this.#readers.add(reader);
    try {
      for (;;) {
        const event = reader.queue.shift();
        if (event) {
          yield event;
          continue;
        }
        if (this.#closed) return;
        await new Promise<void>((resolve) => {
          reader.wake = resolve;
        });
        reader.wake = null;
      }
    } finally {
      this.#readers.delete(reader);
    }
  }
}

/** Calls are many and soon stale: whoever comes later has no use for them. */
function isCall({ type }: RunEvent): boolean {
  return type === "call-started" || type === "call-finished";
}

/**
 * Writes the milestones of a run into its log, and refused drafts for whoever reads at the level
 * debug.
 */
export function logEvents(events: EventStream, log: Logger): void {
  events.on((event) => logEvent(event, log));
}

function logEvent(event: RunEvent, log: Logger): void {
  const { type, ...details } = event;
  switch (event.type) {
    case "call-started":
    case "call-finished":
    case "draft-finished":
    case "sample-accepted":
      return;
    case "sample-rejected":
      return log.debug("sample rejected", details);
    case "warning":
      return log.warn(event.message);
    case "agent-failed": {
      const { agent, role, method, code, sampleIds } = event;
      return log.error(event.message, { agent, role, method, code, sampleIds });
    }
    case "run-finished": {
      const { stop, stopDetail, accepted, rejected, inReview, rounds, modelCalls, seconds } =
        event.summary;
      return log.info("run finished", {
        stop,
        stopDetail,
        accepted,
        rejected,
        inReview,
        rounds,
        modelCalls,
        seconds,
      });
    }
    default:
      return log.info(type.replaceAll("-", " "), details);
  }
}
