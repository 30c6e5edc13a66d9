import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { curateData } from "../../../graphs/commands/curate-data.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const folder = temporaryFolder();
const task = {
  name: "tickets",
  kind: "classification" as const,
  description: "Tickets of a shop.",
  labels: ["refund", "delivery"],
  target: 4,
};

/** Rows of which each tenth equals the one before it, and each eleventh nearly. */
function rows(count: number): string[] {
  const texts: string[] = [];
  for (let at = 0; at < count; at++) {
    const own = `please tell me where number ${at * 7919} of my many long and dull orders is now`;
    if (at % 10 === 9) texts.push(texts[at - 1]!.toUpperCase());
    else if (at % 11 === 10) texts.push(`${texts[at - 1]!}!!`);
    else texts.push(at % 97 === 0 ? "<p>" : own);
  }
  return texts;
}

const file = (name: string, texts: readonly string[]): string => {
  const path = join(folder, name);
  const line = (text: string, at: number): string =>
    JSON.stringify({ text, label: at % 2 ? "refund" : "delivery", source: at });
  writeFileSync(path, texts.map((text, at) => `${line(text, at)}\n`).join(""));
  return path;
};
const linesOf = (out: string | null, name: string): Record<string, unknown>[] =>
  readFileSync(join(out!, name), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("curateData of a file in parts", () => {
  it("comes to what it comes to in one, where steps look at a row or at all of them", async () => {
    const data = file("both.jsonl", rows(330));
    const filters = ["heuristics", "exact-duplicate", "near-duplicate"];
    const whole = await curateData(data, { task, filters, out: join(folder, "whole") });
    const parts = await curateData(data, {
      task,
      filters,
      out: join(folder, "parts"),
      rowsAtOnce: 100,
    });
    expect(whole.removed).toBeGreaterThan(30);
    const counts = ({ kept, removed, steps }: typeof whole) => ({
      kept,
      removed,
      steps: steps.map(({ step, seen, removed, byReason }) => [step, seen, removed, byReason]),
    });
    expect(counts(parts)).toEqual(counts(whole));
    expect([parts.rowsAtOnce, whole.rowsAtOnce]).toEqual([100, null]);
    for (const name of ["curated.jsonl", "removed.jsonl", "people.jsonl"]) {
      const told = ({ text, label, reason, source }: Record<string, unknown>) => ({
        text,
        label,
        reason,
        source,
      });
      expect(linesOf(parts.folder, name).map(told)).toEqual(linesOf(whole.folder, name).map(told));
    }
    expect(readFileSync(join(parts.folder!, "report.md"), "utf8")).toContain("330 rows: ");
    expect(readdirSync(parts.folder!).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("lets small models judge the rows of a part by one another, by the gate of the first", async () => {
    const words = (at: number): string =>
      Array.from({ length: 6 }, (_, word) => `w${(at * 31 + word * 17) % 50}`).join(" ");
    const texts = Array.from(
      { length: 500 },
      (_, at) => `${at % 2 ? "money back card" : "parcel box late"} ${words(at)} ${at}`,
    );
    const data = file(
      "labels.jsonl",
      texts.map((text, at) =>
        at % 20 === 1 ? text.replace("parcel box late", "money back card") : text,
      ),
    );
    const options = { task, filters: ["confidence"], out: null, force: true };
    const report = await curateData(data, { ...options, rowsAtOnce: 250 });
    expect(report.steps[0]!.seen).toBe(500);
    expect(report.steps[0]!.figures).toMatchObject({ parts: 2, rowsAtOnce: 250 });
    expect(report.kept + report.removed).toBe(500);
    expect(report.removed).toBeGreaterThan(20);
    const again = await curateData(data, { ...options, rowsAtOnce: 250 });
    expect(again).toEqual(report);
  });

  it("refuses by name what needs all rows at once", async () => {
    const data = file("refused.jsonl", rows(200));
    const refused = async (options: Parameters<typeof curateData>[1]): Promise<string> =>
      curateData(data, { task, out: null, rowsAtOnce: 100, ...options }).then(
        () => "curated",
        (error: Error & { code: string }) => `${error.code} ${error.message}`,
      );
    expect(await refused({ filters: ["data-shapley"] })).toMatch(
      /^DATA_TOO_LARGE data-shapley needs/u,
    );
    expect(await refused({ filters: [{ name: "near-duplicate", prefer: "longest" }] })).toMatch(
      /^DATA_TOO_LARGE near-duplicate with prefer: longest needs/u,
    );
    expect(await refused({ diagnose: true })).toMatch(/^DATA_TOO_LARGE .*`diagnose` needs/u);
    expect(await refused({ rowsAtOnce: 5 })).toMatch(/^SHAPE /u);
  });
});
