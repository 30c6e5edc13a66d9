import { hash32 } from "../../../base/statistics/hash.js";
import { stopIfAborted } from "../../../base/workers/stop-if-aborted.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { RowSpool } from "../../../memory/spool/row-spool.js";
import type { CurationRow } from "../contract.js";
import type { LabelLoopOptions, LoopLabel, LoopRound } from "../label-loop/contract.js";
import { labelLoop } from "../label-loop/label-loop.js";
import { labelLoopSettingsSchema } from "../label-loop/loop-settings.js";
import { sharpened } from "../label-loop/noise-model.js";
import { smallModelOf } from "../label-loop/small-model.js";
import { inputOf, withInputs } from "../learning-inputs.js";

/** A row that is labelled while it is on disk. */
export interface SpooledLabel {
  readonly row: CurationRow;
  /** Null until the row's part was labelled. */
  readonly found: LoopLabel | null;
}

export interface SpooledLabelOptions extends Omit<
  LabelLoopOptions,
  "rows" | "answered" | "askPeople" | "maxPeople" | "settings"
> {
  /** Rows that are in memory at a time, about. */
  readonly rowsAtOnce: number;
}

/** What the labelling of rows on disk did. */
export interface SpooledLabelling {
  readonly parts: number;
  readonly calls: number;
  /** Rounds of the loop, and in which part. */
  readonly log: readonly (LoopRound & { readonly part: number })[];
}

/** So many questions teach a small model about all that more of them would: others go to other parts. */
const ENOUGH_CALLS = 10_000;
/** Share of a part's rows that the loop asks about at most, as a rule. */
const ASKED_SHARE = 0.8;
/** Texts that are judged between two looks at the clock. */
const JUDGED_AT_ONCE = 32;

/**
 * Labels rows on disk in parts that are drawn at random. Each part goes through the label loop with its
 * share of the questions, beside what was answered in the parts before; few questions go to few parts.
 * Rows of parts without a question get the label of the small model of all answers, its probabilities
 * sharpened as those of the last part had to be.
 *
 * Rows that fit at once are one part: the label loop and nothing else.
 */
export async function labelSpooled(
  spool: RowSpool<SpooledLabel>,
  options: SpooledLabelOptions,
): Promise<SpooledLabelling> {
  const { rowsAtOnce, maxCalls, progress, seed = 0, ...loopOptions } = options;
  const parts = Math.max(1, Math.ceil(spool.size / rowsAtOnce));
  const asked = partsAsked(parts, maxCalls, rowsAtOnce);
  const log: SpooledLabelling["log"][number][] = [];
  let answered: CurationRow[] = [];
  let calls = 0;
  let sharpness = 1;
  let judge: Judge | null = null;
  for (let part = 0; part < parts; part++) {
    const numbered = spool.part(part, parts);
    if (numbered.length === 0) continue;
    const rows = numbered.map(([, { row }]) => row);
    const told = (step: string, share: number): void => progress?.(step, (part + share) / parts);
    let labels: readonly LoopLabel[];
    if (part < asked) {
      const loop = await labelLoop({
        ...loopOptions,
        rows,
        answered,
        maxCalls: Math.floor((maxCalls - calls) / (asked - part)),
        seed: seed + part,
        progress: told,
      });
      labels = loop.labels;
      calls += loop.calls;
      sharpness = loop.sharpness ?? sharpness;
      log.push(...loop.log.map((round) => ({ ...round, part })));
      answered = drawn([...answered, ...answersOf(rows, labels)], rowsAtOnce, seed);
    } else {
      judge ??= await judgeOf([...(options.support ?? []), ...answered], options, sharpness);
      labels = await judge(rows, (share) => told("label loop", share));
    }
    for (const [at, [n, value]] of numbered.entries())
      spool.set(n, { ...value, found: labels[at]! });
  }
  return { parts, calls, log };
}

/** Over how many parts the questions are spread: a few in each would teach each a worse model. */
function partsAsked(parts: number, maxCalls: number, rowsAtOnce: number): number {
  const enough = Math.min(ENOUGH_CALLS, ASKED_SHARE * rowsAtOnce);
  return Math.min(parts, Math.max(1, Math.floor(maxCalls / enough)));
}

/** The answers that the loop stands by, as training rows of the parts behind. */
function answersOf(rows: readonly CurationRow[], labels: readonly LoopLabel[]): CurationRow[] {
  return labels.flatMap(({ label, answer, confidence }, at) =>
    answer === null || label !== answer
      ? []
      : [{ ...rows[at]!, fields: {}, label, weight: confidence ?? 1 }],
  );
}

/** At most so many of the rows, by chance, whichever part they came with. */
function drawn(rows: CurationRow[], most: number, seed: number): CurationRow[] {
  if (rows.length <= most) return rows;
  const lot = new Map(rows.map((row) => [row, hash32(`${seed}:${row.id}`)]));
  return rows.sort((a, b) => lot.get(a)! - lot.get(b)!).slice(0, most);
}

type Judge = (
  rows: readonly CurationRow[],
  progress: (share: number) => void,
) => Promise<LoopLabel[]>;

/** Labels rows without a question: by one small model, or not at all where there is too little to learn from. */
async function judgeOf(
  taught: readonly CurationRow[],
  options: SpooledLabelOptions,
  sharpness: number,
): Promise<Judge> {
  const { labels, seed = 0, signal } = options;
  const { algorithm, folds } = labelLoopSettingsSchema.parse({});
  const training = (await withInputs(taught, options)).flatMap((row) => {
    const label = typeof row.label === "string" ? labels.indexOf(row.label) : -1;
    return label < 0 ? [] : [{ text: inputOf(row), label, weight: row.weight }];
  });
  const found = await smallModelOf(training, labels, { algorithm, folds, seed, signal });
  const slices = new TimeSlices();
  return async (rows, progress) => {
    const judged: LoopLabel[] = [];
    const inputs = (await withInputs(rows, options)).map(inputOf);
    for (let from = 0; from < rows.length; from += JUDGED_AT_ONCE) {
      if (slices.over) await slices.turn();
      stopIfAborted(signal, "the labelling was stopped");
      const some = rows.slice(from, from + JUDGED_AT_ONCE);
      const predictions =
        "reason" in found ? [] : found.model.predict(inputs.slice(from, from + JUDGED_AT_ONCE));
      for (const [at, { id }] of some.entries()) {
        const prediction = predictions[at];
        const weighed =
          prediction === undefined ? null : sharpened(prediction.probabilities, sharpness);
        judged.push({
          id,
          label: prediction?.label ?? null,
          source: prediction === undefined ? null : "small-model",
          confidence: weighed === null ? null : Math.max(...weighed),
          answer: null,
          calls: 0,
        });
      }
      progress(judged.length / rows.length);
    }
    return judged;
  };
}
