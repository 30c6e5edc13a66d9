import fc from "fast-check";
import type { AnnotationItem } from "../../../tools/annotation/contract.js";
import {
  exportLabelStudio,
  type LabelStudioTask,
} from "../../../tools/annotation/export-label-studio.js";
import { importLabelStudio } from "../../../tools/annotation/import-label-studio.js";

const labels = [
  { name: "환불", definition: 'Wants money "back" & <soon>' },
  { name: "配送🚚" },
  { name: "أخرى" },
];
const names = labels.map(({ name }) => name);
const task = { name: "tickets", instruction: "라벨을 고르세요" };

function item(
  sampleId: string,
  label: AnnotationItem["label"],
  more: Partial<AnnotationItem> = {},
): AnnotationItem {
  return { sampleId, fields: { text: `text of ${sampleId} 👩‍👩‍👧` }, label, ...more };
}

/** What a person does in Label Studio: takes the prediction over, or chooses something else. */
function annotate(
  exported: LabelStudioTask,
  by: unknown,
  choices: readonly string[] | null = null,
  more: { reject?: boolean; note?: string; was_cancelled?: boolean } = {},
): object {
  const given = exported.predictions[0]?.result ?? [];
  const result: object[] =
    choices === null
      ? [...given]
      : [{ from_name: "label", to_name: "text", type: "choices", value: { choices } }];
  if (more.reject === true)
    result.push({
      from_name: "decision",
      to_name: "text",
      type: "choices",
      value: { choices: ["reject"] },
    });
  if (more.note !== undefined)
    result.push({
      from_name: "note",
      to_name: "text",
      type: "textarea",
      value: { text: [more.note] },
    });
  return { id: 1, completed_by: by, was_cancelled: more.was_cancelled ?? false, result };
}

describe("Label Studio", () => {
  it("shows the suggested label and its confidence, and keeps the row's own label", () => {
    const { tasks } = exportLabelStudio(
      [item("a", "환불", { suggested: "配送🚚", confidence: 0.9 })],
      labels,
      task,
    );
    expect(tasks[0]).toMatchObject({
      data: { sample_id: "a", label: ["환불"], text: "text of a 👩‍👩‍👧" },
      predictions: [{ score: 0.9, result: [{ value: { choices: ["配送🚚"] } }] }],
    });
  });

  it("writes one choice a label, escaped as XML", () => {
    const { config } = exportLabelStudio([], labels, task);
    expect(config).toContain(
      '<Choice value="환불" hint="Wants money &quot;back&quot; &amp; &lt;soon&gt;"/>',
    );
    expect(config).toContain('choice="single"');
    expect(exportLabelStudio([], labels, { ...task, multiLabel: true }).config).toContain(
      '<Choices name="label" toName="text" choice="multiple">',
    );
    expect(() => exportLabelStudio([], [{ name: "bell\u0007" }], task)).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });

  it("brings back accepted, relabelled and rejected rows with notes and people", () => {
    const { tasks } = exportLabelStudio(
      [item("a", "환불"), item("b", "환불"), item("c", null), item("d", "أخرى")],
      labels,
      task,
    );
    const done = [
      { ...tasks[0], annotations: [annotate(tasks[0]!, 7)] },
      {
        ...tasks[1],
        annotations: [
          annotate(tasks[1]!, { email: "kim@example.org" }, ["أخرى"], { note: "묻는 글" }),
        ],
      },
      { ...tasks[2], annotations: [annotate(tasks[2]!, 7, [], { reject: true })] },
      { ...tasks[3], annotations: [annotate(tasks[3]!, 7, ["환불"], { was_cancelled: true })] },
    ];
    const found = importLabelStudio(JSON.stringify(done), { labels: names });
    expect(found.answers).toEqual([
      { sampleId: "a", decision: "accept", label: "환불", by: "7" },
      { sampleId: "b", decision: "relabel", label: "أخرى", note: "묻는 글", by: "kim@example.org" },
      { sampleId: "c", decision: "reject", by: "7" },
    ]);
    expect(found).toMatchObject({ unanswered: 1, skipped: 1 });
  });

  it("round-trips label sets of any names", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 2, maxLength: 5 }),
        fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (known, ids, mask) => {
          fc.pre(known.every((one) => !/[\u0000-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u.test(one)));
          const set = known.filter((_, index) => (mask >> index) % 2 === 1);
          const { tasks } = exportLabelStudio(
            ids.map((id) => item(id, set)),
            known.map((one) => ({ name: one })),
            { name: "t", multiLabel: true },
          );
          const done = tasks.map((one) => ({ ...one, annotations: [annotate(one, 1, set)] }));
          const { answers } = importLabelStudio(JSON.parse(JSON.stringify(done)), {
            labels: known,
            multiLabel: true,
          });
          expect(answers).toEqual(
            ids.map((sampleId) => ({ sampleId, decision: "accept", label: set, by: "1" })),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it("reads the flat export", () => {
    const flat = [
      { text: "t", sample_id: "a", label: "환불", annotator: 3, id: 9 },
      { text: "t", sample_id: "b", label: { choices: ["환불", "أخرى"] }, annotator: 3 },
      { sample_id: "c" },
    ];
    const { answers, unanswered } = importLabelStudio(flat, { labels: names, multiLabel: true });
    expect(answers).toEqual([
      { sampleId: "a", decision: "relabel", label: ["환불"], by: "3" },
      { sampleId: "b", decision: "relabel", label: ["환불", "أخرى"], by: "3" },
    ]);
    expect(unanswered).toBe(1);
  });

  it("takes the majority of several people, names ties, and lets a person's later answer count", () => {
    const { tasks } = exportLabelStudio(
      [item("a", "환불"), item("b", "환불"), item("c", "환불")],
      labels,
      task,
    );
    const people = (index: number, ...said: readonly string[]): object => ({
      ...tasks[index],
      annotations: said.map((label, by) => annotate(tasks[index]!, by, [label])),
    });
    const twice = {
      ...tasks[2],
      annotations: [annotate(tasks[2]!, 0, ["أخرى"]), annotate(tasks[2]!, 0, ["환불"])],
    };
    const found = importLabelStudio(
      [people(0, "환불", "أخرى", "أخرى"), people(1, "환불", "أخرى"), twice],
      { labels: names },
    );
    expect(found.answers).toEqual([
      { sampleId: "a", decision: "relabel", label: "أخرى", by: "0, 1, 2" },
      { sampleId: "c", decision: "accept", label: "환불", by: "0" },
    ]);
    expect(found).toMatchObject({
      ties: ["b"],
      replaced: 1,
      agreement: { annotators: 3, shared: 2 },
    });
    expect(found.agreement.observed).toBeCloseTo(1 / 4);
  });

  it.each([
    ["text that is not JSON", "[{", "DATA_FORMAT", undefined],
    ["no list", 5, "DATA_FORMAT", undefined],
    ["a record that is no object", [{ sample_id: "a" }, 3], "DATA_FORMAT", 2],
    [
      "annotations that are no list",
      [{ data: { sample_id: "a" }, annotations: {} }],
      "DATA_FORMAT",
      1,
    ],
    [
      "a missing id",
      [
        {
          data: {},
          annotations: [{ result: [{ from_name: "label", value: { choices: ["환불"] } }] }],
        },
      ],
      "DATA_FORMAT",
      1,
    ],
    [
      "a result without value",
      [{ data: { sample_id: "a" }, annotations: [{ result: [{ from_name: "label" }] }] }],
      "DATA_FORMAT",
      1,
    ],
    [
      "two labels where there is one",
      [
        { sample_id: "x", label: "환불" },
        { sample_id: "a", label: ["환불", "أخرى"] },
      ],
      "DATA_FORMAT",
      2,
    ],
    ["an unknown label", [{ sample_id: "a", label: "환블" }], "DATA_LABEL", 1],
  ])("refuses %s with the record's number", (_name, source, code, record) => {
    expect(() => importLabelStudio(source, { labels: names })).toThrow(
      expect.objectContaining({
        code,
        details: record === undefined ? {} : expect.objectContaining({ record }),
      }),
    );
  });

  it("refuses items that cannot be told apart", () => {
    expect(() => exportLabelStudio([item("a", null), item("a", null)], labels, task)).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
    expect(() => exportLabelStudio([], [], task)).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });
});
