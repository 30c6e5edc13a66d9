import type { ChatModel, ChatRequest } from "../../../../tools/models/contract.js";
import { Admission } from "../../../../tools/models/middleware/admission.js";
import { withAdmission } from "../../../../tools/models/middleware/with-admission.js";
import { withTimeLimit } from "../../../../tools/models/middleware/with-time-limit.js";
import { scriptedModel } from "../../../../tools/models/providers/scripted-model.js";
import { ManualClock } from "../../../helpers/manual-clock.js";

const request: ChatRequest = {
  messages: [{ role: "user", content: "Hello?" }],
  parameters: {},
  format: { type: "text" },
  origin: { orderId: "o", step: "s", attempt: 0, agent: "a", sampleIds: [] },
};

function deaf(): { model: ChatModel; calls: AbortSignal[] } {
  const calls: AbortSignal[] = [];
  const { info } = scriptedModel([]);
  return {
    calls,
    model: {
      info,
      complete: ({ signal }) => {
        calls.push(signal!);
        return new Promise(() => undefined);
      },
    },
  };
}

describe("withTimeLimit", () => {
  it("ends each attempt of a model that never answers, tells it, and the admission tries again", async () => {
    const clock = new ManualClock();
    const { model, calls } = deaf();
    const admission = new Admission({ concurrency: 1, maxRetries: 1, clock });
    const limited = withAdmission(admission)(withTimeLimit(10, clock)(model));
    const outcome = expect(limited.complete(request)).rejects.toMatchObject({
      code: "MODEL_TIMEOUT",
      message: "scripted did not answer within 10 seconds (after 2 attempts)",
    });
    await clock.advance(21_000);
    await outcome;
    expect(calls.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it("leaves a model that keeps time by itself, and one that needs none, as they are", () => {
    const { model } = deaf();
    const own = { ...model, timeoutSeconds: 300 };
    expect(withTimeLimit(10)(own)).toBe(own);
    expect(withTimeLimit(Infinity)(model)).toBe(model);
    expect(withTimeLimit(10)(model)).not.toBe(model);
  });
});
