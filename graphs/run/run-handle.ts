import type { ReviewAnswer } from "../../agents/roles.js";
import type { ReviewReply } from "../finish/review-step.js";
import { DatawrightError } from "../../base/errors.js";
import type { RunEvent } from "../runtime/events.js";
import type { OpenedRun } from "./open-runtime.js";
import { RunSession, type RunResult } from "./run-session.js";

/** A run that works: what happens in it, its result, and ways to steer it. */
export class RunHandle {
  readonly id: string;
  readonly folder: string;
  /** Everything that happens, as it happens; ends with the run. Any number of readers. */
  readonly events: AsyncIterable<RunEvent>;
  /**
   * How it ended. Rejects with a coded error only where the run could not go on and asking again
   * will not help; an interrupted run and a provider that is down resolve, with their state saved.
   */
  readonly result: Promise<RunResult>;
  readonly #opened: OpenedRun;
  readonly #session: RunSession;
  #waiting = false;

  private constructor(
    opened: OpenedRun,
    start: {
      readonly resumed: boolean;
      readonly notes: readonly string[];
      readonly answers?: ReviewReply;
    },
  ) {
    const { runtime } = opened;
    this.id = runtime.runId;
    this.folder = runtime.folder.folder;
    this.events = runtime.events;
    this.#opened = opened;
    this.#session = new RunSession(runtime);
    runtime.events.emit({
      type: "run-started",
      runId: this.id,
      folder: this.folder,
      target: runtime.task.spec.target,
      budget: runtime.ledger.limits,
      resumed: start.resumed,
      notes: start.notes,
    });
    for (const message of ignoredParameters(runtime))
      runtime.events.emit({ type: "warning", message });
    this.result = this.#go(start.answers);
    // whoever awaits the result sees the error; a caller that only reads events must not crash the
    // process
    this.result.catch(() => {});
  }

  /** Begins the work. */
  static start(
    opened: OpenedRun,
    start: {
      /** True for a run that goes on. */
      readonly resumed: boolean;
      /** What the log should say first. */
      readonly notes: readonly string[];
      /** What people answered since. */
      readonly answers?: ReviewReply;
    },
  ): RunHandle {
    try {
      return new RunHandle(opened, start);
    } catch (error) {
      void opened.close();
      throw error;
    }
  }

  /** A command on this run as it can be typed in the current folder: `run.command("resume")`. */
  command(name: string): string {
    return this.#opened.runtime.folder.command(name);
  }

  /** Listens to events without an iterator; returns how to stop. */
  on(listener: (event: RunEvent) => void): () => void {
    return this.#opened.runtime.events.on(listener);
  }

  /**
   * Answers the review of a run that waits for it (`review: blocking`): all of it, or one by one.
   * The run waits again until every sample of the queue is decided, then goes on; with `finish` it
   * goes on at once, and what nobody decided stays out.
   *
   * @returns the status "waiting" with what is left of the queue, or how the run ended
   * @throws USAGE where the run does not wait
   */
  async resume(
    answers: readonly ReviewAnswer[],
    {
      finish = false,
    }: {
      /** True: the run goes on without the answers that are missing. */
      readonly finish?: boolean;
    } = {},
  ): Promise<RunResult> {
    const before = await this.result;
    if (before.status !== "waiting" || !this.#waiting)
      throw new DatawrightError({
        code: "USAGE",
        message: `run ${this.id} does not wait for answers: it is ${before.status}`,
        hint: "Use resumeRun(folder) to go on with an interrupted run.",
      });
    return this.#go({ answers, finish });
  }

  /** Ends the run soon with its state saved; `result` resolves with the status "interrupted". */
  async stop(): Promise<RunResult> {
    this.#session.stop();
    return this.result;
  }

  /** Lets go of a run that waits for answers, so that another process can give them. */
  async close(): Promise<void> {
    await this.result.catch(() => {});
    this.#opened.runtime.events.close();
    await this.#opened.close();
  }

  async #go(answers: ReviewReply | undefined): Promise<RunResult> {
    this.#waiting = false;
    let result: RunResult | undefined;
    try {
      result = await this.#session.run(answers);
      this.#waiting = result.status === "waiting";
      return result;
    } finally {
      await this.#opened.sendTrace();
      if (!this.#waiting) {
        this.#opened.runtime.events.close();
        await this.#opened.close();
      }
    }
  }
}

/** Roles set a temperature for a reason: judging at 0 and writing at 0.9 give other datasets. */
function ignoredParameters({ models }: OpenedRun["runtime"]): readonly string[] {
  const ignoring = new Map(
    Object.values(models)
      .filter(({ info }) => info.ignores?.includes("temperature"))
      .map(({ info }) => [info.name, info.ignores!]),
  );
  return [...ignoring].map(
    ([name, parameters]) =>
      `the model ${name} cannot be given ${parameters.join(", ")}: it goes by its own settings, for ` +
      "writing and judging alike",
  );
}
