import { bootstrapInterval } from "../../../base/statistics/bootstrap-interval.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { mean } from "../../../base/statistics/mean.js";
import type { Row } from "../../../schema/sample.js";
import { textOf } from "../../../schema/task.js";
import { trainTextClassifierInWorker } from "../../learning/learning-in-worker.js";
import type { PlainInput } from "../../learning/contract.js";
import { embeddedModel } from "../../models/embedded/embedded-model.js";
import { tunedRows } from "../../models/embedded/tuned-rows.js";
import { textPair } from "../../rows/text-pair.js";
import type { TuningContext, TuningFigure, TuningSet } from "../contract.js";

/** Strengths that are tried beside none. */
export const WEIGHTED = [0.25, 0.5, 1];
/** Texts of a trial, and of a label in it at least and at most. */
const TEXTS = 160;
const OF_LABEL = { least: 4, most: 20 };

interface Tried {
  /** The strength that did best. */
  readonly best: number;
  readonly before: TuningFigure;
  readonly after: TuningFigure;
  /** Of the best over none. */
  readonly gain: Required<Pick<TuningFigure, "low" | "high">> & TuningFigure;
}

interface Trial {
  readonly set: TuningSet;
  /** Rows kept apart, each with a label of the rows. */
  readonly held: readonly Row[];
  readonly records: readonly Record<string, unknown>[];
  readonly context: Pick<TuningContext, "seed" | "signal" | "progress">;
}

/** Trains a small model on what is written with each strength, and tests it on rows kept apart. */
export async function triedStrengths(trial: Trial): Promise<Tried> {
  const { held, context } = trial;
  const found: { readonly strength: number; readonly right: readonly number[] }[] = [];
  for (const [at, strength] of [0, ...WEIGHTED].entries()) {
    context.progress("trying weights", at / (WEIGHTED.length + 1));
    found.push({ strength, right: await rightWith(strength, trial) });
  }
  const [none, ...weighted] = found;
  const best = weighted.reduce((a, b) => (mean(b.right) > mean(a.right) ? b : a));
  const differences = best.right.map((value, row) => value - none!.right[row]!);
  const { lower, upper } = bootstrapInterval(differences, { seed: context.seed });
  return {
    best: best.strength,
    before: share(none!.right),
    after: share(best.right),
    gain: { value: mean(differences), low: lower, high: upper, rows: held.length },
  };
}

async function rightWith(
  strength: number,
  { set, held, records, context }: Trial,
): Promise<number[]> {
  const { task } = set;
  const { textFields } = task;
  const model = embeddedModel({ tuned: tunedRows({ strength, records: [...records] }) });
  const labels = [
    ...new Set(records.flatMap(({ label }) => (typeof label === "string" ? label : []))),
  ];
  const count = Math.min(
    OF_LABEL.most,
    Math.max(OF_LABEL.least, Math.floor(TEXTS / labels.length)),
  );
  const input = (fields: Readonly<Record<string, unknown>>): PlainInput =>
    textPair(fields, textFields) ?? textOf(fields, textFields);
  const texts: PlainInput[] = [];
  for (const label of labels)
    for (let number = 0; number < count; number++) {
      const { text } = await model.complete({
        messages: [
          {
            role: "user",
            content: `<conditions>\n${JSON.stringify({ name: "label", value: label })}\n</conditions>`,
          },
        ],
        parameters: { seed: context.seed * 1000 + number },
        format: {
          type: "schema",
          name: "sample",
          schema: {
            type: "object",
            properties: Object.fromEntries(textFields.map((name) => [name, { type: "string" }])),
            required: [...textFields],
          },
        },
        origin: {
          orderId: `${label} ${number}`,
          step: "tune:write",
          attempt: 0,
          agent: "tuner",
          sampleIds: [],
        },
        signal: context.signal,
      });
      texts.push(input(JSON.parse(text) as Record<string, unknown>));
    }
  const classifier = await trainTextClassifierInWorker(
    {
      texts,
      labels: labels.flatMap((label) => new Array<string>(count).fill(label)),
      classes: labels,
      seed: context.seed,
      calibration: "none",
    },
    { signal: context.signal },
  );
  const said = classifier.predict(held.map(({ fields }) => input(fields)));
  return held.map(({ label }, row) => (said[row]!.label === label ? 1 : 0));
}

function share(right: readonly number[]): TuningFigure {
  const { lower, upper } = wilsonInterval(
    right.reduce((sum, value) => sum + value, 0),
    right.length,
  );
  return { value: mean(right), low: lower, high: upper, rows: right.length };
}
