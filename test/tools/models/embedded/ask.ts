import type { JsonSchema } from "../../../../schema/json.js";
import type { PromptSection, SectionKind } from "../../../../schema/prompt.js";
import type { ChatModel, ChatParameters, ChatRequest } from "../../../../tools/models/contract.js";
import { renderPrompt } from "../../../../tools/models/prompt/render-prompt.js";

type Items = readonly Readonly<Record<string, unknown>>[];
export type Sections = Partial<Record<SectionKind, Items | string>>;

/** A request as the harness renders it. */
export function request(
  sections: Sections,
  schema: JsonSchema | null,
  parameters: ChatParameters = { seed: 1 },
): ChatRequest {
  const list = Object.entries(sections).map(([kind, content]): PromptSection => ({
    kind: kind as SectionKind,
    text: typeof content === "string" ? content : "",
    ...(typeof content === "string" ? {} : { items: [...content] }),
  }));
  return {
    messages: renderPrompt({ sections: list }),
    parameters,
    format: schema === null ? { type: "text" } : { type: "schema", name: "answer", schema },
    origin: { orderId: "order", step: "step", attempt: 0, agent: "test", sampleIds: [] },
  };
}

export async function ask<T>(
  model: ChatModel,
  sections: Sections,
  schema: JsonSchema,
  parameters?: ChatParameters,
): Promise<T> {
  return JSON.parse((await model.complete(request(sections, schema, parameters))).text) as T;
}
