import { createRequire } from "node:module";
import { contentAttributes } from "../../../tools/otlp/content-attributes.js";
import { spanAttributes, spanName } from "../../../tools/otlp/span-attributes.js";
import type { Span } from "../../../schema/span.js";

function span(part: Partial<Span>): Span {
  return {
    id: "00000000000000aa",
    parentId: null,
    runId: "r",
    name: "chat openai:gpt-4o",
    operation: "chat",
    agent: "generator",
    startedAt: 0,
    durationMs: 1,
    status: "ok",
    errorCode: null,
    sampleIds: [],
    attributes: {},
    inputHash: null,
    outputHash: null,
    ...part,
  };
}

const BARE = { isWhole: false };

const CHAT = span({
  sampleIds: ["s1"],
  attributes: {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "openai:gpt-4o",
    "gen_ai.request.temperature": 0.9,
    "gen_ai.response.model": "gpt-4o-2024",
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.usage.input_tokens": 120,
    "gen_ai.usage.cache_read.input_tokens": 100,
    "gen_ai.usage.output_tokens": 8,
    "datawright.cost_usd": 0.002,
    "datawright.cached": false,
    "datawright.nothing": undefined,
  },
});

describe("spans by the names of others", () => {
  it.each<[string, Span, Record<string, unknown>]>([
    [
      "chat gpt-4o",
      CHAT,
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.request.temperature": 0.9,
        "gen_ai.response.model": "gpt-4o-2024",
        "gen_ai.response.finish_reasons": ["stop"],
        "gen_ai.usage.input_tokens": 120,
        "gen_ai.usage.cache_read.input_tokens": 100,
        "gen_ai.usage.output_tokens": 8,
        "gen_ai.usage.cost": 0.002,
        "openinference.span.kind": "LLM",
        "llm.provider": "openai",
        "llm.model_name": "gpt-4o",
        "llm.token_count.prompt": 120,
        "llm.token_count.prompt_details.cache_read": 100,
        "llm.token_count.completion": 8,
        "llm.token_count.total": 128,
        "llm.cost.total": 0.002,
        "llm.invocation_parameters": '{"temperature":0.9}',
        "session.id": "r",
        "graph.node.id": "generator",
        "datawright.agent": "generator",
        "datawright.run.id": "r",
        "datawright.sample.ids": ["s1"],
        "datawright.sample.count": 1,
        "datawright.cost_usd": 0.002,
        "datawright.cached": false,
      },
    ],
    [
      "embeddings text-embedding-3-small",
      span({
        name: "embeddings openai:text-embedding-3-small",
        operation: "embeddings",
        agent: null,
        attributes: {
          "gen_ai.request.model": "openai:text-embedding-3-small",
          "gen_ai.usage.input_tokens": 5,
          "datawright.cost_usd": null,
        },
      }),
      {
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "text-embedding-3-small",
        "gen_ai.usage.input_tokens": 5,
        "openinference.span.kind": "EMBEDDING",
        "llm.provider": "openai",
        "embedding.model_name": "text-embedding-3-small",
        "llm.token_count.prompt": 5,
        "llm.token_count.total": 5,
        "session.id": "r",
        "graph.node.id": "embeddings openai:text-embedding-3-small",
        "datawright.run.id": "r",
      },
    ],
    [
      "invoke_agent critic",
      span({ name: "invoke_agent critic", operation: "invoke_agent", agent: "critic" }),
      {
        "openinference.span.kind": "AGENT",
        "session.id": "r",
        "graph.node.id": "critic",
        "datawright.agent": "critic",
        "datawright.run.id": "r",
      },
    ],
    [
      "execute_tool stock",
      span({ name: "stock", operation: "execute_tool" }),
      {
        "gen_ai.tool.name": "stock",
        "openinference.span.kind": "TOOL",
        "tool.name": "stock",
        "session.id": "r",
        "graph.node.id": "generator",
        "datawright.agent": "generator",
        "datawright.run.id": "r",
      },
    ],
    [
      "invoke_workflow run",
      span({ name: "run", operation: "invoke_workflow", agent: null }),
      {
        "gen_ai.workflow.name": "run",
        "openinference.span.kind": "CHAIN",
        "session.id": "r",
        "graph.node.id": "run",
        "datawright.run.id": "r",
      },
    ],
  ])("names %s", (name, made, attributes) => {
    expect(spanName(made)).toBe(name);
    expect(spanAttributes(made, BARE)).toEqual(attributes);
  });

  it("names providers as the conventions do", () => {
    const of = (model: string): unknown =>
      spanAttributes(span({ attributes: { "gen_ai.request.model": model } }), BARE)[
        "gen_ai.provider.name"
      ];
    expect(
      ["anthropic:claude", "bedrock:nova", "google:gemini", "embedded", "my-model"].map(of),
    ).toEqual(["anthropic", "aws.bedrock", "gcp.gemini", "embedded", "my"]);
  });

  it("keeps words of the dataset back where no contents are wanted", () => {
    const made = span({
      attributes: {
        "datawright.step": "generate:sample:0:0",
        "datawright.goal": "A goal that the model wrote.",
        "datawright.tree.why": ["Because of a row."],
        "datawright.turns": 4,
        "mine.note": "An agent of the user's says what it likes.",
      },
    });
    const bare = spanAttributes(made, BARE);
    expect(Object.keys(bare)).toEqual(
      expect.arrayContaining(["datawright.step", "datawright.turns", "mine.note"]),
    );
    expect(Object.keys(bare).join()).not.toMatch(/goal|tree/u);
    expect(spanAttributes(made, { isWhole: true })).toMatchObject(made.attributes);
  });

  it("names no more than a hundred samples", () => {
    const sampleIds = Array.from({ length: 300 }, (_, index) => `s${index}`);
    const made = spanAttributes(span({ sampleIds }), BARE);
    expect(made["datawright.sample.ids"]).toHaveLength(100);
    expect(made["datawright.sample.count"]).toBe(300);
  });

  it("has no gen_ai name that the official list does not have", () => {
    const official = new Set(
      Object.values(
        createRequire(createRequire(import.meta.url).resolve("@opentelemetry/resources"))(
          "@opentelemetry/semantic-conventions/incubating",
        ) as Record<string, string>,
      ),
    );
    const workflow = span({ name: "run", operation: "invoke_workflow" });
    const tool = span({ name: "t", operation: "execute_tool" });
    const content = contentAttributes({
      input: { messages: [{ role: "user", content: "a" }] },
      output: { text: "b" },
    });
    const names = [CHAT, workflow, tool]
      .flatMap((made) => Object.keys(spanAttributes(made, BARE)))
      .concat(Object.keys(content))
      .filter((name) => name.startsWith("gen_ai."));
    // Langfuse's.
    expect(names.filter((name) => !official.has(name))).toEqual(["gen_ai.usage.cost"]);
  });

  it("gives requests and answers by the names of both", () => {
    const toolCalls = [{ id: "c1", name: "stock", arguments: "{}" }];
    expect(
      contentAttributes({
        input: {
          messages: [
            { role: "user", content: "Write." },
            { role: "tool", content: "3", toolCallId: "c0" },
          ],
        },
        output: { text: "Done.", finish: "length", toolCalls },
      }),
    ).toEqual({
      "input.value": expect.stringContaining('"Write."') as unknown,
      "input.mime_type": "application/json",
      "gen_ai.input.messages": JSON.stringify([
        { role: "user", parts: [{ type: "text", content: "Write." }] },
        { role: "tool", parts: [{ type: "tool_call_response", id: "c0", response: "3" }] },
      ]),
      "llm.input_messages.0.message.role": "user",
      "llm.input_messages.0.message.content": "Write.",
      "llm.input_messages.1.message.role": "tool",
      "llm.input_messages.1.message.content": "3",
      "output.value": "Done.",
      "output.mime_type": "text/plain",
      "gen_ai.output.messages": JSON.stringify([
        {
          role: "assistant",
          parts: [
            { type: "text", content: "Done." },
            { type: "tool_call", id: "c1", name: "stock", arguments: "{}" },
          ],
          finish_reason: "length",
        },
      ]),
      "llm.output_messages.0.message.role": "assistant",
      "llm.output_messages.0.message.content": "Done.",
      "llm.output_messages.0.message.tool_calls.0.tool_call.id": "c1",
      "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "stock",
      "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": "{}",
    });
    const kept = {
      sections: [{ kind: "task", text: "Write a ticket." }],
      template: "About {topic}.",
      values: { topic: "parcels" },
    };
    expect(contentAttributes({ input: kept })["llm.input_messages.1.message.content"]).toContain(
      "About parcels.",
    );
  });
});
