import { formatCriterion } from "../../../../agents/critic/criteria/format.js";
import type { Message } from "../../../../schema/field.js";
import type { LabelValue } from "../../../../schema/label.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import type { Verdict } from "../../../../schema/verdict.js";
import { fakeContext, fakeTask } from "../../../helpers/fake-context.js";
import { plainDraft } from "../../../helpers/plain-parts.js";

async function judge(
  spec: Partial<TaskSpecInput>,
  fields: Record<string, unknown>,
  label: LabelValue = null,
): Promise<Verdict> {
  const task = fakeTask({ labels: undefined, ...spec });
  return formatCriterion.decide(
    plainDraft({ fields, text: "", label }),
    { judge: null },
    fakeContext({ task }),
  );
}
const says = (role: Message["role"], content = "x", toolCalls?: Message["toolCalls"]): Message => ({
  role,
  content,
  ...(toolCalls ? { toolCalls } : {}),
});
const refused = (verdict: Verdict): string => (verdict.pass ? "passes" : verdict.reason);

describe("turns", () => {
  const turns = async (...messages: Message[]): Promise<string> =>
    refused(await judge({ kind: "dialogue" }, { messages }));

  it("start with the user, after the system at most, and alternate", async () => {
    expect(await turns(says("user"), says("assistant"))).toBe("passes");
    expect(await turns(says("system"), says("user"), says("assistant"), says("user"))).toBe(
      "passes",
    );
    expect(await turns(says("assistant"), says("user"))).toContain("Turn 1 must be the user's");
    expect(await turns(says("system"), says("assistant"))).toContain("Turn 2 must be the user's");
    expect(await turns(says("user"), says("user"))).toContain("Turns 1 and 2 are both the user's");
    expect(await turns(says("user"), says("assistant"), says("system"))).toContain(
      "may only speak first",
    );
  });
});

describe("calls of tools", () => {
  const tools = [
    {
      name: "adder",
      description: "Adds.",
      parameters: { type: "object", properties: { a: { type: "number" } }, required: ["a"] },
    },
  ];
  const calls = async (
    messages: Message[],
    declared: TaskSpecInput["tools"] = tools,
  ): Promise<string> =>
    refused(await judge({ kind: "tool-use", tools: declared }, { query: "q", messages }));
  const call = (name: string, values: Record<string, unknown>): Message =>
    says("assistant", "", [{ name, arguments: values }]);

  it("name declared tools with fitting arguments; a result and an answer follow", async () => {
    expect(
      await calls([says("user"), call("adder", { a: 1 }), says("tool", "1"), says("assistant")]),
    ).toBe("passes");
    expect(
      await calls([says("user"), call("addr", { a: 1 }), says("tool", "1"), says("assistant")]),
    ).toContain('"addr", which is none of the tools; did you mean "adder"?');
    expect(
      await calls([
        says("user"),
        call("adder", { a: "1", b: 2 }),
        says("tool", "1"),
        says("assistant"),
      ]),
    ).toMatch(/arguments that it does not take: .*a: /u);
    expect(await calls([says("user"), call("adder", { a: 1 }), says("assistant")])).toContain(
      "Turn 3 must be the result",
    );
    expect(await calls([says("user"), call("adder", { a: 1 })])).toContain("no result");
    expect(await calls([says("user"), call("adder", { a: 1 }), says("tool", "1")])).toContain(
      "must be the assistant's answer",
    );
    expect(
      await calls([
        says("user"),
        call("adder", { a: 1 }),
        says("tool", "1"),
        says("user"),
        says("assistant"),
      ]),
    ).toContain("must be the assistant's, who reads the result");
    expect(await calls([says("user"), says("assistant"), says("tool", "1")])).toContain(
      "a result without a call",
    );
  });

  it("are not held against tools where none are declared", async () => {
    expect(
      await calls([says("user"), call("anything", {}), says("tool", "1"), says("assistant")], []),
    ).toBe("passes");
  });
});

describe("sides", () => {
  it.each<[string, Partial<TaskSpecInput>, Record<string, unknown>, LabelValue]>([
    [
      "a pair of texts",
      { kind: "pair-classification", labels: ["same", "other"] },
      { text1: "A cat.", text2: "a cat" },
      "same",
    ],
    [
      "a relation",
      { kind: "relation", labels: ["r"] },
      { text: "Ann met Ann.", head: "Ann", tail: "Ann" },
      "r",
    ],
    [
      "a preference",
      { kind: "preference" },
      { prompt: "p", chosen: "Yes!", rejected: "yes" },
      null,
    ],
    ["a rewrite", { kind: "rewriting" }, { source: "Go home.", rewrite: "go home" }, null],
    [
      "an instruction",
      { kind: "instruction" },
      { instruction: "Sort.", input: "b a", output: "b a" },
      null,
    ],
    ["a question", { kind: "question-answering" }, { question: "Rome?", answer: "Rome" }, null],
  ])("of %s must differ", async (_what, spec, fields, label) => {
    expect(refused(await judge(spec, fields, label))).toContain("say the same");
  });
});

describe("spans of answers", () => {
  const spans = async (span: object, answer = "Rome"): Promise<string> =>
    refused(
      await judge(
        { kind: "question-answering" },
        { context: "Ann sings in Rome.", question: "Where does Ann sing in Rome?", answer, span },
      ),
    );

  it("stand in the context and say what the answer says", async () => {
    expect(await spans({ text: "Rome", start: 13, end: 17 })).toBe("passes");
    expect(await spans({ text: "in Rome", start: 10, end: 17 })).toBe("passes");
    expect(await spans({ text: "Rome", start: 23, end: 27 })).toContain(
      "does not stand in the context",
    ); // where the question has it
    expect(await spans({ text: "Ann", start: 0, end: 3 })).toContain('is not the answer "Rome"');
  });
});

describe("sets of labels", () => {
  const set = async (label: LabelValue): Promise<string> =>
    refused(
      await judge(
        { multiLabel: true, labels: ["food", "price", { name: "other", outOfScope: true }] },
        { text: "Cheap soup." },
        label,
      ),
    );

  it("have each label once, and the label of what fits none alone", async () => {
    expect(await set(["food", "price"])).toBe("passes");
    expect(await set(["other"])).toBe("passes");
    expect(await set(["food", "food"])).toContain("there twice");
    expect(await set(["food", "other"])).toContain("beside food");
  });
});
