import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
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

  it("names a file that is no cache", () => {
    const path = join(temporaryFolder(), "cache.db");
    writeFileSync(path, "x".repeat(4096));
    expect(() => new SqliteResponseCache(path)).toThrow(
      expect.objectContaining({
        code: "STORE_CORRUPT",
        details: expect.objectContaining({ path }),
      }),
    );
  });
});
