import type { ChatRequest } from "../../../../tools/models/contract.js";
import { costOf, estimateRequest } from "../../../../tools/models/middleware/estimate-request.js";
import { readCompletion } from "../../../../tools/models/providers/read-completion.js";
import { scriptedModel } from "../../../../tools/models/providers/scripted-model.js";

const { info } = scriptedModel([]);
const request = (maxTokens?: number): ChatRequest => ({
  messages: [{ role: "user", content: "a".repeat(396) }],
  parameters: { maxTokens },
  format: { type: "text" },
  origin: { orderId: "o", step: "s", attempt: 0, agent: "a", sampleIds: [] },
});

describe("estimateRequest", () => {
  it("takes the messages, and a usual answer or the limit where that is lower", () => {
    expect(estimateRequest(info, request())).toEqual({ inputTokens: 103, outputTokens: 512 });
    expect(estimateRequest(info, request(100))).toEqual({ inputTokens: 103, outputTokens: 100 });
    // 64 requests in flight with room for 4096 tokens each would end a budget of 100,000 tokens
    // before it began.
    expect(estimateRequest(info, request(4096)).outputTokens).toBe(512);
  });

  it("prices a usage per million tokens, and an unknown price as null", () => {
    expect(
      costOf(
        { ...info, price: { input: 2, output: 8 } },
        { inputTokens: 1_000_000, outputTokens: 500_000 },
      ),
    ).toBe(6);
    expect(costOf({ ...info, price: null }, { inputTokens: 1, outputTokens: 1 })).toBeNull();
  });
});

describe("the price of input that a provider had kept", () => {
  const price = { input: 2, output: 8, cachedInput: 0.5 };
  const usageOf = (message: object) =>
    readCompletion({ content: "x", ...message }, { request: request(), model: "m" }).usage;

  it("is read from OpenAI's usage and LangChain's, and paid at its own price where there is one", () => {
    const raw = {
      usage: {
        prompt_tokens: 1000,
        completion_tokens: 10,
        prompt_tokens_details: { cached_tokens: 800 },
      },
    };
    const usage = usageOf({ additional_kwargs: { __raw_response: raw } });
    expect(usage).toEqual({ inputTokens: 1000, cachedInputTokens: 800, outputTokens: 10 });
    expect(
      usageOf({
        usage_metadata: {
          input_tokens: 1000,
          output_tokens: 10,
          input_token_details: { cache_read: 800 },
        },
      }),
    ).toEqual(usage);
    // 200 at 2, 800 at 0.5 and 10 at 8 dollars a million.
    expect(costOf({ ...info, price }, usage)! * 1e6).toBeCloseTo(880);
    expect(costOf({ ...info, price: { input: 2, output: 8 } }, usage)! * 1e6).toBeCloseTo(2080);
  });
});
