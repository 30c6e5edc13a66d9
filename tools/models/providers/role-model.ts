import type { z } from "zod";
import type { Tracer } from "../../../memory/tracer.js";
import { DatawrightError } from "../../../base/errors.js";
import type {
  ChatModel,
  ChatParameters,
  ChatRequest,
  ChatTurn,
  ObjectAnswer,
  ObjectRequest,
  RoleModel,
} from "../contract.js";
import { renderPrompt } from "../prompt/render-prompt.js";
import { outsideGraph } from "../middleware/outside-graph.js";
import {
  chatRequest,
  completeObject,
  doubledLimit,
  troubled,
  type ObjectCall,
} from "../prompt/structured.js";
import { withoutReasoning } from "./without-reasoning.js";

export interface RoleModelOptions {
  /** The model with its middlewares around it (see composeModel). */
  readonly model: ChatModel;
  /** Name of the agent that asks: part of every span. */
  readonly agent: string;
  /** The role's settings; a request's own parameters go before them. */
  readonly settings?: {
    readonly temperature?: number;
    readonly topP?: number;
    readonly maxTokens?: number;
  };
  /** Sample ids for requests that name none. */
  readonly sampleIds?: readonly string[];
  readonly signal?: AbortSignal;
  /**
   * Seed of one call, derived from the run's seed: the same call gets the same seed at any
   * concurrency.
   */
  readonly seedFor?: (orderId: string, step: string, attempt: number) => number;
  /**
   * Its current step is entered again around each call; every other async context (a running
   * graph's) is left, see outsideGraph.
   */
  readonly tracer?: Pick<Tracer, "current" | "run">;
}

/** A model as an agent sees it: its role's settings, structured answers, coded errors. */
export function createRoleModel(options: RoleModelOptions): RoleModel {
  const { model, settings } = options;
  const roleParameters: ChatParameters = {
    temperature: settings?.temperature === undefined ? undefined : settings.temperature,
    topP: settings?.topP === undefined ? undefined : settings.topP,
    maxTokens: settings?.maxTokens === undefined ? undefined : settings.maxTokens,
  };
  const complete = <R extends Omit<ObjectRequest<z.ZodType>, "schema" | "name">>(
    request: R,
  ): R & Pick<ObjectCall<z.ZodType>, "agent" | "signal" | "seedFor"> => ({
    ...request,
    parameters: { ...roleParameters, ...request.parameters },
    sampleIds: request.sampleIds ?? options.sampleIds ?? [],
    agent: options.agent,
    signal: options.signal,
    seedFor: options.seedFor,
  });
  const run = <T>(task: () => Promise<T>): Promise<T> => {
    const { tracer } = options;
    if (tracer === undefined) return outsideGraph(task);
    const step = tracer.current();
    return outsideGraph(() => tracer.run(step, task));
  };
  return {
    info: model.info,
    object: (request) => run(() => completeObject(model, complete(request))),
    text: (request) => run(() => completeText(model, complete(request))),
    chat: (turn) =>
      run(async () => model.complete(chatOf(model, turn, { ...options, roleParameters }))),
  };
}

/** The request of a turn that is sent as it is. */
function chatOf(
  model: ChatModel,
  turn: ChatTurn,
  {
    agent,
    sampleIds = [],
    signal,
    seedFor,
    roleParameters,
  }: RoleModelOptions & { readonly roleParameters: ChatParameters },
): ChatRequest {
  const { tools, step, orderId, attempt = 0 } = turn;
  if (tools !== undefined && tools.length > 0 && model.info.tools !== true) {
    throw new DatawrightError({
      code: "MODEL_BAD_REQUEST",
      message: `the model ${model.info.name} cannot be given tools (${tools.map(({ name }) => name).join(", ")})`,
      hint: "Give the role a model that calls tools, for example openai:NAME, or an agent without tools.",
    });
  }
  const parameters = { ...roleParameters, ...turn.parameters };
  const seed = parameters.seed ?? seedFor?.(orderId, step, attempt);
  return {
    messages: turn.messages,
    parameters: seed === undefined ? parameters : { ...parameters, seed },
    format: turn.format ?? { type: "text" },
    tools: tools !== undefined && tools.length > 0 ? tools : undefined,
    toolChoice: turn.toolChoice,
    origin: {
      orderId,
      step,
      attempt,
      agent,
      sampleIds: turn.sampleIds ?? sampleIds,
      parentSpan: turn.parentSpan,
    },
    signal: turn.signal ?? signal,
  };
}

/**
 * Asks for plain text; an empty answer is asked once more, a truncated one once more with twice the
 * tokens.
 */
async function completeText(
  model: ChatModel,
  call: Omit<ObjectCall<z.ZodString>, "schema" | "name">,
): Promise<ObjectAnswer<string>> {
  const messages = renderPrompt(call.prompt);
  const usage = { inputTokens: 0, outputTokens: 0 };
  let parameters = call.parameters ?? {};
  for (let turn = 0; ; turn++) {
    const response = await model.complete(
      chatRequest(call, {
        messages,
        prompt: call.prompt,
        parameters,
        format: { type: "text" },
        turn,
      }),
    );
    usage.inputTokens += response.usage.inputTokens;
    usage.outputTokens += response.usage.outputTokens;
    if (response.finish === "refusal")
      throw troubled("MODEL_REFUSED", call, response, "refused to answer");
    const value = withoutReasoning(response.text);
    const empty = value.trim() === "";
    if (!empty && response.finish !== "length") {
      return {
        value,
        text: response.text,
        usage,
        model: response.model,
        logProbabilities: response.logProbabilities,
      };
    }
    if (turn > 0) {
      if (response.finish === "length")
        throw troubled(
          "MODEL_TRUNCATED",
          call,
          response,
          "was cut at its token limit, also with twice as many",
        );
      throw troubled("MODEL_EMPTY", call, response, "answered with nothing, twice");
    }
    if (response.finish === "length")
      parameters = { ...parameters, ...doubledLimit(model, parameters, response, messages) };
  }
}
