import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateRequest, GenerateWork } from "../contract.js";
import { finishAnswer, type FinishedAnswer } from "./finish-answer.js";
import { sampleRequest, type SampleRequestOptions } from "./sample-request.js";

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
