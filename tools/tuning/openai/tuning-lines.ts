import type { Row } from "../../../schema/sample.js";
import type { Task } from "../../../schema/task.js";
import { renderPrompt } from "../../models/prompt/render-prompt.js";
import { openaiLine } from "../../export/export-openai.js";
import type { TuningContext, TuningSet } from "../contract.js";

/** What a model learns from a row: the answer to it, or to write it. */
export const LESSONS = ["answers", "samples"] as const;
export type Lesson = (typeof LESSONS)[number];

/** A file of a fine-tuning: a line for each row, in the order of the rows. */
export interface TuningLines {
  readonly text: string;
  readonly rows: readonly Row[];
}

/**
 * The rows as chat lines: as `export --format openai` has them (`answers`), or as the generator of a
 * run is asked, with the row as its answer (`samples`).
 *
 * @throws USAGE for a kind whose samples are no conversation
 */
export function tuningLines(
  rows: readonly Row[],
  lesson: Lesson,
  { task, ...context }: Pick<TuningSet, "task"> & Pick<TuningContext, "question" | "answer">,
): TuningLines {
  const lines = rows.map((row) =>
    JSON.stringify(
      lesson === "answers"
        ? openaiLine({ fields: row.fields, label: { current: row.label } }, task)
        : {
            messages: [
              ...renderPrompt(context.question(row).prompt),
              { role: "assistant", content: JSON.stringify(context.answer(row)) },
            ],
          },
    ),
  );
  return { text: lines.map((line) => `${line}\n`).join(""), rows };
}

/** How the rows of a task are learnt where nothing says otherwise. */
export function usualLesson({ kind }: Task): Lesson {
  return kind.name === "custom" ? "samples" : "answers";
}
