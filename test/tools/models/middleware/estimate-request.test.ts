import type { ChatRequest } from "../../../../tools/models/contract.js";
import { costOf, estimateRequest } from "../../../../tools/models/middleware/estimate-request.js";
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
