import type { GenerateInput } from "../contract.js";

/** What one question of a strategy is about, where it is not the whole sub-task. */
export interface NarrowedInputOptions {
  /** Fields that are asked for. Default: the sub-task's. */
  readonly output?: readonly string[];
  /** Fields that are shown. Default: the sub-task's. */
  readonly inputs?: readonly string[];
  /** What the strategy itself found out so far, by name: shown beside what is given. */
  readonly values?: Readonly<Record<string, unknown>>;
  /**
   * True where the version before and why it was refused are told; the questions after the first
   * may leave that out.
   */
  readonly revises?: boolean;
  /**
   * True where the step's own prompt is about this question. Default: where it writes one of the
   * step's own outputs, or a part of them.
   */
  readonly ofStep?: boolean;
}

/** The input of one question of a strategy: as if a smaller sub-task had been planned for it. */
export function narrowedInput(
  input: GenerateInput,
  { output, inputs, values = {}, revises = true, ofStep }: NarrowedInputOptions,
): GenerateInput {
  const { subTask } = input;
  const isOfStep =
    ofStep ?? (output ?? subTask.output).some((name) => subTask.output.includes(name));
  return {
    ...input,
    subTask: {
      ...subTask,
      output: [...(output ?? subTask.output)],
      inputs: [...(inputs ?? subTask.inputs), ...Object.keys(values)],
      ...(isOfStep ? {} : { prompt: undefined, demonstrations: undefined }),
    },
    values: { ...input.values, ...values },
    ...(revises ? {} : { feedback: [], previous: null, revision: 0 }),
  };
}
