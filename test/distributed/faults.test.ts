import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../../graphs/run/launch.js";
import { CommandLine, lastJson } from "../helpers/command-line.js";
import { startOpenAiServer } from "../helpers/openai-server.js";
import { describeWithQueue } from "../helpers/describe-with-redis.js";
import { PostgresTestServer } from "../helpers/postgres-server.js";
import { RedisTestServer } from "../helpers/redis-server.js";
import type { Running } from "../helpers/run-process.js";
import { datasetRows, runFile, ticketServerAnswer, ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

/** The long form: DATAWRIGHT_DISTRIBUTED_TARGET=20000. */
const TARGET = Number(process.env["DATAWRIGHT_DISTRIBUTED_TARGET"] ?? 120);
/** Answers between two workers that are killed. */
const KILL_EVERY = Math.max(90, Math.min(2000, TARGET / 2));
/** Seconds between them in place of answers: DATAWRIGHT_DISTRIBUTED_KILL_SECONDS=5. */
const KILL_SECONDS = Number(process.env["DATAWRIGHT_DISTRIBUTED_KILL_SECONDS"] ?? 0);
/** Milliseconds: the long form takes its time. */
const TIMEOUT = Math.max(180_000, 400 * TARGET);
const KEY = "sk-canary-0f4b2c9d8e7a6b5c4d3e2f1a";
const spec = ticketSpec({ target: TARGET, review: "none", evaluate: { metrics: [] } } as never);

describeWithQueue("over a store and a queue", () => {
  let redis: RedisTestServer;
  let postgres: PostgresTestServer;
  const command = new CommandLine();
  beforeAll(async () => {
    [redis, postgres] = await Promise.all([RedisTestServer.start(), PostgresTestServer.start()]);
  });
  afterAll(async () => {
    command.remove();
    await Promise.all([redis.stop(), postgres.stop()]);
  });

  it(
    "a run that loses workers, its process, Redis and PostgreSQL comes to the same dataset",
    async () => {
      const store = await postgres.database("faults");
      let happens: (answers: number) => void = () => {};
      const server = await startOpenAiServer({
        answer: ticketServerAnswer,
        latencyMilliseconds: 10,
        keepRequests: false,
        rule: ({ index }) => {
          happens(index);
          return null;
        },
      });
      const folder = temporaryFolder();
      writeFileSync(join(folder, "task.yaml"), JSON.stringify(spec));
      const env = { OPENAI_API_KEY: KEY };
      process.env["OPENAI_API_KEY"] = KEY;
      const alone = await launch(spec, {
        workspace: temporaryFolder(),
        logLevel: null,
        model: "openai:tickets",
        baseUrl: server.url,
        concurrency: 32,
      });
      const expected = (await alone.result).summary;
      expect(expected).toMatchObject({ stop: "target", accepted: TARGET });

      const over = ["--queue", redis.url, "--store", store, "--lease", "2"];
      const workers: Running[] = [];
      const workerCalled = (name: string): void =>
        void workers.push(
          command.start(
            [
              "worker",
              ...over,
              "--name",
              name,
              "--concurrency",
              "8",
              "--workspace",
              temporaryFolder(),
            ],
            { env },
          ),
        );
      for (const name of ["a", "b", "c"]) workerCalled(name);
      const out = join(folder, "run");
      const begin = (args: readonly string[]): Running =>
        command.start([...args, ...over, "--json"], { env });
      let run = begin([
        ...[
          "run",
          join(folder, "task.yaml"),
          "--model",
          "openai:tickets",
          "--base-url",
          server.url,
        ],
        ...["--yes", "--out", out],
      ]);
      const first = server.count;
      const faults: { readonly at: number; readonly work: () => Promise<void> }[] = [
        { at: 0.25, work: () => restart(redis) },
        {
          at: 0.45,
          work: async () => {
            run.child.kill("SIGKILL");
            await run.finished;
            run = begin(["resume", out]);
          },
        },
        { at: 0.65, work: () => restart(postgres) },
        { at: 0.8, work: () => redis.with(async (client) => void (await client.flushall())) },
      ];
      const wanted = 2 * TARGET;
      let killed = 0;
      const kill = (): void => {
        if (workers.length === 0) return;
        killed += 1;
        workers.shift()!.child.kill("SIGKILL");
        workerCalled(`again-${killed}`);
      };
      const killing = KILL_SECONDS > 0 ? setInterval(kill, 1000 * KILL_SECONDS) : undefined;
      let busy: Promise<unknown> = Promise.resolve();
      happens = (index) => {
        const answers = index - first;
        const next = faults[0];
        if (next !== undefined && answers >= next.at * wanted) {
          faults.shift();
          busy = busy.then(() => next.work());
        }
        if (KILL_SECONDS === 0 && answers >= (killed + 1) * KILL_EVERY) kill();
      };
      let ended = await run.finished;
      await busy;
      // The one that was killed is not the one that came to the end.
      if (ended.code === null) ended = await run.finished;
      happens = () => {};
      clearInterval(killing);
      if (KILL_SECONDS > 0) process.stdout.write(`${killed} workers killed\n`);
      for (const { child, until } of workers) {
        // It has said that it began: before that nothing hears a signal.
        await until(/\n/u);
        child.kill("SIGTERM");
      }
      const said = ended.code === 0 ? "" : `${ended.stdout}${ended.stderr}`;
      expect({ code: ended.code, said }).toEqual({ code: 0, said: "" });
      expect(killed).toBeGreaterThan(1);
      expect(faults).toEqual([]);
      expect(lastJson(ended)).toMatchObject({ stop: "target", accepted: TARGET });
      expect(datasetRows(out)).toHaveLength(TARGET);
      expect(runFile(out, "dataset.jsonl")).toBe(runFile(alone.folder, "dataset.jsonl"));

      // Of what the labeler learned, drafts in flight need the last two states; all others are forgotten.
      const { entries } = (
        await postgres.sql<{ entries: string }>(
          `select format('%I.entries', nspname) as entries from pg_namespace where nspname like 'dw\\_%'`,
          "faults",
        )
      )[0]!;
      const learned = await postgres.sql<{ value: string }>(
        `select value::text as value from ${entries} where name like 'learned:%' order by name`,
        "faults",
      );
      expect(learned.length).toBeGreaterThan(1);
      // Large values are compressed.
      const kept = learned.filter(({ value }) => value !== JSON.stringify({ forgotten: true }));
      expect(kept.length).toBeLessThan(3);

      for (const { finished } of workers) expect((await finished).code).toBe(0);
      // Nothing is left in Redis but what killed workers said of themselves, for as long as that holds.
      const left = await redis.with(async (client) => {
        const names = await client.keys("*");
        const times = await Promise.all(names.map((name) => client.pttl(name)));
        return names.filter(
          (name, index) => !name.startsWith("datawright:workers") || times[index] === -1,
        );
      });
      expect(left).toEqual([]);
      await server.stop();
    },
    TIMEOUT,
  );
});

async function restart(server: { down(): Promise<void>; up(): Promise<void> }): Promise<void> {
  await server.down();
  await server.up();
}
