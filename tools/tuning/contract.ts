import type { z } from "zod";
import type { Prompt } from "../../schema/prompt.js";
import type { Row } from "../../schema/sample.js";
import type { ModelSettings } from "../../schema/task-file/model-spec.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { Task } from "../../schema/task.js";
import type { ModelInfo, RoleModel } from "../models/contract.js";

/** Rows that a tuner learns from, and those that it chooses by. Test rows are never among them. */
export interface TuningSet {
  /** Fields, labels and words of the task. */
  readonly task: Task;
  /** Rows to learn from. */
  readonly train: readonly Row[];
  /** Rows by which is chosen what was learnt; may be empty. */
  readonly validation: readonly Row[];
}

/** What the generator of a run is asked, and what its answer must parse as. */
export interface GeneratorQuestion {
  /** The prompt. */
  readonly prompt: Prompt;
  /** What the answer must parse as. */
  readonly schema: z.ZodObject;
}

/** What a tuner may use. */
export interface TuningContext {
  /** The model that is tuned, by its settings; null where none was named by name. */
  readonly settings: ModelSettings | null;
  /** What is known of that model before it is asked. */
  readonly info: ModelInfo;
  /** The model, to be asked through cache, budget and limits; undefined for a tuner that asks none. */
  readonly model: RoleModel | undefined;
  /**
   * What the generator of a run of the task is asked for a sample like a row: of its label, with its
   * given fields. With a template that stands in for `prompts.generator`.
   */
  question(row: Row, template?: string): GeneratorQuestion;
  /** What the generator would answer for the sample to be the row. */
  answer(row: Row): Readonly<Record<string, unknown>>;
  /** Folder of what lasts: the same call goes on from what lies there. */
  readonly folder: string;
  /** Seed of everything that is drawn. */
  readonly seed: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Told how far a step is, as a share from 0 to 1. */
  progress(step: string, share: number): void;
  /** Told what happens elsewhere, in the provider's words. */
  event(text: string): void;
}

/** What a tuning takes. */
export interface TuningEstimate {
  /** Models that may cost money; empty where nothing is spent. */
  readonly models: readonly string[];
  /** Requests to models; 0 where a provider trains. */
  readonly calls: number;
  /** Tokens. */
  readonly tokens: {
    /** That are read, or trained on, over all epochs. */
    readonly input: number;
    /** That are written. */
    readonly output: number;
  };
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
  /** Seconds at the usual speed. */
  readonly seconds: number;
}

/** A figure of a tuning, with its 95 % interval where it is an estimate. */
export interface TuningFigure {
  /** The figure; null where it could not be measured. */
  readonly value: number | null;
  /** Lower end of the interval. */
  readonly low?: number;
  /** Upper end of it. */
  readonly high?: number;
  /** Rows that it rests on. */
  readonly rows?: number;
}

/** What came of a tuning. */
export interface TuningOutcome {
  /** Name of the tuned model, for `--model` and `--candidate`; null where no model was made. */
  readonly model: string | null;
  /** Settings of a task that use what was learnt; null where there are none. */
  readonly task: Readonly<Partial<TaskSpecInput>> | null;
  /** Figures by name. */
  readonly figures: Readonly<Record<string, TuningFigure>>;
  /** What a reader must know, a sentence each. */
  readonly notes: readonly string[];
  /** Files that were written. */
  readonly files: readonly string[];
  /** US dollars that the provider takes for training; null where not known, 0 for none. */
  readonly costUsd: number | null;
}

/**
 * Adapts a model, or what it is told, to rows: fine-tuning, prompt tuning, a small model of its own.
 *
 *     const noTuner: Tuner = {
 *       name: "none",
 *       asks: false,
 *       estimate: () => Promise.resolve(freeTuning),
 *       tune: () => Promise.resolve({ model: "embedded", task: null, figures: {}, notes: [], files: [], costUsd: 0 }),
 *     };
 */
export interface Tuner {
  /** Its name. */
  readonly name: string;
  /** Whether it asks the model that is tuned, in this process. */
  readonly asks: boolean;
  /** What it is going to take; asks and sends nothing. @throws USAGE, DATA_* for what cannot be tuned */
  estimate(set: TuningSet, context: TuningContext): Promise<TuningEstimate>;
  /** Tunes; what was begun in the folder before goes on. @throws TUNING_FAILED, MODEL_*, DATA_* */
  tune(set: TuningSet, context: TuningContext): Promise<TuningOutcome>;
  /** Ends what goes on elsewhere; absent where nothing does. @throws USAGE where nothing was begun */
  stop?(
    context: Pick<TuningContext, "folder" | "settings"> & { readonly signal?: AbortSignal },
  ): Promise<{ readonly job: string; readonly status: string }>;
}
