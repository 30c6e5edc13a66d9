import { dialogueTurnsStrategy } from "../../../../agents/generator/strategies/dialogue-turns.js";
import { preferencePairStrategy } from "../../../../agents/generator/strategies/preference-pair.js";
import { toolLoopStrategy } from "../../../../agents/generator/strategies/tool-loop.js";
import { fakeRow } from "../../../helpers/fake-context.js";
import { writeWith, type WriteOptions } from "../../../helpers/write-with.js";
import { orderOf } from "../../../helpers/plain-parts.js";

describe("dialogue-turns", () => {
  const goal = { who: "a cyclist", goal: "a quiet brake" };
  const talk = (
    partner: WriteOptions["partner"],
    answers: WriteOptions["answers"],
    settings: Record<string, unknown> = { minTurns: 1, maxTurns: 3 },
    more: Partial<WriteOptions> = {},
  ) =>
    writeWith(dialogueTurnsStrategy, {
      spec: { kind: "dialogue" },
      subTask: { output: ["messages"], settings },
      partner,
      answers,
      ...more,
    });
  const user = (message: string, done?: boolean) =>
    done === undefined ? { message } : { message, done };

  it("lets the partner play the user and the generator answer, each from its own side", async () => {
    const { written, asked, askedPartner, section, prompt } = await talk(
      {
        goal,
        "user-1": user("My brake squeaks."),
        "user-2": user("They shine.", false),
        "user-3": user("Thanks, bye!", true),
      },
      {
        "assistant-1": { message: "Do the pads shine?" },
        "assistant-2": { message: "Sand them." },
      },
    );
    expect(askedPartner).toEqual(["goal", "user-1", "user-2", "user-3"]);
    expect(asked).toEqual(["assistant-1", "assistant-2"]);
    expect(written).toEqual({
      fields: {
        messages: [
          { role: "user", content: "My brake squeaks." },
          { role: "assistant", content: "Do the pads shine?" },
          { role: "user", content: "They shine." },
          { role: "assistant", content: "Sand them." },
        ],
      },
      scores: { turns: 2 },
    });
    expect(section("user-2", "draft")?.items).toEqual([
      {
        ...goal,
        conversation: [
          { speaker: "you", text: "My brake squeaks." },
          { speaker: "the assistant", text: "Do the pads shine?" },
        ],
      },
    ]);
    expect(section("assistant-2", "draft")?.items).toEqual([
      {
        conversation: [
          { speaker: "the user", text: "My brake squeaks." },
          { speaker: "you", text: "Do the pads shine?" },
          { speaker: "the user", text: "They shine." },
        ],
      },
    ]);
    expect(prompt("assistant-1")).not.toContain("a quiet brake");
  });

  it("gives passages to the assistant and conditions to the user, not the other way round", async () => {
    const sources = [{ id: "p", text: "Pads are sanded.", source: "d" }];
    const input = {
      order: orderOf({ conditions: [{ name: "mood", value: "grumpy" }], sourceIds: ["p"] }),
    };
    const { prompt } = await talk(
      { goal, "user-1": user("Hm.") },
      { "assistant-1": { message: "Sand them." } },
      { minTurns: 1, maxTurns: 1 },
      { sources, input },
    );
    expect([prompt("user-1").includes("grumpy"), prompt("assistant-1").includes("grumpy")]).toEqual(
      [true, false],
    );
    expect([
      prompt("user-1").includes("Pads are sanded"),
      prompt("assistant-1").includes("Pads are sanded"),
    ]).toEqual([false, true]);
  });

  it("cannot be ended by the user before the least number of rounds, and ends at the most", async () => {
    const two = await talk(
      { goal, "user-1": user("How?"), "user-2": user("When?") },
      { "assistant-1": { message: "Slowly." }, "assistant-2": { message: "Soon." } },
      { minTurns: 2, maxTurns: 2 },
    );
    expect(two.written?.scores).toEqual({ turns: 2 });
    expect(two.prompt("user-2")).not.toContain("done");
  });

  it("cuts phrases of politeness of both sides, also in other languages that it is told", async () => {
    const { written } = await talk(
      { goal, "user-1": user("Thank you so much! How do I sand them?") },
      {
        "assistant-1": {
          message: "Gern geschehen! With fine paper. Is there anything else I can help you with?",
        },
      },
      { minTurns: 1, maxTurns: 1, stockPhrases: ["gern geschehen"] },
    );
    expect(written?.fields["messages"]).toEqual([
      { role: "user", content: "How do I sand them?" },
      { role: "assistant", content: "With fine paper." },
    ]);
  });

  it("answers a last question of a user who is done, and tells a turn its role alone", async () => {
    const { written, section, prompt } = await talk(
      { goal, "user-1": user("How?"), "user-2": user("Good. And how often?", true) },
      { "assistant-1": { message: "Sand them." }, "assistant-2": { message: "Once a year." } },
      { minTurns: 1, maxTurns: 5 },
      {
        spec: {
          kind: "dialogue",
          persona: "a poet",
          constraints: { minWords: 200, notes: ["No brand names."] },
        },
      },
    );
    expect((written?.fields["messages"] as { content: string }[]).slice(2)).toEqual([
      { role: "user", content: "Good. And how often?" },
      { role: "assistant", content: "Once a year." },
    ]);
    for (const part of ["user-2", "assistant-2"]) {
      expect(prompt(part)).not.toMatch(/poet|200|one step|Write one sample/u);
      expect(section(part, "task")?.text).toContain("No brand names.");
    }
    expect(prompt("goal")).not.toMatch(/poet|200|brand/u);
  });

  it("ends in politeness or circles, and gives up what ends too soon", async () => {
    const polite = await talk(
      { goal, "user-1": user("How?"), "user-2": user("Thank you very much!", false) },
      { "assistant-1": { message: "Sand them." } },
    );
    expect(polite.written?.scores).toEqual({ turns: 1 });
    const circle = await talk(
      { goal, "user-1": user("How?"), "user-2": user("how", false) },
      { "assistant-1": { message: "Sand them." }, "assistant-2": { message: "Do." } },
    );
    expect(circle.written?.scores).toEqual({ turns: 1 });
    expect((await talk({ goal, "user-1": user("Thanks!") }, {})).reason).toBe("no-answer");
    expect(
      (
        await talk(
          { goal, "user-1": user("How?") },
          { "assistant-1": { message: "You're welcome." } },
        )
      ).reason,
    ).toBe("no-answer");
  });

  it("gives up a conversation in which a side speaks as a language model", async () => {
    expect(
      (
        await talk(
          { goal, "user-1": user("How?") },
          { "assistant-1": { message: "As an AI language model, I cannot sand." } },
        )
      ).reason,
    ).toBe("refused");
  });

  it("shows each side how other conversations go on at the same point", async () => {
    const demonstration = fakeRow("s1", "", null, {
      messages: [
        { role: "user", content: "u1" },
        { role: "assistant", content: "a1" },
        { role: "user", content: "u2" },
        { role: "assistant", content: "a2" },
      ],
    });
    const { section } = await talk(
      { goal, "user-1": user("x?"), "user-2": user("y?", false) },
      { "assistant-1": { message: "z" }, "assistant-2": { message: "w" } },
      { minTurns: 1, maxTurns: 2 },
      { demonstrations: [demonstration] },
    );
    expect(section("user-2", "demonstrations")?.items).toEqual([
      {
        conversation: [
          { speaker: "you", text: "u1" },
          { speaker: "the assistant", text: "a1" },
        ],
        message: "u2",
        done: true,
      },
    ]);
    expect(section("assistant-1", "demonstrations")?.items).toEqual([
      { conversation: [{ speaker: "the user", text: "u1" }], message: "a1" },
    ]);
  });

  it("refuses settings and plans that make no sense", async () => {
    expect((await talk({}, {}, { minTurns: 4, maxTurns: 2 })).error?.code).toBe("SPEC_INVALID");
    expect(
      (
        await writeWith(dialogueTurnsStrategy, {
          spec: { kind: "reasoning" },
          subTask: { output: ["question"] },
        })
      ).error?.code,
    ).toBe("PLAN_INVALID");
  });
});

describe("tool-loop", () => {
  const tools = [
    {
      name: "add",
      description: "Adds.",
      parameters: {
        type: "object",
        properties: { a: { type: "number" }, b: { type: "number" } },
        required: ["a", "b"],
      },
      code: "({ a, b }) => { if (a > 90) throw new Error('too large'); return { sum: a + b }; }",
    },
    {
      name: "weather",
      description: "Tells the weather.",
      parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      result: {
        type: "object",
        properties: { degrees: { type: "number" } },
        required: ["degrees"],
      },
    },
  ];
  const call = (tool: string, values: object) => ({ action: { tool, arguments: values } });
  const answer = (text: string) => call("answer", { answer: text });
  const loop = (answers: WriteOptions["answers"], more: Partial<WriteOptions> = {}) =>
    writeWith(toolLoopStrategy, {
      spec: { kind: "tool-use", tools },
      subTask: { output: ["messages"] },
      values: { query: "What is 2 and 3?" },
      answers,
      ...more,
    });

  it("runs a tool's code inside the boundary, and records calls and results as turns", async () => {
    const { written, asked, section, prompt } = await loop({
      "call-1": call("add", { a: 2, b: 3 }),
      "call-2": answer("It is 5."),
    });
    expect(asked).toEqual(["call-1", "call-2"]);
    expect(written).toEqual({
      fields: {
        messages: [
          { role: "user", content: "What is 2 and 3?" },
          {
            role: "assistant",
            content: "",
            toolCalls: [{ name: "add", arguments: { a: 2, b: 3 } }],
          },
          { role: "tool", name: "add", content: '{"sum":5}' },
          { role: "assistant", content: "It is 5." },
        ],
      },
      scores: { toolCalls: 1, failedCalls: 0 },
    });
    expect(section("call-2", "draft")?.items).toEqual([
      {
        conversation: [
          { speaker: "the user", text: "What is 2 and 3?" },
          { speaker: "you", tool: "add", arguments: { a: 2, b: 3 } },
          { speaker: "tool", tool: "add", result: '{"sum":5}' },
        ],
      },
    ]);
    expect(prompt("call-1")).toContain("- add: Adds.");
  });

  it("has the partner play a tool without code, in the form of its result", async () => {
    const { written, askedPartner, section } = await loop(
      { "call-1": call("weather", { city: "Rome" }), "call-2": answer("20 degrees.") },
      { partner: { "result-1": { result: { degrees: 20 } } } },
    );
    expect(askedPartner).toEqual(["result-1"]);
    expect(section("result-1", "draft")?.items?.[0]).toMatchObject({
      tool: "weather",
      arguments: { city: "Rome" },
    });
    expect((written?.fields["messages"] as { content: string }[])[2]?.content).toBe(
      '{"degrees":20}',
    );
  });

  it("corrects arguments that a tool does not take, and gives up where they stay wrong", async () => {
    const wrong = call("add", { a: "two", b: 3 });
    const { asked, written } = await loop({
      "call-1": [wrong, call("add", { a: 2, b: 3 })],
      "call-2": answer("5"),
    });
    expect(asked).toEqual(["call-1", "call-1", "call-2"]);
    expect(written?.scores).toMatchObject({ toolCalls: 1 });
    const { error } = await loop({ "call-1": [wrong, wrong, wrong, wrong] });
    expect(error).toMatchObject({
      code: "MODEL_OUTPUT",
      message: expect.stringContaining("action.arguments.a"),
    });
    expect(
      (
        await loop({
          "call-1": [call("subtract", {}), call("add", { a: 1, b: 1 })],
          "call-2": answer("2"),
        })
      ).written,
    ).not.toBeNull();
  });

  it("goes on after a failed call, and gives up where no call gave anything", async () => {
    const mended = await loop({
      "call-1": call("add", { a: 99, b: 1 }),
      "call-2": call("add", { a: 9, b: 1 }),
      "call-3": answer("10"),
    });
    expect(mended.written?.scores).toEqual({ toolCalls: 2, failedCalls: 1 });
    expect((mended.written?.fields["messages"] as { content: string }[])[2]?.content).toContain(
      "too large",
    );
    expect(
      (await loop({ "call-1": call("add", { a: 99, b: 1 }), "call-2": answer("100") })).reason,
    ).toBe("no-answer");
  });

  it("asks for the answer alone after the last call, or when a call is made again", async () => {
    const most = await loop(
      { "call-1": call("add", { a: 1, b: 2 }), answer: answer("3") },
      { subTask: { output: ["messages"], settings: { maxCalls: 1 } } },
    );
    expect(most.asked).toEqual(["call-1", "answer"]);
    const again = await loop({
      "call-1": call("add", { a: 1, b: 2 }),
      "call-2": call("add", { a: 1, b: 2 }),
      answer: answer("3"),
    });
    expect(again.asked).toEqual(["call-1", "call-2", "answer"]);
    expect(
      (await loop({ "call-1": call("add", { a: 1, b: 2 }), "call-2": answer(" ") })).reason,
    ).toBe("no-answer");
  });

  it("writes the request itself where no step before it does", async () => {
    const { asked, written } = await loop(
      {
        query: { query: "Add 1 and 1." },
        "call-1": call("add", { a: 1, b: 1 }),
        "call-2": answer("2"),
      },
      { values: {}, subTask: { output: ["query", "messages"] } },
    );
    expect(asked).toEqual(["query", "call-1", "call-2"]);
    expect(written?.fields["query"]).toBe("Add 1 and 1.");
  });

  it("shows what others did after as many calls, and what a played tool gave elsewhere", async () => {
    const messages = [
      { role: "user", content: "Rome?" },
      {
        role: "assistant",
        content: "",
        toolCalls: [{ name: "weather", arguments: { city: "Rome" } }],
      },
      { role: "tool", name: "weather", content: '{"degrees":9}' },
      { role: "assistant", content: "Nine." },
    ];
    const { section } = await loop(
      { "call-1": call("weather", { city: "Oslo" }), "call-2": answer("1") },
      {
        partner: { "result-1": { result: { degrees: 1 } } },
        demonstrations: [fakeRow("s", "", null, { query: "Rome?", messages })],
      },
    );
    expect(section("call-1", "demonstrations")?.items).toEqual([
      {
        conversation: [{ speaker: "the user", text: "Rome?" }],
        action: { tool: "weather", arguments: { city: "Rome" } },
      },
    ]);
    expect(section("call-2", "demonstrations")?.items?.[0]?.["action"]).toEqual({
      tool: "answer",
      arguments: { answer: "Nine." },
    });
    expect(section("result-1", "demonstrations")?.items).toEqual([
      { arguments: { city: "Rome" }, result: { degrees: 9 } },
    ]);
  });

  it("refuses a task without tools", async () => {
    expect(
      (
        await writeWith(toolLoopStrategy, {
          spec: { kind: "tool-use" },
          subTask: { output: ["messages"] },
          values: { query: "x" },
        })
      ).error?.code,
    ).toBe("PLAN_INVALID");
  });
});

describe("preference-pair", () => {
  const rated = (value: number) => ({
    reason: "It says so.",
    helpfulness: value,
    correctness: value,
    clarity: value,
  });
  const pair = (answers: Record<string, object>, more: Partial<WriteOptions> = {}) =>
    writeWith(preferencePairStrategy, {
      spec: { kind: "preference" },
      values: { prompt: "Why is it dark?" },
      answers,
      subTask: { output: ["chosen", "rejected"], settings: { candidates: 3 } },
      ...more,
    });

  it("asks with different care, rates each answer alone, and keeps the best and the worst", async () => {
    const { written, asked, parameters, section } = await pair({
      "candidate-1": { answer: "It is night." },
      "candidate-2": { answer: "The sun is elsewhere now." },
      "candidate-3": { answer: "Bats." },
      "rating-1": rated(4),
      "rating-2": rated(5),
      "rating-3": rated(1.5),
    });
    expect([...asked].sort()).toEqual([
      "candidate-1",
      "candidate-2",
      "candidate-3",
      "rating-1",
      "rating-2",
      "rating-3",
    ]);
    expect(written).toEqual({
      fields: { chosen: "The sun is elsewhere now.", rejected: "Bats." },
      scores: {
        chosenRating: 5,
        rejectedRating: 1.5,
        chosenCharacters: 25,
        rejectedCharacters: 5,
      },
    });
    expect([
      parameters("candidate-1")["temperature"],
      parameters("candidate-3")["temperature"],
      parameters("rating-1")["temperature"],
    ]).toEqual([0.3, 1, 0]);
    expect(section("rating-2", "draft")?.items).toEqual([
      { prompt: "Why is it dark?", answer: "The sun is elsewhere now." },
    ]);
    expect(section("candidate-1", "task")?.text).not.toBe(section("candidate-3", "task")?.text);
    // Why before how much, and each end of the scale in words.
    expect(section("rating-1", "output")?.text).toMatch(
      /- reason: [^]*- helpfulness: 1: [^]* 3: [^]* 5: [^]*- correctness: 1: /u,
    );
  });

  it("gives up answers that are rated alike, or say the same", async () => {
    const same = {
      "candidate-1": { answer: "Night." },
      "candidate-2": { answer: "night" },
      "rating-1": rated(5),
      "rating-2": rated(1),
    };
    const two = { subTask: { output: ["chosen", "rejected"], settings: { candidates: 2 } } };
    expect((await pair(same, two)).reason).toBe("no-preference");
    expect(
      (await pair({ ...same, "candidate-2": { answer: "Bats." }, "rating-2": rated(4.8) }, two))
        .reason,
    ).toBe("no-preference");
  });

  it("writes the prompt itself where no step before it does", async () => {
    const { asked, written } = await pair(
      {
        prompt: { prompt: "Why?" },
        "candidate-1": { answer: "So." },
        "candidate-2": { answer: "No." },
        "rating-1": rated(5),
        "rating-2": rated(1),
      },
      {
        values: {},
        subTask: { output: ["prompt", "chosen", "rejected"], settings: { candidates: 2 } },
      },
    );
    expect(asked[0]).toBe("prompt");
    expect(written?.fields).toEqual({ prompt: "Why?", chosen: "So.", rejected: "No." });
    expect((await pair({}, { subTask: { output: ["chosen"] } })).error?.code).toBe("PLAN_INVALID");
  });
});
