import type { ErrorCode } from "../../../base/error-codes.js";
import { DatawrightError } from "../../../base/errors.js";
import type { ChatModel, ChatRequest, ChatResponse, ModelInfo, Usage } from "../contract.js";
import { estimateMessageTokens, estimateTokens } from "./count-tokens.js";

/**
 * One answer of a script, with the requests that it is for. Without matchers it answers the next
 * request, whatever it is.
 */
export interface ScriptedAnswer {
  /** Only for requests of this step. */
  readonly step?: string;
  /** Only for requests of this agent. */
  readonly agent?: string;
  /** Only for requests whose messages contain this text. */
  readonly includes?: string;
  /** Only for requests whose messages match. */
  readonly matches?: RegExp;
  /** How many requests it answers. Default: 1; "any" answers none or more. */
  readonly times?: number | "any";
  /** The answer as text. */
  readonly text?: string;
  /** The answer as a value, sent as JSON. */
  readonly object?: unknown;
  /** Tools that the answer calls, with their arguments as values. */
  readonly toolCalls?: readonly {
    /** Tool that is called. */
    readonly name: string;
    /** Arguments, as a value. */
    readonly arguments: unknown;
  }[];
  /** The answer is an error: a code, or the error itself. */
  readonly error?: ErrorCode | DatawrightError;
  /** Why the answer ended. Default: stop. */
  readonly finish?: ChatResponse["finish"];
  /** Default: estimated from the messages and the answer. */
  readonly usage?: Usage;
  /** Log-probabilities of its tokens. */
  readonly logProbabilities?: readonly number[];
}

/** What a scripted model answers: a list in order, or a function of the request. */
export type Script =
  readonly ScriptedAnswer[] | ((request: ChatRequest, index: number) => ScriptedAnswer | undefined);

/** A strict fake of a chat model. */
export interface ScriptedModel extends ChatModel {
  /** Every request so far, in order. */
  readonly requests: readonly ChatRequest[];
  /** @throws SCRIPT_MISMATCH if an answer of the script was never used */
  assertDone(): void;
}

/**
 * A strict fake model: it answers from a script, and a request that the script does not expect is
 * an error.
 *
 * A list is searched from the start for the first unused answer whose matchers accept the request;
 * a function decides by itself.
 *
 *     const model = scriptedModel([{ step: "plan", object: { steps: [] } }, { includes: "refund", text: "A refund." }]);
 *     // ... run what should ask these two things ...
 *     model.assertDone();
 *
 * @throws SCRIPT_MISMATCH (from `complete`) for a request without an answer
 */
export function scriptedModel(script: Script, options: Partial<ModelInfo> = {}): ScriptedModel {
  const info: ModelInfo = {
    name: "scripted",
    fingerprint: "scripted",
    contextTokens: 128_000,
    price: { input: 0, output: 0 },
    logProbabilities: false,
    structured: ["schema", "json", "text"],
    tools: true,
    ...options,
  };
  const requests: ChatRequest[] = [];
  const uses = new Map<ScriptedAnswer, number>();

  function find(request: ChatRequest, index: number): ScriptedAnswer | undefined {
    if (typeof script === "function") return script(request, index);
    return script.find(
      (answer) =>
        (answer.times === "any" || (uses.get(answer) ?? 0) < (answer.times ?? 1)) &&
        accepts(answer, request),
    );
  }

  return {
    info,
    requests,
    // Not declared async: the request is taken in the order of the calls.
    complete(request) {
      const index = requests.push(request) - 1;
      if (request.signal?.aborted)
        return Promise.reject(
          new DatawrightError({ code: "MODEL_ABORTED", message: "the call was cancelled" }),
        );
      const answer = find(request, index);
      if (answer === undefined) return Promise.reject(unexpected(request, index, script));
      uses.set(answer, (uses.get(answer) ?? 0) + 1);
      if (answer.error !== undefined)
        return Promise.reject(
          typeof answer.error === "string" ? scriptedError(answer.error, request) : answer.error,
        );
      return Promise.resolve(response(answer, request, info.name));
    },
    assertDone() {
      if (typeof script === "function") return;
      const unused = script.filter(
        (answer) => answer.times !== "any" && (uses.get(answer) ?? 0) < (answer.times ?? 1),
      );
      if (unused.length === 0) return;
      throw new DatawrightError({
        code: "SCRIPT_MISMATCH",
        message:
          `${unused.length} of ${script.length} scripted answers were not used up; the first ` +
          `is ${describe(unused[0] as ScriptedAnswer)}`,
        hint: "Remove the answers that nothing asks for, or find out why nothing asked.",
        details: { unused: unused.map(describe), requests: requests.length },
      });
    },
  };
}

function accepts(answer: ScriptedAnswer, request: ChatRequest): boolean {
  if (answer.step !== undefined && answer.step !== request.origin.step) return false;
  if (answer.agent !== undefined && answer.agent !== request.origin.agent) return false;
  if (answer.includes === undefined && answer.matches === undefined) return true;
  const text = request.messages.map((message) => message.content).join("\n");
  if (answer.includes !== undefined && !text.includes(answer.includes)) return false;
  // search() ignores the state that a global expression keeps between calls.
  return answer.matches === undefined || text.search(answer.matches) >= 0;
}

function response(answer: ScriptedAnswer, request: ChatRequest, model: string): ChatResponse {
  const text = answer.text ?? ("object" in answer ? JSON.stringify(answer.object) : "");
  return {
    text,
    usage: answer.usage ?? {
      inputTokens: estimateMessageTokens(request.messages),
      outputTokens: estimateTokens(text),
    },
    finish: answer.finish ?? "stop",
    model,
    logProbabilities: answer.logProbabilities,
    toolCalls: answer.toolCalls?.map((call, index) => ({
      id: `call-${request.origin.attempt}-${index + 1}`,
      name: call.name,
      arguments: JSON.stringify(call.arguments),
    })),
  };
}

function scriptedError(code: ErrorCode, request: ChatRequest): DatawrightError {
  return new DatawrightError({
    code,
    message: `scripted failure at step ${request.origin.step}, order ${request.origin.orderId}`,
  });
}

function unexpected(request: ChatRequest, index: number, script: Script): DatawrightError {
  const { step, agent, orderId } = request.origin;
  const last = request.messages.at(-1)?.content ?? "";
  return new DatawrightError({
    code: "SCRIPT_MISMATCH",
    message:
      `request ${index + 1} (step ${step}, agent ${agent}, order ${orderId}) has no answer in ` +
      `the script; it ends with: ${JSON.stringify(last.slice(-200))}`,
    hint:
      typeof script === "function"
        ? "Let the script's function return an answer for it."
        : `The script has ${script.length} answers; add one, or give one a matcher that ` +
          "accepts it.",
    details: { index, step, agent, orderId, messages: request.messages },
  });
}

function describe(answer: ScriptedAnswer): string {
  const matchers = [
    answer.step === undefined ? "" : `step ${answer.step}`,
    answer.agent === undefined ? "" : `agent ${answer.agent}`,
    answer.includes === undefined ? "" : `includes ${JSON.stringify(answer.includes)}`,
    answer.matches === undefined ? "" : `matches ${String(answer.matches)}`,
  ]
    .filter((part) => part !== "")
    .join(", ");
  const body =
    answer.error !== undefined
      ? `error ${typeof answer.error === "string" ? answer.error : answer.error.code}`
      : JSON.stringify(answer.text ?? answer.object ?? "");
  return `${body.slice(0, 80)}${matchers === "" ? "" : ` for ${matchers}`}`;
}
