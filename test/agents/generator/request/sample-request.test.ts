import { composedQuestionStrategy } from "../../../../agents/generator/strategies/composed-question.js";
import { fromSeedStrategy } from "../../../../agents/generator/strategies/from-seed.js";
import { labelFirstStrategy } from "../../../../agents/generator/strategies/label-first.js";
import { labelFreeStrategy } from "../../../../agents/generator/strategies/label-free.js";
import { verifyStrategy } from "../../../../agents/generator/strategies/verify.js";
import type { GenerateInput } from "../../../../agents/generator/contract.js";
import { embeddedModel } from "../../../../tools/models/embedded/embedded-model.js";
import { fakeRoleModel, fakeRow } from "../../../helpers/fake-context.js";
import { writeWith, type WriteOptions } from "../../../helpers/write-with.js";
import { orderOf, subTaskOf } from "../../../helpers/plain-parts.js";

const labels = { refund: "money back", delivery: "a parcel", praise: "kind words" };
const order = (label: string | null): GenerateInput["order"] => orderOf({ label });
const rows = [fakeRow("r", "Money!", "refund"), fakeRow("d", "Where is it?", "delivery")];
const passage = { id: "p", text: "The bridge opened in 1932.", source: "d" };

describe("the passage of a question", () => {
  const text =
    "# Bridges\n\nThe bridge opened in 1932. It is painted red every year. Ferries still run.";
  const said = async (sourceTurn?: number): Promise<string> => {
    const written = await writeWith(labelFirstStrategy, {
      spec: { labels },
      subTask: { output: ["text"] },
      input: {
        order: { ...order("refund"), sourceIds: ["p"], sourceTurn },
        sources: [{ ...passage, text }],
      },
      answers: { "": { text: "x" } },
    });
    return written.section("", "sources")!.text;
  };

  it("is pointed at another part for each order that has it after the first", async () => {
    expect(await said()).not.toContain("part");
    const parts = [await said(1), await said(2)].map((line) => /part: "(.+)"$/u.exec(line)![1]!);
    expect(new Set(parts).size).toBe(2);
    // A heading is no part, nor is a sentence of three words.
    for (const part of parts)
      expect(["The bridge opened in 1932.", "It is painted red every year."]).toContain(
        part.replace("# Bridges ", ""),
      );
  });
});

describe("the rows of a question", () => {
  const shown = async (more: Partial<WriteOptions>, label: string | null = "refund") =>
    (
      await writeWith(labelFirstStrategy, {
        spec: { labels },
        subTask: { output: ["text"] },
        input: { order: order(label) },
        support: rows,
        answers: { "": { text: "x", setting: "x", label: "refund", confidence: 1 } },
        ...more,
      })
    ).section("", "demonstrations");

  it("leave out the row that is given: it would show the answer to this very question", async () => {
    const written = await writeWith(labelFirstStrategy, {
      spec: { labels },
      subTask: { output: ["label"] },
      values: { text: "Money!" },
      input: { order: order("refund") },
      support: rows,
      answers: { "": { label: "refund", confidence: 1 } },
    });
    expect(written.section("", "demonstrations")!.items!.map(({ text }) => text)).toEqual([
      "Where is it?",
    ]);
  });

  it("are matched by who writes a sample, and told apart where some have another label", async () => {
    expect((await shown({}))?.text).toBe(
      "Real samples with their labels. Match their style and level of detail; copy none of them. " +
        "Those with another label than the wanted one show what yours must not say.",
    );
    expect((await shown({ support: rows.slice(0, 1) }))?.text).toMatch(
      /^Real samples with the wa/u,
    );
    const written = { ...rows[0]!, conditions: [{ name: "tone", value: "calm" }] };
    expect((await shown({ demonstrations: [written] }))?.text).toMatch(/^Samples with/u);
  });

  it("are relied on by who decides a label, and left out of notes towards a sample", async () => {
    expect((await shown({ subTask: { output: ["label"] } }, null))?.text).toBe(
      "Real samples with their labels, right as they stand. Go by them.",
    );
    expect(await shown({ subTask: { output: ["setting"] } })).toBeUndefined();
  });

  it.each([
    ["format", "How long and how detailed yours is, the task says"],
    ["difficulty", "as hard as they are"],
    ["contrast", "what tells one label from another"],
    ["facts", "right as they stand"],
  ] as const)("are there for what the step says: %s", async (demonstrations, words) => {
    const section = await shown({ input: inputOf({ demonstrations }) });
    expect(section?.text).toContain(words);
    expect(section?.text).not.toContain("Match their style");
  });

  it("are none where the step wants none, except for a model that writes from them", async () => {
    const none = { input: inputOf({ demonstrations: "none" }) };
    expect(await shown(none)).toBeUndefined();
    const asked: unknown[] = [];
    const model = {
      ...fakeRoleModel(({ prompt }) => {
        asked.push(prompt.sections.find(({ kind }) => kind === "demonstrations")?.items);
        return { text: "x" };
      }),
      info: embeddedModel().info,
    };
    await writeWith(labelFirstStrategy, {
      spec: { labels },
      subTask: { output: ["text"] },
      support: rows,
      context: { model },
      ...none,
    });
    expect(asked).toEqual([rows.map(({ fields, label }) => ({ ...fields, label }))]);
  });

  function inputOf(subTask: Partial<GenerateInput["subTask"]>): Partial<GenerateInput> {
    return {
      order: order("refund"),
      subTask: subTaskOf({ id: "step", ...subTask }),
    };
  }
});

describe("what a question is told", () => {
  const spec = {
    labels,
    persona: "a customer",
    constraints: { minWords: 6, maxWords: 60, notes: ["No emoji."] },
  };
  const asked = async (output: string[], label: string | null = null, more: object = {}) =>
    (
      await writeWith(label === null ? labelFreeStrategy : labelFirstStrategy, {
        spec,
        subTask: { output, prompt: "Be brief about {label}." },
        input: { order: order(label) },
        answers: { "": { text: "x", setting: "x", label: "refund", confidence: 1 } },
        ...more,
      })
    ).section("", "task")!.text;

  it("has the length and the rules of a sample only where the sample's text is written", async () => {
    expect(await asked(["text"])).toMatch(/Length: 6 to 60 words\.\nNo emoji\./u);
    for (const other of ["setting", "label"])
      expect(await asked([other])).not.toMatch(/Length|emoji/u);
    const answer = await writeWith(labelFirstStrategy, {
      spec: { kind: "instruction", constraints: spec.constraints },
      subTask: { output: ["output"] },
      values: { instruction: "Sing." },
      answers: { "": { output: "La." } },
    });
    expect(answer.section("", "task")?.text).not.toContain("Length");
    expect(answer.section("", "task")?.text).toContain("No emoji.");
  });

  it("names a given label only where one is given, and no persona where a label is decided", async () => {
    expect(await asked(["text"], "refund")).toContain("belongs to the given label");
    expect(await asked(["text"])).not.toContain("given label");
    expect(await asked(["label"])).not.toMatch(/customer|given label/u);
  });

  it("shows a passage once, and keeps to it, where a field holds it", async () => {
    const { section } = await writeWith(labelFirstStrategy, {
      spec: { kind: "question-answering" },
      sources: [passage],
      subTask: { output: ["question", "answer"] },
      values: { context: `# Bridges\n\n${passage.text}` },
      answers: { "": { question: "When?", answer: "1932" } },
    });
    expect(section("", "sources")).toBeUndefined();
    expect(section("", "draft")?.text).toContain("state no figure, name or date that it does not");
  });

  it("asks for long answers where they are wanted, without the words that want short ones", async () => {
    const { section } = await writeWith(fromSeedStrategy, {
      spec: { kind: "question-answering" },
      sources: [passage],
      subTask: { output: ["question", "answer", "span"], settings: { longForm: true } },
      answers: { "": { question: "When?", answer: "It opened in 1932." } },
    });
    expect(section("", "task")?.text).toContain("The answer is complete: in full sentences");
    expect(section("", "task")?.text).not.toMatch(/as short as it can be|word for word/u);
    expect(section("", "output")?.text).not.toContain("span");
  });
});

describe("questions beside the sample", () => {
  it("lets a check reason before it answers, and keeps the answer", async () => {
    const { written, section } = await writeWith(verifyStrategy, {
      spec: { kind: "question-answering", persona: "a poet", constraints: { minWords: 50 } },
      subTask: { output: ["check"], settings: { reason: true }, prompt: "Step by step." },
      values: { context: passage.text, question: "When?", answer: "1932" },
      answers: { again: { reasoning: "It says 1932.", answer: "1932" } },
    });
    expect(written?.fields).toEqual({ check: "1932" });
    expect(section("again", "output")?.text).toMatch(/- reasoning: .*\n- answer/u);
    expect(section("again", "task")?.text).toContain("Step by step.");
    expect(section("again", "task")?.text).not.toMatch(/poet|50|one step/u);
  });

  it("shows single-hop questions to who writes one, never composed ones", async () => {
    const fact = { subject: "Ann", relation: "was born in", object: "Rome" };
    const one = { question: "Where was Bob born?", answer: "Oslo" };
    const { section } = await writeWith(composedQuestionStrategy, {
      spec: { kind: "question-answering" },
      values: { facts: [fact] },
      subTask: { output: ["singleQuestions", "question"] },
      support: [
        fakeRow("s", "Which river flows where Bob was born?", null, {
          question: "Which river flows where Bob was born?",
          facts: [{ subject: "Bob", relation: "was born in", object: "Oslo" }],
          singleQuestions: [one],
        }),
      ],
      answers: {
        "hop-1": { question: "Where was Ann born?" },
        compose: { question: "Which town?" },
      },
    });
    expect(section("hop-1", "demonstrations")?.items).toEqual([
      { subject: "Bob", relation: "was born in", object: "Oslo", question: one.question },
    ]);
    expect(section("compose", "demonstrations")?.items).toEqual([
      { question: "Which river flows where Bob was born?" },
    ]);
  });
});

describe("the beginning of a prompt", () => {
  it("is equal for all orders up to the wanted label", async () => {
    const [one, other] = await Promise.all(
      ["refund", "praise"].map(async (label) => {
        const { prompt } = await writeWith(labelFirstStrategy, {
          spec: { labels, domain: "shoes", constraints: { maxWords: 9, notes: ["No names."] } },
          subTask: { output: ["text"], prompt: "Write as to a friend." },
          input: { order: order(label) },
          support: rows,
          answers: { "": { text: "x" } },
        });
        return prompt("");
      }),
    );
    let shared = 0;
    while (one![shared] === other![shared]) shared++;
    const first = one!.slice(0, shared);
    for (const said of [...Object.values(labels), "shoes", "No names.", "9 words", "to a friend"])
      expect(first).toContain(said);
    expect(first.endsWith("The label of the sample: ")).toBe(true);
  });
});

describe("a question with 200 labels", () => {
  const subjects = Array.from({ length: 50 }, (_, index) => `subject${index}`);
  const kinds = ["open", "close", "change", "cancel"];
  const many = Object.fromEntries(
    subjects.flatMap((subject) =>
      kinds.map((kind) => [
        `${kind}_${subject}`,
        `The customer wants to ${kind} a ${subject}, whatever words are used for it and for what reason.`,
      ]),
    ),
  );
  const support = Object.keys(many).map((label) => {
    const [kind, subject] = label.split("_") as [string, string];
    return fakeRow(`row ${label}`, `Please ${kind} my ${subject} today.`, label);
  });

  it("defines the wanted label and the five that are nearest to it, and names the rest", async () => {
    const { section } = await writeWith(labelFirstStrategy, {
      spec: { labels: many },
      subTask: { output: ["text"] },
      input: { order: order("open_subject7") },
      support,
      demonstrations: [],
      answers: { "": { text: "x" } },
    });
    const words = section("", "task")!.text;
    expect(words.length).toBeLessThan(5000);
    const defined = [...words.matchAll(/^- (\w+): The customer/gmu)].map(([, name]) => name);
    expect(defined).toHaveLength(5);
    // The same thing done to the subject is nearer than the same deed to another subject.
    expect(defined.slice(0, 3).sort()).toEqual(
      ["cancel_subject7", "change_subject7", "close_subject7"].sort(),
    );
    for (const label of Object.keys(many)) expect(words).toContain(label);
    // A row of each that lies near the border, and none of the wanted label.
    const { items } = section("", "demonstrations")!;
    expect(items!.map((item) => item["label"])).toEqual(defined);
    expect(items![0]!["text"]).toContain("subject7 today");
  });

  it("puts those first that the run's small model confuses with the wanted one", async () => {
    const confused = ["open_subject41", "close_subject2"];
    const { section } = await writeWith(labelFirstStrategy, {
      spec: { labels: many },
      subTask: { output: ["text"] },
      input: {
        order: order("open_subject7"),
        confusions: new Map([["open_subject7", confused]]),
      },
      support,
      demonstrations: [],
      answers: { "": { text: "x" } },
    });
    const defined = [...section("", "task")!.text.matchAll(/^- (\w+): The customer/gmu)];
    expect(defined.map(([, name]) => name).slice(0, 2)).toEqual(confused);
    expect(defined).toHaveLength(5);
    expect(section("", "demonstrations")!.items![0]!["text"]).toContain("subject41 today");
  });
});
