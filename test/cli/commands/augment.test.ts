import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callCommand, type Called } from "../../helpers/command-in-process.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const home = temporaryFolder();

const augment = (...args: string[]): Promise<Called> =>
  callCommand("augment", ...args, "--workspace", join(home, "workspace"));

describe("datawright augment", () => {
  it("says what was made of how many rows, why others were refused, where it is; and goes on", async () => {
    const data = join(home, "rows.csv");
    writeFileSync(
      data,
      readFileSync(
        new URL("../../../examples/support-tickets/support.csv", import.meta.url),
        "utf8",
      )
        .split("\n")
        .slice(0, 15)
        .join("\n"),
    );
    const first = await augment(data, "--method", "lengthen");
    const [, made] = /^made (\d+) of 14 new samples \(stop: inputs-used\)$/mu.exec(first.stdout)!;
    expect(Number(made)).toBeGreaterThan(0);
    expect(first.stdout).toMatch(/^14 rows read$/mu);
    const refused = [...first.stdout.matchAll(/^ {2}refused +(\d+) {2}[a-z-]+: /gmu)].reduce(
      (sum, match) => sum + Number(match[1]),
      0,
    );
    expect(refused + Number(made)).toBe(14);
    expect(first.code).toBe(0);
    expect(first.stdout.trimEnd().split("\n").at(-1)).toBe(join(home, "rows-augmented"));
    const again = await augment(data, "--method", "lengthen", "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({
      wanted: 14,
      made: Number(made),
      folder: join(home, "rows-augmented"),
    });
  });

  it("refuses what cannot be done, before anything is written", async () => {
    const data = join(home, "plain.jsonl");
    writeFileSync(data, '{"title":"A","body":"One."}\n{"title":"B","body":"Two."}\n');
    expect(await augment(data, "--method", "flip-label")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("USAGE") as string,
    });
    expect(await augment(data, "--method", "style")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("needs styles") as string,
    });
    expect(await augment(join(home, "none.csv"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("DATA_NOT_FOUND") as string,
    });
  });
});
