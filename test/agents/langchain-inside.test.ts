import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { tool } from "@langchain/core/tools";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { z } from "zod";
import type { Agent } from "../../agents/contract.js";
import { fromRunnable } from "../../agents/from-runnable.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { callTools, startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { datasetRows, lightAgents, startTickets, ticketText } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

/** A generator that is a LangGraph agent: it looks the label's words up, then writes. */
function reactWriter(): Agent {
  const lookUp = tool(({ label }: { label: string }) => `words of ${label}`, {
    name: "look_up",
    description: "Words that a ticket of a label has.",
    schema: z.object({ label: z.string() }),
  });
  return fromRunnable({
    name: "react-writer",
    role: "generator",
    make: (context) => createReactAgent({ llm: context.langchain(), tools: [lookUp] }),
    input: ({ order }) => ({
      messages: [
        { role: "user", content: `Write one ticket about ${String(order.label)}, ${order.id}.` },
      ],
    }),
    output: (state: { messages: { text: string }[] }) => ({
      fields: { text: state.messages.at(-1)!.text },
    }),
  });
}

/** Calls the tool first; writes when it has the tool's answer. */
function answer(body: Record<string, unknown>): unknown {
  const messages = body["messages"] as { role: string; content: string }[];
  const asked = messages.find((message) => message.role === "user")!.content;
  const label = /about (\w+)/u.exec(asked)![1]!;
  return messages.some((message) => message.role === "tool")
    ? ticketText(label, asked)
    : callTools({ name: "look_up", args: { label } });
}

const spec = {
  target: 6,
  plan: { subtopics: 0, roundSize: 8 },
  critique: { criteria: ["format"] },
} as const;

describe("a LangGraph agent inside a run", () => {
  let server: OpenAiServer;
  beforeEach(async () => {
    server = await startOpenAiServer({ answer });
  });
  afterEach(() => server.stop());

  const start = (workspace: string, more: object = {}, options: object = {}) =>
    startTickets(
      workspace,
      { ...spec, ...more } as never,
      {
        models: { generator: { model: "openai:m", baseUrl: server.url } },
        agents: { ...lightAgents, generator: reactWriter() },
        ...options,
      } as never,
    );

  it("has its model calls in the trace: prompt, answer, tools, tokens and model, below its node", async () => {
    const workspace = temporaryFolder();
    const { handle } = await start(workspace);
    const result = await handle.result;
    expect(result.summary).toMatchObject({ accepted: 6, stop: "target" });
    expect(datasetRows(handle.folder)).toHaveLength(6);

    const opened = await openRun("run", { workspace });
    const spans = await opened.spans();
    const chats = spans.filter((span) => span.operation === "chat" && span.agent === "generator");
    expect(chats.length).toBe(server.count);
    const [first] = chats;
    expect(first!.attributes).toMatchObject({ "gen_ai.request.model": "openai:m" });
    expect(first!.attributes["gen_ai.usage.input_tokens"]).toBeGreaterThan(0);
    const bodies = await Promise.all(
      chats
        .flatMap(({ inputHash, outputHash }) => [inputHash, outputHash])
        .map((hash) => opened.body(hash!)),
    );
    const asks = JSON.stringify(bodies);
    expect(asks).toContain("Write one ticket about");
    expect(asks).toContain("look_up");
    // chat -> the node of the inner graph -> … -> the agent
    const byId = new Map(spans.map((span) => [span.id, span]));
    const line: string[] = [];
    for (let at = byId.get(first!.parentId!); at; at = byId.get(at.parentId ?? ""))
      line.push(at.name);
    expect(line).toContain("agent");
    expect(line).toContain("invoke_agent react-writer");
    expect(spans.filter((span) => span.name.includes("RunChatModel"))).toEqual([]);
    opened.close();
    expect(chats.every((span) => span.status === "ok")).toBe(true);
  });

  it("holds the budget, call by call", async () => {
    const { handle } = await start(temporaryFolder(), { target: 40, budget: { calls: 12 } });
    const result = await handle.result;
    expect(result.summary.stop).toBe("budget");
    expect(server.count).toBeLessThanOrEqual(12);
  });

  it("asks nothing again that the cache has", async () => {
    const workspace = temporaryFolder();
    const first = await start(workspace);
    await first.handle.result;
    const asked = server.count;
    const second = await start(workspace, {}, { runId: "again" });
    await second.handle.result;
    expect(server.count).toBe(asked);
    expect(datasetRows(second.handle.folder).map((row) => row.text)).toEqual(
      datasetRows(first.handle.folder).map((row) => row.text),
    );
  });

  it("is told when its model cannot call tools", async () => {
    const { handle } = await start(temporaryFolder(), {}, { models: {}, model: "embedded" });
    await expect(handle.result).resolves.toMatchObject({
      error: { code: "MODEL_BAD_REQUEST", message: expect.stringContaining("look_up") },
    });
  });

  it("warns of a model that cannot be given the role's temperature", async () => {
    const model = new FakeListChatModel({ responses: ["no object"] });
    const { handle, events } = await start(temporaryFolder(), {}, { models: {}, model });
    await handle.stop();
    expect(events).toContainEqual({
      type: "warning",
      message: expect.stringContaining("cannot be given temperature"),
    });
  });

  it("shows callbacks of the user's each model call below the node that makes it", async () => {
    const parents = new Map<string, { name: string; parent: string | undefined }>();
    const models: string[] = [];
    class Listener extends BaseCallbackHandler {
      readonly name = "listener";
      override handleChainStart(...given: unknown[]): void {
        const [, , runId, parent, , , , name] = given as [
          unknown,
          unknown,
          string,
          string?,
          unknown?,
          unknown?,
          unknown?,
          string?,
        ];
        parents.set(runId, { name: name ?? "", parent });
      }
      override handleChatModelStart(...given: unknown[]): void {
        const [model, , runId, parent] = given as [{ id: string[] }, unknown, string, string?];
        const name = model.id.at(-1)!;
        parents.set(runId, { name, parent });
        if (name === "ChatOpenAI") models.push(runId);
      }
    }
    const { handle } = await start(temporaryFolder(), {}, { callbacks: [new Listener()] });
    await handle.result;
    expect(models).toHaveLength(server.count);
    const line: string[] = [];
    for (let at = parents.get(models[0]!); at; at = parents.get(at.parent ?? ""))
      line.push(at.name);
    expect(line).toEqual(
      expect.arrayContaining([
        "ChatOpenAI",
        "RunChatModel",
        "react-writer",
        "generate",
        "chunk",
        "run",
      ]),
    );
  });
});
