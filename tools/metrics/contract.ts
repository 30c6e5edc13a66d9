import type { LabelValue } from "../../schema/label.js";

/** A sample as metrics look at it. */
export interface MeasuredSample {
  /** Unique in the dataset. */
  readonly id: string;
  /** Its text fields, joined. */
  readonly text: string;
  /** Its label; null where it has none. */
  readonly label: LabelValue;
  /** How much it counts; 1 unless a method weighs. */
  readonly weight: number;
}

/** What a metric may use beside the samples. */
export interface MetricContext {
  /** Classes in a fixed order; empty for tasks without labels. */
  readonly labels: readonly string[];
  /** Texts of the real rows. */
  readonly support: readonly string[];
  /** Labels of the real rows, aligned with `support`. Default: none. */
  readonly supportLabels?: readonly LabelValue[];
  /** Cells of the plan. Default: none. */
  readonly cells?: readonly {
    /** Samples that were wanted of it. */
    readonly quota: number;
    /** Samples that it has. */
    readonly accepted: number;
  }[];
  /** Seed of the metric. */
  readonly seed: number;
  /** Language of the texts, as a BCP 47 tag. */
  readonly language: string;
  /** Unit vectors of texts, each text embedded once. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /** Stops the work. */
  readonly signal?: AbortSignal;
}

/** A figure, several by name, or null where nothing could be measured. */
export type MetricValue = number | null | Readonly<Record<string, number | null>>;

/**
 * One figure of a dataset. Heavy work yields to the event loop, or runs in a worker thread.
 *
 *     const longest: Metric = {
 *       name: "longest",
 *       measure: (samples) => Math.max(0, ...samples.map(({ text }) => text.length)),
 *     };
 */
export interface Metric {
  /** Name that tasks choose it by. */
  readonly name: string;
  /** Gives the figure. */
  measure(
    samples: readonly MeasuredSample[],
    context: MetricContext,
  ): MetricValue | Promise<MetricValue>;
}
