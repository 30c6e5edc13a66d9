import { boundedSegments } from "../../../base/text/bounded-segments.js";
import { atOnce, inSlices, type Pieces } from "../../../base/workers/interruptible-work.js";
import type { TimeSlices } from "../../../base/workers/time-slices.js";
import { trainTextClassifier } from "../../learning/classifiers/train-text-classifier.js";
import type { TextClassifier } from "../../learning/contract.js";
import { labelsOf, textFieldsOf, textOfRecord, textOfValue } from "./field-texts.js";
import { FamiliarityStatistic } from "./judging/familiarity-statistic.js";
import { OrderStatistic } from "./judging/order-statistic.js";
import { LabelNgrams } from "./label-ngrams.js";
import { NotFittedYet } from "./not-fitted-yet.js";
import type { DataRecord } from "./prompt-reader.js";
import { surfaceTokens } from "./surface-tokens.js";
import { TokenIndex } from "./token-index.js";
import { MatchMasks } from "../../novelty/match-masks.js";
import { TokenTable } from "../../novelty/token-table.js";
import { rougeTokens } from "../../novelty/tokens-rouge.js";

/** How near a text comes to the rows: the highest ROUGE-L F with one of them. */
export class NoveltyRows {
  readonly #table = new TokenTable();
  readonly #masks = new MatchMasks();
  readonly #rows: readonly Int32Array[];

  constructor(texts: readonly string[]) {
    this.#rows = texts.map((text) => this.#table.intern(rougeTokens(text)));
    this.#masks.reserve(this.#table.size);
  }

  /** Highest ROUGE-L F in [0, 1]. */
  nearest(text: string): number {
    const query = this.#table.intern(rougeTokens(text));
    if (query.length === 0) return 1;
    this.#masks.reserve(this.#table.size);
    this.#masks.set(query);
    let best = 0;
    for (const row of this.#rows) {
      if ((2 * Math.min(row.length, query.length)) / (row.length + query.length) <= best) continue;
      best = Math.max(
        best,
        (2 * this.#masks.lcsWith(row, 0, row.length)) / (row.length + query.length),
      );
    }
    return best;
  }
}

const WORDS_ONLY = { wordNgrams: [1, 1], characterNgrams: null } as const;

/**
 * Everything that is learnt from one set of demonstrations and sources; each part is fitted when it
 * is first asked for. With `slices` a part that takes long is not fitted there and then: the one
 * who asks gets an NotFittedYet thrown, and asks again when it is fitted.
 */
export class Fit {
  readonly demonstrations: readonly DataRecord[];
  /** Texts of the sources, a sentence-like piece each. */
  readonly sourceTexts: readonly string[];
  readonly textFields: readonly string[];
  readonly #kept = new Map<string, unknown>();
  readonly #slices: TimeSlices | undefined;
  readonly #strength: number;
  readonly #fitting = new Map<string, Promise<void>>();

  constructor(
    demonstrations: readonly DataRecord[],
    sources: readonly DataRecord[],
    { slices, strength = 0 }: { readonly slices?: TimeSlices; readonly strength?: number } = {},
  ) {
    this.#slices = slices;
    this.#strength = strength;
    this.demonstrations = demonstrations;
    this.sourceTexts = sources.flatMap((source) =>
      sentencesOf(textOfValue(source["text"] ?? source)),
    );
    this.textFields = textFieldsOf(demonstrations);
  }

  /** True where there is nothing to learn from. */
  get empty(): boolean {
    return this.textFields.length === 0 && this.sourceTexts.length === 0;
  }

  /** Demonstrations that have a text in the field, with that text. */
  rows(field: string): FieldRows {
    return this.#keep(`rows ${field}`, () => {
      const records = this.demonstrations.filter((record) => textOfValue(record[field]) !== "");
      return { records, texts: records.map((record) => textOfValue(record[field])) };
    });
  }

  /** The n-gram index over the field's texts; source texts follow as further rows. */
  index(field: string): TokenIndex {
    return this.#fitted(`index ${field}`, () =>
      TokenIndex.inPieces([...this.rows(field).texts, ...this.sourceTexts]),
    );
  }

  /**
   * Weight of each position of the field's index: words that tell labels apart count more in a tuned
   * model; null where all count alike.
   */
  tokenWeights(field: string): Float64Array | null {
    if (this.#strength === 0) return null;
    const index = this.index(field);
    return this.#fitted(`weights ${field}`, () => this.#weightsInPieces(field, index));
  }

  *#weightsInPieces(field: string, index: TokenIndex): Pieces<Float64Array | null> {
    yield; // one piece, in a slice of its own
    const labels = this.rows(field).records.map((record) => labelsOf(record)[0] ?? null);
    const names = [...new Set(labels.filter((label) => label !== null))];
    if (names.length < 2) return null;
    return new LabelNgrams(
      index,
      labels.map((label) => (label === null ? null : names.indexOf(label))),
      { classes: names.length },
    ).discriminativeWeights(this.#strength);
  }

  novelty(field: string): NoveltyRows {
    return this.#keep(`novelty ${field}`, () => new NoveltyRows(this.rows(field).texts));
  }

  /** Texts of the whole demonstrations, over the fields that are named. */
  wholeTexts(fields: readonly string[]): readonly string[] {
    return this.#keep(`whole ${fields.join(" ")}`, () =>
      this.demonstrations
        .map((record) => textOfRecord(record, fields))
        .filter((text) => text !== ""),
    );
  }

  /** How many demonstrations have each word (folded) in one of their texts. */
  rowsPerWord(): ReadonlyMap<string, number> {
    return this.#keep("rows per word", () => {
      const rows = new Map<string, number>();
      for (const text of this.wholeTexts(this.textFields)) {
        for (const word of new Set(surfaceTokens(text).map((token) => token.folded)))
          rows.set(word, (rows.get(word) ?? 0) + 1);
      }
      return rows;
    });
  }

  order(fields: readonly string[]): OrderStatistic {
    return this.#fitted(`order ${fields.join(" ")}`, () =>
      OrderStatistic.inPieces(this.#judged(fields)),
    );
  }

  familiarity(fields: readonly string[]): FamiliarityStatistic {
    return this.#fitted(`familiarity ${fields.join(" ")}`, () =>
      FamiliarityStatistic.inPieces(this.#judged(fields)),
    );
  }

  /**
   * Calibrated classifier of a field's values by the other fields' texts; null where fewer than two
   * values have rows.
   *
   * @param features "all" for judging; "words" where many fits are needed and a rough one will do
   */
  classifier(
    target: string,
    fields: readonly string[],
    features: "all" | "words" = "all",
  ): TextClassifier | null {
    const { demonstrations } = this;
    return this.#fitted(
      `classifier ${features} ${target} ${fields.join(" ")}`,
      function* (): Pieces<TextClassifier | null> {
        yield; // one piece, in a slice of its own
        const rows = demonstrations
          .map((record) => ({
            text: textOfRecord(record, fields),
            labels: labelsOf(record, target),
          }))
          .filter((row) => row.text !== "" && row.labels.length > 0);
        if (new Set(rows.flatMap((row) => row.labels)).size < 2) return null;
        const several = demonstrations.some((record) => Array.isArray(record[target]));
        return trainTextClassifier({
          texts: rows.map((row) => row.text),
          labels: rows.map((row) => (several ? row.labels : (row.labels[0] as string))),
          algorithm: "naive-bayes",
          features: features === "words" ? WORDS_ONLY : undefined,
        });
      },
    );
  }

  #fitted<T>(key: string, pieces: () => Pieces<T>): T {
    const slices = this.#slices;
    if (slices === undefined || this.#kept.has(key)) return this.#keep(key, () => atOnce(pieces()));
    let fitting = this.#fitting.get(key);
    if (fitting === undefined) {
      fitting = inSlices(pieces(), slices)
        .then((part) => void this.#kept.set(key, part))
        .finally(() => this.#fitting.delete(key));
      this.#fitting.set(key, fitting);
    }
    throw new NotFittedYet(fitting);
  }

  #judged(fields: readonly string[]): readonly string[] {
    const texts = this.wholeTexts(fields);
    return texts.length > 0 ? texts : this.sourceTexts;
  }

  #keep<T>(key: string, make: () => T): T {
    if (!this.#kept.has(key)) this.#kept.set(key, make());
    return this.#kept.get(key) as T;
  }
}

export interface FieldRows {
  readonly records: readonly DataRecord[];
  readonly texts: readonly string[];
}

/** Cuts a document into sentence-like rows, so that a start and an end can be learnt from it. */
export function sentencesOf(text: string): string[] {
  const segmenter = new Intl.Segmenter("und", { granularity: "sentence" });
  return Array.from(boundedSegments(segmenter, text), ({ segment }) => segment.trim()).filter(
    (sentence) => sentence !== "",
  );
}
