import { evolveStrategy } from "../../../../agents/generator/strategies/evolve.js";
import { extrapolateStrategy } from "../../../../agents/generator/strategies/extrapolate.js";
import { fromSeedStrategy } from "../../../../agents/generator/strategies/from-seed.js";
import { queryForPassageStrategy } from "../../../../agents/generator/strategies/query-for-passage.js";
import { retrieveStrategy } from "../../../../agents/generator/strategies/retrieve.js";
import { rewriteStrategy } from "../../../../agents/generator/strategies/rewrite.js";
import { transformStrategy } from "../../../../agents/generator/strategies/transform.js";
import type { GenerateInput } from "../../../../agents/generator/contract.js";
import { Random } from "../../../../base/statistics/random.js";
import { fakeMemory, fakeRow, fakeTask } from "../../../helpers/fake-context.js";
import { madeDraft } from "../../../helpers/memory-run.js";
import { writeWith, type WriteOptions } from "../../../helpers/write-with.js";
import { orderOf } from "../../../helpers/plain-parts.js";

const order = (label: string | null = null): GenerateInput["order"] => orderOf({ label });
const seed = (fields: Record<string, string>, label: string | null = null) =>
  fakeRow("seed-1", Object.values(fields)[0]!, label, fields);
const passage = {
  id: "p#1",
  text: "The bridge opened in 1932.\n\nIt is red.\nIt is long.",
  source: "p",
};
const labels = ["refund", "delivery", "praise"];

describe("evolve", () => {
  const parent = seed({ instruction: "Name three fruits.", output: "Apple, pear, plum." });
  const evolve = (
    answers: WriteOptions["answers"],
    settings: Record<string, unknown> = {},
    more: Partial<WriteOptions> = {},
  ) =>
    writeWith(evolveStrategy, {
      spec: { kind: "instruction" },
      subTask: {
        output: ["instruction", "input", "output"],
        settings: { operators: ["deepen"], ...settings },
      },
      input: { seeds: [parent] },
      answers: answers ?? {},
      ...more,
    });
  const good = {
    evolve: { instruction: "Name three fruits and say where each of them grows best." },
    compare: { adds: true },
    answer: { output: "Apples grow in Kent, pears in Oregon, plums in Serbia." },
  };

  it("evolves the instruction, compares it with its parent, and answers it without it", async () => {
    const { written, asked, section, prompt, parameters, span } = await evolve(good);
    expect(asked).toEqual(["evolve", "compare", "answer"]);
    expect(written).toEqual({
      fields: { ...good.evolve, ...good.answer },
      scores: { addedWords: 8 },
    });
    expect(section("evolve", "draft")).toMatchObject({
      text: "The row to start from.",
      items: [{ instruction: "Name three fruits." }],
    });
    expect(section("evolve", "task")?.text).toMatch(/more depth.*10 to 20 words/su);
    expect(section("compare", "draft")?.items).toEqual([
      { first: "Name three fruits.", second: good.evolve.instruction },
    ]);
    expect(section("compare", "task")?.text).toBe(
      "Compare the two given texts: does the second add anything to the first?",
    );
    for (const part of asked) {
      expect(section(part, "demonstrations")).toBeUndefined();
      expect(prompt(part)).not.toContain("Tickets of a shop");
    }
    expect(parameters("compare")).toMatchObject({ temperature: 0 });
    expect(section("answer", "draft")?.items).toEqual([good.evolve]);
    expect(prompt("answer")).not.toContain("Apple, pear");
    expect(span["datawright.operator"]).toBe("deepen");
  });

  it("draws the operators alike, and asks for few words only in depth", async () => {
    const drawn = new Map<string, number>();
    for (let index = 0; index < 240; index++) {
      const { span } = await evolve(
        good,
        { operators: undefined, compare: true },
        {
          subTask: { output: ["instruction", "input", "output"] },
          context: { random: new Random(index) },
        },
      );
      drawn.set(
        String(span["datawright.operator"]),
        (drawn.get(String(span["datawright.operator"])) ?? 0) + 1,
      );
    }
    expect([...drawn.keys()].sort()).toEqual([
      "add-constraints",
      "breadth",
      "complicate-input",
      "concretise",
      "deepen",
      "increase-reasoning",
    ]);
    // 3.8 standard deviations
    for (const count of drawn.values()) expect(Math.abs(count - 40)).toBeLessThan(22);
    for (const operator of ["breadth", "complicate-input"])
      expect(
        (await evolve(good, { operators: [operator] })).section("evolve", "task")?.text,
      ).not.toContain("10 to 20 words");
  });

  it.each<[string, WriteOptions["answers"]]>([
    ["no-gain", { ...good, compare: { adds: false }, answer: [] }],
    ["prompt-words", { evolve: { instruction: "#Rewritten Prompt#: Name four fruits." } }],
    ["no-content", { evolve: { instruction: "What is it to you?!" } }],
    ["sorry", { ...good, answer: { output: "I am sorry, I do not know." } }],
    ["no-content", { ...good, answer: { output: "... and so it is ..." } }],
  ])("eliminates by the rule %s, and says which", async (rule, answers) => {
    const { error, reason } = await evolve(answers);
    expect(reason).toBe("eliminated");
    expect(error?.details).toMatchObject({ rule, final: true });
  });

  it("keeps a long answer that says sorry, and compares nothing where it is told so", async () => {
    const { written, asked } = await evolve(
      {
        evolve: good.evolve,
        answer: { output: `I am sorry to say ${"that these fruits are rare here ".repeat(14)}` },
      },
      { compare: false },
    );
    expect(asked).toEqual(["evolve", "answer"]);
    expect(String(written?.fields["output"])).toMatch(/^I am sorry/u);
  });

  it("evolves a text that has no answer, and needs a row and a text", async () => {
    const text = {
      spec: { labels },
      subTask: { output: ["text"], settings: { operators: ["breadth"] } },
      input: {
        seeds: [seed({ text: "Where is my parcel?" }, "delivery")],
        order: order("delivery"),
      },
    };
    expect(
      (
        await writeWith(evolveStrategy, {
          ...text,
          answers: { evolve: { text: "My letter from Peru never came." }, compare: { adds: true } },
        })
      ).written?.fields,
    ).toEqual({ text: "My letter from Peru never came." });
    expect((await writeWith(evolveStrategy, { ...text, input: {} })).reason).toBe("draft-failed");
    expect(
      (
        await writeWith(evolveStrategy, {
          ...text,
          spec: { kind: "instruction" },
          subTask: { output: ["output"] },
        })
      ).error?.code,
    ).toBe("PLAN_INVALID");
  });
});

describe("rewrite", () => {
  const row = seed({ text: "My parcel from Oslo never came, so I want my money back." }, "refund");
  const rewrite = (
    settings: Record<string, unknown>,
    answers: WriteOptions["answers"] = {},
    more: Partial<WriteOptions> = {},
  ) =>
    writeWith(rewriteStrategy, {
      spec: { labels },
      subTask: { output: ["text"], settings },
      input: { seeds: [row], order: order("refund") },
      answers,
      ...more,
    });

  it("paraphrases the first seed under its label, and shows it as the row to rewrite", async () => {
    const { written, section } = await rewrite(
      {},
      { rewrite: { text: "As nothing arrived from Oslo, please pay me back." } },
    );
    expect(written).toEqual({
      fields: { text: "As nothing arrived from Oslo, please pay me back." },
      scores: {},
    });
    expect(section("rewrite", "draft")).toMatchObject({
      text: "The row to rewrite.",
      items: [{ text: row.text, label: "refund" }],
    });
    expect(section("rewrite", "task")?.text).toMatch(
      /in other words.*every figure, name and fact/su,
    );
    expect(section("rewrite", "conditions")?.items).toEqual([
      expect.objectContaining({ name: "label", value: "refund" }),
    ]);
  });

  it("keeps the label of the row where the order has another", async () => {
    expect(
      (
        await rewrite(
          {},
          { rewrite: { text: "x" } },
          { input: { seeds: [row], order: order("praise") } },
        )
      ).written?.label,
    ).toBe("refund");
  });

  it("flips the label to the order's, else to one of the others, and says so", async () => {
    const flipped = await rewrite(
      { label: "flip" },
      { rewrite: { text: "My parcel from Oslo came, thank you." } },
    );
    expect(["delivery", "praise"]).toContain(flipped.written?.label);
    expect(flipped.section("rewrite", "conditions")?.items).toEqual([
      expect.objectContaining({ value: flipped.written?.label }),
    ]);
    expect(flipped.section("rewrite", "task")?.text).toContain(
      `label becomes "${String(flipped.written?.label)}"`,
    );
    const ordered = await rewrite(
      { label: "flip" },
      { rewrite: { text: "x" } },
      { input: { seeds: [row], order: order("praise") } },
    );
    expect(ordered.section("rewrite", "task")?.text).toContain('becomes "praise"');
    expect(
      (await rewrite({ label: "flip" }, {}, { spec: { labels, multiLabel: true } })).error?.code,
    ).toBe("SPEC_INVALID");
  });

  it("flips to the label that the row is most easily taken for, by a small model of the rows", async () => {
    const about: Readonly<Record<string, string>> = {
      refund: "I want my money back for lamp",
      delivery: "the parcel from Oslo never came, number",
      praise: "thank you for the lovely help with order",
    };
    const support = Object.entries(about).flatMap(([label, text]) =>
      Array.from({ length: 10 }, (_, at) => fakeRow(`${label}-${at}`, `${text} ${at}`, label)),
    );
    const { written, span } = await rewrite(
      { label: "flip" },
      { rewrite: { text: "Where is my parcel from Oslo?" } },
      { support, demonstrations: [] },
    );
    expect(written?.label).toBe("delivery");
    expect(span).toMatchObject({
      "datawright.flipped_to": "delivery",
      "datawright.flip.by": "small-model",
    });
  });

  it("asks once more for a rewrite that is not shorter or longer, then gives it up", async () => {
    const again = await rewrite(
      { change: "shorten" },
      { rewrite: { text: `${row.text} And more.` }, again: { text: "Money back, please." } },
    );
    expect(again.asked).toEqual(["rewrite", "again"]);
    expect(again.written?.fields).toEqual({ text: "Money back, please." });
    const never = await rewrite(
      { change: "lengthen" },
      { rewrite: { text: "Short." }, again: { text: "Shorter." } },
    );
    expect([never.reason, never.error?.message]).toEqual([
      "draft-failed",
      "the rewrite is not longer than the row",
    ]);
  });

  it("draws one of the styles", async () => {
    const { section, span } = await rewrite(
      { change: "style", styles: ["as a telegram"] },
      { rewrite: { text: "x" } },
    );
    expect(section("rewrite", "task")?.text).toContain("as a telegram");
    expect(span["datawright.style"]).toBe("as a telegram");
  });

  it("copies what is not rewritten, but not spans that point into a text", async () => {
    const qa = seed({ context: "Ann sings in Rome.", question: "Who sings?", answer: "Ann" });
    const { written, asked } = await writeWith(rewriteStrategy, {
      spec: { kind: "question-answering" },
      subTask: { output: ["context", "question", "answer"] },
      input: { seeds: [qa] },
      answers: { rewrite: { question: "Which person sings?" } },
    });
    expect(asked).toEqual(["rewrite"]);
    expect(written?.fields).toEqual({
      context: "Ann sings in Rome.",
      question: "Which person sings?",
      answer: "Ann",
    });
    const spans = await writeWith(rewriteStrategy, {
      spec: { kind: "extraction" },
      subTask: { output: ["text", "triples", "spans"] },
      input: {
        seeds: [
          fakeRow("e", "Ann sings.", null, {
            text: "Ann sings.",
            spans: [{ text: "Ann", start: 0, end: 3 }],
          }),
        ],
      },
      answers: {
        rewrite: { text: "It is Ann who sings.", spans: [{ text: "Ann", start: 6, end: 9 }] },
      },
    });
    expect(spans.written?.fields["spans"]).toEqual([{ text: "Ann", start: 6, end: 9 }]);
    expect((await rewrite({ fields: ["title"] })).error?.message).toContain(
      'does not write "title"',
    );
  });

  it("rewrites the given row of the inputs where there is no seed, and gives up without any", async () => {
    const given = await writeWith(rewriteStrategy, {
      spec: { kind: "rewriting", inputs: { rows: [{ source: "x" }] } },
      subTask: { output: ["rewrite"] },
      values: { source: "The cat sat down." },
      answers: { rewrite: { rewrite: "Down sat the cat." } },
    });
    expect(given.written?.fields).toEqual({ rewrite: "Down sat the cat." });
    expect(given.section("rewrite", "draft")?.items).toEqual([{ source: "The cat sat down." }]);
    expect((await rewrite({}, {}, { input: {} })).reason).toBe("draft-failed");
  });
});

describe("extrapolate", () => {
  it("writes like the row that was misread, under its true label", async () => {
    const { written, section } = await writeWith(extrapolateStrategy, {
      spec: { labels },
      subTask: { output: ["text"] },
      support: [fakeRow("p", "So kind.", "praise"), fakeRow("d", "Where is it?", "delivery")],
      input: { seeds: [seed({ text: "Great, late again." }, "delivery")], order: order("praise") },
      answers: { "": { text: "Lovely, nobody was home to take it." } },
    });
    expect(section("", "demonstrations")).toEqual({
      kind: "demonstrations",
      text: "Real samples with the wanted label. Match their style and level of detail; copy none of them.",
      items: [{ text: "Where is it?", label: "delivery" }],
    });
    expect(written).toMatchObject({
      fields: { text: "Lovely, nobody was home to take it." },
      label: "delivery",
    });
    expect(section("", "draft")).toMatchObject({
      text: expect.stringContaining("small model reads wrongly") as string,
      items: [{ text: "Great, late again.", label: "delivery" }],
    });
    expect(section("", "conditions")?.items).toEqual([
      expect.objectContaining({ value: "delivery" }),
    ]);
  });

  it("continues a pattern without naming its label, labels what it wrote, and needs a row", async () => {
    const pattern = {
      spec: { labels },
      subTask: { output: ["text"], settings: { seedsAre: "pattern" } },
    };
    const { written, section, prompt } = await writeWith(extrapolateStrategy, {
      ...pattern,
      input: { seeds: [seed({ text: "x" }, "refund")], order: order("refund") },
      answers: { pattern: { text: "y" }, label: { label: "delivery", confidence: 0.9 } },
    });
    expect(section("pattern", "task")?.text).toContain("same pattern");
    expect(section("pattern", "demonstrations")?.items).toEqual([{ text: "x" }]);
    expect(prompt("pattern")).not.toContain("refund");
    expect(section("label", "draft")?.items).toEqual([{ text: "y" }]);
    expect(written).toMatchObject({ fields: { text: "y" }, label: "delivery" });
    expect((await writeWith(extrapolateStrategy, { ...pattern })).reason).toBe("draft-failed");
  });
});

describe("from-seed", () => {
  it("grounds a sample in its passage, which stands in its field as it is", async () => {
    const { written, section } = await writeWith(fromSeedStrategy, {
      spec: { kind: "question-answering" },
      sources: [passage],
      subTask: { output: ["context", "question", "answer", "span"] },
      answers: { "": { question: "When did the bridge open?", answer: "1932" } },
    });
    expect(written?.fields).toEqual({
      context: passage.text,
      question: "When did the bridge open?",
      answer: "1932",
    });
    expect(section("", "sources")).toMatchObject({
      text: expect.stringContaining("only facts") as string,
      items: [{ id: "p#1", text: passage.text }],
    });
    expect(section("", "output")?.text).not.toContain("- context");
  });

  it("lets a random run of lines inspire a sample, as no source of facts", async () => {
    for (let index = 0; index < 20; index++) {
      const { section } = await writeWith(fromSeedStrategy, {
        spec: { kind: "instruction" },
        sources: [passage],
        subTask: { output: ["instruction", "output"], settings: { use: "inspiration", lines: 2 } },
        answers: { "": { instruction: "x", output: "y" } },
        context: { random: new Random(index) },
      });
      const { text, items } = section("", "sources")!;
      expect(text).toContain("as inspiration only");
      const lines = String(items![0]!["text"]).split("\n");
      expect(lines.length).toBeLessThanOrEqual(2);
      expect(
        passage.text
          .split("\n")
          .filter((line) => line !== "")
          .join("\n"),
      ).toContain(lines.join("\n"));
    }
  });

  it("takes the texts of seeds where the order has no passage, and gives up without either", async () => {
    const chat = {
      spec: { kind: "instruction" },
      subTask: { output: ["instruction", "output"] },
    } as const;
    expect(
      (
        await writeWith(fromSeedStrategy, {
          ...chat,
          subTask: { output: ["instruction", "output"] },
          input: { seeds: [seed({ instruction: "Sing." })] },
          answers: { "": { instruction: "x", output: "y" } },
        })
      ).section("", "sources")?.items,
    ).toEqual([{ id: "seed-1", text: "Sing." }]);
    expect(
      (
        await writeWith(fromSeedStrategy, {
          ...chat,
          subTask: { output: ["instruction", "output"] },
        })
      ).reason,
    ).toBe("draft-failed");
  });
});

describe("query-for-passage", () => {
  it("writes a query in one of the forms and keeps the passage", async () => {
    const fields = { query: {}, passage: {} };
    const { written, section, span } = await writeWith(queryForPassageStrategy, {
      spec: { kind: "custom", fields },
      sources: [passage],
      subTask: { output: ["query", "passage"], settings: { forms: ["A few words."] } },
      answers: { "": { query: "bridge opening year" } },
    });
    expect(written?.fields).toEqual({ passage: passage.text, query: "bridge opening year" });
    expect(section("", "task")?.text).toContain("A few words.");
    expect(span["datawright.form"]).toBe("A few words.");
  });

  it("wants to know which field holds the passage, where no name tells", async () => {
    const custom = (settings: Record<string, unknown>) =>
      writeWith(queryForPassageStrategy, {
        spec: { kind: "custom", fields: { query: {}, body: {} } },
        sources: [passage],
        subTask: { output: ["query", "body"], settings },
        answers: settings["passageField"] === "body" ? { "": { query: "q" } } : {},
      });
    expect((await custom({})).error).toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("none of them") as string,
    });
    expect((await custom({ passageField: "headline" })).error?.code).toBe("SPEC_INVALID");
    expect((await custom({ passageField: "body" })).written?.fields).toEqual({
      body: passage.text,
      query: "q",
    });
  });
});

describe("queries for one passage", () => {
  it("have other forms in turns, and show those that were accepted for it, not for others", async () => {
    const ask = async (round: number) => {
      const accepted = [
        madeDraft({ id: "a", text: "bridge colour", fields: { passage: passage.text } }),
        madeDraft({ id: "b", text: "ferry price", fields: { passage: "The ferry is free." } }),
      ];
      async function* all() {
        yield* await Promise.resolve(accepted);
      }
      const { section, span } = await writeWith(queryForPassageStrategy, {
        spec: {
          kind: "custom",
          fields: { passage: {}, query: {} },
          generate: { strategy: "query-for-passage" },
        },
        sources: [passage],
        subTask: { output: ["passage", "query"], settings: {} },
        input: { order: { ...order(), round } },
        answers: { "": { query: "when was it opened" } },
        context: { memory: fakeMemory({ accepted: all }) },
      });
      return { form: span["datawright.form"], written: section("", "written") };
    };
    const rounds = await Promise.all([0, 1, 2, 3, 4].map(ask));
    expect(new Set(rounds.map(({ form }) => form)).size).toBe(5);
    expect(rounds[0]!.written?.items).toEqual([{ text: "bridge colour" }]);
    expect(rounds[0]!.written?.text).toContain("for this passage");
  });

  it("are compared without the passage, which nobody wrote", () => {
    const custom = (strategy: string): readonly string[] =>
      fakeTask({
        kind: "custom",
        labels: undefined,
        fields: { passage: {}, query: {} },
        generate: { strategy },
      }).textFields;
    expect(custom("query-for-passage")).toEqual(["query"]);
    expect(custom("from-seed")).toEqual(["query"]);
    expect(custom("label-first")).toEqual(["passage", "query"]);
  });
});

describe("transform", () => {
  const foreign = fakeRow("in-1", "Good bread", null, { review: "Good bread", stars: "5" });
  const memory = fakeMemory({
    inputs: [foreign, fakeRow("in-2", "Bad soup", null, { review: "Bad soup", stars: "1" })],
  });
  const transform = (
    settings: Record<string, unknown>,
    answers: WriteOptions["answers"],
    seeds = [foreign],
  ) =>
    writeWith(transformStrategy, {
      spec: { labels },
      subTask: { output: ["text"], settings },
      input: { seeds, order: order("praise") },
      answers: answers ?? {},
      context: { memory },
    });

  it("plans once from the first rows, then works on the row with all its columns", async () => {
    const { written, asked, section } = await transform(
      {},
      {
        label: { labels: ["praise"] },
        plan: { steps: ["Take the review.", " "] },
        "": { text: "I loved the bread." },
      },
    );
    expect(asked).toEqual(["label", "plan", ""]);
    expect(section("plan", "sources")?.items).toEqual([
      { id: "row 1", text: JSON.stringify(foreign.fields) },
      { id: "row 2", text: JSON.stringify({ review: "Bad soup", stars: "1" }) },
    ]);
    expect(section("", "task")?.text).toContain("1. Take the review.");
    expect(section("", "task")?.text).not.toContain("2. ");
    expect(section("", "draft")?.items).toEqual([{ row: foreign.fields }]);
    expect(written?.fields).toEqual({ text: "I loved the bread." });
  });

  it("goes without a plan where it is told so, and gives up without a row", async () => {
    const known = [{ ...foreign, label: "praise" }];
    expect((await transform({ planned: false }, { "": { text: "x" } }, known)).asked).toEqual([""]);
    expect((await transform({}, {}, [])).reason).toBe("draft-failed");
  });
});

describe("the label of a transformed row", () => {
  const row = fakeRow("in-1", "Late parcel", null, { review: "The parcel came a week late." });
  const transform = (
    answers: WriteOptions["answers"],
    { own = null, ordered = "praise" }: { own?: string | null; ordered?: string } = {},
  ) =>
    writeWith(transformStrategy, {
      spec: { labels: { refund: "money back", delivery: "where a parcel is", praise: "thanks" } },
      subTask: { output: ["text"], settings: { planned: false } },
      input: { seeds: [{ ...row, label: own }], order: order(ordered) },
      demonstrations: [
        fakeRow("d", "Where is it?", "delivery"),
        fakeRow("p", "Thank you!", "praise"),
      ],
      answers: answers ?? {},
    });

  it("is one that fits the row, asked with all definitions, and told to who writes", async () => {
    const { written, section, prompt } = await transform({
      label: { labels: ["delivery", "refund"] },
      "": { text: "Where is my parcel?" },
    });
    expect(written?.label).toBe("delivery");
    expect(prompt("label")).toContain("delivery: where a parcel is");
    expect(prompt("label")).not.toMatch(/The label of the sample|praise.*Write/u);
    expect(section("label", "draft")?.items).toEqual([{ row: row.fields }]);
    expect(section("", "conditions")?.items).toMatchObject([{ value: "delivery" }]);
    expect(section("", "demonstrations")?.items).toEqual([
      { text: "Where is it?", label: "delivery" },
    ]);
  });

  it("is the order's where it fits as well, and the row's own where the task has it", async () => {
    const both = { label: { labels: ["delivery", "refund"] }, "": { text: "Money back." } };
    const ordered = await transform(both, { ordered: "refund" });
    expect(ordered.written?.label).toBeUndefined();
    expect(ordered.section("", "conditions")?.items).toMatchObject([{ value: "refund" }]);
    const own = await transform({ "": { text: "Where is it?" } }, { own: "delivery" });
    expect([own.asked, own.written?.label]).toEqual([[""], "delivery"]);
    expect((await transform(both, { own: "5 stars", ordered: "refund" })).asked).toContain("label");
  });

  it("skips a row that none fits, and says so", async () => {
    const { reason, error } = await transform({ label: { labels: [] } });
    expect([reason, error?.message]).toEqual([
      "no-label-fits",
      "none of the labels fits the row in-1",
    ]);
  });
});

describe("retrieve", () => {
  const spec = { labels, plan: { seeds: "retrieved" } };

  it("takes the text as it is, without a question", async () => {
    const { written, asked } = await writeWith(retrieveStrategy, {
      spec,
      subTask: { output: ["text"] },
      input: { seeds: [fakeRow("c1", "A comet.", null, { text: "A comet.", other: "x" })] },
    });
    expect([written, asked]).toEqual([{ fields: { text: "A comet." } }, []]);
  });

  it("gives up when the corpus is used up or a field is missing, and wants seeds to be chosen", async () => {
    expect(
      (await writeWith(retrieveStrategy, { spec, subTask: { output: ["text"] } })).reason,
    ).toBe("draft-failed");
    expect(
      (
        await writeWith(retrieveStrategy, {
          spec,
          subTask: { output: ["text"] },
          input: { seeds: [seed({ title: "x" })] },
        })
      ).reason,
    ).toBe("format");
    expect(
      (await writeWith(retrieveStrategy, { spec: { labels }, subTask: { output: ["text"] } })).error
        ?.code,
    ).toBe("SPEC_INVALID");
  });
});
