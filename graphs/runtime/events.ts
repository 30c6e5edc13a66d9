import type { ErrorCode } from "../../base/error-codes.js";
import type { BudgetLimits, Spent } from "../../memory/budget-ledger.js";
import { redactKeys } from "../../base/redact-secrets.js";
import type { StopReason, Summary } from "../../schema/report.js";

/** What happens in a run, as it happens. Discriminated by `type`; names are noun-verb. */
export type RunEvent =
  | {
      /** What happened. */
      readonly type: "run-started";
      /** Id of the run. */
      readonly runId: string;
      /** Folder of the run. */
      readonly folder: string;
      /** Accepted samples that are wanted. */
      readonly target: number;
      /** Most that the run may spend. */
      readonly budget: BudgetLimits;
      /** True for a run that goes on. */
      readonly resumed: boolean;
      /** What a reader should know. */
      readonly notes: readonly string[];
    }
  | {
      /** What happened. */
      readonly type: "plan-made";
      /** Ids of the steps of a sample. */
      readonly subTasks: readonly string[];
      /** Cells with a quota. */
      readonly cells: number;
      /** Number of the plan, from 0. */
      readonly revision: number;
      /** What a reader should know. */
      readonly notes: readonly string[];
    }
  | {
      /** What happened. */
      readonly type: "tree-grown";
      /** The round, from 0. */
      readonly round: number;
      /** Node below which it grew. */
      readonly node: string;
      /** What is done now. */
      readonly step: "lookahead" | "backtracking" | "stopped";
      /** Names of the nodes that were added. */
      readonly added: readonly string[];
      /** Nodes that a limit cut off. */
      readonly leftOut: number;
      /** The reason in words. */
      readonly why: string;
    }
  | {
      /** What happened. */
      readonly type: "round-started";
      /** The round, from 0. */
      readonly round: number;
      /** Drafts that are going to be written. */
      readonly orders: number;
    }
  | {
      /** A model is asked, or has answered or failed; an answer from the cache only ends. */
      readonly type: "call-started" | "call-finished";
      /** Name of the agent. */
      readonly agent: string;
      /** Name of the model. */
      readonly model: string;
      /** Requests in flight now. */
      readonly running: number;
      /** What the run has spent so far. */
      readonly spent: Spent;
    }
  | {
      /** What happened. */
      readonly type: "draft-finished";
      /** The round, from 0. */
      readonly round: number;
      /** Id of the sample. */
      readonly sampleId: string;
      /** Whether the critic let it pass. */
      readonly passed: boolean;
      /** What the run has spent so far. */
      readonly spent: Spent;
    }
  | {
      /** What happened. */
      readonly type: "sample-accepted";
      /** Id of the sample. */
      readonly sampleId: string;
      /** The accepted text. */
      readonly text: string;
      /** Samples that were accepted. */
      readonly accepted: number;
      /** Accepted samples that are wanted. */
      readonly target: number;
    }
  | {
      /** What happened. */
      readonly type: "sample-rejected";
      /** Id of the sample. */
      readonly sampleId: string;
      /** Why, as a code. */
      readonly reason: string;
    }
  | {
      /** What happened. */
      readonly type: "round-sealed";
      /** The round, from 0. */
      readonly round: number;
      /** Samples that were accepted. */
      readonly accepted: number;
      /** Samples that were refused. */
      readonly rejected: number;
      /** Accepted samples of all sealed rounds. */
      readonly total: number;
      /** Accepted samples that are wanted. */
      readonly target: number;
      /** Cells with a quota that hold an accepted sample. */
      readonly coverage: {
        /** Cells with a quota. */
        readonly cells: number;
        /** Those of them that hold an accepted sample. */
        readonly covered: number;
        /** Covered over all, 0 to 1. */
        readonly ratio: number;
      };
      /** What the run has spent so far. */
      readonly spent: Spent;
    }
  | {
      /** What happened. */
      readonly type: "labeler-trained";
      /** The round, from 0. */
      readonly round: number;
      /** Rows that it was trained on. */
      readonly trainedOn: number;
      /** What a reader should know. */
      readonly note?: string;
    }
  | {
      /** What happened. */
      readonly type: "work-stopped";
      /** Why, as a code. */
      readonly reason: StopReason;
      /** The reason in words. */
      readonly detail: string;
      /** What the run has spent so far. */
      readonly spent: Spent;
    }
  | {
      /** What happened. */
      readonly type: "curation-finished";
      /** Number of the curation, from 1. */
      readonly pass: number;
      /** Samples that were refused. */
      readonly rejected: number;
      /** Samples whose label changed. */
      readonly relabelled: number;
      /** Samples that go to people. */
      readonly inReview: number;
    }
  | {
      /** What happened. */
      readonly type: "review-needed";
      /** Samples that wait for a person. */
      readonly items: number;
    }
  | {
      /** What happened. */
      readonly type: "step-started";
      /** What is done now. */
      readonly step: "curate" | "evaluate" | "report";
    }
  | {
      /** An agent failed by its own fault, with the first lines of its stack in `message`. */
      readonly type: "agent-failed";
      /** Name of the agent. */
      readonly agent: string;
      /** Role that the agent plays. */
      readonly role: string;
      /** What it was doing. */
      readonly method: string;
      /** Code of the error. */
      readonly code: ErrorCode;
      /** Ids of the samples that it is about. */
      readonly sampleIds: readonly string[];
      /** What happened, in words. */
      readonly message: string;
    }
  | {
      /** A model says how far it is, such as one that answers by batches. */
      readonly type: "model-told";
      /** Name of the model. */
      readonly model: string;
      /** What happened, in words. */
      readonly message: string;
    }
  | {
      /** What happened. */
      readonly type: "warning";
      /** What happened, in words. */
      readonly message: string;
    }
  | {
      /** What happened. */
      readonly type: "run-finished";
      /** The run's figures. */
      readonly summary: Summary;
    };

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
    if (!isCallEvent(event)) this.#recent.push(event);
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
export function isCallEvent({ type }: RunEvent): boolean {
  return type === "call-started" || type === "call-finished";
}
