import type { ReviewAnswer, ReviewItem } from "../../agents/roles.js";
import { DatawrightError } from "../../base/errors.js";
import type { Summary } from "../../schema/report.js";
import { buildReport } from "../finish/build-report.js";
import { evaluateStep } from "../finish/evaluate-step.js";
import type { RunHandle } from "../run/run-handle.js";
import type { RunResult } from "../run/run-session.js";
import { reopenRun, resumeRun } from "../run/resume-run.js";
import { applyAnswers, reviewQueue } from "../finish/review-step.js";
import type { ResumeOptions } from "../runtime/run-options.js";
import { runEntries } from "../runtime/run-entries.js";
import { writeOutputs } from "../finish/write-outputs.js";

/**
 * A run opened for review: its queue, and applying answers. Holds the run's lock until it is
 * closed.
 */
export interface ReviewSession {
  readonly runId: string;
  /** What waits for a person now, the most uncertain first. */
  readonly items: readonly ReviewItem[];
  readonly labels: readonly string[];
  /** True while the run itself waits for these answers (`review: blocking`). */
  readonly blocking: boolean;
  /**
   * Applies answers, all or one by one, measures again and rewrites dataset and report. Answers are
   * stored before the figures are made. A run that waits goes on once nothing waits any more, or at
   * once with `finish`.
   */
  apply(
    answers: readonly ReviewAnswer[],
    options?: { readonly finish?: boolean },
  ): Promise<{ applied: number; problems: readonly string[]; summary: Summary }>;
  close(): Promise<void>;
}

/**
 * Opens the review of a run that ended with uncertain samples (`review: after`), or waits for
 * answers (`review: blocking`).
 *
 * @throws RUN_NOT_FOUND, RUN_LOCKED
 */
export async function openReview(run: string, options: ResumeOptions = {}): Promise<ReviewSession> {
  const { opened, config } = await reopenRun(run, options);
  const { runtime } = opened;
  try {
    const sealed = await runtime.rounds.lastSealed();
    await runtime.novelty.prepare(sealed + 2);
    let items = await reviewQueue(runtime, sealed);
    const finished = await runtime.store.get(runEntries.finished);
    let closed = false;
    /** The run itself, once it was given answers: it goes on in this process. */
    let waiting: RunHandle | null = null;
    /** What it could not apply of the last answers. */
    const problems: string[] = [];
    const close = async (): Promise<void> => {
      if (closed) return;
      closed = true;
      await (waiting ?? opened).close();
    };
    let blocking = finished === null && config.spec.review === "blocking";
    return {
      runId: config.runId,
      get items() {
        return items;
      },
      get blocking() {
        return blocking;
      },
      labels: runtime.task.labels.map((label) => label.name),
      close,
      async apply(answers, { finish = false } = {}) {
        if (blocking) {
          // the run waits inside its graph: the answers go there, and the run goes on
          let result: RunResult;
          if (waiting === null) {
            await opened.close();
            waiting = await resumeRun(run, options, { answers, finish });
            waiting.on((event) => {
              if (event.type === "warning") problems.push(event.message);
            });
            result = await waiting.result;
          } else {
            problems.length = 0;
            result = await waiting.resume(answers, { finish });
          }
          items = result.review;
          blocking = result.status === "waiting";
          closed ||= !blocking;
          return {
            applied: answers.length - problems.length,
            problems: [...problems],
            summary: result.summary,
          };
        }
        if (closed)
          throw new DatawrightError({
            code: "USAGE",
            message: `the review of run ${config.runId} is over: the run went on by itself`,
            hint: "Open it again with openReview.",
          });
        const done = await applyAnswers(runtime, sealed, items, answers);
        items = await reviewQueue(runtime, sealed);
        await evaluateStep(runtime, { sealed });
        await runtime.trace.flush();
        const report = await buildReport(runtime, {
          sealed,
          stop: finished?.stop ?? "interrupted",
          stopDetail: finished?.stopDetail ?? "",
        });
        await writeOutputs(runtime, sealed, report);
        return { ...done, summary: report.summary };
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
