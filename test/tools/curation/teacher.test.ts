import { teacherConfidenceFilter } from "../../../tools/curation/filters/teacher-confidence.js";
import { teacherRelabeler } from "../../../tools/curation/relabel/teacher.js";
import { curationContext, labelledTexts, made, removedBy, rowsOf } from "./curation-fixture.js";

const { rows: all, labels } = labelledTexts(120);
const [support, clean] = [all.slice(0, 60), all.slice(60)];
const other = (label: unknown): string => labels.find((name) => name !== label)!;
/** Every third row has the other label. */
const rows = clean.map((row, at) => (at % 3 === 0 ? { ...row, label: other(row.label) } : row));
const context = curationContext({ labels, support });

describe("teacher-confidence", () => {
  it("keeps the rows of each label of which a model of the real rows is surest", async () => {
    const outcome = await made(teacherConfidenceFilter, { keep: 0.25 }).apply(rows, context);
    const removed = new Set(removedBy(outcome));
    const kept = rows.filter((_row, at) => !removed.has(at));
    expect(rows.filter((row, at) => row.label !== clean[at]!.label && !removed.has(at))).toEqual(
      [],
    );
    for (const label of labels) {
      const own = rows.filter((row) => row.label === label).length;
      expect(kept.filter((row) => row.label === label)).toHaveLength(Math.round(own / 4));
    }
    const least = Math.min(...kept.map((row) => outcome.scores[rows.indexOf(row)]!));
    expect(least).toBeGreaterThan(0.5);
  });

  it("is not applied without real rows, and says so", async () => {
    const outcome = await made(teacherConfidenceFilter).apply(rows, curationContext({ labels }));
    expect(removedBy(outcome)).toEqual([]);
    expect(JSON.stringify(outcome.figures)).toMatch(/real rows teach nothing/u);
  });
});

describe("teacher", () => {
  it("gives rows the label that a model of the real rows reads, with its confidence", async () => {
    const { labels: mended } = await made(teacherRelabeler).relabel(rows, context);
    expect(mended.map(({ label }) => label)).toEqual(clean.map(({ label }) => label));
    expect(mended.filter(({ decision }) => decision === "student")).toHaveLength(20);
    for (const { confidence } of mended) expect(confidence).toBeGreaterThan(0.5);
  });

  it("leaves labels alone of which it is less sure than the threshold", async () => {
    const strange = rowsOf(["entirely other words without any sense"], [labels[0]!]);
    const { labels: mended } = await made(teacherRelabeler, { threshold: 1 }).relabel(
      strange,
      context,
    );
    expect(mended[0]).toMatchObject({ label: labels[0], decision: "kept" });
  });
});
