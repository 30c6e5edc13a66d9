import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateData } from "../../../graphs/evaluation/evaluate-data.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const folder = temporaryFolder();
const text = (at: number): string =>
  `please tell me where number ${at * 7919} of my many long and dull orders is now`;
const file = (name: string, texts: readonly string[]): string => {
  const path = join(folder, name);
  const line = (own: string, at: number): string =>
    `${JSON.stringify({ text: own, label: at % 2 ? "refund" : "delivery" })}\n`;
  writeFileSync(path, texts.map(line).join(""));
  return path;
};

describe("evaluateData of rows drawn at random", () => {
  it("counts what repeats and what leaks in all rows, and measures the rest on some", async () => {
    const texts = Array.from({ length: 400 }, (_, at) =>
      at % 40 === 39 ? text(at - 1) : text(at),
    );
    const data = file("data.jsonl", texts);
    const test = file("test.jsonl", [
      text(7),
      text(120),
      "a text that stands nowhere else",
      "b c d",
    ]);
    const whole = await evaluateData({ data, test });
    const drawn = await evaluateData({ data, test, rowsAtOnce: 100 });
    expect([whole.rows, whole.measuredRows]).toEqual([400, null]);
    expect(drawn.rows).toBe(400);
    expect(drawn.measuredRows).toBeGreaterThan(60);
    expect(drawn.measuredRows).toBeLessThan(150);
    for (const figure of ["exactDuplicates", "nearDuplicates"])
      expect([figure, drawn.diversity![figure]]).toEqual([figure, whole.diversity![figure]]);
    for (const figure of ["testRowsGivenAway", "equalRows", "containingRows", "nearRows"])
      expect([figure, drawn.leakage![figure]]).toEqual([figure, whole.leakage![figure]]);
    expect(drawn.diversity!.basis["distinct1"]!.rows).toBe(drawn.measuredRows);
  });
});
