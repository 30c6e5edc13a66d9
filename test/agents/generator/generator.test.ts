import { chosenSettings } from "../../../base/slots/slot-choice.js";
import { callAgent } from "../../../agents/call-agent.js";
import type { AgentContext } from "../../../agents/contract.js";
import type { DemoSelector } from "../../../agents/generator/contract.js";
import { createGenerator } from "../../../agents/generator/generator.js";
import { labelFirstStrategy } from "../../../agents/generator/strategies/label-first.js";
import { randomSelector } from "../../../agents/generator/demonstrations/random-selector.js";
import type { RoleOutput } from "../../../agents/roles.js";
import { DatawrightError } from "../../../base/errors.js";
import type { Order, SubTask } from "../../../schema/plan.js";
import type { PromptSection } from "../../../schema/prompt.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import {
  fakeContext,
  fakeRoleModel,
  fakeRow,
  fakeSpan,
  fakeTask,
  type RoleAnswer,
} from "../../helpers/fake-context.js";
import { orderOf, subTaskOf } from "../../helpers/plain-parts.js";

type Generated = RoleOutput<"generator", "generate">;
const order: Order = orderOf({
  cell: "refund",
  label: "refund",
  conditions: [{ name: "tone", value: "angry", description: "how it sounds" }],
});
const sample: SubTask = subTaskOf();
const labels = [
  { name: "refund", definition: "The customer wants money back.", verbalizer: "refund request" },
  { name: "delivery", definition: "A parcel is late." },
];

interface Options {
  readonly spec?: Partial<TaskSpecInput>;
  readonly input?: Record<string, unknown>;
  readonly answer?: RoleAnswer;
  readonly context?: Partial<AgentContext>;
  readonly info?: Parameters<typeof fakeRoleModel>[1];
  readonly support?: Parameters<typeof fakeTask>[1];
  readonly selector?: DemoSelector;
}
async function generate({ spec, input, answer, context, info, support, selector }: Options = {}) {
  const model = fakeRoleModel(answer ?? (() => ({ text: "Give me my money back!" })), info);
  const span = fakeSpan();
  const task = fakeTask({ labels, ...spec }, support);
  const agent = createGenerator({
    strategyOf: () => Promise.resolve(labelFirstStrategy),
    selector: selector ?? randomSelector,
    demonstrations: chosenSettings(task.spec.generate.demonstrations),
  });
  const output = await callAgent<Generated>(
    agent,
    "generate",
    { order, subTask: sample, values: {}, ...input },
    fakeContext({ task, model, span, ...context }),
  );
  const sections = model.requests[0]!.prompt.sections;
  const section = (kind: PromptSection["kind"]): PromptSection | undefined =>
    sections.find((entry) => entry.kind === kind);
  return { output, model, span, sections, section, request: model.requests[0]! };
}

describe("generator", () => {
  it("writes the sub-task's fields, trimmed, and leaves label and parents to the order", async () => {
    const { output } = await generate({ answer: () => ({ text: "  Money back!\n" }) });
    expect(output).toEqual({ fields: { text: "Money back!" }, parents: [], scores: {} });
  });

  it("tells the task: who writes, what for, label, language, audience, domain, constraints", async () => {
    const { section } = await generate({
      spec: {
        persona: "You are a clerk.",
        purpose: "training",
        language: "ko",
        audience: "agents",
        domain: "shoes",
        constraints: { minWords: 3, maxWords: 9, maxCharacters: 80, notes: ["No names."] },
      },
    });
    const text = section("task")!.text;
    for (const part of [
      "You are a clerk.",
      "Tickets of a shop.",
      "training",
      "refund (refund request): The customer wants money back.",
      "late.\nLanguage: Korean",
      "Korean",
      "agents",
      "shoes",
      "3 to 9 words",
      "at most 80 characters",
      "No names.",
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/you are you are/iu);
  });

  it("names many other labels without definitions; what fits none is told to avoid all", async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      name: `l${index}`,
      definition: `about ${index}`,
    }));
    const { section } = await generate({
      spec: { labels: [...many, { name: "none", outOfScope: true }] },
      input: { order: { ...order, label: "none" } },
    });
    expect(section("task")!.text).toMatch(
      /The labels: l0, l1,[^]*must not fit any of the other labels\./u,
    );
    expect(section("task")!.text).not.toContain("about 3");
  });

  it("gives the conditions as data, the label first", async () => {
    const { section } = await generate();
    expect(section("conditions")!.items).toEqual([
      {
        name: "label",
        value: "refund",
        description: "refund request: The customer wants money back.",
      },
      { name: "tone", value: "angry", description: "how it sounds" },
    ]);
    const several = await generate({
      spec: { multiLabel: true },
      input: { order: { ...order, label: ["refund", "delivery"] } },
    });
    expect(
      several
        .section("conditions")!
        .items!.slice(0, 2)
        .map((item) => item["value"]),
    ).toEqual(["refund", "delivery"]);
    expect(several.section("task")!.text).toContain("all of these labels");
  });

  it("shows demonstrations with fields and label; their ids are in the trace, not parents", async () => {
    const support = [
      fakeRow("s1", "money please", "refund", { text: "money please", stars: 3 }),
      fakeRow("s2", "where is it", "delivery"),
    ];
    const { section, span, output } = await generate({ support });
    expect(section("demonstrations")!.items).toEqual(
      expect.arrayContaining([{ text: "money please", label: "refund" }]),
    );
    expect(span.attributes["datawright.demonstrations"]).toEqual(expect.arrayContaining(["s1"]));
    expect(output.parents).toEqual([]);
  });

  it("shows the conditions of demonstrations that have some", async () => {
    const row = {
      ...fakeRow("m1", "money now", "refund"),
      conditions: [{ name: "tone", value: "angry" }],
    };
    const { section } = await generate({
      selector: { name: "one", select: () => Promise.resolve([row]) },
    });
    expect(section("demonstrations")!.items).toEqual([
      { text: "money now", label: "refund", conditions: { tone: "angry" } },
    ]);
  });

  it("shows 8 rows, 64 to a free model with a large context, or as many as the task says", async () => {
    const support = Array.from({ length: 200 }, (_, index) =>
      fakeRow(`s${index}`, `text ${index}`, index % 2 === 0 ? "refund" : "delivery"),
    );
    const shown = async (options: Options): Promise<number> =>
      (await generate({ support, ...options })).section("demonstrations")?.items?.length ?? 0;
    const large = { contextTokens: 200_000, price: { input: 0, output: 0 } };
    expect(await shown({})).toBe(8);
    expect(await shown({ info: { info: large } })).toBe(64);
    expect(await shown({ info: { info: { ...large, price: { input: 1, output: 2 } } } })).toBe(8);
    expect(await shown({ info: { info: { ...large, price: null } } })).toBe(8);
    expect(
      await shown({ info: { info: large }, spec: { generate: { demonstrations: { count: 3 } } } }),
    ).toBe(3);
    expect(await shown({ spec: { generate: { demonstrations: { count: 0 } } } })).toBe(0);
  });

  it("keeps the rows within a quarter of the context and records how many had no room", async () => {
    const support = [
      fakeRow("long", "word ".repeat(2000), "refund"),
      fakeRow("short", "money", "refund"),
    ];
    const { section, span } = await generate({ support, info: { info: { contextTokens: 4000 } } });
    expect(section("demonstrations")!.items).toEqual([{ text: "money", label: "refund" }]);
    expect(span.attributes).toMatchObject({
      "datawright.demonstrations": ["short"],
      "datawright.demonstrations.without_room": 1,
    });
  });

  it("gives sources with the instruction to keep to them", async () => {
    const { section, span } = await generate({
      input: { sources: [{ id: "faq#1", text: "30 days.", source: "faq" }] },
    });
    expect(section("sources")).toMatchObject({
      text: expect.stringContaining("only facts"),
      items: [{ id: "faq#1", text: "30 days." }],
    });
    expect(span.attributes["datawright.sources"]).toEqual(["faq#1"]);
  });

  it("hands a refused version back with the reasons, as another question than the first", async () => {
    const first = await generate();
    const again = await generate({
      input: {
        revision: 1,
        previous: { text: "Where is it?" },
        feedback: [{ criterion: "label-correct", reason: "reads like delivery" }],
      },
    });
    expect(again.section("draft")!.items).toEqual([{ text: "Where is it?" }]);
    expect(again.section("feedback")!.items).toEqual([
      { criterion: "label-correct", reason: "reads like delivery" },
    ]);
    expect(first.section("feedback")).toBeUndefined();
    const planned = await generate({
      input: { subTask: { ...sample, revision: 1, prompt: "Earlier attempts failed." } },
    });
    expect(
      new Set([first, again, planned].map(({ request }) => `${request.orderId} ${request.step}`))
        .size,
    ).toBe(3);
    expect(planned.section("task")!.text).toContain("Earlier attempts failed.");
  });

  it("asks with the task's temperature, unless the role's model has one of its own", async () => {
    expect(
      (await generate({ spec: { generate: { temperature: 0.3, topP: 0.5 } } })).request.parameters,
    ).toEqual({ temperature: 0.3, topP: 0.5 });
    const { request } = await generate({
      spec: { models: { generator: { model: "embedded", temperature: 1.5 } } },
    });
    expect(request.parameters).toEqual({ temperature: 1.5, topP: 0.95 });
  });

  it("uses one schema object for all orders of a sub-task, and another after a new plan", async () => {
    const model = fakeRoleModel(() => ({ text: "x" }));
    const context = fakeContext({ task: fakeTask({ labels }), model });
    const agent = createGenerator({
      strategyOf: () => Promise.resolve(labelFirstStrategy),
      selector: randomSelector,
    });
    for (const [id, revision] of [
      ["o1", 0],
      ["o2", 0],
      ["o3", 1],
    ] as const) {
      await callAgent(
        agent,
        "generate",
        { order: { ...order, id }, subTask: { ...sample, revision }, values: {} },
        context,
      );
    }
    const [first, second, third] = model.requests.map((request) => request.schema);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
  });

  it("never shows the row that it rewrites as an example, under whichever id it stands", async () => {
    const support = [1, 2, 3].map((at) => fakeRow(`support-${at}`, `Refund ${at}`, "refund"));
    const { section } = await generate({
      support,
      input: { seeds: [fakeRow("inputs-1", "Refund 2", "refund")] },
    });
    expect(
      section("demonstrations")
        ?.items?.map(({ text }) => text)
        .sort(),
    ).toEqual(["Refund 1", "Refund 3"]);
  });

  it("passes the user's template on", async () => {
    expect(
      (await generate({ spec: { prompts: { generator: "{task} {conditions}" } } })).request.prompt
        .template,
    ).toBe("{task} {conditions}");
  });

  it("adds the mean log-probability of the answer to the scores", async () => {
    expect((await generate({ info: { logProbabilities: [-1, -2, -3] } })).output.scores).toEqual({
      averageLogProbability: -2,
    });
  });

  it.each([
    "MODEL_OUTPUT",
    "MODEL_REFUSED",
    "MODEL_EMPTY",
    "MODEL_TRUNCATED",
    "MODEL_SERVER",
  ] as const)("throws %s as it is", async (code) => {
    await expect(
      generate({ answer: () => new DatawrightError({ code, message: "scripted" }) }),
    ).rejects.toMatchObject({ code });
  });
});

describe("generator for other kinds", () => {
  it("labels a given text: the label and how sure it is, of the task's labels only", async () => {
    const input = {
      order: { ...order, label: null, inputId: "row 7" },
      subTask: { ...sample, inputs: ["text"], output: ["label"] },
      values: { text: "where is my parcel" },
    };
    const { output, section, request } = await generate({
      spec: { kind: "annotation" },
      input,
      answer: () => ({ label: "delivery", confidence: 0.8 }),
    });
    expect(output).toEqual({
      fields: {},
      label: "delivery",
      parents: ["row 7"],
      scores: { confidence: 0.8 },
    });
    expect(section("draft")!.items).toEqual([{ text: "where is my parcel" }]);
    expect(section("task")!.text).toContain("- delivery: A parcel is late.");
    expect(section("task")!.text).toContain("Give the label of the given text.");
    expect(section("task")!.text).not.toMatch(/Write|Length/u);
    expect(section("conditions")).toBeUndefined();
    expect(request.parameters!.temperature).toBe(0);
    expect(request.schema.safeParse({ label: "weather", confidence: 1 }).success).toBe(false);
  });

  it("labels with several labels where the task allows them", async () => {
    const input = {
      order: { ...order, label: null },
      subTask: { ...sample, inputs: ["text"], output: ["label"] },
      values: { text: "x" },
    };
    const { output } = await generate({
      spec: { kind: "annotation", multiLabel: true },
      input,
      answer: () => ({ label: ["delivery", "refund"], confidence: 0.5 }),
    });
    expect(output.label).toEqual(["delivery", "refund"]);
  });

  it("keeps the start of a text that spans count from", async () => {
    const input = {
      order: { ...order, label: null },
      subTask: { ...sample, output: ["text", "spans"] },
    };
    const spans = [{ text: "Ann", start: 1, end: 4 }];
    const { output } = await generate({
      spec: { kind: "extraction" },
      input,
      answer: () => ({ text: " Ann sings. ", spans }),
    });
    expect(output.fields).toEqual({ text: " Ann sings.", spans });
  });

  it("leaves out an optional text that is empty", async () => {
    const input = {
      order: { ...order, label: null },
      subTask: { ...sample, output: ["instruction", "input", "output"] },
    };
    const { output } = await generate({
      spec: { kind: "instruction", labels: undefined },
      input,
      answer: () => ({ instruction: "Sing.", input: " ", output: "La." }),
    });
    expect(output.fields).toEqual({ instruction: "Sing.", output: "La." });
  });

  it("shows a later step what earlier ones wrote, also in a revision", async () => {
    const step = {
      ...sample,
      id: "answer",
      inputs: ["question", "facts"],
      output: ["answer"],
      prompt: "Answer the question.",
    };
    const spec = { kind: "question-answering", labels: undefined } as const;
    const first = await generate({
      spec,
      input: {
        order: { ...order, label: null },
        subTask: step,
        values: { question: "Who?", facts: "Ann sings.", other: "no" },
      },
      answer: () => ({ answer: "Ann" }),
    });
    expect(first.section("draft")!.items).toEqual([{ question: "Who?", facts: "Ann sings." }]);
    expect(first.section("task")!.text).toContain("Answer the question.");
    const again = await generate({
      spec,
      input: {
        order: { ...order, label: null },
        subTask: step,
        revision: 1,
        previous: { question: "Who?", answer: "Bob" },
      },
      answer: () => ({ answer: "Ann" }),
    });
    expect(
      again.sections.filter((entry) => entry.kind === "draft").map((entry) => entry.items),
    ).toEqual([[{ question: "Who?" }], [{ answer: "Bob" }]]);
  });

  it("gives the similarity query the row that is worked on", async () => {
    let asked = "";
    const selector: DemoSelector = {
      name: "spy",
      select: (query) => {
        asked = query.given;
        return Promise.resolve([]);
      },
    };
    await generate({
      spec: { kind: "annotation" },
      selector,
      input: {
        subTask: { ...sample, inputs: ["text"], output: ["label"] },
        values: { text: "given text" },
      },
      answer: () => ({ label: "refund", confidence: 1 }),
    });
    expect(asked).toBe("given text");
  });

  it("gives an order up that no passage fits, where the model writes from passages alone", async () => {
    const failing = (unsourced?: string): Promise<unknown> =>
      generate({
        input: { order: { ...order, unsourced } },
        answer: () =>
          new DatawrightError({ code: "NO_TEXT_TO_FIT", message: "there is no text to fit" }),
      }).catch((error: unknown) => error);
    expect(await failing("no passage is about its label")).toMatchObject({
      code: "DRAFT_FAILED",
      message: expect.stringContaining("no passage is about its label"),
    });
    expect(await failing()).toMatchObject({ code: "NO_TEXT_TO_FIT" });
  });
});
