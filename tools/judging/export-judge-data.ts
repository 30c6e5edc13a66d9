import { DatawrightError } from "../../base/errors.js";
import type { PairJudgment } from "../judgments/pair-judgment.js";
import type { AnswerPair } from "./judge-pairs.js";
import type { VerdictRecord } from "./verdict-record.js";

/** Forms in which judges are fine-tuned. */
export type JudgeDataFormat = "pandalm" | "prometheus";

/** A row for fine-tuning a judge. */
export interface JudgeTrainingRow {
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
}

const RUBRIC =
  "Is the response right as it stands: true, complete, and supported by what it is given?";
const SCALE = [
  "wrong, or not supported at all",
  "mostly wrong, with something that holds",
  "partly right",
  "right but for a detail",
  "right in everything",
];

/**
 * People's verdicts as rows in the form of Prometheus (Kim et al. 2024): the rubric with five
 * descriptions, and `feedback [RESULT] 1..5`. Texts on which people are split are left out.
 *
 * @throws DATA_EMPTY where no verdict can be used
 */
export function prometheusRows(verdicts: readonly VerdictRecord[]): JudgeTrainingRow[] {
  const values = verdicts.map(({ human }) => human);
  const [least, most] = [Math.min(...values, 0), Math.max(...values, 1)];
  const rows = verdicts.flatMap(({ text, context, human, faithful }) => {
    if (faithful === null) return [];
    const result = 1 + Math.round((4 * (human - least)) / (most - least));
    return [
      {
        instruction:
          "###Task Description:\nAn instruction (might include an Input inside it), a response to " +
          "evaluate, and a score rubric representing an evaluation criterion are given.\n" +
          "1. Write a detailed feedback that assesses the quality of the response strictly based on " +
          "the given score rubric.\n2. After writing a feedback, write a score that is an integer " +
          'between 1 and 5.\n3. The output format should look as follows: "Feedback: (write a ' +
          'feedback for criteria) [RESULT] (an integer number between 1 and 5)"\n',
        input:
          `###The instruction to evaluate:\n${context}\n\n###Response to evaluate:\n${text}\n\n` +
          `###Score Rubrics:\n[${RUBRIC}]\n` +
          SCALE.map((meaning, at) => `Score ${at + 1}: ${meaning}`).join("\n") +
          "\n\n###Feedback:",
        output: `Feedback: The response is ${SCALE[result - 1]!}. [RESULT] ${result}`,
      },
    ];
  });
  return notEmpty(rows);
}

/**
 * Pairwise judgments as rows in the form of PandaLM (Wang et al. 2024): `1`, `2` or `Tie`. Pairs
 * without a judgment are left out.
 *
 * @throws DATA_EMPTY where no judgment can be used
 */
export function pandaLmRows(
  pairs: readonly AnswerPair[],
  judgments: readonly PairJudgment[],
): JudgeTrainingRow[] {
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  const rows = judgments.flatMap(({ item, preferred }) => {
    const pair = byId.get(item);
    if (pair === undefined || preferred === null) return [];
    return [
      {
        instruction:
          "Below are two responses for a given task. The task is defined by the Instruction. " +
          "Evaluate the responses and generate a reference answer for the task.",
        input:
          `### Instruction:\n${pair.instruction}\n\n### Response 1:\n${pair.first}\n\n` +
          `### Response 2:\n${pair.second}\n\n### Evaluation:`,
        output: { first: "1", second: "2", tie: "Tie" }[preferred],
      },
    ];
  });
  return notEmpty(rows);
}

function notEmpty(rows: JudgeTrainingRow[]): JudgeTrainingRow[] {
  if (rows.length > 0) return rows;
  throw new DatawrightError({
    code: "DATA_EMPTY",
    message: "there is no verdict that a judge could be trained on",
  });
}
