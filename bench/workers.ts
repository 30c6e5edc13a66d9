import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../graphs/run/launch.js";
import { startOpenAiServer } from "../test/helpers/openai-server.js";
import { PostgresTestServer } from "../test/helpers/postgres-server.js";
import { RedisTestServer } from "../test/helpers/redis-server.js";
import { ticketServerAnswer, ticketSpec } from "../test/helpers/ticket-run.js";

const LATENCY_MILLISECONDS = 1000;
const IN_FLIGHT = 8;
const TARGET = Number(process.env["DATAWRIGHT_BENCH_TARGET"] ?? 300);
const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

interface Worked {
  /** Requests a second, from the first draft to the last. */
  readonly rate: number;
  readonly seconds: number;
  readonly accepted: number;
}

/** One run over a queue, by so many workers with so many requests in flight each. */
async function worked(
  workers: number,
  over: { readonly queue: string; readonly store: string },
): Promise<Worked> {
  const times: number[] = [];
  const server = await startOpenAiServer({
    answer: ticketServerAnswer,
    latencyMilliseconds: LATENCY_MILLISECONDS,
    keepRequests: false,
    rule: () => {
      times.push(performance.now());
      return null;
    },
  });
  const folder = mkdtempSync(join(tmpdir(), "datawright-bench-"));
  const running = await Promise.all(
    Array.from({ length: workers }, (_, index) => startWorker(String(index), folder, over)),
  );
  try {
    const started = performance.now();
    const handle = await launch(
      ticketSpec({ target: TARGET, plan: { subtopics: 0, roundSize: 256 }, review: "none" }),
      { ...over, model: "openai:bench", baseUrl: server.url, workspace: folder, logLevel: null },
    );
    const { summary } = await handle.result;
    return {
      rate: (times.length - 1) / ((times.at(-1)! - times[0]!) / 1000),
      seconds: (performance.now() - started) / 1000,
      accepted: summary.accepted,
    };
  } finally {
    for (const child of running) child.kill();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function startWorker(
  name: string,
  folder: string,
  { queue, store }: { readonly queue: string; readonly store: string },
): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [
      ...[MAIN, "worker", "--queue", queue, "--store", store, "--name", name],
      ...["--concurrency", String(IN_FLIGHT), "--workspace", folder],
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  return new Promise((resolve, reject) => {
    child.stdout.once("data", () => resolve(child));
    child.once("exit", () => reject(new Error("a worker did not start")));
  });
}

/** Prints what three workers bring over one, on a job that waits for its model. */
export async function run(): Promise<void> {
  process.env["OPENAI_API_KEY"] ??= "none";
  const [redis, postgres] = await Promise.all([
    RedisTestServer.start(),
    PostgresTestServer.start(),
  ]);
  try {
    const rates = new Map<number, number>();
    for (const workers of [1, 3]) {
      const store = await postgres.database(`workers_${workers}`);
      const { rate, seconds, accepted } = await worked(workers, { queue: redis.url, store });
      rates.set(workers, rate);
      const ideal = (workers * IN_FLIGHT * 1000) / LATENCY_MILLISECONDS;
      console.log(
        `workers: ${workers} with ${IN_FLIGHT} x ${LATENCY_MILLISECONDS} ms: ${rate.toFixed(1)} ` +
          `calls/s of ${ideal.toFixed(0)} ideal (${(rate / ideal).toFixed(2)}), ${accepted} accepted ` +
          `in ${seconds.toFixed(1)} s`,
      );
    }
    const gain = rates.get(3)! / rates.get(1)!;
    console.log(`workers: 3 over 1: ${gain.toFixed(2)} (wanted: at least 2.5)`);
  } finally {
    await Promise.all([redis.stop(), postgres.stop()]);
  }
}
