import { z } from "zod";
import { DatawrightError } from "../../../../base/errors.js";
import type { Prompt } from "../../../../schema/prompt.js";
import { createRoleModel } from "../../../../tools/models/providers/role-model.js";
import { scriptedModel, type Script } from "../../../../tools/models/providers/scripted-model.js";
import { completeObject } from "../../../../tools/models/prompt/structured.js";

const schema = z.object({ label: z.enum(["yes", "no"]), note: z.string().optional() });
const prompt: Prompt = {
  sections: [
    { kind: "task", text: "Decide." },
    { kind: "output", text: "One object." },
  ],
};
const call = {
  prompt,
  schema,
  name: "decision",
  step: "judge",
  orderId: "o1",
  agent: "critic",
  sampleIds: ["s1"],
};

async function failure(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; details: Record<string, unknown> }> {
  try {
    await promise;
  } catch (error) {
    return error as { code: string; message: string; details: Record<string, unknown> };
  }
  throw new Error("it did not fail");
}

describe("completeObject", () => {
  it("asks with a JSON schema first and says who asks", async () => {
    const model = scriptedModel([{ object: { label: "yes", note: null } }]);
    const answer = await completeObject(model, { ...call, parameters: { temperature: 0.3 } });
    expect(answer.value).toEqual({ label: "yes" });
    expect(model.requests[0]).toMatchObject({
      format: { type: "schema", name: "decision", schema: { required: ["label", "note"] } },
      origin: { orderId: "o1", step: "judge", attempt: 0, agent: "critic", sampleIds: ["s1"] },
      parameters: { temperature: 0.3 },
    });
    expect(model.requests[0]?.messages[1]?.content).not.toContain("JSON Schema");
  });

  it("steps down when the provider refuses a format, and starts lower the next time", async () => {
    const model = scriptedModel((request) =>
      request.format.type === "text"
        ? { text: 'Sure:\n```json\n{"label":"no"}\n```' }
        : { error: "MODEL_BAD_REQUEST" },
    );
    expect((await completeObject(model, call)).value).toEqual({ label: "no" });
    expect(model.requests.map((request) => request.format.type)).toEqual([
      "schema",
      "json",
      "text",
    ]);
    expect(model.requests[2]?.messages[1]?.content).toContain('"enum":["yes","no"]');
    await completeObject(model, call);
    expect(model.requests.slice(3).map((request) => request.format.type)).toEqual(["text"]);
  });

  it("does not blame the format when every rung fails", async () => {
    let broken = true;
    const model = scriptedModel(() =>
      broken ? { error: "MODEL_BAD_REQUEST" } : { object: { label: "yes" } },
    );
    expect((await failure(completeObject(model, call))).code).toBe("MODEL_BAD_REQUEST");
    broken = false;
    await completeObject(model, call);
    expect(model.requests.at(-1)?.format.type).toBe("schema");
  });

  it.each([{ othersAnswered: true, status: 400 }, { status: 404 }])(
    "does not try other formats where they cannot help: %j",
    async (details) => {
      const model = scriptedModel([
        { error: new DatawrightError({ code: "MODEL_BAD_REQUEST", message: "no", details }) },
      ]);
      expect((await failure(completeObject(model, call))).code).toBe("MODEL_BAD_REQUEST");
      expect(model.requests).toHaveLength(1);
    },
  );

  it("starts at the first rung that the model declares", async () => {
    const model = scriptedModel([{ text: '{"label":"yes"}' }], { structured: ["json", "text"] });
    await completeObject(model, call);
    expect(model.requests[0]?.format.type).toBe("json");
    expect(model.requests[0]?.messages[1]?.content).toContain("JSON Schema");
  });

  it("shows the problems in one correction turn and sums the usage", async () => {
    const usage = { inputTokens: 10, outputTokens: 5 };
    const model = scriptedModel([
      { object: { label: "maybe" }, usage },
      { object: { label: "no" }, usage },
    ]);
    const answer = await completeObject(model, {
      ...call,
      seedFor: (orderId, step, attempt) => orderId.length * 100 + step.length * 10 + attempt,
    });
    expect(answer.value).toEqual({ label: "no" });
    expect(answer.usage).toEqual({ inputTokens: 20, outputTokens: 10 });
    const [first, second] = model.requests;
    expect(second?.messages.slice(2)).toEqual([
      { role: "assistant", content: '{"label":"maybe"}' },
      { role: "user", content: expect.stringContaining("- label: ") as string },
    ]);
    expect(second?.origin.attempt).toBe(1);
    expect(second?.parameters.seed).not.toBe(first?.parameters.seed);
  });

  it("gives up after the correction turn with the raw text and the problems", async () => {
    const model = scriptedModel([{ text: "I would say yes." }, { text: "Still yes." }]);
    const error = await failure(completeObject(model, call));
    expect(error.code).toBe("MODEL_OUTPUT");
    expect(error.details).toMatchObject({
      text: "Still yes.",
      problems: [expect.stringContaining("no JSON object")],
    });
    model.assertDone();
  });

  it("asks once more after an empty answer", async () => {
    const once = scriptedModel([{ text: " " }, { object: { label: "yes" } }]);
    expect((await completeObject(once, call)).value.label).toBe("yes");
    expect(once.requests.map((request) => request.origin.attempt)).toEqual([0, 1]);
    expect(
      (await failure(completeObject(scriptedModel([{ text: "" }, { text: "" }]), call))).code,
    ).toBe("MODEL_EMPTY");
  });

  it("asks a truncated answer once more with twice the tokens", async () => {
    const model = scriptedModel([
      { text: '{"label":', finish: "length" },
      { object: { label: "yes" } },
    ]);
    await completeObject(model, { ...call, parameters: { maxTokens: 100 } });
    expect(model.requests.map((request) => request.parameters.maxTokens)).toEqual([100, 200]);
    const twice = scriptedModel([
      { text: '{"la', finish: "length" },
      { text: '{"label', finish: "length" },
    ]);
    expect((await failure(completeObject(twice, call))).code).toBe("MODEL_TRUNCATED");
  });

  it("accepts a whole object even where the provider says that it was cut", async () => {
    const model = scriptedModel([{ text: '{"label":"yes"}\n\n\n', finish: "length" }]);
    expect((await completeObject(model, call)).value.label).toBe("yes");
  });

  it("takes a refusal as an answer", async () => {
    const error = await failure(
      completeObject(scriptedModel([{ text: "I cannot help.", finish: "refusal" }]), call),
    );
    expect(error).toMatchObject({ code: "MODEL_REFUSED", details: { text: "I cannot help." } });
  });
});

describe("createRoleModel", () => {
  it("adds the role's settings, agent, seed and signal to each request", async () => {
    const model = scriptedModel([{ object: { label: "yes" } }]);
    const signal = new AbortController().signal;
    const role = createRoleModel({
      model,
      agent: "critic",
      settings: { temperature: 0.7, maxTokens: 50 },
      signal,
      seedFor: () => 9,
    });
    await role.object({
      prompt,
      schema,
      name: "decision",
      step: "judge",
      orderId: "o1",
      parameters: { maxTokens: 80 },
    });
    expect(model.requests[0]).toMatchObject({
      parameters: { temperature: 0.7, maxTokens: 80, seed: 9 },
      origin: { agent: "critic", sampleIds: [] },
    });
    expect(model.requests[0]?.signal).toBe(signal);
  });

  it("asks for text with the same care", async () => {
    const ask = (script: Script) =>
      createRoleModel({ model: scriptedModel(script), agent: "generator" }).text({
        prompt,
        step: "write",
        orderId: "o1",
      });
    expect((await ask([{ text: "" }, { text: "Hello." }])).value).toBe("Hello.");
    expect((await ask([{ text: "<think>What? </think>Hi." }])).value).toBe("Hi.");
    expect((await ask([{ text: "Hel", finish: "length" }, { text: "Hello." }])).value).toBe(
      "Hello.",
    );
    expect((await failure(ask([{ text: "" }, { text: "" }]))).code).toBe("MODEL_EMPTY");
    expect(
      (
        await failure(
          ask([
            { text: "H", finish: "length" },
            { text: "He", finish: "length" },
          ]),
        )
      ).code,
    ).toBe("MODEL_TRUNCATED");
    expect((await failure(ask([{ text: "", finish: "refusal" }]))).code).toBe("MODEL_REFUSED");
  });
});

describe("scriptedModel", () => {
  it("refuses a request that the script does not expect, and names it", async () => {
    const error = await failure(
      completeObject(scriptedModel([{ step: "plan", text: "{}" }]), call),
    );
    expect(error.code).toBe("SCRIPT_MISMATCH");
    expect(error.message).toContain("step judge, agent critic, order o1");
  });

  it("chooses by step, agent, text and expression, in the script's order", async () => {
    const model = scriptedModel([
      { agent: "planner", text: "planner" },
      { step: "write", text: "step" },
      { includes: "refund", text: "text" },
      { matches: /re.und/g, text: "expression" },
      { times: "any", text: "rest" },
    ]);
    const ask = async (
      content: string,
      origin: { agent?: string; step?: string } = {},
    ): Promise<string> =>
      (
        await model.complete({
          messages: [{ role: "user", content }],
          parameters: {},
          format: { type: "text" },
          origin: { orderId: "o", step: "s", attempt: 0, agent: "a", sampleIds: [], ...origin },
        })
      ).text;
    expect(await ask("refund")).toBe("text");
    expect(await ask("refund")).toBe("expression");
    expect(await ask("refund")).toBe("rest");
    expect(await ask("x", { step: "write" })).toBe("step");
    expect(() => model.assertDone()).toThrow(
      expect.objectContaining({
        code: "SCRIPT_MISMATCH",
        message: expect.stringContaining('"planner" for agent planner') as string,
      }) as Error,
    );
    expect(await ask("x", { agent: "planner" })).toBe("planner");
    model.assertDone();
  });
});
