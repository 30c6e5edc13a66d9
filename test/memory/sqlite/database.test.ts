import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import {
  openRunDatabase,
  type SqliteRunDatabase,
} from "../../../memory/sqlite/open-run-database.js";
import { entryKey } from "../../../memory/entry-key.js";
import { DatabaseRunStore } from "../../../memory/run-store.js";
import { temporaryFolder } from "../temporary-folder.js";

const entry = (database: SqliteRunDatabase, name: string, value: string | null) =>
  database.query
    .insertInto("entries")
    .values({ name, value: value as string })
    .compile();
const names = async (database: SqliteRunDatabase) =>
  (await database.read(database.query.selectFrom("entries").select("name").orderBy("name"))).map(
    (row) => row.name,
  );
const checkpoint = (id: string) => ({
  v: 4,
  id,
  ts: "2026-01-01T00:00:00Z",
  channel_values: {},
  channel_versions: {},
  versions_seen: {},
});

const BEFORE = entryKey<string>("before");
const LARGE = entryKey<string>("large");

describe("openRunDatabase", () => {
  it("keeps what was written when the file is opened again", async () => {
    const path = join(temporaryFolder(), "run.db");
    const first = openRunDatabase(path);
    await first.writeBatch([entry(first, "a", "1"), entry(first, "b", "2")]);
    first.close();
    const second = openRunDatabase(path);
    expect(await names(second)).toEqual(["a", "b"]);
    expect(second.raw.pragma("journal_mode", { simple: true })).toBe("wal");
    second.close();
  });

  it("writes a batch whole or not at all", async () => {
    const database = openRunDatabase(join(temporaryFolder(), "run.db"));
    await expect(
      database.writeBatch([entry(database, "a", "1"), entry(database, "b", null)]),
    ).rejects.toMatchObject({ code: "STORE_FAILED" });
    expect(await names(database)).toEqual([]);
    database.close();
  });

  it("refuses queries and transactions that would run on the query builder itself", async () => {
    const database = openRunDatabase(join(temporaryFolder(), "run.db"));
    await expect(database.query.selectFrom("entries").selectAll().execute()).rejects.toMatchObject({
      code: "INTERNAL",
    });
    await expect(database.query.transaction().execute(async () => undefined)).rejects.toMatchObject(
      { code: "INTERNAL" },
    );
    expect(Object.keys(database)).not.toContain("transaction");
    database.close();
  });

  it("never loses a checkpoint written between batches to a batch that fails", async () => {
    const path = join(temporaryFolder(), "run.db");
    const database = openRunDatabase(path);
    const saver = await database.checkpointer();
    const config = { configurable: { thread_id: "run", checkpoint_ns: "" } };
    const metadata = { source: "loop" as const, step: 0, parents: {} };
    const work = [
      database.writeBatch([entry(database, "a", "1")]),
      saver.put(config, checkpoint("c1"), metadata, {}),
      database.writeBatch([entry(database, "b", "1"), entry(database, "c", null)]),
      saver.put(config, checkpoint("c2"), metadata, {}),
      database.writeBatch([entry(database, "d", null)]),
    ];
    expect((await Promise.allSettled(work)).map((result) => result.status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
    ]);
    database.close();
    const again = openRunDatabase(path);
    const seen: string[] = [];
    for await (const tuple of (await again.checkpointer()).list(config))
      seen.push(tuple.checkpoint.id);
    expect(seen.sort()).toEqual(["c1", "c2"]);
    expect(await names(again)).toEqual(["a"]);
    again.close();
  });

  it("says STORE_CORRUPT for a damaged file, no database, and another program's", () => {
    const folder = temporaryFolder();
    const damaged = join(folder, "damaged.db");
    const database = openRunDatabase(damaged);
    database.raw.exec(
      "insert into entries select value, value from (with recursive n(value) as (select 1 " +
        "union all select value + 1 from n where value < 5000) select value from n)",
    );
    database.close();
    const bytes = readFileSync(damaged);
    bytes.fill(0x5a, Math.floor(bytes.length / 4096 / 2) * 4096, bytes.length);
    writeFileSync(damaged, bytes);
    expect(() => openRunDatabase(damaged)).toThrow(
      expect.objectContaining({ code: "STORE_CORRUPT" }),
    );

    const text = join(folder, "text.db");
    writeFileSync(
      text,
      "this is not a database at all, only a line of text that is long enough to be read as " +
        "a header of one hundred bytes",
    );
    expect(() => openRunDatabase(text)).toThrow(expect.objectContaining({ code: "STORE_CORRUPT" }));

    const foreign = join(folder, "foreign.db");
    new Database(foreign).exec("create table notes (text)").close();
    expect(() => openRunDatabase(foreign)).toThrow(
      expect.objectContaining({ code: "STORE_CORRUPT" }),
    );
    expect(() => openRunDatabase(join(folder, "absent.db"), { readonly: true })).toThrow(
      expect.objectContaining({ code: "STORE_CORRUPT" }),
    );
  });

  it("refuses a database of a newer version and leaves it as it is", () => {
    const path = join(temporaryFolder(), "run.db");
    const database = openRunDatabase(path);
    database.raw.pragma("user_version = 99");
    database.close();
    expect(() => openRunDatabase(path)).toThrow(
      expect.objectContaining({
        code: "STORE_VERSION",
        details: expect.objectContaining({ version: 99 }),
      }),
    );
  });

  it("says DISK_FULL when no page is left, keeps what was there and goes on once there is room", async () => {
    const database = openRunDatabase(join(temporaryFolder(), "run.db"));
    const store = new DatabaseRunStore(database);
    await store.set(BEFORE, "kept");
    const pages = database.raw.pragma("page_count", { simple: true }) as number;
    database.raw.pragma(`max_page_count = ${pages + 2}`);
    // Of what is kept compressed, so that it stays large.
    const large = randomBytes(100_000).toString("hex");
    await expect(store.set(LARGE, large)).rejects.toMatchObject({
      code: "DISK_FULL",
      hint: expect.stringContaining("resume"),
    });
    expect(await store.get(BEFORE)).toBe("kept");
    expect(await store.get(LARGE)).toBeNull();
    database.raw.pragma("max_page_count = 100000");
    await store.set(LARGE, large);
    expect(await store.get(LARGE)).toBe(large);
    database.close();
  });

  it("lets another connection read while it stays open for writing", async () => {
    const path = join(temporaryFolder(), "run.db");
    const writer = openRunDatabase(path);
    await writer.writeBatch([entry(writer, "a", "1")]);
    const reader = openRunDatabase(path, { readonly: true });
    expect(await names(reader)).toEqual(["a"]);
    await expect(reader.writeBatch([entry(reader, "b", "1")])).rejects.toMatchObject({
      code: "STORE_FAILED",
    });
    reader.close();
    writer.close();
  });
});
