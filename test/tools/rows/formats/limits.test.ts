import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { DatawrightError } from "../../../../base/errors.js";
import { Random } from "../../../../base/statistics/random.js";
import type { DataSource } from "../../../../schema/task-file/data-source.js";
import type { RowProblem } from "../../../../tools/rows/contract.js";
import { readRows } from "../../../../tools/rows/read-rows.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";
import { failureOf } from "../../../helpers/failure-of.js";

const folder = temporaryFolder();

async function read(
  name: string,
  bytes: string | Uint8Array,
  source: DataSource = {},
): Promise<{ rows: number; problems: RowProblem[] }> {
  await writeFile(join(folder, name), bytes);
  const problems: RowProblem[] = [];
  let rows = 0;
  for await (const _row of readRows(
    { path: name, ...source },
    { folder, onProblem: (problem) => void problems.push(problem) },
  ))
    rows++;
  return { rows, problems };
}

describe("what is read of one file", () => {
  it("ends at so many rows, usable or not, of a small packed file too", async () => {
    const packed = gzipSync(`text\n${"a\n".repeat(3_000_000)}`);
    expect(packed.length).toBeLessThan(10_000);
    const error = await failureOf(read("a.csv.gz", packed, { limits: { rows: 50_000 } }));
    expect([error.code, error.message]).toEqual([
      "DATA_TOO_LARGE",
      expect.stringMatching(/more than 50000 rows .*limits\.rows/u),
    ]);
    const broken = await failureOf(
      read("b.csv", `text,label\n${"a\n".repeat(200)}`, { limits: { rows: 100 } }),
    );
    expect(broken.code).toBe("DATA_TOO_LARGE");
    expect((await read("c.csv", "text\na\nb\n", { limits: { rows: 2 } })).rows).toBe(2);
  });

  it("passes over lines and elements that are too long, and says the limit", async () => {
    const limits = { lineMegabytes: 0.001 };
    const long = JSON.stringify({ text: "x".repeat(5000) });
    for (const [name, text] of [
      ["d.jsonl", `${long}\n{"text":"b"}\n`],
      ["d.json", `[${long},{"text":"b"}]`],
      ["d.csv", `text\n${"x".repeat(5000)}\nb\n`],
      ["d.tsv", `text\n${"x".repeat(5000)}\nb\n`],
    ] as const) {
      const { rows, problems } = await read(name, text, { limits });
      expect([name, rows, problems.map(({ code }) => code)]).toEqual([
        name,
        1,
        ["DATA_LINE_TOO_LONG"],
      ]);
      expect(problems[0]!.message).toContain("limits.lineMegabytes");
    }
  });

  it("tells of JSON that is nested too deep, and reads on", async () => {
    const deep = `{"text":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    for (const [name, text] of [
      ["e.jsonl", `${deep}\n{"text":"b"}\n`],
      ["e.json", `[${deep},{"text":"b"}]`],
    ] as const) {
      const { rows, problems } = await read(name, text);
      expect([rows, problems]).toEqual([
        1,
        [expect.objectContaining({ message: "nested more than 500 deep" })],
      ]);
    }
  });
});

describe("damaged Parquet", () => {
  const whole = (): Buffer =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: "text", data: Array.from({ length: 200 }, (_, row) => `text ${row % 9}`) },
          { name: "n", data: Array.from({ length: 200 }, (_, row) => row) },
        ],
      }),
    );

  it("is read or refused with a coded error, and never ends or holds this process", async () => {
    const random = new Random("parquet");
    for (let round = 0; round < 12; round++) {
      const bytes = whole();
      for (let count = 0; count < 1 + (round % 4); count++)
        bytes[random.integer(bytes.length)] = random.integer(256);
      const name = `damaged-${round}.parquet`;
      const ended = await read(name, bytes, { limits: { seconds: 5 } }).catch(
        (error: unknown) => (error as DatawrightError).code,
      );
      expect(
        typeof ended === "string" ? ["DATA_FORMAT", "DATA_TOO_LARGE"] : [ended],
      ).toContainEqual(ended);
    }
  });

  it("names the limits of rows, memory and time", async () => {
    const bytes = whole();
    expect((await read("f.parquet", bytes)).rows).toBe(200);
    const rows = await failureOf(read("f.parquet", bytes, { limits: { rows: 199 } }));
    expect([rows.code, rows.message]).toEqual([
      "DATA_TOO_LARGE",
      expect.stringContaining("limits.rows"),
    ]);
    const time = await failureOf(read("f.parquet", bytes, { limits: { seconds: 0.000_001 } }));
    expect([time.code, time.message]).toEqual([
      "DATA_TOO_LARGE",
      expect.stringContaining("limits.seconds"),
    ]);
    expect(await readFile(join(folder, "f.parquet"))).toEqual(bytes);
  });
});
