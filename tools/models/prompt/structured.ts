import type { z } from "zod";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import type { ChatMessage, Prompt } from "../../../schema/prompt.js";
import { estimateMessageTokens } from "../providers/count-tokens.js";
import type {
  ChatModel,
  ChatParameters,
  ChatRequest,
  ChatResponse,
  ObjectAnswer,
  ObjectRequest,
  ResponseFormat,
} from "../contract.js";
import { objectSchema, type ObjectSchema } from "./object-schema.js";
import { parseJsonAnswer } from "./parse-json-answer.js";
import { renderPrompt } from "./render-prompt.js";
import { withoutReasoning } from "../providers/without-reasoning.js";

/** A request for an object with everything that the ladder needs beside the model. */
export interface ObjectCall<S extends z.ZodType> extends ObjectRequest<S> {
  readonly agent: string;
  readonly signal?: AbortSignal;
  /** Seed of one call; the ladder asks for another one where it asks again. */
  readonly seedFor?: (orderId: string, step: string, attempt: number) => number;
}

type Rung = ResponseFormat["type"];
type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Rungs that a provider refused while a lower one worked; per model object, so a launch learns it
 * once.
 */
const refusedRungs = new WeakMap<ChatModel, Set<Rung>>();

/**
 * Asks for an object down a ladder: JSON schema, JSON mode, fenced text; then one correction turn
 * that shows the problems.
 *
 * A rung is skipped when `info.structured` does not name it, or when the provider refused it once
 * and a lower one worked. An empty answer is asked once more, a truncated one once more with twice
 * the tokens; at most three calls are paid for one object.
 *
 * @returns the parsed value, the raw text of the last answer, and the usage of all calls together
 * @throws MODEL_OUTPUT (details: text, problems), MODEL_EMPTY, MODEL_REFUSED, MODEL_TRUNCATED, and
 *         what the model throws
 */
export async function completeObject<S extends z.ZodType>(
  model: ChatModel,
  call: ObjectCall<S>,
): Promise<ObjectAnswer<z.output<S>>> {
  const schema = objectSchema(call.schema);
  const rungs = availableRungs(model);
  for (const [index, rung] of rungs.entries()) {
    try {
      const answer = await climb(model, call, schema, rung);
      for (const refused of rungs.slice(0, index)) remember(model, refused);
      return answer;
    } catch (error) {
      if (index === rungs.length - 1 || !refusesFormat(error)) throw error;
    }
  }
  throw new DatawrightError({
    code: "INTERNAL",
    message: `the model ${model.info.name} declares no way of answering (info.structured is empty)`,
  });
}

async function climb<S extends z.ZodType>(
  model: ChatModel,
  call: ObjectCall<S>,
  schema: ObjectSchema,
  rung: Rung,
): Promise<ObjectAnswer<z.output<S>>> {
  const prompt = rung === "schema" ? call.prompt : withSchemaInWords(call.prompt, schema, rung);
  const format: ResponseFormat =
    rung === "text" ? { type: "text" } : { type: rung, name: call.name, schema: schema.json };
  const usage = { inputTokens: 0, outputTokens: 0 };
  let messages: readonly ChatMessage[] = renderPrompt(prompt);
  let parameters = call.parameters ?? {};
  let askedAgain = false;
  for (let turn = 0, corrected = false; ; turn++) {
    const response = await model.complete(
      chatRequest(call, { messages, prompt, parameters, format, turn }),
    );
    usage.inputTokens += response.usage.inputTokens;
    usage.outputTokens += response.usage.outputTokens;
    if (response.finish === "refusal")
      throw troubled("MODEL_REFUSED", call, response, "refused to answer");
    const empty = withoutReasoning(response.text).trim() === "";
    const checked: Checked<z.output<S>> = empty
      ? { ok: false, problems: ["the answer is empty"] }
      : check(response.text, call.schema, schema);
    if (checked.ok) {
      return {
        value: checked.value,
        text: response.text,
        usage,
        model: response.model,
        logProbabilities: response.logProbabilities,
      };
    }
    // A reasoning model that spends its whole limit answers with nothing and the finish "length":
    // more tokens, not another try.
    if (response.finish === "length") {
      if (askedAgain)
        throw troubled(
          "MODEL_TRUNCATED",
          call,
          response,
          `was cut at its limit of ${parameters.maxTokens ?? "unknown"} tokens, also with ` +
            "twice as many",
        );
      askedAgain = true;
      parameters = { ...parameters, ...doubledLimit(model, parameters, response, messages) };
    } else if (empty) {
      if (askedAgain) throw troubled("MODEL_EMPTY", call, response, "answered with nothing, twice");
      askedAgain = true;
    } else if (corrected) {
      throw troubled(
        "MODEL_OUTPUT",
        call,
        response,
        "gave an answer that does not fit after the correction turn: " +
          `${checked.problems.slice(0, 3).join("; ")}`,
        checked.problems,
      );
    } else {
      corrected = true;
      messages = [
        ...messages,
        { role: "assistant", content: response.text },
        { role: "user", content: correction(checked.problems) },
      ];
    }
  }
}

/**
 * Builds the request of one turn; later turns get an attempt and a seed of their own, so no cached
 * answer comes back.
 */
export function chatRequest(
  call: Omit<ObjectCall<z.ZodType>, "schema" | "name" | "prompt">,
  turn: {
    messages: readonly ChatMessage[];
    prompt: Prompt;
    parameters: ChatParameters;
    format: ResponseFormat;
    turn: number;
  },
): ChatRequest {
  const attempt = (call.attempt ?? 0) + turn.turn;
  const seedStep = turn.turn === 0 ? call.step : `${call.step}:${turn.turn}`;
  const seed = turn.parameters.seed ?? call.seedFor?.(call.orderId, seedStep, attempt);
  return {
    messages: turn.messages,
    prompt: turn.prompt,
    parameters: seed === undefined ? turn.parameters : { ...turn.parameters, seed },
    format: turn.format,
    origin: {
      orderId: call.orderId,
      step: call.step,
      attempt,
      agent: call.agent,
      sampleIds: call.sampleIds ?? [],
    },
    signal: call.signal,
  };
}

/** A coded error about one answer, with its raw text in the details. */
export function troubled(
  code: "MODEL_OUTPUT" | "MODEL_EMPTY" | "MODEL_REFUSED" | "MODEL_TRUNCATED",
  call: { readonly step: string; readonly orderId: string },
  response: ChatResponse,
  what: string,
  problems?: readonly string[],
): DatawrightError {
  return new DatawrightError({
    code,
    message: `${response.model} ${what} (step ${call.step}, order ${call.orderId})`,
    details: {
      step: call.step,
      orderId: call.orderId,
      text: response.text,
      finish: response.finish,
      problems,
    },
  });
}

/**
 * Twice the token limit, or twice what came where none was set, kept inside the model's context.
 */
export function doubledLimit(
  model: ChatModel,
  parameters: ChatParameters,
  response: ChatResponse,
  messages: readonly ChatMessage[],
): { maxTokens?: number } {
  const limit = parameters.maxTokens ?? response.usage.outputTokens;
  const room = model.info.contextTokens - estimateMessageTokens(messages);
  return limit > 0 ? { maxTokens: Math.max(limit, Math.min(limit * 2, room)) } : {};
}

function check<S extends z.ZodType>(
  text: string,
  schema: S,
  prepared: ObjectSchema,
): Checked<z.output<S>> {
  const parsed = parseJsonAnswer(text);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const result = schema.safeParse(prepared.restore(parsed.value));
  if (result.success) return { ok: true, value: result.data };
  return {
    ok: false,
    problems: result.error.issues.map(
      (issue) =>
        `${issue.path.length === 0 ? "(the whole answer)" : issue.path.join(".")}: ` +
        `${issue.message}`,
    ),
  };
}

function correction(problems: readonly string[]): string {
  return (
    "Your answer does not " +
    `fit:\n${problems.map((problem) => `- ${problem}`).join("\n")}\nAnswer again with the ` +
    "whole corrected JSON object and nothing else."
  );
}

function withSchemaInWords(prompt: Prompt, schema: ObjectSchema, rung: Rung): Prompt {
  const how =
    rung === "json"
      ? "Answer with one JSON object and nothing else. It must fit this JSON Schema:"
      : "Answer with one JSON object in a ```json fenced block and nothing else. It must fit " +
        "this JSON Schema:";
  return {
    ...prompt,
    sections: [...prompt.sections, { kind: "output", text: `${how}\n${schema.text}` }],
  };
}

function availableRungs(model: ChatModel): readonly Rung[] {
  const refused = refusedRungs.get(model);
  return refused === undefined
    ? model.info.structured
    : model.info.structured.filter((rung) => !refused.has(rung));
}

function remember(model: ChatModel, rung: Rung): void {
  let refused = refusedRungs.get(model);
  if (refused === undefined) refusedRungs.set(model, (refused = new Set()));
  refused.add(rung);
}

/**
 * A bad request may mean that the format is not supported; an unknown model is so on every rung, and
 * so is a prompt that the provider refuses while it answers others.
 */
function refusesFormat(error: unknown): boolean {
  if (
    !isDatawrightError(error) ||
    error.code !== "MODEL_BAD_REQUEST" ||
    error.details["othersAnswered"] === true
  )
    return false;
  const { status } = error.details;
  return status === undefined || status === 400 || status === 422;
}
