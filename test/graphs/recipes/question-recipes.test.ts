import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { sha256Hex } from "../../../base/statistics/hash.js";
import { Random } from "../../../base/statistics/random.js";
import { sentence } from "../../../graphs/conformance/fill-schema.js";
import { runRecipe, type Asked } from "../../helpers/recipe-run.js";

/** Each leads to the next by a name that both hold. */
const PASSAGES = [
  "Oldmere is a village. Its bell was cast by Hedda Corr.",
  "Hedda Corr was a smith who came from Saltby.",
  "Saltby is a harbour whose ferry was designed by Mira Solvay.",
  "Mira Solvay ran a shipyard in Corvale.",
  "Corvale sells its rope to Ivo Stern.",
  "Ivo Stern played a flute from Dovrin.",
];
const line = (seed: string): string => sentence(new Random(sha256Hex(seed)));
/** Words alone: a figure or a name would have to stand in the passage. */
const talk = (seed: string): string =>
  line(seed)
    .replaceAll(/[\d.]+/gu, "")
    .trim()
    .toLowerCase();

function questions(spec: Partial<TaskSpecInput> = {}): TaskSpecInput {
  return {
    name: "valley",
    kind: "question-answering",
    description: "Questions about a valley.",
    target: 4,
    seed: 4,
    review: "none",
    ...spec,
  };
}
const onDocuments = (spec: Partial<TaskSpecInput> = {}): TaskSpecInput =>
  questions({ knowledge: PASSAGES.map((text, at) => ({ id: `p${at}`, text })), ...spec });
const given = (asked: Asked): Readonly<Record<string, unknown>> =>
  asked.items("draft").at(-1) ?? {};
const namesIn = (text: string): string[] => text.match(/\b(?!It|Its|The)[A-Z]\w+/gu) ?? [];
const ofOrder = (asked: readonly Asked[], id: string): Asked[] =>
  asked.filter(({ request }) => request.origin.sampleIds.includes(id));

describe("self-prompting", () => {
  const town = (order: string): string => `Town${order.slice(0, 4)}`;
  const answers = new Map<string, string>();
  const answer = (one: Asked): unknown => {
    const order = one.request.origin.orderId;
    if (one.step.startsWith("plan:")) return { values: ["ferries", "bells", "flutes"] };
    if (one.step === "passage") return { context: `${line(order)} It stands in ${town(order)}.` };
    const text = String(given(one)["context"] ?? "");
    if (one.step === "entities:entries") return { entries: namesIn(text) };
    if (one.step === "question") {
      const question = `Where does it stand: ${line(`${order} question`)}`;
      answers.set(question, String(given(one)["answer"]));
      return { question };
    }
    if (one.step === "verify:again") {
      const known = answers.get(String(given(one)["question"]))!;
      return { answer: `The ${known.toLowerCase()}.` };
    }
    return one.step === "explain" ? { explanation: line(`${order} because`) } : undefined;
  };

  it("writes passage, entities and question, answers again unseen, then explains", async () => {
    const { asked, samples } = await runRecipe("self-prompting", questions(), answer);
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted).toHaveLength(4);
    for (const { id, fields, scores } of accepted) {
      const [passage, entities, question, verify, explain] = ofOrder(asked, id) as [
        Asked,
        Asked,
        Asked,
        Asked,
        Asked,
      ];
      expect(ofOrder(asked, id).map(({ step }) => step)).toEqual([
        "passage",
        "entities:entries",
        "question",
        "verify:again",
        "explain",
      ]);
      expect(["ferries", "bells", "flutes"]).toContain(passage.items("conditions")[0]!["value"]);
      expect(given(entities)).toEqual({ context: fields["context"] });
      expect(fields["context"]).toContain(fields["answer"]);
      expect(given(question)).toEqual({ context: fields["context"], answer: fields["answer"] });
      expect(given(verify)).toEqual({ context: fields["context"], question: fields["question"] });
      expect(verify.request.parameters.temperature).toBe(0);
      expect(given(explain)).toEqual({
        context: fields["context"],
        question: fields["question"],
        answer: fields["answer"],
      });
      expect(fields["explanation"]).toBe(line(`${id} because`));
      // What the steps found out on the way is no part of the sample.
      expect(Object.keys(fields).sort()).toEqual(["answer", "context", "explanation", "question"]);
      expect(scores["verified"]).toBe(1);
    }
  });

  it("drops what is answered otherwise the second time, and a sample without a passage", async () => {
    const orders: string[] = [];
    const { samples } = await runRecipe(
      "self-prompting",
      questions({ target: 2 }),
      (one) => {
        const { orderId } = one.request.origin;
        if (one.step === "passage" && !orders.includes(orderId)) orders.push(orderId);
        if (one.step === "verify:again" && orders[0] === orderId) return { answer: "Elsewhere" };
        return one.step === "passage" && orders[1] === orderId ? { context: "" } : answer(one);
      },
      { concurrency: 1 },
    );
    expect(
      orders.slice(0, 2).map((id) => samples.find((sample) => sample.id === id)!.reasons),
    ).toEqual([
      ["sub-task-failed", "not-verified"],
      ["sub-task-failed", "empty"],
    ]);
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(2);
  });

  it("shows nothing, then one sample of each cluster; takes documents' passages as they are", async () => {
    const { steps, samples } = await runRecipe(
      "self-prompting",
      onDocuments({ target: 24, plan: { roundSize: 8 } }),
      answer,
    );
    expect(steps.has("passage")).toBe(false);
    expect([...steps.keys()].filter((step) => step.startsWith("plan:"))).toEqual([]);
    // A passage is asked for its entities once; its samples take different ones.
    expect(steps.get("entities:entries")!.length).toBeLessThanOrEqual(PASSAGES.length);
    for (const text of PASSAGES) {
      const own = samples.filter(({ fields }) => fields["context"] === text).slice(0, 3);
      const entities = Math.min(3, namesIn(text).length);
      if (own.length === 3)
        expect(new Set(own.map(({ fields }) => fields["answer"])).size).toBe(entities);
    }
    for (const one of steps.get("question")!) {
      const topic = String(one.items("conditions").find(({ name }) => name === "topic")!["value"]);
      expect(String(given(one)["context"]).toLowerCase()).toContain(topic.split(" ")[0]);
      expect(one.items("sources")).toEqual([]);
    }
    expect(
      samples.every(
        ({ status, fields }) =>
          status !== "accepted" || PASSAGES.includes(String(fields["context"])),
      ),
    ).toBe(true);
    const shown = steps.get("question")!.map((one) => one.items("demonstrations"));
    expect(shown.slice(0, 16).every((rows) => rows.length === 0)).toBe(true);
    const made = new Set(
      samples
        .filter(({ round, status }) => round === 0 && status === "accepted")
        .map(({ fields }) => fields["question"]),
    );
    expect(made.size).toBeGreaterThan(4);
    const last = shown.at(-1)!.map((row) => row["question"]);
    // One of them may be the very question of the order: same passage, same answer.
    expect(last.length).toBeGreaterThanOrEqual(made.size - 1);
    expect([...made]).toEqual(expect.arrayContaining(last));
  });
});

describe("sp-cot", () => {
  const NAMES = [
    "Oldmere",
    "Hedda Corr",
    "Saltby",
    "Mira Solvay",
    "Corvale",
    "Ivo Stern",
    "Dovrin",
  ];
  const ends = new Map<string, string>();
  const answer = (one: Asked): unknown => {
    const order = one.request.origin.sampleIds[0]!;
    if (one.step.startsWith("facts:")) {
      const { passage, bridge, links } = given(one) as {
        passage: string;
        bridge?: string;
        links?: string[];
      };
      const names = NAMES.filter((name) =>
        String(one.items("sources").find(({ id }) => id === passage)!["text"]).includes(name),
      );
      const object = links?.[0] ?? names.find((name) => name !== bridge)!;
      ends.set(order, object);
      return { subject: names.find((name) => name !== object)!, relation: "leads to", object };
    }
    if (one.step.startsWith("questions:hop"))
      return { question: `Where does one get from ${String(given(one)["subject"])}?` };
    if (one.step === "questions:compose")
      return { question: `${talk(order)}: where does this end?` };
    return one.step === "check:again"
      ? { reasoning: "From one to the next.", answer: ends.get(order) }
      : undefined;
  };

  it("links facts, asks a question for each, composes one, answers and checks it", async () => {
    const { asked, samples } = await runRecipe("sp-cot", onDocuments({ target: 6 }), answer);
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted.length).toBeGreaterThanOrEqual(4);
    const lengths = new Set<number>();
    for (const { id, fields } of accepted) {
      const facts = fields["facts"] as { subject: string; object: string; source: string }[];
      const hops = facts.map((_fact, index) => index + 1);
      lengths.add(facts.length);
      expect(ofOrder(asked, id).map(({ step }) => step)).toEqual([
        ...hops.map((hop) => `facts:fact-${hop}`),
        ...hops.map((hop) => `questions:hop-${hop}`),
        "questions:compose",
        "check:again",
      ]);
      expect(facts.slice(1).map(({ subject }) => subject)).toEqual(
        facts.slice(0, -1).map(({ object }) => object),
      );
      expect(fields["singleQuestions"]).toEqual(
        facts.map(({ subject, object }) => ({
          question: `Where does one get from ${subject}?`,
          answer: object,
        })),
      );
      expect(fields["answer"]).toBe(facts.at(-1)!.object);
      expect(facts.every(({ object }) => !String(fields["question"]).includes(object))).toBe(true);
      expect(
        String(fields["context"])
          .split("\n\n")
          .every((part) => PASSAGES.includes(part)),
      ).toBe(true);
      expect(given(ofOrder(asked, id).at(-1)!)).toEqual({
        context: fields["context"],
        question: fields["question"],
      });
    }
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(4);
    expect(lengths.size).toBeGreaterThan(1);
  });

  it("drops a chain that checks otherwise, an unfounded fact, a question with its answer", async () => {
    const orders: string[] = [];
    const { samples } = await runRecipe(
      "sp-cot",
      onDocuments({ target: 1, critique: { maxRevisions: 0 } }),
      (one) => {
        const [orderId] = one.request.origin.sampleIds as [string];
        if (!orders.includes(orderId)) orders.push(orderId);
        const place = orders.indexOf(orderId);
        if (place === 0 && one.step === "check:again")
          return { reasoning: "It goes on.", answer: "Farrow Island" };
        if (place === 1 && one.step === "facts:fact-1")
          return { subject: "Greenhill", relation: "leads to", object: "Farrow Island" };
        return place === 2 && one.step === "questions:compose"
          ? { question: `Is it ${ends.get(orderId)}?` }
          : answer(one);
      },
      { concurrency: 1 },
    );
    expect(
      orders.slice(0, 3).map((id) => samples.find((sample) => sample.id === id)!.reasons),
    ).toEqual([
      ["sub-task-failed", "not-verified"],
      ["sub-task-failed", "ungrounded"],
      ["sub-task-failed", "off-task"],
    ]);
  });
});

describe("genie", () => {
  it("shows the passage, and drops what makes a claim that the passage does not support", async () => {
    const { steps, samples } = await runRecipe("genie", onDocuments(), (one) => {
      if (one.step === "sample")
        return {
          question: `${talk(one.request.origin.sampleIds[0]!)}: who was it?`,
          answer: one.request.origin.sampleIds[0]! < "8" ? "somebody invented" : "somebody real",
        };
      const invented = one.text.includes("somebody invented");
      return one.step === "critique"
        ? {
            coherent: 5,
            on_task: 5,
            claims: [
              { claim: "It was somebody.", evidence: "", supported: true, contradicted: false },
              { claim: "It was said.", evidence: "", supported: !invented, contradicted: false },
            ],
            reason: "As it is.",
          }
        : undefined;
    });
    expect([...steps.keys()]).toEqual(["sample", "critique"]);
    for (const one of steps.get("sample")!) {
      const sample = samples.find(({ id }) => id === one.request.origin.sampleIds[0]!)!;
      const [passage] = one.items("sources");
      expect(PASSAGES).toContain(passage!["text"]);
      expect(sample.fields["context"]).toBe(passage!["text"]);
      expect(one.request.parameters.temperature).toBe(0.7);
    }
    const outcomes = samples
      .filter(({ reasons }) => !reasons.includes("surplus"))
      .map(({ id, status, reasons }) => [id < "8", reasons[0] ?? status]);
    expect(new Set(outcomes.map(String))).toEqual(new Set(["true,unfaithful", "false,accepted"]));
  });
});

describe("udapdr", () => {
  it("asks in several forms for a query to a passage, which stands in its field as it is", async () => {
    const rows = [1, 2, 3, 4].map((at) => ({
      context: `Passage ${at} of the archive.`,
      question: line(`question ${at}`),
      answer: `${at}`,
    }));
    const { steps, samples } = await runRecipe(
      "udapdr",
      onDocuments({ target: 6, support: { rows, heldOut: 0 } }),
      (one) => ({ question: line(one.request.origin.orderId), answer: "Hedda Corr" }),
    );
    expect([...steps.keys()]).toEqual(["sample"]);
    const asked = steps.get("sample")!;
    const forms = new Set(
      asked.map(({ text }) => /Write the .+ for the passage below\. (.+)/u.exec(text)![1]),
    );
    expect(forms.size).toBeGreaterThanOrEqual(3);
    for (const one of asked) {
      const sample = samples.find(({ id }) => id === one.request.origin.orderId)!;
      expect(one.items("sources").map(({ text }) => text)).toEqual([sample.fields["context"]]);
      expect(Object.keys(one.schema["properties"] as object)).not.toContain("context");
      expect(one.items("demonstrations")).toHaveLength(3);
    }
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(6);
    expect(new Set(samples.map(({ fields }) => fields["context"]))).toEqual(new Set(PASSAGES));
  });
});

describe("annollm", () => {
  it("explains each demonstration once, then explains and labels the given texts so", async () => {
    const texts = [
      "The tap drips all night.",
      "The rent was charged twice.",
      "The lift stands still.",
      "My deposit is still missing.",
      "The window does not close.",
      "The bill is too high.",
    ];
    const rows = texts
      .slice(0, 4)
      .map((text, at) => ({ text, label: at % 2 === 0 ? "repair" : "payment" }));
    const task: TaskSpecInput = {
      name: "tenants",
      kind: "annotation",
      description: "Messages of tenants.",
      labels: ["repair", "payment"],
      target: 2,
      seed: 1,
      review: "none",
      inputs: { rows: texts.slice(4).map((text) => ({ text })) },
      support: { rows, heldOut: 0 },
    };
    const { steps, samples } = await runRecipe("annollm", task, (one) => {
      if (one.step === "annotation:explain")
        return { explanation: `Because of ${String(given(one)["text"])}` };
      const { text } = given(one) as { text: string };
      return {
        explanation: `It says: ${text}`,
        label: text.includes("bill") ? "payment" : "repair",
        confidence: 0.9,
      };
    });
    expect([...steps.keys()]).toEqual(["annotation:explain", "annotation"]);
    expect(
      steps
        .get("annotation:explain")!
        .map((one) => given(one))
        .sort((a, b) => texts.indexOf(String(a["text"])) - texts.indexOf(String(b["text"]))),
    ).toEqual(rows);
    for (const one of steps.get("annotation")!) {
      expect(one.items("demonstrations").map((row) => Object.keys(row))).toEqual(
        rows.map(() => ["text", "explanation", "label"]),
      );
      expect(
        one
          .items("demonstrations")
          .every((row) => row["explanation"] === `Because of ${String(row["text"])}`),
      ).toBe(true);
      expect(Object.keys(one.schema["properties"] as object).slice(0, 2)).toEqual([
        "explanation",
        "label",
      ]);
    }
    expect(
      samples.map(({ text, label, status }) => [text, label.current, label.source, status]).sort(),
    ).toEqual([
      ["The bill is too high.", "payment", "model", "accepted"],
      ["The window does not close.", "repair", "model", "accepted"],
    ]);
  });
});
