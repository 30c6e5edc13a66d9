import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { SqliteResponseCache } from "../../../memory/response-cache.js";
import { CommandLine } from "../../helpers/command-line.js";
import { startOpenAiServer } from "../../helpers/openai-server.js";

const cli = new CommandLine();
afterAll(() => cli.remove());

describe("datawright curate --model", () => {
  it("killed in the middle, asks nothing again that was answered", async () => {
    const rows = Array.from({ length: 20 }, (_, row) => `a text about the order number ${row}x`);
    const data = join(cli.home, "rows.csv");
    writeFileSync(data, `text,label\n${rows.map((text) => `${text},a`).join("\n")}\nother,b\n`);
    let hangs = true;
    const server = await startOpenAiServer({
      answer: () => "5\nFine.",
      rule: ({ index }) => (hangs && index >= 6 ? { kind: "hang" } : null),
    });
    const args = [
      ...["curate", data, "--filters", "judge-rating", "--model", "openai:judge"],
      ...["--base-url", server.url, "--json"],
    ];
    const env = { OPENAI_API_KEY: "key-of-a-test" };
    const first = cli.start(args, { env });
    const ended = first.finished;
    const kept = async (): Promise<void> => {
      while (server.count < 7) await wait(5);
      const cache = new SqliteResponseCache(join(cli.home, "cache.db"));
      while (cache.stats().entries < 6) await wait(5);
      cache.close();
    };
    await Promise.race([kept(), ended]);
    first.child.kill("SIGKILL");
    await ended;
    hangs = false;
    const answered = server.requests.slice(0, 6).map(({ body }) => JSON.stringify(body));
    const before = server.requests.length;
    const second = await cli.runWith(env, ...args);
    expect([second.code, second.stderr]).toEqual([0, ""]);
    expect(JSON.parse(second.stdout)).toMatchObject({ kept: 21, cachedCalls: 6 });
    const again = server.requests.slice(before).map(({ body }) => JSON.stringify(body));
    expect(again).toHaveLength(15);
    expect(again.filter((body) => answered.includes(body))).toEqual([]);
    await server.stop();
    const traced = await cli.run("trace", join(cli.home, "rows-curated"));
    expect(traced.stdout).toContain("curator on openai:judge: 15 calls, 6 cached");
  });
});

describe("datawright curate without a model", () => {
  it("says why a learned filter was kept off, and applies it with --force", async () => {
    const data = join(cli.home, "few.csv");
    const rows = Array.from(
      { length: 30 },
      (_, row) =>
        `${row % 2 === 0 ? "a refund" : "the parcel"} ${"again ".repeat(row % 7)}${row},${"ab"[row % 2]}`,
    );
    writeFileSync(data, `text,label\n${rows.join("\n")}\n`);
    const args = ["curate", data, "--filters", "confidence"];
    const kept = await cli.run(...args);
    expect(kept.stdout).toContain(
      "gate     confidence: too few labelled rows to show that it helps: not applied, 6.7 % of",
    );
    expect(kept.stdout).toContain("kept 30, removed 0");
    const korean = await cli.run(...args, "--lang", "ko");
    expect(korean.stdout).toContain("라벨이 있는 행이 너무 적어");
    const forced = await cli.run(...args, "--force", "--repeats", "1");
    expect(forced.stdout).toContain("gate     confidence: forced, 6.7 % of the rows touched");
    expect(forced.stdout).toContain("kept 28, removed 2");
  });
});
