import { randomUUID } from "node:crypto";
import { Command } from "@langchain/langgraph";
import type { ReviewItem } from "../../agents/roles.js";
import { ERROR_CODES } from "../../base/error-codes.js";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import type { Report, StopReason, Summary } from "../../schema/report.js";
import { markFinished, writeRunEnd } from "../finish/finish-run.js";
import type { ReviewReply } from "../finish/review-step.js";
import { evaluateStep } from "../finish/evaluate-step.js";
import { buildChunkGraph } from "../chunk/chunk-graph.js";
import { buildPipeline, recursionLimitOf, type Pipeline } from "./pipeline.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { runEntries, type FinishedRun } from "../runtime/run-entries.js";
import { reopenFinished, settleTarget, startState } from "./start-state.js";
import type { RunStateValues } from "../rounds/state.js";
import { LocalChunks } from "../chunk/local-chunks.js";
import { recordLimits } from "../rounds/record-limits.js";
import { WorkLoop } from "../rounds/work-loop.js";
import type { BaseCheckpointSaver } from "@langchain/langgraph";
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";

/** How a run, or one part of it, ended. */
export interface RunResult {
  /**
   * finished: with a report. interrupted, provider-down: state saved, `resume` goes on. waiting: a
   * person must answer `review` first.
   */
  readonly status: "finished" | "interrupted" | "provider-down" | "waiting";
  /** The run's figures. */
  readonly summary: Summary;
  /** The report. */
  readonly report: Report;
  /** What people are asked, where the run waits for them. */
  readonly review: readonly ReviewItem[];
  /** What ended the run before its target; null where nothing failed. */
  readonly error: DatawrightError | null;
}

type EndState = RunStateValues & {
  readonly __interrupt__?: readonly {
    readonly value?: { readonly items?: readonly ReviewItem[] };
  }[];
};

function waitingItems(state: EndState): readonly ReviewItem[] | undefined {
  return state.__interrupt__?.[0]?.value?.items;
}

/**
 * Runs the compiled graph of one run on its checkpoints, from where it is, to its end or to what
 * stops it.
 */
export class RunSession {
  readonly #runtime: RunRuntime;
  readonly #loop: WorkLoop;
  readonly #pipeline: Pipeline;
  readonly #checkpointer: BaseCheckpointSaver;
  #stopped = false;

  constructor(runtime: RunRuntime) {
    this.#runtime = runtime;
    const chunkGraph = buildChunkGraph(runtime.registry, () => runtime);
    this.#loop = new WorkLoop(
      runtime,
      runtime.runChunks?.() ?? new LocalChunks(runtime, chunkGraph),
    );
    this.#checkpointer = runtime.checkpointer;
    this.#pipeline = buildPipeline(
      runtime.registry,
      chunkGraph,
      () => ({ runtime, loop: this.#loop }),
      this.#checkpointer,
    );
  }

  /** Ends the work soon: calls in flight are cancelled, nothing that was accepted is lost. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#loop.stop(
      new DatawrightError({
        code: "INTERRUPTED",
        message: "the run was interrupted; its state is saved",
        hint: `Go on with: ${this.#runtime.folder.command("resume")}`,
      }),
    );
    this.#runtime.abort.abort();
  }

  /**
   * Runs until the graph ends, waits for a person, or is stopped. A finished run stays finished,
   * save one that ended on a budget which leaves room now.
   *
   * @throws USAGE if there are answers and nothing waits for them; what ended the run, where asking
   *         again will not help
   */
  async run(answers?: ReviewReply): Promise<RunResult> {
    const endLimits = recordLimits(this.#runtime);
    try {
      return await this.#run(answers);
    } finally {
      await endLimits();
      this.#runtime.clock.stop();
    }
  }

  async #run(answers: ReviewReply | undefined): Promise<RunResult> {
    const { store, ledger } = this.#runtime;
    await settleTarget(this.#runtime);
    const finished = await store.get(runEntries.finished);
    if (finished && answers) throw nothingWaits(this.#runtime.runId, "it is finished");
    if (finished && (finished.stop !== "budget" || ledger.exhausted() !== null))
      return this.#stayFinished(finished);
    this.#runtime.clock.start();
    if (finished) await reopenFinished(this.#runtime);
    const thread = (await store.get(runEntries.thread)) ?? 0;
    const threadId = `${this.#runtime.runId}:${thread}`;
    let state: EndState;
    try {
      state = await this.#go(threadId, answers);
    } catch (error) {
      return this.#broken(error);
    }
    const waiting = waitingItems(state);
    const stop = state.stop ?? "target";
    const report = await writeRunEnd(this.#runtime, {
      sealed: state.sealed,
      stop,
      stopDetail: state.stopDetail,
    });
    if (waiting)
      return { status: "waiting", summary: report.summary, report, review: waiting, error: null };
    await markFinished(this.#runtime, { sealed: state.sealed, stop, stopDetail: state.stopDetail });
    await this.#checkpointer.deleteThread(threadId);
    this.#runtime.events.emit({ type: "run-finished", summary: report.summary });
    return { status: "finished", summary: report.summary, report, review: [], error: null };
  }

  /** Invokes the graph: from its last checkpoint, or from where the store says that the run is. */
  async #go(threadId: string, answers: ReviewReply | undefined): Promise<EndState> {
    const { task, tracer, runId } = this.#runtime;
    const config = {
      configurable: { thread_id: threadId },
      recursionLimit: recursionLimitOf(
        Math.ceil(task.spec.target * task.spec.curate.surplus),
        this.#runtime.roundSize,
      ),
      durability: "sync" as const,
      callbacks: this.#runtime.callbacks,
      runId: (this.#loop.graphRun = randomUUID()),
    };
    const invoke = (input: unknown): Promise<EndState> =>
      tracer.span(
        { name: "run", operation: "invoke_workflow", attributes: { "datawright.run": runId } },
        async () => (await this.#pipeline.invoke(input, config)) as EndState,
      );
    const tuple = await this.#checkpoint(threadId);
    if (!answers) return invoke(tuple ? null : await startState(this.#runtime));
    const waits = tuple
      ? (tuple.pendingWrites ?? []).some(([, channel]) => channel === "__interrupt__")
      : waitingItems(await invoke(await startState(this.#runtime))) !== undefined;
    if (!waits) throw nothingWaits(runId, "it has not come to its review");
    return invoke(new Command({ resume: answers }));
  }

  /**
   * The last checkpoint; none where it is damaged, or is of another time than what is stored: the
   * run then goes on from the store, which comes to the same.
   */
  async #checkpoint(threadId: string): Promise<CheckpointTuple | undefined> {
    let problem: string;
    try {
      const tuple = await this.#checkpointer.getTuple({ configurable: { thread_id: threadId } });
      const { sealed, stop = null } = (tuple?.checkpoint.channel_values ??
        {}) as Partial<RunStateValues>;
      const last = await this.#runtime.rounds.lastSealed();
      const lag = last - (sealed ?? last);
      // After a stop one step seals several rounds.
      if (lag >= 0 && (lag <= 1 || stop !== null)) return tuple;
      problem = `are of round ${sealed}, and ${last + 1} rounds are sealed`;
    } catch (error) {
      if (!isDatawrightError(error) || error.code !== "STORE_CORRUPT") throw error;
      problem = "are damaged";
    }
    this.#runtime.events.emit({
      type: "warning",
      message: `the checkpoints of the run ${problem}; it goes on from what is stored`,
    });
    await this.#checkpointer.deleteThread(threadId);
    return undefined;
  }

  async #stayFinished(finished: FinishedRun): Promise<RunResult> {
    const { events, runId, store } = this.#runtime;
    events.emit({
      type: "warning",
      message:
        `run ${runId} is finished (${finished.stop}: ${finished.stopDetail}); nothing is left ` +
        "to do. Extend it with a larger " +
        `target${finished.stop === "budget" ? ", or give it a larger budget" : ""}.`,
    });
    const unmeasured = await store.get(runEntries.unmeasured);
    if (unmeasured) await evaluateStep(this.#runtime, finished);
    const report = await writeRunEnd(this.#runtime, finished);
    if (unmeasured) await store.set(runEntries.unmeasured, false);
    events.emit({ type: "run-finished", summary: report.summary });
    return { status: "finished", summary: report.summary, report, review: [], error: null };
  }

  /**
   * Ends a part of a run that did not come to its end: what was accepted is written, the
   * checkpoints stay.
   */
  async #broken(cause: unknown): Promise<RunResult> {
    const error = this.#codedError(cause);
    this.#loop.stop(error);
    this.#runtime.abort.abort();
    await this.#loop.idle();
    // it was cancelled, or is what ended the run
    await this.#runtime.learning.done().catch(() => {});
    const interrupted = error.code === "INTERRUPTED" || error.code === "MODEL_ABORTED";
    const down = ERROR_CODES[error.code].exit === 4;
    // outside of the work node, which ends on it by itself
    const budget = error.code === "BUDGET_EXHAUSTED";
    this.#runtime.log[interrupted ? "info" : "error"](error.message, { code: error.code });
    const sealed = await this.#runtime.rounds.lastSealed();
    const stop: StopReason = interrupted
      ? "interrupted"
      : down
        ? "provider-down"
        : budget
          ? "budget"
          : "error";
    const report = await writeRunEnd(this.#runtime, {
      sealed,
      stop,
      stopDetail: error.message,
    }).catch((problem: unknown) => {
      // a full disk cannot take the report either: say what ended the run
      throw interrupted || down ? problem : error;
    });
    if (!interrupted && !down && !budget) throw error;
    return {
      status: interrupted ? "interrupted" : down ? "provider-down" : "finished",
      summary: report.summary,
      report,
      review: [],
      error,
    };
  }

  #codedError(cause: unknown): DatawrightError {
    if (this.#stopped)
      return new DatawrightError({
        code: "INTERRUPTED",
        message: "the run was interrupted; its state is saved",
        hint: `Go on with: ${this.#runtime.folder.command("resume")}`,
      });
    if (isDatawrightError(cause)) return cause;
    return new DatawrightError({
      code: "INTERNAL",
      message:
        "the run ended on an unexpected error: " +
        `${String((cause as Error | undefined)?.message ?? cause)}`,
      cause,
    });
  }
}

function nothingWaits(runId: string, why: string): DatawrightError {
  return new DatawrightError({
    code: "USAGE",
    message: `run ${runId} does not wait for answers: ${why}`,
    hint: "Go on with it without answers; `review` takes them once it has ended.",
  });
}
