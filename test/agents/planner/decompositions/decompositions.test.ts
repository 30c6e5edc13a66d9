import type { SlotChoice } from "../../../../base/slots/slot-choice.js";
import { GENERATE_STRATEGIES } from "../../../../agents/generator/strategies/generate-strategies.js";
import {
  decompositionOf,
  DECOMPOSITIONS,
} from "../../../../agents/planner/decompositions/decompositions.js";
import { planSubTasks } from "../../../../agents/planner/decompositions/sub-tasks.js";
import type { SubTask } from "../../../../schema/plan.js";
import type { Row } from "../../../../schema/sample.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import { fakeContext, fakeKnowledge, fakeRow, fakeTask } from "../../../helpers/fake-context.js";

type Spec = Partial<TaskSpecInput>;
const passage = { id: "p", text: "Ann sings.", source: "d" };

/** The checked plan of a decomposition, as a run would make it. */
async function plan(
  name: string,
  spec: Spec,
  options: { readonly support?: readonly Row[]; readonly passages?: boolean } = {},
): Promise<SubTask[]> {
  const { value: decomposition } = await DECOMPOSITIONS.choose(name, []);
  const task = fakeTask({ labels: undefined, ...spec }, options.support);
  return planSubTasks(
    task,
    await decomposition.steps(
      task,
      fakeContext({ task, knowledge: fakeKnowledge(options.passages ? [passage] : []) }),
    ),
  );
}
/** id: inputs -> outputs (strategy), in order. */
const outline = (subTasks: readonly SubTask[]): string[] =>
  subTasks.map(
    ({ id, inputs, output, strategy }) =>
      `${id}: ${inputs.join(" ")} -> ` +
      `${output.join(" ")}${strategy === undefined ? "" : ` (${strategy})`}`,
  );

const labelled: Spec = { kind: "classification", labels: ["good", "bad"] };
const qa: Spec = { kind: "question-answering" };
const instruction: Spec = { kind: "instruction" };
const reasoning: Spec = { kind: "reasoning" };
const tool = { name: "add", description: "Adds." };

describe("decompositions make plans that can be run", () => {
  const cases: readonly (readonly [string, Spec, readonly string[], object?])[] = [
    ["text-first", labelled, ["text:  -> text (label-free)", "label: text -> label"]],
    [
      "text-first",
      { ...labelled, kind: "relation" },
      ["text:  -> text head tail (label-free)", "label: text head tail -> label"],
    ],
    ["input-first", qa, ["ask:  -> context question", "answer: context question -> answer span"]],
    ["input-first", instruction, ["ask:  -> instruction", "answer: instruction -> input output"]],
    [
      "output-first",
      instruction,
      ["ask:  -> instruction", "instance: instruction -> output input"],
    ],
    [
      "output-first",
      reasoning,
      ["answer:  -> rationale answer", "ask: rationale answer -> question"],
    ],
    [
      "structure-first",
      { ...labelled, kind: "relation" },
      ["structure:  -> head tail", "text: head tail -> text"],
    ],
    [
      "structure-first",
      { kind: "extraction" },
      ["structure:  -> triples (source-triples)", "text: triples -> text"],
    ],
    [
      "structure-first",
      { kind: "extraction" },
      ["text:  -> text spans (mentioned-text)"],
      { support: [fakeRow("s", "x", null, { text: "x", spans: [] })] },
    ],
    ["structure-first", qa, ["structure:  -> answer", "text: answer -> question"]],
    [
      "outline",
      instruction,
      [
        "begin:  -> instruction input",
        "outline: instruction input -> outline",
        "parts: instruction input outline -> output (parts)",
      ],
    ],
    ["outline", labelled, ["outline:  -> outline", "parts: outline -> text (parts)"]],
    [
      "rationale",
      reasoning,
      [
        "question:  -> question",
        "rationale: question -> rationale",
        "answer: question rationale -> answer",
      ],
    ],
    ["rationale", labelled, ["rationale:  -> rationale", "text: rationale -> text"]],
    [
      "backward-forward",
      reasoning,
      [
        "chain:  -> topic complexity chain (backward-chain)",
        "question: topic chain -> question",
        "forward: question -> rationale answer (majority-vote)",
      ],
    ],
    [
      "passage-question-answer",
      qa,
      [
        "passage:  -> context (passage)",
        "question: context -> question",
        "answer: context question -> answer",
        "span: context answer -> span (locate)",
      ],
    ],
    [
      "passage-question-answer",
      { ...qa, fields: { explanation: {} } },
      [
        "passage:  -> context (passage)",
        "question: context -> question",
        "answer: context question -> answer",
        "span: context answer -> span (locate)",
        "explanation: context question answer -> explanation",
      ],
    ],
    [
      "multi-hop",
      qa,
      [
        "facts:  -> facts (linked-facts)",
        "passages:  -> context (passage)",
        "questions: facts -> singleQuestions question (composed-question)",
        "answer: facts -> answer (chain-end)",
        "check: context question answer -> answeredAgain (verify)",
      ],
      { passages: true },
    ],
    ["dialogue", { kind: "dialogue" }, ["conversation:  -> messages (dialogue-turns)"]],
    [
      "dialogue",
      { kind: "dialogue", fields: { title: {} } },
      ["frame:  -> title", "conversation: title -> messages (dialogue-turns)"],
    ],
    [
      "tool-use",
      { kind: "tool-use", tools: [tool] },
      ["query:  -> query", "calls: query -> messages (tool-loop)"],
    ],
    [
      "preference",
      { kind: "preference" },
      ["prompt:  -> prompt", "pair: prompt -> chosen rejected (preference-pair)"],
    ],
    [
      "targen",
      labelled,
      [
        "setting:  -> setting (label-free)",
        "seed: setting -> instanceSeed (label-free)",
        "sample: setting instanceSeed -> text (self-correct)",
      ],
    ],
    [
      "explain-then-annotate",
      { ...labelled, kind: "annotation" },
      ["annotation: text -> explanation label (explained-annotation)"],
    ],
    [
      "textbook",
      qa,
      [
        "lesson:  -> context",
        "exercise: context -> question",
        "solution: context question -> answer",
      ],
    ],
    [
      "textbook",
      instruction,
      [
        "lesson:  -> lesson",
        "exercise: lesson -> instruction input",
        "solution: lesson instruction input -> output",
      ],
    ],
    [
      "textbook",
      { kind: "custom", fields: { text: {}, exercise: {}, solution: {} } },
      ["lesson:  -> text", "exercise: text -> exercise", "solution: text exercise -> solution"],
    ],
    [
      "instance",
      instruction,
      ["instruction:  -> instruction", "instance: instruction -> input output (instance)"],
    ],
  ];

  // A row of another length than the function's parameters would make Jest wait for a callback.
  const rows = cases.map(
    ([name, spec, wanted, options = {}]) => [name, spec, wanted, options] as const,
  );

  it.each(rows)("%s (%j)", async (name, spec, wanted, options) => {
    const subTasks = await plan(name, spec, options);
    expect(outline(subTasks)).toEqual(wanted);
    for (const { strategy } of subTasks)
      if (strategy !== undefined) expect(GENERATE_STRATEGIES.names).toContain(strategy);
    for (const { purpose } of subTasks) expect(purpose).toMatch(/\.$/u);
  });

  it.each(rows)(
    "%s says what it asks: every step that a plain question does has an instruction (%j)",
    async (name, spec, _wanted, options) => {
      for (const { prompt, strategy } of await plan(name, spec, options))
        if (strategy === undefined && name !== "rationale") expect(prompt).toMatch(/\S/u);
    },
  );
});

describe("a decomposition that does not fit its task is refused, with what it needs", () => {
  it.each<[string, Spec, RegExp]>([
    ["text-first", qa, /label/u],
    ["text-first", { ...labelled, kind: "annotation" }, /text that is written/u],
    ["input-first", labelled, /answer/u],
    ["output-first", labelled, /answer/u],
    ["structure-first", labelled, /structured/u],
    ["outline", { kind: "dialogue" }, /text/u],
    ["rationale", { kind: "dialogue" }, /question/u],
    ["backward-forward", instruction, /question and answer/u],
    ["passage-question-answer", reasoning, /context/u],
    ["multi-hop", qa, /knowledge/u],
    ["multi-hop", instruction, /question and answer/u],
    ["dialogue", reasoning, /messages/u],
    ["tool-use", { kind: "tool-use" }, /tools/u],
    ["preference", qa, /chosen/u],
    ["explain-then-annotate", labelled, /given texts/u],
    ["instance", qa, /instruction/u],
  ])("%s on %j", async (name, spec, needs) => {
    await expect(plan(name, spec)).rejects.toMatchObject({
      code: "PLAN_INVALID",
      message: expect.stringMatching(needs),
    });
  });
});

describe("decompositionOf", () => {
  const named = (spec: Spec): SlotChoice =>
    decompositionOf(fakeTask({ labels: undefined, ...spec }).spec);

  it("takes several steps where the task needs them, and what the task names before that", () => {
    expect(named(qa)).toBe("single");
    expect(named({ ...qa, generate: { sources: "chain" } })).toBe("multi-hop");
    expect(named({ kind: "tool-use", tools: [tool] })).toBe("tool-use");
    expect(named({ kind: "tool-use" })).toBe("single");
    expect(
      named({
        ...qa,
        plan: { decomposition: "input-first" },
        generate: { sources: "chain" },
      }),
    ).toBe("input-first");
    expect(
      named({ ...qa, steps: [{ id: "a", prompt: "x", output: ["question", "answer"] }] }),
    ).toBe("steps");
  });
});
