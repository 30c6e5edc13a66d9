import { builtinAgent } from "../../../../agents/builtin.js";
import { CRITERIA } from "../../../../agents/critic/criteria/criteria.js";
import type { Configurable } from "../../../../base/slots/configurable.js";
import { chosenName, chosenSettings } from "../../../../base/slots/slot-choice.js";
import type { Criterion } from "../../../../agents/critic/contract.js";
import { consistentCriterion } from "../../../../agents/critic/criteria/consistent.js";
import { createCritic } from "../../../../agents/critic/critic.js";
import { faithfulCriterion } from "../../../../agents/critic/criteria/faithful.js";
import { instructionHeuristicsCriterion } from "../../../../agents/critic/criteria/instruction-heuristics.js";
import { meaningKeptCriterion } from "../../../../agents/critic/criteria/meaning-kept.js";
import { noEchoCriterion } from "../../../../agents/critic/criteria/no-echo.js";
import type { Draft } from "../../../../agents/draft.js";
import { callAgent } from "../../../../agents/call-agent.js";
import type { RoleOutput } from "../../../../agents/roles.js";
import type { Row } from "../../../../schema/sample.js";
import { taskSpecSchema, type TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import type { Verdict } from "../../../../schema/verdict.js";
import {
  fakeContext,
  fakeMemory,
  fakeRoleModel,
  fakeRow,
  fakeTask,
  letterVector,
} from "../../../helpers/fake-context.js";
import { made } from "../../../helpers/made.js";
import { madeSample } from "../../../helpers/made-sample.js";
import { plainDraft } from "../../../helpers/plain-parts.js";

interface Options {
  readonly spec?: Partial<TaskSpecInput>;
  readonly support?: readonly Row[];
  readonly judge?: Record<string, unknown>;
  readonly memory?: Parameters<typeof fakeMemory>[0];
}
const draftOf = (draft: Partial<Draft>): Draft => {
  const text = draft.text ?? String(Object.values(draft.fields ?? {})[0] ?? "");
  return plainDraft({ ...draft, text });
};
/** Settings of the criterion are those that the spec has beside its name. */
async function decide(
  value: Criterion | Configurable<Criterion>,
  draft: Partial<Draft>,
  { spec = {}, support = [], judge, memory }: Options = {},
): Promise<Verdict> {
  const task = fakeTask(spec, support);
  const choice = task.spec.critique.criteria?.find((one) => chosenName(one) === made(value).name);
  const criterion = made(value, choice === undefined ? {} : chosenSettings(choice));
  const context = fakeContext({
    task,
    ...(memory
      ? {
          memory: fakeMemory({
            demonstrations: support,
            demonstrationVectors: support.map((row) => letterVector(row.text)),
            ...memory,
          }),
        }
      : {}),
  });
  return criterion.decide(
    draftOf(draft),
    { judge: judge ? { model: "m", value: judge } : null },
    context,
  );
}

describe("instruction-heuristics", () => {
  const instruction: Partial<TaskSpecInput> = { kind: "instruction", labels: undefined };
  const why = async (text: string, spec: Partial<TaskSpecInput> = {}) => {
    const verdict = await decide(
      instructionHeuristicsCriterion,
      { fields: { instruction: text, output: "x" } },
      { spec: { ...instruction, ...spec } },
    );
    expect(verdict.code).toBe("unsuitable");
    return verdict.pass ? null : verdict.reason;
  };

  it.each([
    ["Sing a song", "3 words"],
    [`Explain ${"this ".repeat(150)}`, "151 words"],
    ["Describe the picture of a cat", '"picture"'],
    ["Please go  to the shop now", '"go to"'],
    ["Write a program that adds numbers", "Write a program"],
    ["- list four kinds of fruit", '"-"'],
    ["$5 is how much in yen", '"$"'],
    ["Élan vital: what is meant by it", '"É"'],
    // In their order: the first rule that it fails is told.
    ["! draw it", "3 words"],
    ["Write a program that shows an image", '"image"'],
  ])("refuses %j", async (text, reason) => expect(await why(text)).toContain(reason));

  it("lets words pass that hold one of the list, and languages begin with their letters", async () => {
    expect(await why("Explain what a drawing room was")).toBeNull();
    expect(await why("Écris une lettre à ta tante", { language: "fr" })).toBeNull();
    expect(await why("한국의 사계절을 간단히 설명해 주세요", { language: "ko" })).toBeNull();
    expect(await why("請用中文說明四季的變化", { language: "zh" })).toBeNull();
    expect(await why("Объясни, почему небо синее", { language: "fr" })).toContain('"О"');
  });

  it("takes a longer list and other limits from its settings", async () => {
    const critique = {
      criteria: [
        {
          name: "instruction-heuristics",
          blacklist: ["video", "flowchart"],
          minWords: 2,
          programs: true,
        },
      ],
    };
    expect(await why("Cut the video", { critique })).toContain('"video"');
    expect(await why("Write a program that sorts names", { critique })).toBeNull();
  });
});

describe("no-echo", () => {
  const support = [
    fakeRow("s1", "Sing a song!", null, {
      instruction: "Sing a song!",
      input: "la la",
      output: "x",
    }),
  ];
  const instruction: Options = { spec: { kind: "instruction", labels: undefined }, support };

  it("refuses a field that repeats another one, up to case and punctuation", async () => {
    expect(
      await decide(
        noEchoCriterion,
        { fields: { instruction: "Translate.", input: "Good day.", output: "good day" } },
        instruction,
      ),
    ).toMatchObject({
      pass: false,
      code: "echo",
      reason: expect.stringContaining('"output" repeats "input"') as string,
    });
    expect(
      (
        await decide(
          noEchoCriterion,
          { fields: { text1: "It rains.", text2: "It rains!" } },
          { spec: { kind: "pair-classification" } },
        )
      ).pass,
    ).toBe(false);
  });

  it("lets two short answers be alike", async () => {
    expect(
      (
        await decide(
          noEchoCriterion,
          { fields: { question: "2 + 3?", rationale: "5", answer: "5" } },
          { spec: { kind: "reasoning", labels: undefined } },
        )
      ).pass,
    ).toBe(true);
  });

  it("refuses the text of a real row or of the row it was made from, and a real row's input", async () => {
    expect(
      await decide(
        noEchoCriterion,
        { text: "sing a song", fields: { instruction: "sing a song", output: "y" } },
        instruction,
      ),
    ).toMatchObject({ pass: false, evidence: [{ source: "s1" }] });
    expect(
      await decide(
        noEchoCriterion,
        {
          text: "Hum.",
          fields: { instruction: "Hum.", output: "y" },
          seeds: [fakeRow("a1", "hum", null)],
        },
        instruction,
      ),
    ).toMatchObject({ pass: false, evidence: [{ source: "a1" }] });
    const input = {
      text: "Hum it.",
      fields: { instruction: "Hum it.", input: "La, la", output: "y" },
    };
    expect((await decide(noEchoCriterion, input, instruction)).reason).toContain(
      "The input is that of s1",
    );
    expect((await decide(noEchoCriterion, { ...input, seeds: support }, instruction)).pass).toBe(
      true,
    );
  });
});

describe("meaning-kept", () => {
  const spec: Partial<TaskSpecInput> = { plan: { subtopics: 0, seeds: "support" } };
  const row = fakeRow("s1", "I paid 30 euros to Anna and never got the shoes.", "refund");
  const kept = (
    text: string,
    options: Options & { settings?: Record<string, unknown>; label?: string; seeds?: Row[] } = {},
  ) =>
    decide(
      meaningKeptCriterion,
      { text, label: options.label ?? "refund", seeds: options.seeds ?? [row] },
      {
        spec: {
          ...spec,
          ...(options.settings
            ? { critique: { criteria: [{ name: "meaning-kept", ...options.settings }] } }
            : {}),
        },
        ...options,
      },
    );

  it("keeps figures and names, both ways, and whether something is denied", async () => {
    expect((await kept("Anna got 30 euros of mine, and I never saw the shoes.")).pass).toBe(true);
    expect(await kept("I paid 40 euros to Anna and never got them.")).toMatchObject({
      pass: false,
      code: "meaning-lost",
      reason: expect.stringContaining('does not have "40 euros"') as string,
    });
    expect((await kept("I paid Anna and never got the shoes.")).reason).toContain(
      '"30 euros" of its row is missing',
    );
    expect((await kept("I paid 30 euros to Anna for the shoes.")).reason).toContain(
      "denies something, and the draft does not",
    );
    expect(
      (
        await kept("I paid 30 euros, not 40, to Anna.", {
          seeds: [fakeRow("s", "I paid 30 euros and 40 to Anna.", "refund")],
        })
      ).reason,
    ).toContain("denies something that its row does not");
  });

  it("may leave figures out, change negation and skip languages, where it is told so", async () => {
    expect(
      (await kept("I paid Anna and never got the shoes.", { settings: { mayOmit: true } })).pass,
    ).toBe(true);
    expect(
      (await kept("I paid 30 euros to Anna for the shoes.", { settings: { negation: false } }))
        .pass,
    ).toBe(true);
    expect((await kept("Anna: 30 euros.", { spec: { ...spec, language: "fi" } })).pass).toBe(true);
  });

  it("asks the judge, who is shown what the draft was made from, once for all criteria", async () => {
    const task = fakeTask(spec);
    const model = fakeRoleModel(() => ({ meaning_kept: 2, reason: "The shoes are gone." }));
    const critic = createCritic({ criteria: [made(meaningKeptCriterion), noEchoCriterion] });
    const { verdicts } = await callAgent<RoleOutput<"critic", "critique">>(
      critic,
      "critique",
      {
        draft: draftOf({
          text: "Anna got 30 euros and I never got anything.",
          label: "refund",
          seeds: [row],
        }),
      },
      fakeContext({ task, model }),
    );
    expect(model.requests).toHaveLength(1);
    expect(model.requests[0]!.prompt.sections.filter(({ kind }) => kind === "draft")).toMatchObject(
      [
        { text: "What the draft was made from:", items: [{ before: row.text }] },
        { text: "The draft to judge:" },
      ],
    );
    expect(verdicts[0]).toMatchObject({
      criterion: "meaning-kept",
      pass: false,
      score: 0.25,
      judge: "critic (fake)",
    });
  });

  it("asks nobody, and shows nothing, where no sample is made from a row", async () => {
    expect(made(meaningKeptCriterion).question?.(fakeTask())).toBeNull();
    expect((await kept("Anything.", { seeds: [] })).reason).toBe("The draft was made from no row.");
    expect(
      made(meaningKeptCriterion).question?.(
        fakeTask({ kind: "rewriting", labels: undefined, inputs: { rows: [{ source: "x" }] } }),
      ),
    ).not.toBeNull();
    expect(
      (
        await decide(
          meaningKeptCriterion,
          { text: "7 cats", fields: { source: "Six cats.", rewrite: "7 cats" } },
          { spec: { kind: "rewriting", labels: undefined, inputs: { rows: [{ source: "x" }] } } },
        )
      ).pass,
    ).toBe(false);
  });

  it("wants another label after a flip, and does not ask whether the meaning held", async () => {
    const settings = { label: "flip" };
    expect(
      (await kept("I paid 30 euros to Anna and got the shoes.", { settings, label: "delivery" }))
        .pass,
    ).toBe(true);
    expect(
      await kept("I paid 30 euros to Anna and never got a thing.", { settings }),
    ).toMatchObject({ pass: false, code: "label" });
    expect(made(meaningKeptCriterion, settings).question?.(fakeTask(spec))).toBeNull();
  });

  it("keeps the label that a small model of the real rows reads", async () => {
    const support = Array.from({ length: 40 }, (_, index) =>
      index % 2
        ? fakeRow(
            `r${index}`,
            `please return my money for order number ${["one", "two", "six"][index % 3]!}`,
            "refund",
          )
        : fakeRow(
            `d${index}`,
            `the parcel is late and the driver lost it ${["today", "again", "here"][index % 3]!}`,
            "delivery",
          ),
    );
    const options = { support, seeds: [support[1]!] };
    expect((await kept("my money for that order, please return it", options)).pass).toBe(true);
    expect(await kept("the parcel and the driver are late, please", options)).toMatchObject({
      pass: false,
      code: "label",
      reason: expect.stringContaining('the draft as "delivery"') as string,
    });
  });
});

describe("faithful", () => {
  const spec: Partial<TaskSpecInput> = {
    kind: "question-answering",
    labels: undefined,
    knowledge: [{ text: "The bridge is red." }],
  };
  const draft = {
    fields: { question: "Which colour has the bridge?", answer: "Red, since 1932" },
    sources: [{ id: "p", text: "The bridge is red.", source: "p" }],
  };
  const claims = [
    {
      claim: "The bridge is red.",
      evidence: '"the bridge is Red"',
      supported: true,
      contradicted: false,
    },
    {
      claim: "It has been red since 1932.",
      evidence: "since 1932",
      supported: false,
      contradicted: true,
    },
  ];

  it("refuses when a claim is not supported, and keeps what the judge said of each", async () => {
    expect(await decide(faithfulCriterion, draft, { spec, judge: { claims } })).toMatchObject({
      pass: false,
      code: "unfaithful",
      score: 0.5,
      // What is quoted is kept where a source has it.
      claims: [
        {
          claim: "The bridge is red.",
          evidence: "the bridge is Red",
          source: "p",
          supported: true,
          contradicted: false,
        },
        { claim: "It has been red since 1932.", supported: false, contradicted: true },
      ],
      evidence: [{ text: "It has been red since 1932." }],
      reason:
        'The sources say the opposite of: "It has been red since 1932.". State only what they say.',
    });
    expect(
      (
        await decide(faithfulCriterion, draft, {
          spec: { ...spec, critique: { criteria: [{ name: "faithful", minShare: 0.5 }] } },
          judge: { claims },
        })
      ).pass,
    ).toBe(true);
    expect((await decide(faithfulCriterion, draft, { spec, judge: { claims: [] } })).pass).toBe(
      true,
    );
  });

  it("asks only where the task has sources, and lets drafts without one pass", async () => {
    expect(Object.keys(made(faithfulCriterion).question!(fakeTask(spec))!.answer)).toEqual([
      "claims",
    ]);
    expect(made(faithfulCriterion).question!(fakeTask())).toBeNull();
    expect(
      (await decide(faithfulCriterion, { ...draft, sources: [] }, { spec, judge: { claims } }))
        .pass,
    ).toBe(true);
    expect((await decide(faithfulCriterion, draft, { spec })).reason).toBe("No judge was asked.");
  });
});

describe("consistent", () => {
  const spec: Partial<TaskSpecInput> = { labels: { aaa: "about aaaa", zzz: "about zzzz" } };

  it("compares with the words of the labels where nothing is labelled yet", async () => {
    expect(
      (await decide(consistentCriterion, { text: "aaaa aab", label: "aaa" }, { spec, memory: {} }))
        .pass,
    ).toBe(true);
    expect(
      await decide(consistentCriterion, { text: "zzzz zzy", label: "aaa" }, { spec, memory: {} }),
    ).toMatchObject({
      pass: false,
      code: "label",
      reason: 'The nearest of the labels\' words say "zzz", and the sample has "aaa".',
    });
  });

  it("counts the nearest labelled texts, real and accepted, where there are some of two labels", async () => {
    const support = [
      fakeRow("1", "kkk", "aaa"),
      fakeRow("2", "kkl", "aaa"),
      fakeRow("3", "qqq", "zzz"),
    ];
    const memory = {
      async *accepted() {
        for (const text of ["qqr", "qrr"]) yield madeSample({ id: text, text, label: "zzz" });
      },
    };
    const options = {
      spec: { ...spec, critique: { criteria: [{ name: "consistent", neighbours: 3 }] } },
      support,
      memory,
    };
    expect(
      (await decide(consistentCriterion, { text: "qqrr", label: "zzz" }, options)).reason,
    ).toBe('The 3 nearest labelled texts say "zzz".');
    expect((await decide(consistentCriterion, { text: "kkkl", label: "zzz" }, options)).pass).toBe(
      false,
    );
  });

  it("asks a small model of the real rows where they are enough for one", async () => {
    const support = Array.from({ length: 40 }, (_, index) =>
      index % 2
        ? fakeRow(`r${index}`, `the money order number ${index % 5}`, "aaa")
        : fakeRow(`d${index}`, `a late parcel driver ${index % 5}`, "zzz"),
    );
    expect(
      (
        await decide(
          consistentCriterion,
          { text: "the parcel driver", label: "aaa" },
          { spec, support, memory: {} },
        )
      ).reason,
    ).toContain('A small model of the examples reads "zzz"');
  });

  it("has nothing to check without a single label", async () => {
    expect(
      (
        await decide(
          consistentCriterion,
          { text: "x", label: ["aaa", "zzz"] },
          { spec: { ...spec, multiLabel: true }, memory: {} },
        )
      ).pass,
    ).toBe(true);
  });
});

describe("settings of criteria", () => {
  const critic = (critique: Record<string, unknown>) =>
    builtinAgent(
      "critic",
      taskSpecSchema.parse({
        name: "t",
        kind: "classification",
        description: "d",
        labels: ["a", "b"],
        target: 1,
        critique,
      }),
    );

  it("are checked before anything runs", async () => {
    await expect(critic({ criteria: [{ name: "faithful", minShare: 2 }] })).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining('criterion "faithful": minShare') as string,
      details: { path: "critique.criteria[0].minShare" },
    });
    await expect(
      critic({ criteria: ["no-echo", { name: "meaning-kept", lable: "flip" }] }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('lable: unknown field; did you mean "label"') as string,
    });
    await expect(critic({ criteria: ["fatihful"] })).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: 'critique.criteria[0]: there is no criterion "fatihful"; did you mean "faithful"?',
    });
    await expect(
      critic({
        criteria: [
          ...CRITERIA.names.filter((name) => name !== "checker" && name !== "consistent"),
          { name: "consistent", neighbours: 3 },
        ],
      }),
    ).resolves.toMatchObject({ role: "critic" });
  });
});
