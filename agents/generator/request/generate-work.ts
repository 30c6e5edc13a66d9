import { Memo } from "../../../base/memo/memo.js";
import type { z } from "zod";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateRequest, GenerateWork } from "../contract.js";
import { isDatawrightError } from "../../../base/errors.js";
import type { ModelSpec } from "../../../schema/task-file/model-spec.js";
import type { TaskSpec } from "../../../schema/task-file/task-spec.js";
import type { SubTask } from "../../../schema/plan.js";
import type { Task } from "../../../schema/task.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { ChatParameters, ObjectAnswer } from "../../../tools/models/contract.js";

/**
 * Answers kept of a task: enough for the rounds in flight; older ones come from the response cache.
 */
const KEPT = 4000;
const known = new WeakMap<Task, Memo<Promise<unknown>>>();

/**
 * Asks once for a key, whoever asks first; the others get the same answer. What fails is forgotten,
 * so that a later try asks again.
 *
 * The answer depends on the key alone, never on who came first: the request of a key must be the
 * same for all who share it.
 */
function shared<T>(task: Task, key: string, ask: () => Promise<T>): Promise<T> {
  let answers = known.get(task);
  if (!answers) known.set(task, (answers = new Memo(KEPT)));
  return answers.of(key, ask) as Promise<T>;
}

/** Trouble with one answer: another try may give a better one. */
const ANSWER_TROUBLE = ["MODEL_OUTPUT", "MODEL_EMPTY", "MODEL_TRUNCATED"];

/**
 * What a strategy asks with: the model of the request, its key from order, sub-task, revision,
 * attempt and part.
 */
export function generateWork(
  input: GenerateInput,
  chosen: Omit<GenerateWork, "ask">,
  context: AgentContext,
): GenerateWork {
  const { order, subTask, revision } = input;
  const ask = <S extends z.ZodObject>(
    request: GenerateRequest<S>,
    attempt: number,
  ): Promise<ObjectAnswer<z.output<S>>> => {
    const model = { generator: context.model, partner: context.partner, judge: context.judge }[
      request.of ?? "generator"
    ];
    const part = request.part === undefined ? "" : `:${request.part}`;
    return model.object({
      prompt: request.prompt,
      schema: request.schema,
      name: "sample",
      orderId: request.sharedBy ?? order.id,
      sampleIds: [order.id],
      attempt,
      ...(request.turn === undefined ? {} : { turn: request.turn }),
      // A revision, or a sub-task that was planned again, is another question: it must not get the
      // cached answer of the first.
      step: `generate:${subTask.id}:${subTask.revision}:${revision}${part}`,
      parameters: {
        ...parametersOf(context.task.spec, subTask),
        ...request.parameters,
      },
    });
  };
  const askPart = async <S extends z.ZodObject>(
    request: GenerateRequest<S>,
  ): Promise<ObjectAnswer<z.output<S>>> => {
    const tries = 1 + context.task.spec.generate.stepRetries;
    for (let attempt = 0; ; attempt++) {
      try {
        return await ask(request, input.attempt * tries + attempt);
      } catch (error) {
        if (
          attempt + 1 >= tries ||
          !isDatawrightError(error) ||
          !ANSWER_TROUBLE.includes(error.code)
        )
          throw error;
      }
    }
  };
  return {
    ...chosen,
    ask: (request) => {
      const { part } = request;
      if (part === undefined) return ask(request, input.attempt);
      const inSpan = () =>
        context.span.child(
          { name: `step ${part}`, operation: "step", attributes: { "datawright.part": part } },
          () => askPart(request),
        );
      if (request.sharedBy === undefined) return inSpan();
      context.span.set({ "datawright.shared_by": request.sharedBy });
      return shared(
        context.task,
        `${request.sharedBy} ${subTask.id} ${subTask.revision} ${revision} ${input.attempt} ` +
          `${part}`,
        inSpan,
      );
    },
  };
}

/**
 * Settings of the role's model go before the step's, and these before the task's; where only a label
 * is decided, the likeliest one is wanted.
 */
function parametersOf(spec: TaskSpec, { output, ...step }: SubTask): ChatParameters {
  const usual = output.every((name) => name === LABEL_KEY) ? 0 : spec.generate.temperature;
  const own: ModelSpec | undefined = spec.models.generator ?? spec.models.default;
  const settings = typeof own === "object" ? own : null;
  return {
    temperature: settings?.temperature ?? step.temperature ?? usual,
    topP: settings?.topP ?? step.topP ?? spec.generate.topP,
  };
}
