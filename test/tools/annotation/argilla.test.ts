import { exportArgilla } from "../../../tools/annotation/export-argilla.js";
import { importArgilla } from "../../../tools/annotation/import-argilla.js";

const labels = [{ name: "긍정", definition: "좋다고 한다" }, { name: "否定" }];
const names = labels.map(({ name }) => name);

function answer(user_id: string, value: unknown, status?: string): object {
  return { value, user_id, ...(status === undefined ? {} : { status }) };
}

describe("Argilla", () => {
  it("writes records with suggestions and settings with one option a label", () => {
    const { records, settings } = exportArgilla(
      [
        {
          sampleId: "a",
          fields: { q: "왜?", a: "그냥" },
          label: "긍정",
          suggested: "否定",
          confidence: 0.7,
        },
        { sampleId: "b", fields: { text: "x" }, label: null },
      ],
      labels,
      { name: "t" },
    );
    expect(records[0]).toMatchObject({
      id: "a",
      fields: { text: "q: 왜?\na: 그냥" },
      suggestions: { label: { value: "否定", score: 0.7, agent: "datawright" } },
    });
    expect(records[1]!.suggestions).toEqual({});
    const [question] = settings["questions"] as { settings: unknown }[];
    expect(question!.settings).toMatchObject({
      type: "label_selection",
      options: [{ value: "긍정", text: "긍정", description: "좋다고 한다" }, { value: "否定" }],
    });
  });

  it("brings back accepted, relabelled and rejected rows through JSON lines", () => {
    const { records } = exportArgilla(
      ["a", "b", "c", "d", "e"].map((sampleId) => ({
        sampleId,
        fields: { text: "🙂" },
        label: "긍정",
      })),
      labels,
      { name: "t" },
    );
    const said = [
      { label: [answer("kim", "긍정")], decision: [answer("kim", "keep")] },
      { label: [answer("kim", "否定", "submitted")], note: [answer("kim", "아니다", "submitted")] },
      { label: [answer("lee", "긍정")], decision: [answer("lee", "reject")] },
      { label: [answer("lee", "否定", "draft")] },
      {},
    ];
    const lines = records
      .map((record, index) => JSON.stringify({ ...record, responses: said[index] }))
      .join("\n");
    const found = importArgilla(lines, { labels: names });
    expect(found.answers).toEqual([
      { sampleId: "a", decision: "accept", label: "긍정", by: "kim" },
      { sampleId: "b", decision: "relabel", label: "否定", note: "아니다", by: "kim" },
      { sampleId: "c", decision: "reject", by: "lee" },
    ]);
    expect(found).toMatchObject({ unanswered: 2, skipped: 1 });
  });

  it("round-trips label sets, whatever their order", () => {
    const { records, settings } = exportArgilla(
      [{ sampleId: "a", fields: { text: "x" }, label: ["긍정", "否定"] }],
      labels,
      { name: "t", multiLabel: true },
    );
    expect((settings["questions"] as { settings: { type: string } }[])[0]!.settings.type).toBe(
      "multi_label_selection",
    );
    const found = importArgilla(
      [{ ...records[0], responses: { label: [answer("kim", ["否定", "긍정"])] } }],
      { labels: names, multiLabel: true },
    );
    expect(found.answers).toMatchObject([{ sampleId: "a", decision: "accept" }]);
  });

  it("takes the majority of each label of a set", () => {
    const record = {
      id: "a",
      metadata: {},
      responses: {
        label: [answer("x", ["긍정"]), answer("y", ["긍정", "否定"]), answer("z", ["긍정"])],
      },
    };
    expect(importArgilla([record], { labels: names, multiLabel: true }).answers[0]).toMatchObject({
      label: ["긍정"],
      by: "x, y, z",
    });
  });

  it.each([
    ["an id that is missing", [{ id: "a" }, { fields: {} }], "DATA_FORMAT", 2],
    ["responses that are a list", [{ id: "a", responses: [] }], "DATA_FORMAT", 1],
    ["a response that is text", [{ id: "a", responses: { label: ["긍정"] } }], "DATA_FORMAT", 1],
    ["a broken given label", [{ id: "a", metadata: { given_label: "[" } }], "DATA_FORMAT", 1],
    ["a broken line", '{"id":"a"}\n{"id":', "DATA_FORMAT", 2],
    [
      "an unknown label",
      [{ id: "a", responses: { label: [{ value: "긍종", user_id: "x" }] } }],
      "DATA_LABEL",
      1,
    ],
  ])("refuses %s with the record's number", (_name, source, code, record) => {
    expect(() => importArgilla(source, { labels: names })).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ record }) }),
    );
  });
});
