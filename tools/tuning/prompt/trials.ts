import { isDatawrightError } from "../../../base/errors.js";
import type { Row } from "../../../schema/sample.js";
import { textOf } from "../../../schema/task.js";
import { UNREAD_ANSWERS } from "../../curation/allocation/model-asker.js";
import { trainTextClassifierInWorker } from "../../learning/learning-in-worker.js";
import type { PlainInput } from "../../learning/contract.js";
import { textPair } from "../../rows/text-pair.js";
import type { TuningContext, TuningSet } from "../contract.js";

/** How well an instruction does on rows, as far as it was tried. */
export interface Trial {
  /** What is said of each row; null where nothing could be read. */
  answers(rows: readonly Row[], share: number): Promise<readonly (string | null)[]>;
}

/** Tries a template: null for the prompt as it is. */
export type Trials = (template: string | null) => Trial;

const labelOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The model labels each row under the instruction. */
export function labellingTrials(
  context: Pick<TuningContext, "question"> & {
    readonly model: NonNullable<TuningContext["model"]>;
  },
): Trials {
  return (template) => {
    const known = new Map<string, Promise<string | null>>();
    const ask = async (row: Row): Promise<string | null> => {
      const { prompt, schema } = context.question(row, template ?? undefined);
      try {
        const { value } = await context.model.object({
          name: "sample",
          schema,
          step: "tune:label",
          orderId: row.id,
          sampleIds: [row.id],
          attempt: 0,
          parameters: { temperature: 0 },
          prompt,
        });
        return labelOf(value["label"]);
      } catch (error) {
        if (isDatawrightError(error) && UNREAD_ANSWERS.has(error.code)) return null;
        throw error;
      }
    };
    return {
      answers: (rows, share) =>
        Promise.all(
          rows.slice(0, Math.ceil(rows.length * share)).map((row) => {
            let asked = known.get(row.id);
            if (asked === undefined) known.set(row.id, (asked = ask(row)));
            return asked;
          }),
        ),
    };
  };
}

/** Texts are written under the instruction for each label, and a small model trained on them labels the rows. */
export function writingTrials(
  { task }: Pick<TuningSet, "task">,
  context: Pick<TuningContext, "question" | "seed" | "signal"> & {
    readonly model: NonNullable<TuningContext["model"]>;
  },
  { samples }: { readonly samples: number },
): Trials {
  const { textFields, labels, spec } = task;
  const input = (fields: Readonly<Record<string, unknown>>): PlainInput =>
    textPair(fields, textFields) ?? textOf(fields, textFields);
  return (template) => {
    const written = new Map<string, Promise<PlainInput | null>>();
    const write = async (label: string, number: number): Promise<PlainInput | null> => {
      const row: Row = { id: `${label} ${number}`, label, fields: {}, text: "", line: null };
      const { prompt, schema } = context.question(row, template ?? undefined);
      try {
        const { value } = await context.model.object({
          name: "sample",
          schema,
          step: "tune:write",
          orderId: row.id,
          sampleIds: [],
          attempt: 0,
          parameters: { temperature: spec.generate.temperature ?? 1 },
          prompt,
        });
        const fields = value as Record<string, unknown>;
        return textOf(fields, textFields).trim() === "" ? null : input(fields);
      } catch (error) {
        if (isDatawrightError(error) && UNREAD_ANSWERS.has(error.code)) return null;
        throw error;
      }
    };
    const texts = (label: string, count: number): Promise<readonly (PlainInput | null)[]> =>
      Promise.all(
        Array.from({ length: count }, (_, number) => {
          const key = `${label} ${number}`;
          let asked = written.get(key);
          if (asked === undefined) written.set(key, (asked = write(label, number)));
          return asked;
        }),
      );
    return {
      async answers(rows, share) {
        const count = Math.max(2, Math.ceil(samples * share));
        const made = (
          await Promise.all(
            labels.map(async ({ name }) =>
              (await texts(name, count)).flatMap((text) =>
                text === null ? [] : [{ text, label: name }],
              ),
            ),
          )
        ).flat();
        // Nothing can be learnt from one label: every row counts as wrong.
        if (new Set(made.map(({ label }) => label)).size < 2) return rows.map(() => null);
        const classifier = await trainTextClassifierInWorker(
          {
            texts: made.map(({ text }) => text),
            labels: made.map(({ label }) => label),
            classes: labels.map(({ name }) => name),
            seed: context.seed,
            calibration: "none",
          },
          { signal: context.signal },
        );
        return classifier
          .predict(rows.map(({ fields }) => input(fields)))
          .map(({ label }) => label);
      },
    };
  };
}
