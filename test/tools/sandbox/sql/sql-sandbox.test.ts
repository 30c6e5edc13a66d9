import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { SandboxOptions, SandboxResult } from "../../../../tools/sandbox/contract.js";
import { runSqlite } from "../../../../tools/sandbox/sql/run-sqlite.js";
import { sqlSandbox } from "../../../../tools/sandbox/sql/sql-sandbox.js";
import { sqlPieces } from "../../../../tools/sandbox/sql/sql-pieces.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const setup = `PRAGMA foreign_keys=OFF; BEGIN TRANSACTION;
  CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, price REAL); -- a comment; with a semicolon
  INSERT INTO item VALUES (1, 'lamp; small', 9.5), (2, 'it''s a chair', 20), (3, NULL, 1);
  CREATE TABLE log (text TEXT);
  CREATE TRIGGER note AFTER INSERT ON item BEGIN INSERT INTO log VALUES ('new; ' || new.name); DELETE FROM log WHERE text IS NULL; END;
  COMMIT;`;
const run = (code: string, options: SandboxOptions = {}): Promise<SandboxResult> =>
  sqlSandbox.run(code, { setup, ...options });
const NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)";

describe("SQL in its sandbox", () => {
  it("runs scripts on the setup's tables, and gives the rows of the last statement with some", async () => {
    expect(await run("SELECT id, name FROM item ORDER BY price DESC")).toMatchObject({
      error: null,
      truncated: false,
      value: {
        columns: ["id", "name"],
        rows: [
          [2, "it's a chair"],
          [1, "lamp; small"],
          [3, null],
        ],
      },
    });
    expect(
      (await run("INSERT INTO item VALUES (4, 'bed', 5); SELECT text FROM log; -- done")).value,
    ).toEqual({ columns: ["text"], rows: [["new; bed"]] });
    expect((await run("SELECT count(*) AS n FROM item")).value).toEqual({
      columns: ["n"],
      rows: [[3]],
    });
    expect((await run("INSERT INTO item VALUES (5, 'sofa', 7) RETURNING id")).value).toEqual({
      columns: ["id"],
      rows: [[5]],
    });
    expect(
      (
        await run(
          "CREATE TABLE t (a); CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END; " +
            "DELETE FROM item",
        )
      ).value,
    ).toBeNull();
    expect((await run(" ; -- nothing\n /* ; */ ")).value).toBeNull();
  });

  it("finds its input as parameters, and gives values that JSON has no form for as text", async () => {
    const input = { sample: { answer: 3, tags: ["a"] }, limit: 2.5, flag: true, none: null };
    expect(
      (
        await run(
          "SELECT :sample ->> 'answer' = (SELECT count(*) FROM item) AS pass, :limit, @flag, $none",
          { input },
        )
      ).value,
    ).toMatchObject({ rows: [[1, 2.5, 1, null]] });
    expect((await run("SELECT 9007199254740993, x'00ff', 9e999, 1.0")).value).toMatchObject({
      rows: [["9007199254740993", "x'00ff'", "Infinity", 1]],
    });
  });

  it("gives the same random numbers in every run", async () => {
    const code = "SELECT random(), hex(randomblob(8))";
    expect((await run(code)).value).toEqual((await run(code)).value);
  });

  it("says what is wrong, with the script or with its setup", async () => {
    expect(await run("SELECT nope FROM item")).toMatchObject({
      value: null,
      error: { kind: "syntax", message: "no such column: nope" },
    });
    expect(await run("SELEC 1")).toMatchObject({ error: { kind: "syntax" } });
    expect(await run("SELECT ?")).toMatchObject({ error: { kind: "runtime" } });
    expect(await run("CREATE TRIGGER x AFTER INSERT ON item BEGIN SELECT 1;")).toMatchObject({
      error: { kind: "syntax" },
    });
    expect(await run("INSERT INTO item VALUES (1, 'again', 1)")).toMatchObject({
      error: { kind: "runtime", message: expect.stringContaining("UNIQUE") as string },
    });
    for (const wrong of [
      "CREATE TABL t (a)",
      "BEGIN; CREATE TABLE t (a)",
      "CREATE TEMP TABLE t (a)",
      "ATTACH 'x' AS y",
    ])
      expect(await run("SELECT 1", { setup: wrong })).toMatchObject({ error: { inSetup: true } });
  });

  it("only parses where that is asked", async () => {
    expect(
      (
        await run("DELETE FROM item; SELECT :sample ->> 'a' FROM item", {
          parseOnly: true,
          input: { sample: {} },
        })
      ).error,
    ).toBeNull();
    expect(
      (await run("CREATE TABLE own (a); SELECT a FROM own", { parseOnly: true })).error,
    ).toBeNull();
    expect((await run("SELECT b FROM own", { parseOnly: true })).error).toMatchObject({
      kind: "syntax",
    });
    expect((await run("ATTACH ':memory:' AS x", { parseOnly: true })).error).toMatchObject({
      kind: "refused",
    });
  });

  it("reaches no file, however it is written", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "evil.db");
    for (const code of [
      `ATTACH '${file}' AS evil`,
      `attach database '${file}' as evil`,
      `/* SELECT */ aTtAcH/**/'${file}'/**/AS evil`,
      `--\r\nATTACH '${file}' AS evil`,
      `--\rSELECT 1\nATTACH '${file}' AS evil`,
      `SELECT 1; ATTACH '${file}' AS evil; SELECT 2`,
      `\uFEFFATTACH '${file}' AS evil`,
      `\u00a0ATTACH '${file}' AS evil`,
      `\u000bATTACH '${file}' AS evil`,
      `\u2028ATTACH '${file}' AS evil`,
      `ＡＴＴＡＣＨ '${file}' AS evil`,
      `SELECT 1\0; ATTACH '${file}' AS evil`,
      `;;;ATTACH '${file}' AS evil`,
      `'' ATTACH '${file}' AS evil`,
      `ATTACH 'file:${file}?mode=rwc' AS evil`,
      "ATTACH ':memory:' AS evil",
      "DETACH main",
      `VACUUM INTO '${file}'`,
      `vacuum/**/main into '${file}'`,
      "VACUUM",
      `EXPLAIN ATTACH '${file}' AS evil`,
      `PRAGMA temp_store_directory='${folder}'`,
      "PRAGMA temp_store=FILE",
      "PRAGMA journal_mode=WAL",
      "PRAGMA writable_schema=ON",
      "PRAGMA trusted_schema=ON",
      "PRAGMA main.journal_mode('wal')",
      "PRAGMA foreign_keys=ON; PRAGMA hard_heap_limit=1",
      `CREATE TRIGGER x AFTER INSERT ON item BEGIN ATTACH '${file}' AS evil; END; INSERT ` +
        "INTO item VALUES (9, 'x', 1)",
      `CREATE TRIGGER x AFTER INSERT ON item BEGIN SELECT load_extension('${file}'); END; ` +
        "INSERT INTO item VALUES (9, 'x', 1)",
      `SELECT load_extension('${file}')`,
      `SELECT "load_extension"('${file}')`,
      `CREATE VIEW v AS SELECT load_extension('${file}'); SELECT * FROM v`,
      `CREATE TABLE t (a DEFAULT (load_extension('${file}'))); INSERT INTO t DEFAULT VALUES`,
      "CREATE INDEX i ON item (load_extension(name))",
      `SELECT readfile('/etc/passwd')`,
      `SELECT writefile('${file}', 'x')`,
      `SELECT edit('x')`,
      "SELECT fts3_tokenizer('simple', x'0000000000000000')",
      "CREATE VIRTUAL TABLE v USING fts5(a)",
      `CREATE VIRTUAL TABLE v USING csv(filename='/etc/passwd')`,
      `.open ${file}`,
      `.import /etc/passwd item`,
      `.shell touch ${file}`,
      `.load ${file}`,
      "INSERT INTO sqlite_schema VALUES ('table', 't', 't', 2, 'CREATE TABLE t(a)')",
      "SELECT * FROM 'ATTACH'; SELECT * FROM sqlite_dbpage",
    ])
      expect({
        code,
        value: (await run(code)).value,
        kind: ["refused", "syntax"].includes((await run(code)).error?.kind ?? ""),
      }).toEqual({ code, value: null, kind: true });
    expect(readdirSync(folder)).toEqual([]);
    expect((await run("SELECT file FROM pragma_database_list")).value).toEqual({
      columns: ["file"],
      rows: [[""]],
    });
    // What looks like it and is not is let through.
    expect(
      (await run("SELECT 'ATTACH x; load_extension(1)' AS \"vacuum into\" -- ATTACH")).value,
    ).toEqual({ columns: ["vacuum into"], rows: [["ATTACH x; load_extension(1)"]] });
  });

  it("reaches no file with any case, comments and blanks around", () => {
    // Inside this process, so that the rules hold by themselves: what the system forbids the real
    // process is not in force here.
    const folder = temporaryFolder();
    const file = `'${join(folder, "evil.db")}'`;
    const attack = fc.constantFrom(
      ["VACUUM", "INTO", file],
      ["vacuum", "main", "into", file],
      ["ATTACH", file, "AS e;CREATE TABLE e.t(a)"],
      ["attach", "database", file, "as e;create table e.t(a)"],
    );
    const before = fc.array(
      fc.constantFrom(
        "",
        ";",
        "SELECT 1;",
        "-- x\n",
        "--\r\n",
        "/* ; */",
        "/*",
        "*/",
        "\uFEFF",
        "\u00a0",
        "\u000b",
        "'",
        '"',
        "`",
        "[",
        "]",
        "(",
        "BEGIN;",
        "COMMIT;",
        "EXPLAIN ",
        "WITH a AS (SELECT 1) ",
        "CREATE TRIGGER x AFTER INSERT ON log BEGIN ",
        "SELECT ';",
        "';",
      ),
      { maxLength: 5 },
    );
    const gap = fc.constantFrom(
      " ",
      "\t",
      "\n",
      "\f",
      "\r",
      "/**/",
      "--\n",
      "/* ' */",
      " \uFEFF",
      "\u00a0",
    );
    fc.assert(
      fc.property(
        before,
        attack,
        fc.array(gap, { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        (start, words, gaps, isMixed) => {
          const mixed = words.map((word) =>
            isMixed && !word.startsWith("'")
              ? [...word]
                  .map((letter, index) => (index % 2 ? letter.toLowerCase() : letter.toUpperCase()))
                  .join("")
              : word,
          );
          const code = start.join("") + mixed.map((word, index) => word + gaps[index]!).join("");
          runSqlite({
            code,
            setup: "CREATE TABLE log (text)",
            input: {},
            parseOnly: false,
            limits: { milliseconds: 1000, memoryMegabytes: 8, outputCharacters: 1000, maxRows: 10 },
          });
          expect(readdirSync(folder)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("has no environment and no other database", async () => {
    process.env["DATAWRIGHT_SANDBOX_SECRET"] = "a secret";
    try {
      expect(
        JSON.stringify(
          await run(
            "SELECT * FROM sqlite_schema UNION ALL SELECT 1, name, 1, 1, 1 FROM " +
              "pragma_function_list WHERE name LIKE '%env%'",
          ),
        ),
      ).not.toContain("secret");
      await run("CREATE TABLE left_behind (a); INSERT INTO item VALUES (77, 'x', 1)");
      expect(
        (
          await run(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'left_behind' UNION ALL SELECT " +
              "count(*) FROM item WHERE id = 77",
          )
        ).value,
      ).toMatchObject({ rows: [[0], [0]] });
    } finally {
      delete process.env["DATAWRIGHT_SANDBOX_SECRET"];
    }
  });

  it("ends what does not end, inside SQLite too", async () => {
    expect(await run(`${NUMBERS} SELECT count(*) FROM n`, { timeoutSeconds: 0.15 })).toMatchObject({
      value: null,
      timedOut: true,
      error: { kind: "timeout" },
    });
    expect(
      await run(`${NUMBERS} SELECT x FROM n WHERE x % 1000000 = 0`, {
        timeoutSeconds: 0.15,
        maxRows: 1_000_000,
      }),
    ).toMatchObject({ value: null, timedOut: true });
    expect((await run("SELECT 1")).error).toBeNull();
  });

  it("bounds memory, and is itself again for the next script", async () => {
    const limits = { memoryMegabytes: 16, timeoutSeconds: 30 };
    for (const code of [
      "SELECT hex(zeroblob(200000000))",
      `${NUMBERS} SELECT group_concat(printf('%1000d', x)) FROM n`,
      `CREATE TABLE big (a); ${NUMBERS} INSERT INTO big SELECT printf('%1000d', x) FROM n`,
      `${NUMBERS} SELECT max(y) FROM (SELECT printf('%1000d', x) AS y FROM n ORDER BY 1)`,
    ]) {
      const result = await run(code, limits);
      expect(result).toMatchObject({
        value: null,
        memoryExceeded: true,
        error: { kind: "memory" },
      });
      expect((await run("SELECT 1", limits)).error).toBeNull();
    }
  });

  it("bounds rows and characters, and says so", async () => {
    expect(await run(`${NUMBERS} SELECT x FROM n`, { maxRows: 3 })).toMatchObject({
      error: null,
      truncated: true,
      value: { rows: [[1], [2], [3]] },
    });
    expect(await run("SELECT 1 UNION ALL SELECT 2", { maxRows: 2 })).toMatchObject({
      truncated: false,
    });
    const long = await run(`${NUMBERS} SELECT x FROM n`, { outputCharacters: 200 });
    expect(long.truncated).toBe(true);
    expect(JSON.stringify(long.value).length).toBeLessThan(300);
    expect(await run(`SELECT ${"(".repeat(5000)}1${")".repeat(5000)}`)).toMatchObject({
      error: { kind: "syntax" },
    });
  });
});

describe("sqlPieces", () => {
  it("cuts at semicolons outside of strings, names and comments", () => {
    const statements = [
      "SELECT ';'",
      'select "a;""b" -- ;\n',
      "  /* ; */ Values (1)",
      "insert into [a;b] values ('it''s;')",
      "with `;` as (select 1) select 1",
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...statements), { minLength: 1, maxLength: 6 }),
        (parts) => {
          const script = parts.join(";");
          const pieces = sqlPieces(script);
          expect(pieces.map((piece) => piece.keyword)).toEqual(
            parts.map((part) => /[a-z]+/iu.exec(part)![0].toUpperCase()),
          );
          expect(
            pieces.map((piece, index) =>
              script.slice(pieces[index - 1]?.end ?? 0, piece.end).replace(/;$/u, ""),
            ),
          ).toEqual(parts);
        },
      ),
    );
  });
});
