import { checkOptions } from "../../../base/settings/check-options.js";
import { LABEL_LOOP_RULES } from "./label-loop-rules.js";
import { DatawrightError } from "../../../base/errors.js";
import { Random } from "../../../base/statistics/random.js";
import type { CurationRow } from "../contract.js";
import { inputOf, withInputs } from "../learning-inputs.js";
import { parseSettings } from "../../../base/settings/parse-settings.js";
import type { LabelLoopOptions, LabelLoopResult, LoopLabel, LoopRound } from "./contract.js";
import { labelLoopSettingsSchema, type LabelLoopSettings } from "./loop-settings.js";
import { LoopState, type AskedRows } from "./loop-state.js";
import { pickDemonstrations, type PoolRow } from "./pick-demonstrations.js";
import { outOfSamplePriors, type TrainingRow } from "./small-model.js";

/**
 * A row is asked about at most twice: once as it comes, once with demonstrations that could correct
 * the first answer.
 */
const MOST_QUESTIONS = 2;
const NOBODY: AskedRows = { asked: 0, askedAgain: 0, changed: 0, unread: 0 };

/**
 * Labels rows with a language model and a small model that correct each other, without any true
 * label.
 *
 * The language model labels a random share. Then, for some rounds: a small model is trained on the
 * labels so far and judges every row out of sample (each fold is judged by the others, after MCKD,
 * Zhao et al. 2024); answers and judgements are weighed together (`estimateNoise`); rows where both
 * agree become demonstrations (after FreeAL, Xiao et al. 2023); the next calls go to the rows where
 * a call most likely puts a wrong label right, asked before or not, with their nearest
 * demonstrations from each class that they may belong to. What the language model is never asked
 * about gets the small model's label.
 *
 * Random rows first, because then the small model's calibration on the asked rows holds for the
 * others. Where there is too little to train on (one class only, a handful of answers), calls go to
 * random rows until they are used up, answers stand as they are, and the log says why.
 *
 * @throws SHAPE         if there are fewer than two labels, a limit is no whole number >= 0, or an
 *         answer list has a wrong length
 * @throws SPEC_INVALID  for an unknown or wrong setting
 * @throws INTERRUPTED   if the signal fired
 */
export async function labelLoop(options: LabelLoopOptions): Promise<LabelLoopResult> {
  checkOptions(options, {
    of: "labelLoop",
    rules: LABEL_LOOP_RULES,
    needed: ["rows", "labels", "askModel", "maxCalls", "embed"],
  });
  const settings = parseSettings(labelLoopSettingsSchema, options.settings, {
    owner: "the label loop",
  });
  check(options);
  const { labels, maxCalls, progress } = options;
  const [rows, support, answered] = await Promise.all([
    withInputs(options.rows, options),
    withInputs(options.support ?? [], options),
    withInputs(options.answered ?? [], options),
  ]);
  const loop = new Loop({ ...options, rows, support, answered }, settings);
  const log: LoopRound[] = [];
  const first =
    support.length > 0 ? 0 : Math.ceil(Math.min(rows.length, maxCalls * settings.firstShare));
  if (support.length === 0) log.push(await loop.blind(0, first));
  for (let round = 1; round <= settings.rounds; round++) {
    progress?.("label loop", round / (settings.rounds + 1));
    log.push(
      await loop.round(round, Math.floor((maxCalls - loop.calls) / (settings.rounds + 1 - round))),
    );
    if (loop.calls >= maxCalls && round < settings.rounds) break;
  }
  log.push(await loop.finish(log.length));
  progress?.("label loop", 1);
  return {
    labels: await withPeople(loop.state.labels(), options, labels),
    calls: loop.calls,
    log,
    sharpness: loop.state.estimate?.sharpness ?? null,
  };
}

class Loop {
  readonly state: LoopState;
  calls = 0;
  readonly #options: LabelLoopOptions;
  readonly #settings: LabelLoopSettings;
  readonly #support: readonly { readonly row: CurationRow; readonly class: number }[];
  readonly #taught: readonly TrainingRow[];
  /** Rows in the order in which they are asked about while nothing is known. */
  readonly #drawn: readonly number[];
  #vectors: {
    readonly rows: readonly Float32Array[];
    readonly support: readonly Float32Array[];
  } | null = null;

  constructor(options: LabelLoopOptions, settings: LabelLoopSettings) {
    this.#options = options;
    this.#settings = settings;
    this.state = new LoopState(options.rows, options.labels);
    this.#support = (options.support ?? [])
      .map((row) => ({ row, class: this.state.classOf(row.label) }))
      .filter((entry) => entry.class >= 0);
    this.#taught = [
      ...this.#support.map(({ row, class: label }) => ({ text: inputOf(row), label, weight: 1 })),
      ...(options.answered ?? [])
        .map((row) => ({
          text: inputOf(row),
          label: this.state.classOf(row.label),
          weight: row.weight,
        }))
        .filter(({ label }) => label >= 0),
    ];
    this.#drawn = new Random(options.seed ?? 0)
      .derive("label loop")
      .shuffle([...options.rows.keys()]);
  }

  /** Asks about rows drawn at random, without demonstrations. */
  async blind(round: number, count: number, note: string | null = null): Promise<LoopRound> {
    const rows = this.#drawn.filter((row) => this.state.calls[row] === 0).slice(0, count);
    return this.#line(round, await this.#ask(rows, []), 0, note);
  }

  async round(round: number, count: number): Promise<LoopRound> {
    const reason = await this.#learn();
    if (reason !== null) return this.blind(round, count, reason);
    const { askAbove, demonstrations } = this.#settings;
    const { posterior, rates } = this.state.estimate!;
    const doubt = Float64Array.from(posterior, (_, row) => 1 - this.state.current(row).confidence!);
    // Chance that the call puts a wrong label right: a language model that keeps its answers is
    // better spent on rows that it has not seen.
    const gain = doubt.map(
      (value, row) => value * (this.state.given(row) < 0 ? 1 - rates.shown : rates.corrected),
    );
    const rows = [...doubt.keys()]
      .filter((row) => doubt[row]! >= askAbove && this.state.calls[row]! < MOST_QUESTIONS)
      .sort((a, b) => gain[b]! - gain[a]! || a - b)
      .slice(0, Math.max(0, count));
    const pool = await this.#pool();
    const vectors = this.#vectors!.rows;
    const picked = await pickDemonstrations(
      rows.map((row) => ({ row, vector: vectors[row]!, posterior: posterior[row]! })),
      pool,
      demonstrations,
    );
    // Asking again what was asked before, with nothing new to look at, would only repeat the
    // answer.
    const worth = [...rows.keys()].filter(
      (at) =>
        this.state.calls[rows[at]!] === 0 ||
        picked[at]!.some(
          ({ label }) => label !== this.#options.labels[this.state.given(rows[at]!)],
        ),
    );
    return this.#line(
      round,
      await this.#ask(
        worth.map((at) => rows[at]!),
        worth.map((at) => picked[at]!),
      ),
      pool.length,
      null,
    );
  }

  /** Weighs the last answers. */
  async finish(round: number): Promise<LoopRound> {
    const reason = await this.#learn();
    return this.#line(round, NOBODY, 0, reason);
  }

  /** Null, or why there is no small model. */
  async #learn(): Promise<string | null> {
    const { labels, seed = 0, signal, rows } = this.#options;
    const { algorithm, folds } = this.#settings;
    stopIfAborted(signal);
    const training = [...this.state.trainingRows(), ...this.#taught];
    const found = await outOfSamplePriors(training, labels, { algorithm, folds, seed, signal });
    await this.state.learn("reason" in found ? null : found.probabilities.slice(0, rows.length));
    return "reason" in found ? found.reason : null;
  }

  async #pool(): Promise<PoolRow[]> {
    const { rows, labels, embed } = this.#options;
    this.#vectors ??= {
      rows: await embed(rows.map((row) => row.text)),
      support: await embed(this.#support.map(({ row }) => row.text)),
    };
    const { rows: vectors, support } = this.#vectors;
    const trusted = this.#support.map(({ row, class: label }, index): PoolRow => ({
      row: -1,
      class: label,
      vector: support[index]!,
      demonstration: { id: row.id, text: row.text, label: labels[label]!, confidence: 1 },
    }));
    const agreeing = [...rows.keys()]
      .filter((row) => this.state.agrees(row))
      .map((row): PoolRow => {
        const { label, confidence } = this.state.current(row);
        return {
          row,
          class: label,
          vector: vectors[row]!,
          demonstration: {
            id: rows[row]!.id,
            text: rows[row]!.text,
            label: labels[label]!,
            confidence: confidence!,
          },
        };
      });
    return [...trusted, ...agreeing];
  }

  async #ask(
    rows: readonly number[],
    demonstrations: readonly (readonly PoolRow["demonstration"][])[],
  ): Promise<AskedRows> {
    let total = NOBODY;
    const asksBefore = rows.map((row) => this.state.calls[row]!);
    for (const variant of [0, 1]) {
      const places = [...rows.keys()].filter((at) => Math.min(1, asksBefore[at]!) === variant);
      if (places.length === 0) continue;
      stopIfAborted(this.#options.signal);
      const asked = places.map((at) => rows[at]!);
      const answers = await this.#options.askModel(
        asked.map((row) => this.#options.rows[row]!),
        { demonstrations: places.map((at) => demonstrations[at] ?? []), variant },
      );
      if (answers.length !== asked.length)
        throw new DatawrightError({
          code: "SHAPE",
          message: `askModel gave ${answers.length} answers for ${asked.length} rows`,
        });
      this.calls += asked.length;
      const more = this.state.record(
        asked,
        answers.map(({ label }) => label),
        demonstrations.length > 0,
      );
      total = {
        asked: total.asked + more.asked,
        askedAgain: total.askedAgain + more.askedAgain,
        changed: total.changed + more.changed,
        unread: total.unread + more.unread,
      };
    }
    return total;
  }

  #line(round: number, asked: AskedRows, agreement: number, note: string | null): LoopRound {
    return {
      round,
      ...asked,
      agreement,
      note,
      overruled: this.state.overruled(),
      expectedError: this.state.expectedError(),
      rates: this.state.estimate?.rates ?? null,
    };
  }
}

async function withPeople(
  labelled: readonly LoopLabel[],
  options: LabelLoopOptions,
  labels: readonly string[],
): Promise<readonly LoopLabel[]> {
  const { askPeople, maxPeople = 0, rows } = options;
  if (askPeople === undefined || maxPeople === 0) return labelled;
  const order = [...labelled.keys()]
    .sort((a, b) => (labelled[a]!.confidence ?? -1) - (labelled[b]!.confidence ?? -1) || a - b)
    .slice(0, maxPeople);
  const answers = await askPeople(
    order.map((row) => rows[row]!),
    "Which label is right?",
  );
  return labelled.map((label) => {
    const said = answers.get(label.id);
    return typeof said === "string" && labels.includes(said)
      ? { ...label, label: said, source: "people" as const, confidence: 1 }
      : label;
  });
}

function check({ labels }: LabelLoopOptions): void {
  if (labels.length < 2 || new Set(labels).size !== labels.length)
    throw new DatawrightError({
      code: "SHAPE",
      message: `the label loop needs at least two different labels, got ${labels.length}`,
    });
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new DatawrightError({
      code: "INTERRUPTED",
      message: "the label loop was stopped",
      cause: signal.reason,
    });
}
