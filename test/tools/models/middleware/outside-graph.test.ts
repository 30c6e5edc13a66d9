import { getEventListeners } from "node:events";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { ChatOpenAI } from "@langchain/openai";
import { AsyncLocalStorageProviderSingleton } from "@langchain/core/singletons";
import type { Span } from "../../../../schema/span.js";
import { Tracer } from "../../../../memory/tracer.js";
import { composeModel } from "../../../../tools/models/middleware/compose-model.js";
import type { ChatModel } from "../../../../tools/models/contract.js";
import { openaiModel } from "../../../../tools/models/providers/openai-model.js";
import { createRoleModel } from "../../../../tools/models/providers/role-model.js";
import { scriptedModel } from "../../../../tools/models/providers/scripted-model.js";
import { startOpenAiServer } from "../../../helpers/openai-server.js";

describe("model calls inside a graph", () => {
  // A model of a user's own that calls a LangChain client without a signal: inside the graph's
  // context the client would listen to the graph's.
  const careless = (url: string, listeners: number[]): ChatModel => {
    const client = new ChatOpenAI({ model: "m", apiKey: "none", configuration: { baseURL: url } });
    return {
      info: scriptedModel([]).info,
      complete: async () => {
        const call = client.invoke("Hello?");
        const config = AsyncLocalStorageProviderSingleton.getRunnableConfig() as
          { signal?: AbortSignal } | undefined;
        listeners.push(config?.signal ? getEventListeners(config.signal, "abort").length : 0);
        return {
          text: String((await call).content),
          usage: { inputTokens: 1, outputTokens: 1 },
          finish: "stop",
          model: "careless",
        };
      },
    };
  };

  it.each(["openai", "careless"])(
    "add no listeners to the graph's signal and keep their place in the trace (%s)",
    async (kind) => {
      const server = await startOpenAiServer();
      const spans: Span[] = [];
      const listeners: number[] = [];
      const store = {
        record: (span: Span) => void spans.push(span),
        flush: () => Promise.resolve(),
        spans: () => Promise.resolve([]),
        body: () => Promise.resolve(null),
        usage: () => Promise.resolve([]),
      };
      const tracer = new Tracer({ runId: "r", store });
      const run = new AbortController();
      const inner =
        kind === "openai"
          ? openaiModel({ model: "m", baseUrl: server.url })
          : careless(server.url, listeners);
      const model = createRoleModel({
        model: composeModel(inner, { tracer }),
        agent: "generator",
        tracer,
        signal: run.signal,
      });
      let most = 0;
      try {
        const graph = new StateGraph(Annotation.Root({ done: Annotation<number> }))
          .addNode("work", async (_state, config) => {
            await tracer.span({ name: "step", operation: "invoke_agent" }, async () => {
              const calls = Array.from({ length: 40 }, (_, index) =>
                model.text({
                  prompt: { sections: [{ kind: "task", text: "Say hello." }] },
                  step: "s",
                  orderId: String(index),
                }),
              );
              while (server.inFlight === 0) await new Promise((resolve) => setImmediate(resolve));
              most = config.signal ? getEventListeners(config.signal, "abort").length : 0;
              await Promise.all(calls);
            });
            return { done: 40 };
          })
          .addEdge(START, "work")
          .addEdge("work", END)
          .compile();
        expect(await graph.invoke({ done: 0 }, { signal: run.signal })).toEqual({ done: 40 });
        expect(Math.max(most, ...listeners)).toBeLessThan(5);
        expect(getEventListeners(run.signal, "abort").length).toBeLessThan(5);
        const step = spans.find((span) => span.name === "step");
        expect(
          spans.filter((span) => span.operation === "chat").map((span) => span.parentId),
        ).toEqual(Array.from({ length: 40 }, () => step?.id));
      } finally {
        await server.stop();
      }
    },
  );
});
