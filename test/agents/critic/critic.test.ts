import { z } from "zod";
import { DEFAULT_CRITERIA } from "../../../agents/critic/criteria/criteria.js";
import { callAgent } from "../../../agents/call-agent.js";
import type { AgentContext } from "../../../agents/contract.js";
import type { Criterion } from "../../../agents/critic/contract.js";
import { passes } from "../../../agents/critic/verdicts.js";
import { createCritic } from "../../../agents/critic/critic.js";
import type { Draft } from "../../../agents/draft.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import type { Verdict } from "../../../schema/verdict.js";
import { renderPrompt } from "../../../tools/models/prompt/render-prompt.js";
import { builtinCriteria, draftOf } from "../../helpers/critic-context.js";
import {
  fakeContext,
  fakeKnowledge,
  fakeMemory,
  fakeRoleModel,
  fakeRow,
  fakeTask,
  type RoleRequest,
} from "../../helpers/fake-context.js";

const support = [
  ...Array.from({ length: 12 }, (_, index) =>
    fakeRow(`r${index}`, `Please pay my money back for item ${index}.`, "refund"),
  ),
  fakeRow("d", "Where is the parcel?", "delivery"),
];
const good = { label: "delivery", label_probability: 0.9, coherent: 5, on_task: 5, reason: "fine" };

function setUp(
  answer: unknown,
  options: {
    spec?: Partial<TaskSpecInput>;
    memory?: Partial<AgentContext["memory"]>;
    info?: { contextTokens: number; price: { input: number; output: number } | null };
  } = {},
): { context: AgentContext; requests: RoleRequest[] } {
  const model = fakeRoleModel(() => answer, options.info ? { info: options.info } : {});
  const task = fakeTask(options.spec, support);
  const context = fakeContext({
    task,
    model,
    memory: fakeMemory({ demonstrations: support, ...options.memory }),
  });
  return { context, requests: model.requests };
}

async function critique(
  draft: Draft,
  context: AgentContext,
  options: { criteria?: readonly Criterion[]; askAlways?: boolean } = {},
): Promise<Verdict[]> {
  const criteria = options.criteria ?? (await builtinCriteria());
  const critic = createCritic({ criteria, ...(options.askAlways ? { askAlways: true } : {}) });
  return (await callAgent<{ verdicts: Verdict[] }>(critic, "critique", { draft }, context))
    .verdicts;
}

const draft = draftOf(
  { text: "My package has not come yet, can you look for it?", label: "delivery" },
  "o1",
);

describe("critic", () => {
  it("gives one verdict per criterion after one call to the judge", async () => {
    const { context, requests } = setUp(good);
    const verdicts = await critique(draft, context);
    expect(verdicts.map((verdict) => verdict.criterion).sort()).toEqual(
      [...DEFAULT_CRITERIA].sort(),
    );
    expect(verdicts.every((verdict) => verdict.pass && verdict.reason !== "")).toBe(true);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ orderId: "o1", sampleIds: ["o1"], attempt: 0 });
  });

  it("does not tell the judge the label or the conditions that the draft was written for", async () => {
    const { context, requests } = setUp({ ...good, label: "refund", label_probability: 0.4 });
    await critique({ ...draft, conditions: [{ name: "tone", value: "furious-tone" }] }, context);
    const sections = requests[0]!.prompt.sections;
    expect(sections.find((section) => section.kind === "draft")!.items).toEqual([
      { text: draft.text },
    ]);
    const rendered = renderPrompt(requests[0]!.prompt)
      .map((message) => message.content)
      .join("\n");
    expect(rendered).not.toContain("furious-tone");
    expect(rendered.split("</demonstrations>")[1]).not.toContain("delivery");
  });

  it("shows no examples where there are none, and passages where a question goes by them", async () => {
    const asked = async (criteria: readonly string[], memory = {}) => {
      const { context, requests } = setUp({ ...good, claims: [] }, { memory });
      const sourced = draftOf({ text: draft.text, label: "delivery", source: "Parcels are late." });
      const chosen = (await builtinCriteria()).filter(({ name }) => criteria.includes(name));
      const knowing = { ...context, knowledge: fakeKnowledge([sourced.sources[0]!]) };
      await critique(sourced, knowing, { criteria: chosen, askAlways: true });
      return requests[0]!.prompt.sections.map(({ kind }) => kind);
    };
    expect(await asked(["on-task", "label-correct"], { demonstrations: [] })).toEqual([
      "task",
      "criteria",
      "draft",
      "output",
    ]);
    expect(await asked(["on-task"])).toContain("demonstrations");
  });

  it("shows few demonstrations of mixed labels to a model that costs, many to a large free one", async () => {
    const shown = async (info?: {
      contextTokens: number;
      price: { input: number; output: number } | null;
    }): Promise<Record<string, unknown>[]> => {
      const { context, requests } = setUp(good, info ? { info } : {});
      await critique(draft, context);
      return requests[0]!.prompt.sections.find((section) => section.kind === "demonstrations")!
        .items!;
    };
    const few = await shown();
    expect(few).toHaveLength(8);
    expect(few.map((item) => item["label"])).toContain("delivery");
    expect(
      await shown({ contextTokens: 1_000_000, price: { input: 0.1, output: 0.4 } }),
    ).toHaveLength(8);
    expect(await shown({ contextTokens: 200_000, price: { input: 0, output: 0 } })).toHaveLength(
      support.length,
    );
  });

  it("asks with the user's own template where the task has one", async () => {
    const { context, requests } = setUp(good, {
      spec: { prompts: { critic: "Judge. {task} {demonstrations}" } },
    });
    await critique(draft, context);
    expect(requests[0]!.prompt.template).toBe("Judge. {task} {demonstrations}");
  });

  it("lets the judge say why before it rates, on scales whose 1, 3 and 5 are described", async () => {
    const { context, requests } = setUp(good);
    await critique(draft, context);
    const [{ schema, prompt }] = requests as [RoleRequest];
    expect(Object.keys((schema as z.ZodObject).shape)[0]).toBe("reason");
    const criteria = prompt.sections.find((section) => section.kind === "criteria")!.items!;
    for (const name of ["coherent", "on-task"])
      expect(criteria.find((item) => item["name"] === name)!["question"]).toMatch(
        /: 1 when [^]*; 3 when [^]*; 5 when /u,
      );
  });

  it("asks several times where told to, averages ratings and votes on the label", async () => {
    const answers: Readonly<Record<string, object>> = {
      "critique:1": { ...good, coherent: 1, reason: "broken" },
      "critique:2": { ...good, coherent: 4, reason: "fine" },
      "critique:3": { ...good, coherent: 4, label: "refund", reason: "well" },
    };
    const model = fakeRoleModel(({ step }) => answers[step]);
    const context = fakeContext({
      task: fakeTask({ critique: { samples: 3 } }, support),
      model,
      memory: fakeMemory({ demonstrations: support }),
    });
    const verdicts = await critique(draft, context);
    expect(model.requests.map(({ step }) => step).sort()).toEqual(Object.keys(answers));
    const of = (name: string) => verdicts.find(({ criterion }) => criterion === name)!;
    // (1 + 4 + 4) / 3 = 3; two of three read the label, with 0.9 each.
    expect(of("coherent")).toMatchObject({ pass: true, score: 0.5 });
    expect(of("label-correct").reason).toContain('reads "delivery" (0.60)');
  });

  const many = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [
      `intent_${index}`,
      `The customer asks about matter${index >> 2} in the way that is number${index}, in some words or others.`,
    ]),
  );

  it("chooses among those that the run's small model confuses with the wanted one too", async () => {
    const { context, requests } = setUp(
      { ...good, label: "intent_42" },
      {
        spec: { labels: many },
        memory: { confusions: () => Promise.resolve(new Map([["intent_42", ["intent_170"]]])) },
      },
    );
    await critique(draftOf({ text: draft.text, label: "intent_42" }), context);
    expect(JSON.stringify(requests[0]!.prompt)).toContain("intent_170");
  });

  it("chooses among the wanted label and those like it where there are 200", async () => {
    const { context, requests } = setUp(
      { ...good, label: "none of these", label_probability: 0.95 },
      { spec: { labels: many } },
    );
    const verdicts = await critique(draftOf({ text: draft.text, label: "intent_42" }), context);
    const rendered = renderPrompt(requests[0]!.prompt)
      .map((message) => message.content)
      .join("\n");
    expect(rendered.length).toBeLessThan(5000);
    const named = [...rendered.matchAll(/intent_(\d+)/gu)].map(([, number]) => Number(number));
    expect(named).toHaveLength(6);
    // In the task's order: the place of the wanted one tells nothing.
    expect(named).toEqual([...named].sort((a, b) => a - b));
    expect(named).toEqual(expect.arrayContaining([40, 41, 42, 43]));
    const refused = verdicts.find(({ criterion }) => criterion === "label-correct")!;
    expect(refused).toMatchObject({ pass: false, evidence: [{ text: draft.text }] });
  });

  it("asks with the same schema object for every draft of a task", async () => {
    const { context, requests } = setUp(good);
    const critic = createCritic({ criteria: await builtinCriteria() });
    for (const text of ["First text that is new.", "Second text that is new."])
      await callAgent(critic, "critique", { draft: draftOf({ text, label: "refund" }) }, context);
    expect(requests[0]!.schema).toBe(requests[1]!.schema);
  });

  it("does not ask the judge about a draft that code refused, unless told to", async () => {
    const copy = draftOf({ text: "Where is the parcel?", label: "delivery" });
    const saved = setUp(good);
    expect((await critique(copy, saved.context))[0]).toMatchObject({
      code: "copy-of-support",
      pass: false,
      judge: "critic",
    });
    expect(saved.requests).toHaveLength(0);
    const always = setUp(good);
    await critique(copy, always.context, { askAlways: true });
    expect(always.requests).toHaveLength(1);
  });

  it("makes no call where no criterion asks, and takes criteria of the user's own", async () => {
    const calm: Criterion = {
      name: "calm",
      decide: (seen) => ({
        judge: "calm",
        criterion: "calm",
        pass: !seen.text.includes("!"),
        score: null,
        reason: "no shouting",
        code: "custom",
        evidence: [],
      }),
    };
    const { context, requests } = setUp(good);
    expect(
      await critique(draftOf({ text: "What!", label: "refund" }), context, { criteria: [calm] }),
    ).toMatchObject([{ criterion: "calm", pass: false }]);
    expect(requests).toHaveLength(0);
    const shouting: Criterion = {
      name: "calm",
      question: () => ({ text: "shouting: 0 or 1", answer: { shouting: z.number() } }),
      decide: (_draft, { judge }) => ({
        judge: "calm",
        criterion: "calm",
        pass: judge?.value["shouting"] !== 1,
        score: null,
        reason: "it shouts",
        code: "custom",
        evidence: [],
      }),
    };
    const asked = setUp({ shouting: 1, reason: "loud" });
    expect(await critique(draft, asked.context, { criteria: [shouting] })).toMatchObject([
      { pass: false },
    ]);
  });

  it("refuses for a low rating with what to act on, off the task before not fluent", async () => {
    const { context } = setUp({ ...good, on_task: 1, coherent: 2 });
    const verdicts = await critique(draft, context);
    expect(verdicts.slice(0, 2).map((verdict) => [verdict.code, verdict.pass])).toEqual([
      ["off-task", false],
      ["coherence", false],
    ]);
    expect(verdicts[0]!.reason).toContain("Tickets of a shop");
    expect(verdicts[0]!.judge).toBe("critic (fake)");
    const lenient = setUp(
      { ...good, on_task: 1, coherent: 2 },
      { spec: { critique: { minRating: 1 } } },
    );
    expect((await critique(draft, lenient.context)).every((verdict) => verdict.pass)).toBe(true);
  });

  it("does not hold a text against an out-of-scope label that it is about something else", async () => {
    const spec: Partial<TaskSpecInput> = {
      labels: ["refund", { name: "delivery", outOfScope: true }],
    };
    expect(
      (await critique(draft, setUp({ ...good, on_task: 1 }, { spec }).context)).every(
        (verdict) => verdict.pass,
      ),
    ).toBe(true);
  });

  it("refuses what is near anything accepted so far, by words or by vector", async () => {
    const near = setUp(good, { memory: { similarText: () => ({ id: "a7", rougeL: 0.9 }) } });
    expect((await critique(draft, near.context))[0]).toMatchObject({
      code: "near-duplicate",
      evidence: [{ source: "a7" }],
    });
    const close = setUp(good, { memory: { nearest: () => [{ id: "a8", distance: 0.01 }] } });
    expect((await critique(draft, close.context))[0]).toMatchObject({
      code: "near-duplicate",
      evidence: [{ source: "a8" }],
    });
    const far = setUp(good, { memory: { nearest: () => [{ id: "a8", distance: 0.4 }] } });
    expect((await critique(draft, far.context)).every((verdict) => verdict.pass)).toBe(true);
  });
});

describe("label-correct", () => {
  it("follows a sure judge, and keeps its label, where rows are few for a small model", async () => {
    const { context } = setUp({ ...good, label: "refund", label_probability: 0.95 });
    const [verdict] = await critique(draft, context);
    expect(verdict).toMatchObject({
      code: "label",
      pass: false,
      evidence: [{ field: "label", text: "refund" }, { text: draft.text }],
    });
    expect(verdict!.reason).toContain('Write about "delivery"');
    const unsure = setUp({ ...good, label: "refund", label_probability: 0.55 });
    expect((await critique(draft, unsure.context)).every((found) => found.pass)).toBe(true);
  });

  it("refuses a set of labels that shares none with the judge's", async () => {
    const spec = { multiLabel: true };
    const several: Draft = { ...draft, label: ["delivery"] };
    const answer = (labels: string[]): unknown => ({ labels, coherent: 5, on_task: 5, reason: "" });
    expect((await critique(several, setUp(answer(["refund"]), { spec }).context))[0]).toMatchObject(
      { code: "label", pass: false },
    );
    expect(
      (await critique(several, setUp(answer(["refund", "delivery"]), { spec }).context)).every(
        (found) => found.pass,
      ),
    ).toBe(true);
  });

  it("does not ask for a label where the task has none", async () => {
    const spec: Partial<TaskSpecInput> = { kind: "instruction", labels: undefined };
    const { context, requests } = setUp({ coherent: 5, on_task: 5, reason: "" }, { spec });
    const verdicts = await critique(
      { ...draft, label: null, fields: { instruction: draft.text, output: "Yes, I will look." } },
      context,
    );
    expect(verdicts.every((verdict) => verdict.pass)).toBe(true);
    expect(requests).toHaveLength(1);
  });
});

describe("criteria that take long over a draft", () => {
  it("let the event loop turn between them, so that a signal is heard", async () => {
    const { context } = setUp(good);
    let turns = 0;
    let watching = true;
    const watch = (): void => {
      turns += 1;
      if (watching) setImmediate(watch);
    };
    setImmediate(watch);
    const seen: number[] = [];
    const slow = Array.from({ length: 4 }, (_, index): Criterion => ({
      name: `slow-${index}`,
      decide: () => {
        seen.push(turns);
        const began = performance.now();
        while (performance.now() - began < 10);
        return passes(`slow-${index}`, { reason: "Fine." });
      },
    }));
    await critique(draft, context, { criteria: slow });
    watching = false;
    expect(new Set(seen).size).toBe(4);
  });
});
