import { datasetRow, rejectedRow } from "../../../tools/export/write-dataset-row.js";
import { exportCells, exportColumns } from "../../../tools/export/export-columns.js";
import { fakeTask } from "../../helpers/fake-context.js";
import { sampleOf } from "./sample-fixture.js";

describe("datasetRow", () => {
  it("gives equal bytes for equal samples, whatever the order of their fields", () => {
    const left = sampleOf(1, { answer: "b", question: "a", extra: { y: 1, x: [undefined, 2] } });
    const right = sampleOf(1, { extra: { x: [undefined, 2], y: 1 }, question: "a", answer: "b" });
    expect(JSON.stringify(datasetRow(left))).toBe(JSON.stringify(datasetRow(right)));
    expect(JSON.stringify(datasetRow(left))).toBe(
      '{"id":"s1","question":"a","answer":"b","extra":{"x":[null,2],"y":1},"weight":1,"conditions":{"topic":"a ' +
        '| b"},"parents":[],"cell":"c","round":1}',
    );
  });

  it("carries the label with where it comes from, and keeps a field that is called source", () => {
    const sample = sampleOf(1, { source: "given", rewrite: "new" }, "ham", {
      label: { given: "spam", current: "ham", source: "person", confidence: 1, student: null },
    });
    expect(datasetRow(sample)).toMatchObject({
      source: "given",
      label: "ham",
      givenLabel: "spam",
      labelSource: "person",
      labelConfidence: 1,
    });
  });

  it("carries a soft label, in tables as a column of tasks that make one", () => {
    const sample = sampleOf(1, { text: "x" }, "ham", {
      scores: { "softLabel:ham": 0.7, "softLabel:spam": 0.3, averageLogProbability: -1 },
    });
    expect(datasetRow(sample)).toMatchObject({ label: "ham", softLabel: { ham: 0.7, spam: 0.3 } });
    expect(datasetRow(sampleOf(1, { text: "x" }, "ham"))).not.toHaveProperty("softLabel");
    const columns = (strategy: string) => exportColumns(fakeTask({ generate: { strategy } }));
    expect(columns("label-first").map(({ name }) => name)).not.toContain("softLabel");
    expect(exportCells(sample, columns("soft-label"))["softLabel"]).toBe('{"ham":0.7,"spam":0.3}');
  });
});

describe("rejectedRow", () => {
  it("carries status, reasons and what each change said", () => {
    const sample = sampleOf(1, { text: "x" }, "ham", {
      status: "rejected",
      reasons: ["label"],
      history: [
        { step: "gate", from: "drafted", to: "rejected", reason: "label", note: "reads like spam" },
      ],
    });
    expect(rejectedRow(sample)).toMatchObject({
      id: "s1",
      status: "rejected",
      reasons: ["label"],
      text: "x",
      label: "ham",
      history: [{ step: "gate", note: "reads like spam" }],
    });
  });
});
