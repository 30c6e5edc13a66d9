import { isDatawrightError } from "../../base/errors.js";
import { fillSchema } from "../conformance/fill-schema.js";
import type { ChatModel, ChatRequest, ChatResponse } from "../../tools/models/contract.js";
import { estimateTokens } from "../../tools/models/providers/count-tokens.js";

type Node = Readonly<Record<string, unknown>>;

/** A model that answers in place of others, and whether it had to make answers up. */
export class DryModels {
  readonly #embedded: ChatModel;
  #madeUp = false;

  constructor(embedded: ChatModel) {
    this.#embedded = embedded;
  }

  /** True once a task showed no text that the embedded model could learn from. */
  get madeUp(): boolean {
    return this.#madeUp;
  }

  /**
   * Stands in for a model while prompts are counted: its name, price and context, answered by the
   * embedded model, or by words that fit the wanted form.
   */
  of(model: ChatModel): ChatModel {
    return {
      info: { ...model.info, structured: ["schema", "json", "text"] },
      complete: async (request) => {
        try {
          return await this.#embedded.complete(request);
        } catch (error) {
          if (!isDatawrightError(error) || error.code !== "NO_TEXT_TO_FIT") throw error;
          this.#madeUp = true;
          return madeUp(request, model.info.name);
        }
      },
    };
  }
}

function madeUp(request: ChatRequest, model: string): ChatResponse {
  const { schema } = request.format;
  const text = schema
    ? JSON.stringify(praising(fillSchema(schema, JSON.stringify(request.origin)), schema))
    : "A sentence of about as many words as an answer has, made up while prompts are counted.";
  const asked = request.messages.map(({ content }) => content).join("\n");
  return {
    text,
    usage: { inputTokens: estimateTokens(asked), outputTokens: estimateTokens(text) },
    finish: "stop",
    model,
  };
}

/** Figures at the top of their scale: a judge that refuses at random says nothing about a run. */
function praising(value: unknown, schema: Node): unknown {
  const members = schema["properties"] as Readonly<Record<string, Node>> | undefined;
  if (typeof value === "number" && typeof schema["maximum"] === "number") return schema["maximum"];
  if (typeof value !== "object" || value === null || Array.isArray(value) || !members) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, praising(member, members[name] ?? {})]),
  );
}
