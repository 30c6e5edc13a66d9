import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import type { DataSource } from "../../../schema/task-file/data-source.js";
import type { RawRow, RowProblem } from "../../../tools/rows/contract.js";
import { readRows } from "../../../tools/rows/read-rows.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";
import { failureOf } from "../../helpers/failure-of.js";

const folder = temporaryFolder();

async function read(
  name: string,
  content: string | Uint8Array | null,
  source: DataSource = {},
): Promise<{ rows: RawRow[]; problems: RowProblem[] }> {
  if (content !== null) await writeFile(join(folder, name), content);
  const problems: RowProblem[] = [];
  const rows: RawRow[] = [];
  for await (const row of readRows(
    { path: name, ...source },
    { folder, onProblem: (problem) => problems.push(problem) },
  ))
    rows.push(row);
  return { rows, problems };
}
const values = (rows: readonly RawRow[]): unknown[] => rows.map((row) => ({ ...row.values }));

const nasty = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "한국어 문장",
    "日本語、です",
    "عربي",
    "👩‍👩‍👧 café",
    "e\u0301",
    "\u2028\u2029",
    "a\tb",
    'say "hi"',
    "a,b",
    "\uFEFFx",
    "=1+1",
    "\u0000",
    " pad ",
  ),
);

describe("readRows", () => {
  it("reads JSON lines with byte-order mark, CRLF, blank lines and no last break", async () => {
    const { rows, problems } = await read(
      "a.jsonl",
      '\uFEFF{"t":"한국"}\r\n\r\n{"t":"b"}\n{"t":"c"}',
    );
    expect(rows.map((row) => [row.values["t"], row.line])).toEqual([
      ["한국", 1],
      ["b", 3],
      ["c", 4],
    ]);
    expect(problems).toEqual([]);
  });

  it("tells of each malformed line by number and goes on", async () => {
    const { rows, problems } = await read("bad.jsonl", '{"t":1}\n{oops\n"text"\n{"t":2}\n');
    expect(values(rows)).toEqual([{ t: 1 }, { t: 2 }]);
    expect(problems.map((problem) => [problem.line, problem.code])).toEqual([
      [2, "DATA_FORMAT"],
      [3, "DATA_FORMAT"],
    ]);
    const error = await failureOf(
      (async () => {
        for await (const row of readRows({ path: "bad.jsonl" }, { folder }))
          expect(row).toBeDefined();
      })(),
    );
    expect(error.message).toMatch(/bad\.jsonl:2: not valid JSON/u);
  });

  it("knows gzip by its first bytes, whatever its name, and reads member after member", async () => {
    const packed = Buffer.concat([gzipSync('{"t":1}\n'), gzipSync('{"t":2}\n')]);
    expect(values((await read("packed.jsonl", packed)).rows)).toEqual([{ t: 1 }, { t: 2 }]);
    expect(values((await read("plain.jsonl.gz", '{"t":3}\n')).rows)).toEqual([{ t: 3 }]);
    const error = await failureOf(
      read("cut.jsonl.gz", gzipSync(Buffer.alloc(100_000, "x\n")).subarray(0, 60)),
    );
    expect(error.code).toBe("DATA_FORMAT");
  });

  it("reads CSV with quotes, line breaks inside a field and column numbers without a header", async () => {
    const text = 'text,label\n"a ""b"", c",x\r\n"two\r\nlines",y\n5" screen,z\n';
    const { rows, problems } = await read("a.csv", text);
    expect(values(rows)).toEqual([
      { text: 'a "b", c', label: "x" },
      { text: "two\r\nlines", label: "y" },
      { text: '5" screen', label: "z" },
    ]);
    expect(rows.map((row) => row.line)).toEqual([2, 3, 5]);
    expect(problems).toEqual([]);
    expect(values((await read("a.csv", "x,y\n", { header: false })).rows)).toEqual([
      { 0: "x", 1: "y" },
    ]);
  });

  it("loses one line to a stray quote, not the rows after it", async () => {
    const { rows, problems } = await read("stray.csv", 'a,b\n1,"open\n2,x\n"3","y"\n4,z\n');
    expect(values(rows)).toEqual([
      { a: "2", b: "x" },
      { a: "3", b: "y" },
      { a: "4", b: "z" },
    ]);
    expect(problems.map((problem) => problem.line)).toEqual([2]);
  });

  it("tells of rows with another number of columns", async () => {
    const { rows, problems } = await read("wide.csv", "a,b\n1,2,3\n4,5\n6\n");
    expect(values(rows)).toEqual([{ a: "4", b: "5" }]);
    expect(problems.map((problem) => problem.line)).toEqual([2, 4]);
  });

  it("takes quotes in TSV as text", async () => {
    expect(
      values((await read("a.tsv", 'ham\t"hi\nspam\twin "£100"\n', { header: false })).rows),
    ).toEqual([
      { 0: "ham", 1: '"hi' },
      { 0: "spam", 1: 'win "£100"' },
    ]);
  });

  it("keeps both of two columns with one name", async () => {
    expect(values((await read("twice.csv", "t,t\n1,2\n")).rows)).toEqual([
      { t: "1", "t (2)": "2" },
    ]);
  });

  it.each([
    ["a list", '[\n{"a":"}],["},\n {"a":2}\n]\n', [2, 3]],
    [
      "a list under data",
      '{"name": "x", "meta": {"data": [1]},\n "data": [{"a":"}],["},\n{"a":2}], "rest": [{"a":3}]}',
      [2, 3],
    ],
    ["objects one after another", '{"a":"}],["}\n{"a":2}\n', [1, 2]],
    ["a list with a byte-order mark on one line", '\uFEFF[{"a":"}],["},{"a":2}]', [1, 1]],
  ])("reads JSON as %s", async (_what, text, lines) => {
    const { rows, problems } = await read("a.json", text);
    expect(values(rows)).toEqual([{ a: "}],[" }, { a: 2 }]);
    expect(rows.map((row) => row.line)).toEqual(lines);
    expect(problems).toEqual([]);
  });

  it("tells of JSON that is cut off, of elements that are no rows and of text after the list", async () => {
    const cut = await read("cut.json", '[{"a":1},\n{"a":');
    expect([values(cut.rows), cut.problems.map((problem) => problem.line)]).toEqual([
      [{ a: 1 }],
      [2],
    ]);
    expect((await read("odd.json", '[{"a":1}, 3, {"a" 4}]')).problems).toHaveLength(2);
    expect((await read("more.json", '[{"a":1}] x')).problems).toHaveLength(1);
    expect((await failureOf(read("single.json", '{"train": [{"a":1}]}'))).message).toContain(
      "this object has train",
    );
    expect((await read("none.json", "[ ]")).rows).toEqual([]);
  });

  it("finds the line of invalid UTF-8 that no encoding is sure for", async () => {
    const error = await failureOf(read("latin.csv", Buffer.from("a,b\n1,caf\xe9\n", "latin1")));
    expect([error.code, error.details["line"]]).toEqual(["DATA_ENCODING", 2]);
    const json = await failureOf(
      read("latin.json", Buffer.from('[{"a":1},\n{"a":"\xe9"}]', "latin1")),
    );
    expect([json.code, json.details["line"]]).toEqual(["DATA_ENCODING", 2]);
  });

  it("names near files for one that does not exist, and formats for an unknown ending", async () => {
    const missing = await failureOf(read("stary.csv", null));
    expect([missing.code, missing.hint]).toEqual([
      "DATA_NOT_FOUND",
      `did you mean ${join(folder, "stray.csv")}?`,
    ]);
    expect((await failureOf(read("x.parquet", null))).code).toBe("DATA_NOT_FOUND");
    expect((await failureOf(read("x.txt", "a"))).hint).toContain("jsonl, json, csv, tsv, parquet");
    expect((await failureOf(read("x.parquet", "not parquet at all"))).code).toBe("DATA_FORMAT");
  });

  it("passes over a line of 50 MB and counts it", async () => {
    const { rows, problems } = await read(
      "long.jsonl",
      Buffer.concat([
        Buffer.from('{"t":1}\n'),
        Buffer.alloc(50 * 1024 * 1024, "x"),
        Buffer.from('\n{"t":2}\n'),
      ]),
    );
    expect(values(rows)).toEqual([{ t: 1 }, { t: 2 }]);
    expect(problems.map((problem) => [problem.line, problem.code])).toEqual([
      [2, "DATA_LINE_TOO_LONG"],
    ]);
    const table = await read(
      "long.csv",
      Buffer.concat([
        Buffer.from("a,b\n1,"),
        Buffer.alloc(17 * 1024 * 1024, "y"),
        Buffer.from("\n2,z\n"),
      ]),
    );
    expect([values(table.rows), table.problems[0]?.code]).toEqual([
      [{ a: "2", b: "z" }],
      "DATA_LINE_TOO_LONG",
    ]);
    const list = await read(
      "long.json",
      Buffer.concat([
        Buffer.from('[{"a":"'),
        Buffer.alloc(17 * 1024 * 1024, "y"),
        Buffer.from('"},{"a":2}]'),
      ]),
    );
    expect([values(list.rows), list.problems[0]?.code]).toEqual([[{ a: 2 }], "DATA_LINE_TOO_LONG"]);
  });

  it("passes over a line longer than any text can be in bounded memory", async () => {
    // 600 MB from a small file: gzip members stand one after another.
    const member = gzipSync(Buffer.alloc(20 * 1024 * 1024, "x"), { level: 1 });
    await writeFile(
      join(folder, "huge.jsonl.gz"),
      Buffer.concat([
        gzipSync('{"t":1}\n'),
        ...Array.from({ length: 30 }, () => member),
        gzipSync('\n{"t":2}\n'),
      ]),
    );
    const before = process.memoryUsage().arrayBuffers;
    let held = 0;
    const rows: RawRow[] = [];
    for await (const row of readRows(
      { path: "huge.jsonl.gz" },
      {
        folder,
        onProblem: () => {
          held = process.memoryUsage().arrayBuffers - before;
        },
      },
    ))
      rows.push(row);
    expect(values(rows)).toEqual([{ t: 1 }, { t: 2 }]);
    expect(held).toBeLessThan(300 * 1024 * 1024);
  });

  it("reads any JSON value back, in lines and in lists", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(nasty, fc.jsonValue(), { maxKeys: 3 }), {
          minLength: 2,
          maxLength: 5,
        }),
        fc.constantFrom(0, 1, 4),
        async (records, indent) => {
          const expected = records.map((record) => JSON.parse(JSON.stringify(record)) as unknown);
          expect(
            values(
              (await read("p.jsonl", records.map((record) => JSON.stringify(record)).join("\n")))
                .rows,
            ),
          ).toEqual(expected);
          expect(
            values((await read("p.json", JSON.stringify(records, null, indent))).rows),
          ).toEqual(expected);
          expect(
            values(
              (
                await read(
                  "q.json",
                  JSON.stringify({ a: { data: [] }, data: records, b: [1] }, null, indent),
                )
              ).rows,
            ),
          ).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("splits CSV as csv-parse does", async () => {
    const cell = fc.oneof(
      nasty,
      fc
        .array(fc.constantFrom('"', '""', ",", "a", "\n", "\r\n", " "), { maxLength: 6 })
        .map((parts) => parts.join("")),
    );
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
        fc.constantFrom("\n", "\r\n"),
        async (records, ending) => {
          const text = records.map((record) => record.map(quote).join(",")).join(ending) + ending;
          const oracle = parse(text, { record_delimiter: ["\r\n", "\n"] }) as string[][];
          const { rows, problems } = await read("p.csv", text, { header: false });
          expect(rows.map((row) => [row.values["0"], row.values["1"]])).toEqual(oracle);
          expect(oracle).toEqual(records);
          expect(problems).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
