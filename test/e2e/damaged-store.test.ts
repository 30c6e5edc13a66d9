import Database from "better-sqlite3";
import { cpSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openRun } from "../../graphs/commands/open-run.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { lightAgents, runFile, startTickets, ticketModel } from "../helpers/ticket-run.js";

const spec = { target: 30, plan: { subtopics: 0, roundSize: 12 } };
const DATABASE = ["run.db", "run.db-wal", "run.db-shm"];

type Damage = (folder: string, workspace: string) => void;
const sql =
  (...statements: string[]): Damage =>
  (folder) => {
    const database = new Database(join(folder, "run.db"));
    database.pragma("foreign_keys = OFF");
    for (const statement of statements) database.exec(statement);
    database.pragma("wal_checkpoint(TRUNCATE)");
    database.close();
  };

describe("a run that lost a part of its store", () => {
  const base = temporaryFolder();
  let expected: string;

  beforeAll(async () => {
    const whole = temporaryFolder();
    const { handle } = await startTickets(whole, spec);
    await handle.result;
    expected = runFile(handle.folder, "dataset.jsonl");
    const stopped = await startTickets(base, spec);
    let seen = 0;
    stopped.handle.on((event) => {
      if (event.type === "round-sealed" && ++seen === 2) void stopped.handle.stop();
    });
    expect((await stopped.handle.result).status).toBe("interrupted");
  });

  async function goOn(damage: Damage): Promise<{ dataset: string; warnings: string[] }> {
    const workspace = temporaryFolder();
    cpSync(base, workspace, { recursive: true });
    const folder = join(workspace, "runs", "run");
    damage(folder, workspace);
    const handle = await resumeRun("run", {
      workspace,
      logLevel: null,
      model: ticketModel(),
      agents: lightAgents,
    });
    const warnings: string[] = [];
    handle.on((event) => {
      if (event.type === "warning") warnings.push(event.message);
    });
    await handle.result;
    return { dataset: runFile(folder, "dataset.jsonl"), warnings };
  }

  const refused: [string, string, Damage][] = [
    [
      "its database",
      "run.db is missing",
      (folder) => DATABASE.forEach((name) => rmSync(join(folder, name), { force: true })),
    ],
    [
      "all but the name of it",
      "has lost what the run had stored",
      (folder) => {
        DATABASE.forEach((name) => rmSync(join(folder, name), { force: true }));
        writeFileSync(join(folder, "run.db"), "");
      },
    ],
    [
      "the end of it",
      "cannot be read as a database|is damaged",
      (folder) => {
        sql()(folder, "");
        truncateSync(join(folder, "run.db"), 30_000);
      },
    ],
    ["all samples", "has lost samples", sql("delete from samples")],
    [
      "a sample with all that belongs to it",
      "accepted",
      sql(
        ...["verdicts", "sample_reasons", "sample_vectors", "span_samples"].map(
          (table) =>
            `delete from ${table} where sample_id = (select id from samples where status = 'accepted' limit 1)`,
        ),
        "delete from samples where id = (select id from samples where status = 'accepted' limit 1)",
      ),
    ],
    [
      "a verdict",
      "has lost verdicts",
      sql("delete from verdicts where position = 0 and rowid % 5 = 1"),
    ],
    ["a table", "no such table", sql("drop table verdicts")],
    [
      "support rows",
      "\\d+ of \\d+ rows of the set support",
      sql("delete from data_rows where set_name = 'support' and position = 7"),
    ],
    ["the plan", "has lost the plan", sql("delete from plans")],
    [
      "an order",
      "of 12 orders of round 1",
      sql("delete from orders where round = 1 and ordinal = 3"),
    ],
    [
      "how a round ended",
      "has lost of round 0 how it ended",
      sql("delete from entries where name = 'sealed:0'"),
    ],
    ["the entries", "has lost what the run had stored", sql("delete from entries")],
    ["the sense of a sample", "is not JSON", sql("update samples set record = substr(record, 9)")],
    ["the sense of a row", "record is empty", sql("update data_rows set record = 'null'")],
    [
      "the run that its database is of",
      "is the database of the run other",
      sql(`update entries set value = '{"id":"other"}' where name = 'run'`),
    ],
  ];
  it.each(refused)("does not go on without %s, and says so", async (_name, said, damage) => {
    await expect(goOn(damage)).rejects.toMatchObject({
      code: "STORE_CORRUPT",
      message: expect.stringMatching(new RegExp(said, "u")) as string,
      hint: expect.stringContaining("start the run anew") as string,
    });
  });

  const mended: [string, RegExp | null, Damage][] = [
    ["its vectors", /^\d+ vectors .* made anew$/u, sql("delete from sample_vectors")],
    [
      "the sense of some",
      /^\d+ vectors .* made anew$/u,
      sql("update sample_vectors set data = x'0000c07f' where rowid % 3 = 0"),
    ],
    [
      "the sense of its checkpoints",
      /checkpoints of the run are damaged/u,
      sql("update checkpoints set checkpoint = randomblob(200)"),
    ],
    [
      "its last checkpoints",
      /checkpoints of the run are of round -1/u,
      sql(
        "delete from checkpoints where checkpoint_id > (select checkpoint_id from checkpoints order by checkpoint_id limit 1 offset 2)",
      ),
    ],
    [
      "the cache",
      /^the cache of model answers .* was damaged/u,
      (_folder, workspace) => {
        for (const ending of ["-wal", "-shm"])
          rmSync(join(workspace, `cache.db${ending}`), { force: true });
        writeFileSync(join(workspace, "cache.db"), "no database at all ".repeat(400));
      },
    ],
  ];
  it.each(mended)("comes to the same without %s, and says so", async (_name, said, damage) => {
    const { dataset, warnings } = await goOn(damage);
    expect(dataset).toBe(expected);
    expect(warnings).toContainEqual(expect.stringMatching(said!));
  });

  it("is not exported as if it were whole", async () => {
    const workspace = temporaryFolder();
    cpSync(base, workspace, { recursive: true });
    sql("delete from data_rows where position = 0")(join(workspace, "runs", "run"), workspace);
    const run = await openRun("run", { workspace });
    await expect(run.check()).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    run.close();
  });
});
