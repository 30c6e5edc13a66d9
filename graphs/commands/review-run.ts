import type { ReviewAnswer, ReviewItem } from "../../agents/roles.js";
import { DatawrightError } from "../../base/errors.js";
import { labelKey } from "../../schema/label.js";
import type { Report, Summary } from "../../schema/report.js";
import { buildReport } from "../finish/build-report.js";
import { certify } from "../finish/certify.js";
import { evaluateStep } from "../finish/evaluate-step.js";
import type { RunHandle } from "../run/run-handle.js";
import type { RunResult } from "../run/run-session.js";
import { reopenRun, resumeRun } from "../run/resume-run.js";
import { applyAnswers, reviewQueue } from "../finish/review-step.js";
import type { ResumeOptions } from "../runtime/run-options.js";
import { runEntries, type FinishedRun } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { writeOutputs } from "../finish/write-outputs.js";

/**
 * A run opened for review: its queue, and applying answers. Holds the run's lock until it is
 * closed.
 */
export interface ReviewSession {
  /** Id of the run. */
  readonly runId: string;
  /** What waits for a person now, the most uncertain first. */
  readonly items: readonly ReviewItem[];
  /** Labels of the task. */
  readonly labels: readonly string[];
  /** True while the run itself waits for these answers (`review: blocking`). */
  readonly blocking: boolean;
  /** What was mended or finished when the run was opened, one sentence each. */
  readonly notes: readonly string[];
  /**
   * Applies answers, all or one by one, measures again and rewrites dataset and report. Answers are
   * stored before the figures are made; where that is cut short, opening or resuming the run
   * finishes it. An answer that was applied before counts as applied. A run that waits goes on once
   * nothing waits any more, or at once with `finish`.
   */
  apply(
    answers: readonly ReviewAnswer[],
    options?: { readonly finish?: boolean },
  ): Promise<{
    /** Answers that were applied. */
    applied: number;
    /** Answers that could not be applied, in words. */
    problems: readonly string[];
    /** The run's figures since. */
    summary: Summary;
  }>;
  /** Lets go of the run; nothing that was applied is lost. */
  close(): Promise<void>;
}

/**
 * Opens the review of a run that ended with uncertain samples (`review: after`), or waits for
 * answers (`review: blocking`).
 *
 * @throws RUN_NOT_FOUND, RUN_LOCKED
 */
export async function openReview(run: string, options: ResumeOptions = {}): Promise<ReviewSession> {
  // Nothing is drafted before answers are applied.
  const { opened, config } = await reopenRun(run, { ...options, queue: undefined });
  const { runtime } = opened;
  try {
    const sealed = await runtime.rounds.lastSealed();
    const queue = async (): Promise<readonly ReviewItem[]> => [
      ...(await certify(runtime, sealed)),
      ...(await reviewQueue(runtime, sealed)),
    ];
    let items = await queue();
    const finished = await runtime.store.get(runEntries.finished);
    const notes = [...opened.repairs];
    if (finished && (await runtime.store.get(runEntries.unmeasured))) {
      await measure(runtime, sealed, finished);
      notes.push(
        "answers that were applied before were not measured yet: dataset and report are new",
      );
    }
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
      notes,
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
        const repeated = await appliedBefore(runtime, items, answers);
        const done = await applyAnswers(
          runtime,
          sealed,
          items,
          answers.filter((answer) => !repeated.has(answer)),
        );
        items = await queue();
        const { summary } = await measure(runtime, sealed, finished);
        return { applied: done.applied + repeated.size, problems: done.problems, summary };
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Makes figures and files of the samples as they are now. */
async function measure(
  runtime: RunRuntime,
  sealed: number,
  finished: FinishedRun | null,
): Promise<Report> {
  await evaluateStep(runtime, { sealed });
  await runtime.trace.flush();
  const report = await buildReport(runtime, {
    sealed,
    stop: finished?.stop ?? "interrupted",
    stopDetail: finished?.stopDetail ?? "",
  });
  await writeOutputs(runtime, sealed, report);
  await runtime.store.set(runEntries.unmeasured, false);
  return report;
}

/** Answers that say what a person's answer has made of a sample already: of a command that was killed. */
async function appliedBefore(
  { samples }: RunRuntime,
  items: readonly ReviewItem[],
  answers: readonly ReviewAnswer[],
): Promise<ReadonlySet<ReviewAnswer>> {
  const waiting = new Set(items.map(({ sampleId }) => sampleId));
  const others = answers.filter(({ sampleId }) => !waiting.has(sampleId));
  const decided = new Map(
    (await samples.samples({ ids: others.map(({ sampleId }) => sampleId) })).map((sample) => [
      sample.id,
      sample,
    ]),
  );
  return new Set(
    others.filter((answer) => {
      const sample = decided.get(answer.sampleId);
      if (sample?.history.at(-1)?.step !== "review") return false;
      if (answer.decision === "reject") return sample.status === "rejected";
      const label = answer.label ?? null;
      return (
        sample.status === "accepted" &&
        (label === null || labelKey(label) === labelKey(sample.label.current))
      );
    }),
  );
}
