import type { CuratedRow } from "../../../../tools/curation/contract.js";
import { curationReportText } from "../../../../tools/curation/report/curation-report-text.js";
import { diagnoseCuration } from "../../../../tools/curation/report/diagnose-curation.js";
import { curationContext, labelledTexts } from "../curation-fixture.js";

const { rows, wrong, labels } = labelledTexts(120, { wrong: 0.2 });
/** The curation that takes out exactly the wrong labels. */
const after = rows.map((row, at): CuratedRow => ({
  row,
  status: wrong.has(at) ? "removed" : "kept",
  reason: wrong.has(at) ? "low-confidence" : null,
  note: wrong.has(at) ? "said so" : null,
  step: wrong.has(at) ? "oracle" : null,
  text: row.text,
  label: row.label,
  mended: "kept",
  weight: 1,
  scores: wrong.has(at) ? { oracle: at / 100 } : { oracle: 0.9 },
}));

describe("the diagnosis of a curation", () => {
  it("shows the noise, and what mending it is worth on held-out rows", async () => {
    const heldOut = labelledTexts(60, { seed: 8 }).rows;
    const found = await diagnoseCuration(
      { before: rows, after },
      curationContext({ labels }),
      heldOut,
    );
    expect(found.classes).toEqual(labels);
    for (const row of found.noise!)
      expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(found.noiseRate).toBeGreaterThan(0.1);
    expect(found.noiseRate).toBeLessThan(0.35);
    expect(found.heldOut!.rows).toBe(60);
    expect(found.heldOut!.after).toBeGreaterThanOrEqual(found.heldOut!.before);
    expect(found.heldOut!.gain.upper).toBeGreaterThanOrEqual(found.heldOut!.gain.lower);
    expect(found.contradicted).toBeLessThan(0.1);
  });

  it("says what it cannot say", async () => {
    const none = await diagnoseCuration(
      { before: rows.slice(0, 2), after: after.slice(0, 2) },
      curationContext({ labels }),
    );
    expect(none).toMatchObject({ noise: null, contradicted: null, heldOut: null, slices: [] });
    expect(none.notes).toHaveLength(2);
  });
});

describe("the report of a curation", () => {
  const parts = {
    data: "rows.csv",
    kept: 96,
    removed: 24,
    toPeople: 0,
    relabelled: 0,
    steps: [],
    before: rows,
    stability: null,
    diagnosis: null,
    gains: [],
  };

  it("shows of each reason the rows that lie farthest from the usual", () => {
    const text = curationReportText({ ...parts, after });
    const lowest = Math.min(...wrong);
    expect(text).toContain("### oracle: low-confidence (24)");
    const first = text.split("### oracle")[1]!.split("\n")[4]!;
    expect(first).toContain(rows[lowest]!.text);
    expect(text.match(/said so/gu)).toHaveLength(5);
  });

  it("speaks of repeats only where they touch a row", () => {
    const stability = { repeats: 3, agreement: 1, unsteady: 0, leftAlone: 0 };
    const untouched = { ...parts, removed: 0, kept: 120, after, stability };
    expect(curationReportText(untouched)).not.toContain("## Stability");
    expect(curationReportText({ ...parts, after, stability })).toContain("## Stability");
  });

  it("lets no text of the data act as Markdown or HTML", () => {
    const evil = "a | b\n# c <img src=x> `d` [e](f)";
    const text = curationReportText({
      ...parts,
      after: after.map((item) => ({ ...item, row: { ...item.row, text: evil } })),
    });
    expect(text).toContain("a \\| b \\# c &lt;img src=x> \\`d\\` \\[e\\](f)");
  });
});
