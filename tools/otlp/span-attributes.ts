import type { Span } from "../../schema/span.js";

/** A value as OpenTelemetry takes it. */
export type AttributeValue = string | number | boolean | string[];
export type SpanAttributes = Record<string, AttributeValue>;

/** A sample's trace is found by its id; a step of a whole dataset does not name ten thousand. */
const MOST_SAMPLES = 100;

/** Kinds of OpenInference, by operation; every other step is a link of a chain. */
const KINDS: Readonly<Record<string, string>> = {
  chat: "LLM",
  text_completion: "LLM",
  embeddings: "EMBEDDING",
  invoke_agent: "AGENT",
  execute_tool: "TOOL",
  retrieval: "RETRIEVER",
};

/** Providers as the GenAI conventions name them, where our own name is another. */
const PROVIDERS: Readonly<Record<string, string>> = {
  bedrock: "aws.bedrock",
  google: "gcp.gemini",
  mistral: "mistral_ai",
  xai: "x_ai",
};

/**
 * Of datawright's own attributes those whose words are ours: in others a model, the task or a row
 * may speak (`datawright.goal`, `datawright.entry`), and such go only where contents do.
 */
const OWN_WORDS = new Set(
  [
    "step",
    "order_id",
    "demonstrations",
    "sources",
    "run",
    "part",
    "worker",
    "mode",
    "operator",
    "sandbox.outcome",
    "seeds.note",
    "demonstrations.note",
  ].map((name) => `datawright.${name}`),
);

/** Attributes that OpenInference has a name of its own for. */
const TOKENS = [
  ["gen_ai.usage.input_tokens", "llm.token_count.prompt"],
  ["gen_ai.usage.output_tokens", "llm.token_count.completion"],
  ["gen_ai.usage.cache_read.input_tokens", "llm.token_count.prompt_details.cache_read"],
] as const;

const MODEL_OPERATIONS = new Set(["chat", "text_completion", "embeddings"]);

/** True for a step that asks a model. */
export function asksModel({ operation }: Pick<Span, "operation">): boolean {
  return MODEL_OPERATIONS.has(operation);
}

/** `openai:gpt-4o` as provider and model; a model of this process is its own provider. */
function modelParts(name: string): { readonly provider: string; readonly model: string } {
  const [, prefix, model] = /^([a-z]+):(.+)$/su.exec(name) ?? [];
  if (prefix === undefined || model === undefined)
    return { provider: name.replace(/-.*$/su, ""), model: name };
  return { provider: PROVIDERS[prefix] ?? prefix, model };
}

/** True for a model that is not asked over a network. */
export function isOwnModel(name: string): boolean {
  return /^(?:embedded|gguf)(?:$|[-:])/u.test(name);
}

/** The name of a span as the GenAI conventions form it: operation and what it is done with. */
export function spanName(span: Span): string {
  const { name, operation, attributes } = span;
  const model = attributes["gen_ai.request.model"];
  if (asksModel(span) && typeof model === "string")
    return `${operation} ${modelParts(model).model}`;
  return name.startsWith(`${operation} `) ? name : `${operation} ${name}`;
}

/**
 * What is known of a step by the names of OpenTelemetry's GenAI conventions, of OpenInference, and
 * of datawright where neither has one.
 *
 * @param options.isWhole also what may hold words of the dataset
 */
export function spanAttributes(
  span: Span,
  { isWhole }: { readonly isWhole: boolean },
): SpanAttributes {
  const { attributes: own, operation, agent, name, sampleIds, runId } = span;
  const all: SpanAttributes = {};
  for (const [key, value] of Object.entries(own)) {
    const kept = attributeValue(value);
    if (kept !== undefined && (isWhole || !maySpeak(key, kept))) all[key] = kept;
  }
  Object.assign(all, {
    "openinference.span.kind": KINDS[operation] ?? "CHAIN",
    "session.id": runId,
    "datawright.run.id": runId,
    "graph.node.id": agent ?? name,
  });
  if (agent !== null) all["datawright.agent"] = agent;
  if (operation === "invoke_workflow") all["gen_ai.workflow.name"] = name;
  if (operation === "execute_tool") {
    const tool = String(own["gen_ai.tool.name"] ?? name);
    Object.assign(all, { "gen_ai.tool.name": tool, "tool.name": tool });
  }
  if (sampleIds.length > 0) {
    all["datawright.sample.ids"] = sampleIds.slice(0, MOST_SAMPLES);
    all["datawright.sample.count"] = sampleIds.length;
  }
  const requested = own["gen_ai.request.model"];
  if (asksModel(span) && typeof requested === "string")
    Object.assign(all, ofModel(span, requested));
  return all;
}

function maySpeak(key: string, value: AttributeValue): boolean {
  return typeof value === "object" || typeof value === "string"
    ? key.startsWith("datawright.") && !OWN_WORDS.has(key)
    : false;
}

function ofModel({ operation, attributes: own }: Span, requested: string): SpanAttributes {
  const { provider, model } = modelParts(requested);
  const all: SpanAttributes = {
    "gen_ai.provider.name": provider,
    "gen_ai.request.model": model,
    "llm.provider": provider,
  };
  all[operation === "embeddings" ? "embedding.model_name" : "llm.model_name"] = model;
  for (const [ours, theirs] of TOKENS) {
    const count = own[ours];
    if (typeof count === "number") all[theirs] = count;
  }
  const [input, output] = ["llm.token_count.prompt", "llm.token_count.completion"].map(
    (key) => all[key],
  );
  if (typeof input === "number")
    all["llm.token_count.total"] = input + (typeof output === "number" ? output : 0);
  const cost = own["datawright.cost_usd"];
  // Langfuse reads the second, Phoenix the first.
  if (typeof cost === "number")
    Object.assign(all, { "llm.cost.total": cost, "gen_ai.usage.cost": cost });
  const parameters = Object.entries(own).flatMap(([key, value]) => {
    const [, parameter] = /^gen_ai\.request\.(?!model$)(.+)$/u.exec(key) ?? [];
    return parameter === undefined ? [] : [[parameter, value] as const];
  });
  if (parameters.length > 0)
    all["llm.invocation_parameters"] = JSON.stringify(Object.fromEntries(parameters));
  return all;
}

/** A value as OpenTelemetry takes it: what is nested is JSON, what is nothing is left out. */
function attributeValue(value: unknown): AttributeValue | undefined {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  return JSON.stringify(value);
}
