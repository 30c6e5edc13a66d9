import { join } from "node:path";
import { SqliteResponseCache } from "../../../../memory/response-cache.js";
import type { ChatRequest, ModelMiddleware } from "../../../../tools/models/contract.js";
import { Admission } from "../../../../tools/models/middleware/admission.js";
import { composeModel } from "../../../../tools/models/middleware/compose-model.js";
import { requestKey } from "../../../../tools/models/middleware/with-cache.js";
import { openaiModel } from "../../../../tools/models/providers/openai-model.js";
import { scriptedModel } from "../../../../tools/models/providers/scripted-model.js";
import { startOpenAiServer, type OpenAiServer } from "../../../helpers/openai-server.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const request = (text: string): ChatRequest => ({
  messages: [{ role: "user", content: text }],
  parameters: {},
  format: { type: "text" },
  origin: { orderId: "o", step: "s", attempt: 0, agent: "generator", sampleIds: [] },
});

/** Sends no e-mail address out, and lets none in. */
const redacted: ModelMiddleware = (model) => {
  const hidden = (text: string): string => text.replace(/\S+@\S+/gu, "[EMAIL]");
  return {
    info: { ...model.info, fingerprint: `${model.info.fingerprint}+redacted-1` },
    complete: async (asked) => {
      const messages = asked.messages.map((message) => ({
        ...message,
        content: hidden(message.content),
      }));
      const answer = await model.complete({ ...asked, messages });
      return { ...answer, text: hidden(answer.text) };
    },
  };
};

describe("a user's middleware", () => {
  let server: OpenAiServer;
  afterEach(() => server?.stop());

  it("changes what a server is sent and what the cache keeps, in each attempt, and not what a hit costs", async () => {
    server = await startOpenAiServer({
      faults: [{ kind: "server-error" }],
      answer: () => "Write to kim@shop.example",
    });
    const folder = temporaryFolder();
    const cache = new SqliteResponseCache(join(folder, "cache.db"));
    const seen: string[] = [];
    const watched: ModelMiddleware = (model) => ({
      info: model.info,
      complete: (asked) => {
        seen.push(asked.messages[0]!.content);
        return model.complete(asked);
      },
    });
    try {
      const inner = openaiModel({ model: "m", baseUrl: server.url });
      const model = composeModel(inner, {
        cache,
        admission: new Admission({ concurrency: 1 }),
        middleware: [redacted, watched],
      });
      const asked = request("Answer jane@home.example, please.");
      const answer = await model.complete(asked);
      expect(answer.text).toBe("Write to [EMAIL]");
      expect(cache.get(requestKey(model.info, asked))?.text).toBe("Write to [EMAIL]");
      expect(await model.complete(asked)).toMatchObject({ cached: true, text: "Write to [EMAIL]" });
      expect(seen).toEqual(["Answer [EMAIL] please.", "Answer [EMAIL] please."]);
      const sent = server.requests.map(({ body }) => JSON.stringify(body));
      expect(sent).toHaveLength(2);
      expect(sent.join()).toContain("[EMAIL]");
      expect(sent.join()).not.toContain("jane@");
      // Answers without it are other answers.
      expect(requestKey(inner.info, asked)).not.toBe(requestKey(model.info, asked));
    } finally {
      cache.close();
    }
  });

  it.each<[string, unknown, string]>([
    ["is no function", {}, "middleware[0] is not a function"],
    ["gives back nothing", () => undefined, "middleware[0] gave back no model"],
    ["gives back half a model", () => ({ complete: () => null }), "middleware[0] gave back no"],
  ])("that %s is refused before anything is asked", (_what, middleware, message) => {
    expect(() =>
      composeModel(scriptedModel([]), { middleware: [middleware as ModelMiddleware] }),
    ).toThrow(
      expect.objectContaining({
        code: "PLUGIN_INVALID",
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });

  it("is named when it throws, and coded errors pass through it", async () => {
    const careless: ModelMiddleware = (model) => ({
      info: model.info,
      complete: (asked) =>
        asked.messages[0]!.content === "x"
          ? Promise.reject(new TypeError("no such word list"))
          : model.complete(asked),
    });
    const model = composeModel(scriptedModel([{ error: "MODEL_REFUSED" }]), {
      middleware: [careless],
    });
    await expect(model.complete(request("x"))).rejects.toMatchObject({
      code: "PLUGIN_INVALID",
      message: "middleware[0] (careless) or the model inside it failed: no such word list",
    });
    await expect(model.complete(request("y"))).rejects.toMatchObject({ code: "MODEL_REFUSED" });
  });
});
