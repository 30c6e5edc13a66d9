import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Database from "better-sqlite3";
import type { CachedAnswer } from "../../memory/contract.js";
import { SqliteResponseCache } from "../../memory/response-cache.js";
import { temporaryFolder } from "./temporary-folder.js";

const answerOf = (text: string): CachedAnswer => ({
  text,
  inputTokens: 3,
  outputTokens: 2,
  finish: "stop",
  model: "m",
  logProbabilities: [-0.5],
});
const root = resolve(import.meta.dirname, "../..");

describe("SqliteResponseCache", () => {
  it("has an answer on disk when put resolves, and keeps the first one", async () => {
    const path = join(temporaryFolder(), "deep", "cache.db");
    const [writer, reader] = [new SqliteResponseCache(path), new SqliteResponseCache(path)];
    expect(reader.get("k")).toBeNull();
    await writer.put("k", answerOf("first"));
    expect(reader.get("k")).toEqual(answerOf("first"));
    await reader.put("k", answerOf("second"));
    expect(writer.get("k")?.text).toBe("first");
    writer.close();
    reader.close();
  });

  it("is shared by processes that write at the same time", async () => {
    const path = join(temporaryFolder(), "cache.db");
    const script = `
      const { SqliteResponseCache } = await import("./memory/response-cache.ts");
      const cache = new SqliteResponseCache(process.env.CACHE);
      for (let index = 0; index < 150; index++) await cache.put(process.env.NAME + index, { text: "t", inputTokens: 1, outputTokens: 1, finish: "stop", model: "m" });
      cache.close();
    `;
    const codes = await Promise.all(
      ["a", "b"].map(async (name) => {
        const child = spawn(
          process.execPath,
          ["--import", "tsx", "--input-type=module", "-e", script],
          { cwd: root, env: { ...process.env, CACHE: path, NAME: name }, stdio: "inherit" },
        );
        return ((await once(child, "exit")) as [number])[0];
      }),
    );
    expect(codes).toEqual([0, 0]);
    const cache = new SqliteResponseCache(path);
    expect(cache.stats().entries).toBe(300);
    cache.close();
  });

  it("commits what comes in one turn together, and on closing what still waits", async () => {
    const path = join(temporaryFolder(), "cache.db");
    const [writer, reader] = [new SqliteResponseCache(path), new SqliteResponseCache(path)];
    const puts = [1, 2, 3].map((number) => writer.put(`k${number}`, answerOf(`${number}`)));
    expect(reader.stats().entries).toBe(0);
    await puts[0];
    expect(reader.stats().entries).toBe(3);
    const last = writer.put("k4", answerOf("4"));
    writer.close();
    await last;
    expect(reader.get("k4")?.text).toBe("4");
    reader.close();
  });

  it("prunes by age, then the oldest until the rest fits, and says what went", async () => {
    let day = 0;
    const cache = new SqliteResponseCache(join(temporaryFolder(), "cache.db"), {
      now: () => day * 24 * 3600 * 1000,
    });
    for (day = 0; day < 10; day++) await cache.put(`k${day}`, answerOf("x".repeat(1000)));
    const each = cache.stats().bytes / 10;
    expect(cache.prune({ olderThanDays: 8 })).toEqual({ removed: 2, bytes: 2 * each });
    expect(cache.get("k1")).toBeNull();
    expect(cache.prune({ maxBytes: each * 3 + 1 })).toEqual({ removed: 5, bytes: 5 * each });
    expect(["k6", "k7", "k8", "k9"].map((key) => cache.get(key) !== null)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(cache.prune({})).toEqual({ removed: 0, bytes: 0 });
    expect(cache.prune({ maxBytes: 0 }).removed).toBe(3);
    expect(cache.stats()).toEqual({ entries: 0, bytes: 0 });
    cache.close();
  });

  it("sets a damaged file aside and says so, when it is opened and while it is used", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "cache.db");
    const said: string[] = [];
    const open = (): SqliteResponseCache =>
      new SqliteResponseCache(path, { onSetAside: (message) => said.push(message) });
    writeFileSync(path, "x".repeat(4096));
    const cache = open();
    for (let index = 0; index < 40; index++)
      await cache.put(`k${index}`, answerOf("y".repeat(1000)));
    expect(said).toEqual([expect.stringContaining(path)]);
    const aside = readdirSync(folder).find((name) => name.startsWith("cache.db.damaged-"))!;
    expect(said[0]).toContain(aside);
    expect(readFileSync(join(folder, aside), "utf8")).toBe("x".repeat(4096));
    cache.close();

    const file = readFileSync(path);
    writeFileSync(path, Buffer.concat([file.subarray(0, 4096), Buffer.alloc(file.length, 7)]));
    const again = open();
    expect(again.get("k1")).toBeNull();
    await again.put("k1", answerOf("new"));
    expect(again.get("k1")?.text).toBe("new");
    expect(said).toHaveLength(2);
    again.close();
  });

  it("takes an answer that is damaged for none, and keeps the next one", async () => {
    const path = join(temporaryFolder(), "cache.db");
    const cache = new SqliteResponseCache(path);
    await cache.put("k", answerOf("first"));
    const raw = new Database(path);
    for (const record of ["{half", "null", '{"text": 1}']) {
      raw.prepare("update answers set record = ?").run(record);
      expect(cache.get("k")).toBeNull();
      await cache.put("k", answerOf(record));
      expect(cache.get("k")?.text).toBe(record);
    }
    raw.close();
    cache.close();
  });

  it("leaves a sound database of another kind alone", () => {
    const path = join(temporaryFolder(), "cache.db");
    const raw = new Database(path);
    raw.exec("create table mine (a)");
    raw.close();
    expect(() => new SqliteResponseCache(path)).toThrow(
      expect.objectContaining({ code: "STORE_CORRUPT" }),
    );
  });
});
