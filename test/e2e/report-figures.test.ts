import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../schema/report.js";
import { datasetRows, runFile, startTickets } from "../helpers/ticket-run.js";

const folder = mkdtempSync(join(tmpdir(), "report-figures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("figures of a run's report", () => {
  it("are those of its dataset, its rounds and its verdicts", async () => {
    const { handle } = await startTickets(folder, {
      target: 20,
      attributes: [{ name: "tone", values: ["calm", "hurried"] }],
    });
    await handle.result;
    const rows = datasetRows(handle.folder);
    const report = JSON.parse(runFile(handle.folder, "report.json")) as Report;
    const { figures, funnel, verdict, reproduction } = report;
    for (const { label, samples } of figures.labels)
      expect(samples).toBe(rows.filter((row) => row.label === label).length);
    const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
    expect(sum(figures.lengths!.samples)).toBe(20);
    expect(sum(figures.lengths!.reference!)).toBe(32);
    expect(figures.rounds.at(-1)!.accepted).toBe(20);
    expect(figures.heat!.columns.map(({ value }) => value)).toEqual(["calm", "hurried"]);
    expect(sum(figures.heat!.cells.map(({ accepted }) => accepted))).toBe(20);
    const drafts = sum(funnel.map(({ count }) => count));
    const coherent = figures.scores.find(({ criterion }) => criterion === "coherent")!;
    expect(sum(coherent.accepted)).toBe(20);
    expect(sum(coherent.accepted) + sum(coherent.refused)).toBeLessThanOrEqual(drafts);
    expect(figures.nearPairs).toMatchObject({ looked: 20, of: 20 });
    expect(figures.worst[0]!.score).toBeLessThanOrEqual(figures.worst.at(-1)!.score!);
    expect(new Set(figures.diversity.map(({ rows: of }) => of))).toEqual(new Set([20]));
    expect(verdict.findings.map(({ text }) => text)).toContain(
      "too few samples (20): figures of less than 100 scatter too much to compare",
    );
    expect(reproduction.command).toBe(
      "datawright run task.yaml --seed 7 --target 20 --model tickets-model",
    );
    const html = runFile(handle.folder, "report.html");
    for (const id of [
      "heat",
      "funnel",
      "labels",
      "rounds",
      "diversity",
      "lengths",
      "scores",
      "cost",
    ])
      expect(html).toContain(`<figure id="${id}"`);
  });

  it("make a page of a single sample", async () => {
    const { handle } = await startTickets(
      folder,
      {},
      {
        runId: "one",
        target: 1,
      },
    );
    const { summary } = await handle.result;
    expect(summary.accepted).toBe(1);
    const html = runFile(handle.folder, "report.html");
    expect(html).toContain("Fewer than two samples have a vector.");
    expect(html.replace(/<script>[\s\S]*<\/script>/u, "")).not.toMatch(/NaN|Infinity|undefined/u);
  });
});
