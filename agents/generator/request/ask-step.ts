import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateRequest, GenerateWork } from "../contract.js";
import { sampleRequest, type SampleRequestOptions } from "./sample-request.js";
import type { LabelValue } from "../../../schema/label.js";
import type { SubTask } from "../../../schema/plan.js";
import type { Task } from "../../../schema/task.js";
import { mean } from "../../../base/statistics/mean.js";
import type { ObjectAnswer } from "../../../tools/models/contract.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";

/** Asks for what the sub-task of an input writes, and finishes the answer. */
export async function askStep(
  input: GenerateInput,
  { demonstrations, ask }: Pick<GenerateWork, "demonstrations" | "ask">,
  context: AgentContext,
  {
    part,
    parameters,
    turn,
    ...options
  }: SampleRequestOptions & Pick<GenerateRequest, "part" | "parameters" | "turn"> = {},
): Promise<FinishedAnswer> {
  const request = sampleRequest(input, demonstrations, context, options);
  return finishAnswer(
    context.task,
    input.subTask,
    await ask({ ...request, part, parameters, turn }),
  );
}

/** A parsed answer as the graph takes it. */
export interface FinishedAnswer {
  readonly fields: Record<string, unknown>;
  readonly label?: LabelValue;
  readonly scores: Record<string, number>;
}

/**
 * Trims texts, takes the label out of the fields, and turns log-probabilities and confidence into
 * scores.
 */
export function finishAnswer(
  task: Task,
  subTask: SubTask,
  answer: ObjectAnswer<Record<string, unknown>>,
): FinishedAnswer {
  // Spans count characters from the start of the text: nothing may be cut off there.
  const keepsStart = subTask.output.some(
    (name) => task.fields[name]?.type === "span" || task.fields[name]?.type === "spans",
  );
  const fields: Record<string, unknown> = {};
  for (const name of subTask.output) {
    const value = answer.value[name];
    if (name === LABEL_KEY || value === undefined) continue;
    const trimmed =
      typeof value === "string" ? (keepsStart ? value.trimEnd() : value.trim()) : value;
    if (trimmed === "" && task.fields[name]?.optional) continue;
    fields[name] = trimmed;
  }
  const confidence = answer.value["confidence"];
  const scores: Record<string, number> = {};
  if (subTask.output.includes(LABEL_KEY) && typeof confidence === "number")
    scores["confidence"] = confidence;
  if (answer.logProbabilities && answer.logProbabilities.length > 0)
    scores["averageLogProbability"] = mean(answer.logProbabilities);
  const label = answer.value[LABEL_KEY];
  return subTask.output.includes(LABEL_KEY)
    ? { fields, label: label as LabelValue, scores }
    : { fields, scores };
}
