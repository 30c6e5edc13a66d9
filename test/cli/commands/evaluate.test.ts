import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callCommand } from "../../helpers/command-in-process.js";

const folder = mkdtempSync(join(tmpdir(), "evaluate-command-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function table(name: string, of: (at: number) => readonly [string, string]): string {
  const path = join(folder, name);
  const lines = Array.from({ length: 120 }, (_, at) => of(at).join(","));
  writeFileSync(path, ["text,label", ...lines].join("\n"));
  return path;
}
const kind = (at: number): string => (at % 2 === 0 ? "refund" : "delivery");
const data = table("data.csv", (at) => [`${kind(at)} of the order ${at} please`, kind(at)]);
const test = table("test.csv", (at) => [`my ${kind(at)} number ${at} is late`, kind(at)]);

describe("datawright evaluate", () => {
  it("prints the verdict first, then each part with its figures", async () => {
    const { code, stdout } = await callCommand("evaluate", data, "--test", test, "--seeds", "1");
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^verdict: /u);
    expect(stdout).toContain("not measured: faithfulness (--judge), benchmark (--benchmark)");
    expect(lines).toEqual(
      expect.arrayContaining(["diversity", "leakage", "train on it, test on real rows"]),
    );
    expect(stdout).toMatch(/trained on the dataset +100\.0 %/u);
    expect(stdout).toContain("figures more with --all");
  });

  it("prints one object with --json, null where nothing was asked for", async () => {
    const { stdout } = await callCommand("evaluate", data, "--json");
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({
      rows: 120,
      faithfulness: null,
      leakage: null,
      downstream: null,
      benchmark: null,
    });
    expect(report["diversity"]).toMatchObject({ labels: 2, exactDuplicates: 0 });
  });

  it("speaks Korean", async () => {
    const { stdout } = await callCommand("evaluate", data, "--lang", "ko");
    expect(stdout).toMatch(/^판정: 데이터셋을/u);
    expect(stdout).toContain("재지 않은 것: 충실성 (--judge)");
  });
});
