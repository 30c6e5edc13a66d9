import { backwardChainStrategy } from "../../../../agents/generator/strategies/backward-chain.js";
import { explainedAnnotationStrategy } from "../../../../agents/generator/strategies/explained-annotation.js";
import { instanceStrategy } from "../../../../agents/generator/strategies/instance.js";
import { labelFreeStrategy } from "../../../../agents/generator/strategies/label-free.js";
import { locateStrategy } from "../../../../agents/generator/strategies/locate.js";
import { mentionedTextStrategy } from "../../../../agents/generator/strategies/mentioned-text.js";
import { partsStrategy } from "../../../../agents/generator/strategies/parts.js";
import { passageStrategy } from "../../../../agents/generator/strategies/passage.js";
import { selfCorrectStrategy } from "../../../../agents/generator/strategies/self-correct.js";
import { sourceTriplesStrategy } from "../../../../agents/generator/strategies/source-triples.js";
import { KnowledgeGraph } from "../../../../tools/knowledge/graph/knowledge-graph.js";
import { fakeRow } from "../../../helpers/fake-context.js";
import { writeWith } from "../../../helpers/write-with.js";
import { orderOf } from "../../../helpers/plain-parts.js";

const order = (
  label: string | null,
  conditions: { name: string; value: string }[] = [],
): { order: never } => ({
  order: orderOf({ label, conditions }) as never,
});
const labelled = {
  spec: { labels: ["refund", "delivery"] },
  support: [fakeRow("s1", "money please", "refund")],
} as const;

describe("label-free", () => {
  it("tells neither the label of the order nor those of the demonstrations", async () => {
    const { written, prompt } = await writeWith(labelFreeStrategy, {
      ...labelled,
      subTask: { output: ["text"] },
      input: order("refund", [{ name: "tone", value: "angry" }]),
      answers: { "": { text: " Hello. " } },
    });
    expect(written?.fields).toEqual({ text: "Hello." });
    expect(prompt("")).toContain("angry");
    expect(prompt("")).toContain("money please");
    expect(prompt("")).not.toContain("refund");
  });
});

describe("self-correct", () => {
  const correct = (answers: Record<string, object>, settings: Record<string, unknown> = {}) =>
    writeWith(selfCorrectStrategy, {
      ...labelled,
      subTask: { output: ["text"], settings },
      input: order("refund"),
      answers,
    });

  it("keeps a draft that fits, and shows the editor draft, label and conditions", async () => {
    const { written, asked, section } = await correct({
      draft: { text: "My money, please." },
      "review-1": { problem: "none", fits: true },
    });
    expect(asked).toEqual(["draft", "review-1"]);
    expect(written).toMatchObject({
      fields: { text: "My money, please." },
      scores: { corrections: 0 },
    });
    expect(section("review-1", "draft")?.items).toEqual([
      { text: "My money, please.", label: "refund" },
    ]);
  });

  it("rewrites one that does not fit, with the reason, and looks again", async () => {
    const { written, asked, section } = await correct({
      draft: { text: "Where is it?" },
      "review-1": { problem: "it asks for a parcel", fits: false },
      "rewrite-1": { text: "Money back!" },
      "review-2": { problem: "none", fits: true },
    });
    expect(asked).toEqual(["draft", "review-1", "rewrite-1", "review-2"]);
    expect(section("rewrite-1", "feedback")?.items).toEqual([
      { criterion: "self-correction", reason: "it asks for a parcel" },
    ]);
    expect(section("rewrite-1", "draft")?.items).toEqual([{ text: "Where is it?" }]);
    expect(written).toMatchObject({ fields: { text: "Money back!" }, scores: { corrections: 1 } });
  });

  it("relabels in place of rewriting where it is told to", async () => {
    const { written, asked, section } = await correct(
      {
        draft: { text: "Where is it?" },
        "review-1": { problem: "delivery", fits: false },
        "relabel-1": { label: "delivery", confidence: 1 },
        "review-2": { problem: "none", fits: true },
      },
      { mend: "relabel" },
    );
    expect(asked).toEqual(["draft", "review-1", "relabel-1", "review-2"]);
    // Neither rows of the label that was ordered nor that label speak for it.
    expect(section("relabel-1", "demonstrations")).toBeUndefined();
    expect(section("relabel-1", "task")!.text).not.toContain("The label of the sample");
    expect(written).toMatchObject({ fields: { text: "Where is it?" }, label: "delivery" });
  });

  it("gives up what never fits, for its label or as off the task", async () => {
    const bad = { problem: "no", fits: false };
    expect(
      (await correct({ draft: { text: "x" }, "review-1": bad }, { corrections: 0 })).reason,
    ).toBe("label");
    expect(
      (
        await writeWith(selfCorrectStrategy, {
          spec: { kind: "reasoning" },
          subTask: { output: ["question"], settings: { corrections: 0 } },
          answers: { draft: { question: "x" }, "review-1": bad },
        })
      ).reason,
    ).toBe("off-task");
  });
});

describe("parts", () => {
  const outline = (entries: unknown, settings = {}) =>
    ({
      spec: { kind: "instruction" },
      subTask: { output: ["output"], settings },
      values: { outline: entries },
    }) as const;

  it("writes part after part, each seeing the outline and what is written, and joins them", async () => {
    const { written, asked, section } = await writeWith(partsStrategy, {
      ...outline(["start", "end"]),
      answers: { "part-1": { output: "One." }, "part-2": { output: "Two." } },
    });
    expect(asked).toEqual(["part-1", "part-2"]);
    expect(written).toEqual({ fields: { output: "One.\n\nTwo." }, scores: { parts: 2 } });
    expect(section("part-2", "draft")?.items).toEqual([
      { outline: ["start", "end"], part: "end", written: "One." },
    ]);
  });

  it("tries a part that cannot be used again, alone", async () => {
    const bad = { script: { text: "not JSON" } };
    const { written, asked } = await writeWith(partsStrategy, {
      ...outline(["a", "b"]),
      answers: { "part-1": { output: "A" }, "part-2": [bad, bad, { output: "B" }] },
    });
    expect(asked).toEqual(["part-1", "part-2", "part-2", "part-2"]);
    expect(written?.fields["output"]).toBe("A\n\nB");
  });

  it("gives up an empty or endless outline, and refuses a plan without one", async () => {
    expect((await writeWith(partsStrategy, outline([" "]))).reason).toBe("empty");
    expect(
      (await writeWith(partsStrategy, outline(["a", "b", "c"], { maxParts: 2 }))).error?.message,
    ).toContain("at most 2");
    expect((await writeWith(partsStrategy, outline("text"))).error?.code).toBe("PLAN_INVALID");
  });
});

describe("passage and locate", () => {
  const qa = { spec: { kind: "question-answering" }, subTask: { output: ["context"] } } as const;

  it("takes the passages of the order as they are, and writes one where there is none", async () => {
    const sources = [
      { id: "a", text: "Ann sings. ", source: "s" },
      { id: "b", text: "Bo <hums>.", source: "s" },
    ];
    expect((await writeWith(passageStrategy, { ...qa, sources })).written).toEqual({
      fields: { context: "Ann sings.\n\nBo <hums>." },
    });
    expect(
      (await writeWith(passageStrategy, { ...qa, answers: { "": { context: "New." } } })).written
        ?.fields,
    ).toEqual({ context: "New." });
  });

  it("finds where an answer stands as a whole word, in another case too", async () => {
    const find = (context: string, answer: unknown, settings = {}) =>
      writeWith(locateStrategy, {
        spec: { kind: "question-answering" },
        subTask: { output: ["span"], settings },
        values: { context, answer },
      });
    expect((await find("Annual trips: Ann went to Rome.", "Ann")).written?.fields).toEqual({
      span: { text: "Ann", start: 14, end: 17 },
    });
    expect((await find("She went to Rome.", "rome")).written?.fields).toEqual({
      span: { text: "Rome", start: 12, end: 16 },
    });
    expect((await find("She went.", "Rome")).reason).toBe("format");
    expect((await find("She went.", "Rome", { required: false })).written?.fields).toEqual({});
  });

  it("finds every mention of a list, each in a place of its own", async () => {
    const { written } = await writeWith(locateStrategy, {
      spec: { kind: "extraction" },
      subTask: { output: ["spans"], settings: { of: "mentions", in: "text" } },
      values: {
        text: "Ann met Ann in Rome.",
        mentions: [
          { text: "Rome", label: "place" },
          { text: "Ann", label: "person" },
          { text: "Ann", label: "person" },
        ],
      },
    });
    expect(
      (written?.fields["spans"] as { start: number; label: string }[]).map(({ start, label }) => [
        start,
        label,
      ]),
    ).toEqual([
      [0, "person"],
      [8, "person"],
      [15, "place"],
    ]);
  });
});

describe("structures before texts", () => {
  const triple = {
    id: "t1",
    subject: "ann",
    relation: "lives-in",
    object: "rome",
    literal: false,
    weight: 1,
    source: "g",
  };

  it("takes the facts of the graph as they are, and asks where the sources are texts", async () => {
    const graph = await KnowledgeGraph.of(
      [triple],
      new Map([
        ["ann", "Ann"],
        ["rome", "Rome"],
        ["lives-in", "lives in"],
      ]),
    );
    const task = { spec: { kind: "extraction" }, subTask: { output: ["triples"] }, graph } as const;
    const given = await writeWith(sourceTriplesStrategy, {
      ...task,
      sources: [{ id: "t1", text: "Ann — lives in — Rome", source: "g" }],
    });
    expect(given.written).toEqual({
      fields: { triples: [{ subject: "Ann", relation: "lives in", object: "Rome" }] },
    });
    const asked = await writeWith(sourceTriplesStrategy, {
      ...task,
      sources: [{ id: "p", text: "Ann lives in Rome.", source: "d" }],
      answers: { "": { triples: [{ subject: "Ann", relation: "is in", object: "Rome" }] } },
    });
    expect(asked.asked).toEqual([""]);
  });

  it("decides the mentions, writes the text to them and finds them in it", async () => {
    const support = [
      fakeRow("s1", "Bo saw Oslo.", null, {
        text: "Bo saw Oslo.",
        spans: [{ text: "Oslo", start: 7, end: 11, label: "place" }],
      }),
    ];
    const mentions = [
      { text: "Rome", label: "place" },
      { text: "Ann", label: "person" },
    ];
    const task = {
      spec: { kind: "extraction" },
      subTask: { output: ["text", "spans"] },
      support,
    } as const;
    const { written, asked, section } = await writeWith(mentionedTextStrategy, {
      ...task,
      answers: { mentions: { mentions }, text: { text: "Ann went to Rome." } },
    });
    expect(asked).toEqual(["mentions", "text"]);
    expect(section("text", "draft")?.items).toEqual([{ mentions }]);
    expect(section("mentions", "demonstrations")?.items).toEqual([
      { mentions: [{ text: "Oslo", label: "place" }], text: "Bo saw Oslo." },
    ]);
    expect(written?.fields).toEqual({
      text: "Ann went to Rome.",
      spans: [
        { text: "Ann", start: 0, end: 3, label: "person" },
        { text: "Rome", start: 12, end: 16, label: "place" },
      ],
    });
    expect(
      (
        await writeWith(mentionedTextStrategy, {
          ...task,
          answers: { mentions: { mentions }, text: { text: "Ann went home." } },
        })
      ).reason,
    ).toBe("format");
  });
});

describe("instance", () => {
  const task = {
    spec: { kind: "instruction" },
    subTask: { output: ["input", "output"] },
    values: { instruction: "Sort it." },
  } as const;

  it("writes the input first, and the output first where it is a classification", async () => {
    const free = await writeWith(instanceStrategy, {
      ...task,
      answers: {
        kind: { classification: false },
        input: { input: "b, a" },
        output: { output: "a, b" },
      },
    });
    expect(free.asked).toEqual(["kind", "input", "output"]);
    expect(free.section("output", "draft")?.items).toEqual([
      { instruction: "Sort it.", input: "b, a" },
    ]);
    const choice = await writeWith(instanceStrategy, {
      ...task,
      answers: {
        kind: { classification: true },
        output: { output: "spam" },
        input: { input: "Win now!" },
      },
    });
    expect(choice.asked).toEqual(["kind", "output", "input"]);
    expect(choice.prompt("input")).toContain("for which the given output is the right answer");
    expect(choice.written).toMatchObject({
      fields: { input: "Win now!", output: "spam" },
      scores: { classification: 1 },
    });
  });

  it("leaves an empty input out, and gives up an output that repeats the input", async () => {
    expect(
      (
        await writeWith(instanceStrategy, {
          ...task,
          answers: {
            kind: { classification: false },
            input: { input: " " },
            output: { output: "done" },
          },
        })
      ).written?.fields,
    ).toEqual({ output: "done" });
    expect(
      (
        await writeWith(instanceStrategy, {
          ...task,
          answers: {
            kind: { classification: false },
            input: { input: "A b." },
            output: { output: "a b" },
          },
        })
      ).reason,
    ).toBe("format");
  });
});

describe("backward-chain", () => {
  const task = {
    spec: { kind: "reasoning" },
    subTask: { output: ["topic", "complexity", "chain"] },
  } as const;

  it("asks for a topic, draws a complexity, and asks for a chain of so many steps", async () => {
    const settings = { minSteps: 2, maxSteps: 2 };
    const { written, asked, section } = await writeWith(backwardChainStrategy, {
      ...task,
      subTask: { ...task.subTask, settings },
      answers: { topic: { topic: "kite" }, chain: { steps: ["one", "two"] } },
    });
    expect(asked).toEqual(["topic", "chain"]);
    expect(section("chain", "draft")?.items).toEqual([{ topic: "kite", steps: 2 }]);
    expect(written).toEqual({ fields: { topic: "kite", complexity: 2, chain: ["one", "two"] } });
  });

  it("takes both from the conditions, corrects another length, gives up blank steps", async () => {
    const input = order(null, [
      { name: "topic", value: "rain" },
      { name: "complexity", value: "3 steps" },
    ]);
    const mended = await writeWith(backwardChainStrategy, {
      ...task,
      input,
      answers: { chain: [{ steps: ["one", "two"] }, { steps: ["one", "two", "three"] }] },
    });
    expect(mended.asked).toEqual(["chain", "chain"]);
    expect(mended.written?.fields).toEqual({
      topic: "rain",
      complexity: 3,
      chain: ["one", "two", "three"],
    });
    expect(
      (
        await writeWith(backwardChainStrategy, {
          ...task,
          input,
          answers: { chain: { steps: ["one", " ", "three"] } },
        })
      ).reason,
    ).toBe("format");
  });
});

describe("explained-annotation", () => {
  it("explains each demonstration once for all, then explains and labels the given text", async () => {
    const support = [
      fakeRow("s1", "great", "good"),
      fakeRow("s2", "awful", "bad"),
      fakeRow("s3", "nice", "good"),
    ];
    const task = {
      spec: { kind: "annotation", labels: ["good", "bad"] },
      support,
      values: { text: "lovely" },
      subTask: { output: ["explanation", "label"], settings: { explained: 2 } },
    } as const;
    const { written, asked, section } = await writeWith(explainedAnnotationStrategy, {
      ...task,
      answers: {
        explain: [{ explanation: "praise" }, { explanation: "blame" }],
        "": { explanation: "it praises", label: "good", confidence: 0.9 },
      },
    });
    expect(asked).toEqual(["explain", "explain", ""]);
    expect(section("", "demonstrations")?.items).toEqual([
      { text: "great", explanation: "praise", label: "good" },
      { text: "awful", explanation: "blame", label: "bad" },
    ]);
    expect(section("explain", "draft")?.items).toEqual([{ text: "great", label: "good" }]);
    expect(written).toMatchObject({
      fields: { explanation: "it praises" },
      label: "good",
      scores: { confidence: 0.9 },
    });
  });
});
