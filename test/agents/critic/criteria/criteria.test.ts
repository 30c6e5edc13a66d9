import { breakagesOf } from "../../../../agents/critic/evidence/broken-text.js";
import type { Criterion } from "../../../../agents/critic/contract.js";
import { formatCriterion } from "../../../../agents/critic/criteria/format.js";
import { groundedCriterion } from "../../../../agents/critic/criteria/grounded.js";
import { conformalProbability } from "../../../../agents/critic/evidence/support-classifier.js";
import { WordOrder } from "../../../../agents/critic/evidence/word-order.js";
import type { Draft } from "../../../../agents/draft.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import type { Verdict } from "../../../../schema/verdict.js";
import { fakeContext, fakeRow, fakeTask } from "../../../helpers/fake-context.js";
import { plainDraft } from "../../../helpers/plain-parts.js";

async function decide(
  criterion: Criterion,
  draft: Partial<Draft>,
  spec: Partial<TaskSpecInput> = {},
): Promise<Verdict> {
  const text = draft.text ?? String(draft.fields?.["text"] ?? "");
  return criterion.decide(
    plainDraft({ label: "refund", ...draft, text }),
    { judge: null },
    fakeContext({ task: fakeTask(spec) }),
  );
}

describe("format", () => {
  it("wants every field of its type", async () => {
    const kind: Partial<TaskSpecInput> = { kind: "instruction", labels: undefined };
    expect(
      (
        await decide(
          formatCriterion,
          { label: null, fields: { instruction: "Do it", output: "Done" } },
          kind,
        )
      ).pass,
    ).toBe(true);
    const empty = await decide(
      formatCriterion,
      { label: null, fields: { instruction: "Do it", output: "  " } },
      kind,
    );
    expect(empty).toMatchObject({ pass: false, code: "format", evidence: [{ field: "output" }] });
    expect(
      (
        await decide(
          formatCriterion,
          { label: null, fields: { instruction: "Do it", output: 4 } },
          kind,
        )
      ).reason,
    ).toContain('"output" must be of type text');
    const turns = { kind: "dialogue", labels: undefined } satisfies Partial<TaskSpecInput>;
    expect(
      (
        await decide(
          formatCriterion,
          {
            label: null,
            fields: {
              messages: [
                { role: "user", content: "Hi" },
                { role: "assistant", content: "" },
              ],
            },
          },
          turns,
        )
      ).reason,
    ).toContain("Turn 2");
  });

  it("wants a label of the task, and one only", async () => {
    expect((await decide(formatCriterion, { text: "a text", label: "refnd" })).reason).toContain(
      'did you mean "refund"',
    );
    expect((await decide(formatCriterion, { text: "a text", label: null })).reason).toContain(
      "no label",
    );
    expect((await decide(formatCriterion, { text: "a text", label: ["refund"] })).reason).toContain(
      "allows one",
    );
    expect(
      (await decide(formatCriterion, { text: "a text", label: ["refund"] }, { multiLabel: true }))
        .pass,
    ).toBe(true);
  });

  it("counts words and characters of any script against the constraints", async () => {
    const constraints = { minWords: 3, maxCharacters: 12 };
    expect(
      (await decide(formatCriterion, { text: "배송이 늦어요" }, { constraints })).reason,
    ).toContain("has 2 words; write at least 3");
    expect(
      (await decide(formatCriterion, { text: "one two three four" }, { constraints })).reason,
    ).toContain("has 18 characters; write at most 12");
    expect((await decide(formatCriterion, { text: "👨‍👩‍👧 a b c" }, { constraints })).pass).toBe(true);
  });

  it("wants spans at their characters and says where the text really is", async () => {
    const spec: Partial<TaskSpecInput> = { kind: "extraction", labels: undefined };
    const fields = (start: number, end: number): Record<string, unknown> => ({
      text: "Anna lives in Oslo",
      spans: [{ text: "Oslo", start, end, label: "city" }],
    });
    expect(
      (await decide(formatCriterion, { label: null, fields: fields(14, 18) }, spec)).pass,
    ).toBe(true);
    expect(
      await decide(formatCriterion, { label: null, fields: fields(10, 14) }, spec),
    ).toMatchObject({ pass: false, reason: expect.stringContaining("at 14 to 18") as string });
  });

  it("wants the entities of a relation in the text", async () => {
    const triples = (object: string): Partial<Draft> => ({
      label: null,
      fields: {
        text: "Anna lives in Oslo",
        triples: [{ subject: "anna", relation: "lives", object }],
      },
    });
    const spec: Partial<TaskSpecInput> = { kind: "extraction", labels: undefined };
    expect((await decide(formatCriterion, triples("Oslo"), spec)).pass).toBe(true);
    expect((await decide(formatCriterion, triples("Bergen"), spec)).reason).toContain(
      'object "Bergen"',
    );
    const relation = await decide(
      formatCriterion,
      { label: "refund", fields: { text: "Anna lives in Oslo", head: "Anna", tail: "Rome" } },
      { kind: "relation" },
    );
    expect(relation.reason).toContain('tail entity "Rome"');
  });
});

describe("grounded", () => {
  const sources = [
    {
      id: "p",
      text: "The lamp costs 30 euros and comes with a warranty of two years.",
      source: "manual",
    },
  ];

  it("refuses figures, names and dates that no source has, with where they stand", async () => {
    const text = "The lamp costs 45 euros and has a warranty of 2 years.";
    const verdict = await decide(groundedCriterion, { text, sources });
    expect(verdict).toMatchObject({ pass: false, code: "ungrounded" });
    const [part] = verdict.evidence;
    expect(text.slice(part!.start, part!.end)).toContain("45");
    expect(verdict.claims!.map((claim) => claim.supported)).toEqual([false, true]);
  });

  it("reads every field, turns too, and lets drafts without a source pass", async () => {
    const fields = {
      messages: [
        { role: "user", content: "What does it cost?" },
        { role: "assistant", content: "It costs 99 euros." },
      ],
    };
    expect(
      (
        await decide(
          groundedCriterion,
          { fields, text: "x", sources },
          { kind: "dialogue", labels: undefined },
        )
      ).evidence[0],
    ).toMatchObject({ field: "messages.1" });
    expect((await decide(groundedCriterion, { text: "It costs 99 euros." })).pass).toBe(true);
  });
});

describe("broken text", () => {
  const templates = [
    "I have sent the lamp back to the shop, and I wait for the money.",
    "The money for the chair has not come yet.",
    "Please send a new lamp to my house and take the old one back.",
    "Where is the money that you owe me for the table?",
  ];
  const rows = Array.from({ length: 40 }, (_, index) =>
    fakeRow(`r${index}`, templates[index % 4]!.replace("lamp", `lamp number ${index}`), "refund"),
  );
  const task = fakeTask({}, rows);
  const reasons = (text: string, of = task): string =>
    breakagesOf(text, of)
      .map((breakage) => breakage.reason)
      .join("; ");

  it.each([
    ["I have sent the lamp back [INSERT DATE] to the shop.", "placeholder"],
    ["I have sent the {{item}} back to the shop.", "placeholder"],
    ["<p>I wait for the money.</p>", "markup"],
    ["I wait for the\\nmoney.", "JSON"],
    ["As an AI language model I cannot wait for the money.", "refuses"],
    ["Sure, here is a message about a lamp.", "begins with words about the sample"],
    ["I wait for the m\ufffdney.", "lost ones"],
    ["I didnâ€™t get the money.", "encoding"],
    ["the money the money the money the money.", "follows itself"],
    ["I have sent the lamp back to the", "stops after"],
    ["I wait for the mon", "cut inside"],
    ["Ich habe die Lampe zurückgeschickt und warte auf das Geld von dem Laden.", "reads as de"],
    ["한국어로 쓴 글은 이 과제에 맞지 않습니다 정말로.", "reads as ko"],
  ])("sees %j", (text, reason) => {
    expect(reasons(text)).toContain(reason);
  });

  it("lets whole text pass, and what the real rows show themselves", () => {
    expect(reasons("We sent two lamps back to your shop, and the money has not come.")).toBe("");
    const marked = fakeTask(
      {},
      rows.map((row) => ({ ...row, text: `${row.text} &lt;#&gt; [NAME]` })),
    );
    expect(reasons("I wait for the money &lt;#&gt; [NAME]", marked)).toBe("");
    const open = fakeTask(
      {},
      rows.map((row) => ({ ...row, text: row.text.slice(0, -1) })),
    );
    expect(reasons("we sent the lamp back to the shop", open)).toBe("");
  });

  it("judges by code alone where there are too few rows to have habits", () => {
    expect(reasons("a short note without an end", fakeTask())).toBe("");
    expect(reasons("a note with a {{slot}}", fakeTask())).toContain("placeholder");
  });
});

describe("WordOrder", () => {
  it("finds shuffled text odder than every real row, in any language with spaces", () => {
    const rows = [
      "the cat sat on the mat",
      "the dog lay on the rug",
      "the bird sat in the tree",
      "the cat lay in the sun",
      "the dog ran in the rain",
      "the bird sang on the roof",
    ].flatMap((row) => [row, `and ${row}`, `so ${row}`]);
    const order = new WordOrder(rows);
    const [fluent, shuffled] = [
      order.oddness("the bird lay on the mat"),
      order.oddness("on the the in lay mat sat the"),
    ];
    expect(shuffled.value).toBeGreaterThan(order.ofRows.at(-1)! + 1);
    expect(fluent.value).toBeLessThan(shuffled.value / 4);
    expect(shuffled.ofRandom).toBeGreaterThan(0.5);
    expect(fluent.ofRandom).toBeLessThan(0.5);
  });
});

describe("conformalProbability", () => {
  it("is the share of values at most as large, the new one counted", () => {
    const sorted = Float64Array.of(0.1, 0.2, 0.2, 0.9);
    expect([0.05, 0.1, 0.2, 0.5, 1].map((value) => conformalProbability(sorted, value))).toEqual([
      0.2, 0.4, 0.8, 0.8, 1,
    ]);
  });
});
