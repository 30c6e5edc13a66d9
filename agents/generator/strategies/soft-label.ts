import { DatawrightError } from "../../../schema/errors.js";
import { SOFT_LABEL_SCORE } from "../../../schema/sample.js";
import type { GenerateStrategy } from "../contract.js";
import { finishAnswer } from "../finish-answer.js";
import { giveUp } from "../give-up.js";
import { labelProbabilities } from "../label-probabilities.js";
import { sampleRequest } from "../sample-request.js";

/**
 * Mixes real rows into a new text and gives it a soft label (GPT3Mix, Yoo et al. 2021): how likely the model finds each label of it.
 * The rows are the seeds, else the demonstrations; the order's label is not told. The label is the likeliest one, and the others stay
 * with the sample as the scores `softLabel:NAME` and in the dataset.
 *
 * @throws SPEC_INVALID for tasks without labels or with several for a sample
 */
export const softLabelStrategy: GenerateStrategy = {
  name: "soft-label",
  async write(input, { ask, demonstrations }, context) {
    const { task } = context;
    if (task.labels.length < 2 || task.spec.multiLabel)
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message:
          "generate.strategy: soft-label needs a task with two labels or more, one for each sample",
      });
    const mixed = input.seeds.length > 0 ? input.seeds : demonstrations;
    if (mixed.length < 2)
      throw giveUp(
        "draft-failed",
        `there are ${mixed.length} rows to mix, and two are needed: plan.seeds: { strategy: mixed, count: 2 }`,
        { final: true },
      );
    const shown = [
      ...demonstrations.filter((row) => !mixed.some(({ id }) => id === row.id)),
      ...mixed,
    ];
    const unlabelled = {
      ...input,
      order: { ...input.order, label: null },
      seeds: mixed.map(({ id, fields, text, label, line }) => ({ id, fields, text, label, line })),
    };
    const instruction =
      "Write one new sample that mixes the rows below: it takes subject, tone or wording of each, and reads like one of them. Its label may be any, or lie between theirs.";
    const written = finishAnswer(
      task,
      input.subTask,
      await ask({
        ...sampleRequest(unlabelled, shown, context, {
          instruction,
          seedText: "The rows to mix, with their labels.",
        }),
        part: "mix",
      }),
    );
    const probabilities = await labelProbabilities(
      unlabelled,
      { fields: written.fields, demonstrations: shown, ask },
      context,
    );
    const [label] = [...probabilities].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
    const soft = task.labels.map(({ name }) => [
      `${SOFT_LABEL_SCORE}${name}`,
      Math.round((probabilities.get(name) ?? 0) * 1e6) / 1e6,
    ]);
    return { ...written, label, scores: { ...written.scores, ...Object.fromEntries(soft) } };
  },
};
