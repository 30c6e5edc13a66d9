import { isGraphBubbleUp, type LangGraphRunnableConfig } from "@langchain/langgraph";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { ERROR_CODES } from "../../base/error-codes.js";
import type { StopReason } from "../../schema/report.js";
import { onAbort } from "../../tools/models/middleware/on-abort.js";
import { buildChunkGraph } from "../chunk/chunk-graph.js";
import { markFinished, writeRunEnd } from "../finish/finish-run.js";
import { LocalChunks } from "../chunk/local-chunks.js";
import { WorkLoop } from "../rounds/work-loop.js";
import type { RunStateValues } from "../rounds/state.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { EventOutlet } from "./event-outlet.js";
import { openRuntime, type OpenedRun } from "./open-runtime.js";
import type { RunParts, RunStep } from "../rounds/run-step.js";
import { prepareRun } from "./prepare-run.js";
import { runNotes } from "../runtime/run-notes.js";
import { readSpec } from "./read-spec.js";
import { reopenRun } from "./resume-run.js";
import { startState } from "./start-state.js";

/** A run of a compiled graph's thread that is open in this process. */
interface GraphRun extends RunParts, Pick<OpenedRun, "close" | "sendTrace"> {
  /** To whoever streams the graph with the mode "custom". */
  readonly outlet: EventOutlet;
}

interface OpenInput {
  readonly target?: number | undefined;
  readonly seed?: number | undefined;
  readonly runId?: string | undefined;
}

/**
 * The runs behind the threads of a compiled graph. A run is opened by its thread's first node, or
 * again by any later one (another process, a thread that goes on), and closed when its thread ends,
 * waits or fails.
 */
export class GraphRuns {
  readonly #task: string | TaskSpecInput;
  readonly #options: LaunchOptions;
  readonly #open = new Map<string, Promise<GraphRun>>();

  constructor(task: string | TaskSpecInput, options: LaunchOptions) {
    this.#task = task;
    this.#options = options;
  }

  /** Makes the run of a thread and its folder; gives the state in which its work begins. */
  async open(input: OpenInput, config: LangGraphRunnableConfig): Promise<object> {
    const options = {
      ...this.#options,
      target: input.target ?? this.#options.target,
      seed: input.seed ?? this.#options.seed,
      runId: input.runId ?? this.#options.runId,
    };
    const prepared = await prepareRun(await readSpec(this.#task, options), options);
    const run = graphRun(await openRuntime(prepared, options));
    const { runtime } = run;
    this.#open.set(runtime.runId, Promise.resolve(run));
    runtime.events.emit({
      type: "run-started",
      runId: runtime.runId,
      folder: runtime.folder.folder,
      target: runtime.task.spec.target,
      budget: runtime.ledger.limits,
      resumed: false,
      notes: runNotes(prepared.config),
    });
    runtime.clock.start();
    run.outlet.open(config.writer)();
    return {
      ...(await startState(runtime)),
      run: runtime.runId,
      folder: runtime.folder.folder,
    };
  }

  /** Does one node's step on the thread's run. */
  async work(
    id: string,
    state: RunStateValues,
    { step, config }: { readonly step: RunStep; readonly config: LangGraphRunnableConfig },
  ): Promise<Partial<RunStateValues>> {
    const run = await this.#opened(id);
    const leave = onAbort(config.signal, () => stop(run, interrupted(id)));
    const stopStreaming = run.outlet.open(config.writer);
    try {
      return await step(run, state);
    } catch (error) {
      await this.#leave(id, run, error);
      throw error;
    } finally {
      leave();
      stopStreaming();
    }
  }

  /** Writes the report of a thread that came to its end. */
  async close(id: string, state: RunStateValues, config: LangGraphRunnableConfig): Promise<object> {
    const run = await this.#opened(id);
    const { runtime } = run;
    try {
      const { sealed, stopDetail } = state;
      const end = { sealed, stop: state.stop ?? ("target" as const), stopDetail };
      const { summary } = await writeRunEnd(runtime, end);
      await markFinished(runtime, end);
      runtime.events.emit({ type: "run-finished", summary });
      run.outlet.open(config.writer)();
      return { summary };
    } finally {
      await this.#release(id, run);
    }
  }

  #opened(id: string): Promise<GraphRun> {
    let run = this.#open.get(id);
    if (run === undefined) {
      run = reopenRun(id, this.#options).then(({ opened }) => {
        opened.runtime.clock.start();
        return graphRun(opened);
      });
      // A run that cannot be opened may be opened later.
      run.catch(() => this.#open.delete(id));
      this.#open.set(id, run);
    }
    return run;
  }

  /** A thread waits for a person, or failed: what was accepted is written, the run lets go. */
  async #leave(id: string, run: GraphRun, cause: unknown): Promise<void> {
    const { runtime } = run;
    try {
      if (isGraphBubbleUp(cause)) return;
      const error = isDatawrightError(cause) ? cause : null;
      stop(run, cause);
      await run.loop.idle();
      await runtime.learning.done().catch(() => {});
      runtime.log.error(String((cause as Error | undefined)?.message ?? cause), {
        code: error?.code,
      });
      const reason: StopReason =
        error?.code === "INTERRUPTED" || error?.code === "MODEL_ABORTED"
          ? "interrupted"
          : error !== null && ERROR_CODES[error.code].exit === 4
            ? "provider-down"
            : "error";
      await writeRunEnd(runtime, {
        sealed: await runtime.rounds.lastSealed(),
        stop: reason,
        stopDetail: error?.message ?? String(cause),
      }).catch((problem: unknown) => {
        // What ended the run is what the caller is told.
        runtime.log.error("the files of the run could not be written", { error: problem });
      });
    } finally {
      await this.#release(id, run);
    }
  }

  async #release(id: string, run: GraphRun): Promise<void> {
    this.#open.delete(id);
    run.runtime.clock.stop();
    await run.sendTrace();
    run.runtime.events.close();
    await run.close();
  }
}

function graphRun({ runtime, close, sendTrace }: OpenedRun): GraphRun {
  const outlet = new EventOutlet(runtime.events);
  const graph = buildChunkGraph(runtime.registry, () => runtime);
  const loop = new WorkLoop(runtime, runtime.runChunks?.() ?? new LocalChunks(runtime, graph));
  return { runtime, loop, close, sendTrace, outlet };
}

function stop(run: GraphRun, error: unknown): void {
  run.loop.stop(error);
  run.runtime.abort.abort();
}

function interrupted(id: string): DatawrightError {
  return new DatawrightError({
    code: "INTERRUPTED",
    message: `the run ${id} was interrupted; its state is saved`,
    hint: "Go on with the same thread: graph.invoke(null, { configurable: { thread_id } }).",
  });
}

/** The nodes of a compiled run work only on the run that its first node opened. */
export function notOpened(): never {
  throw new DatawrightError({
    code: "INTERNAL",
    message: "a compiled run has no run folder: its first node did not run",
  });
}
