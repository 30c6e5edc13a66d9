import { launch } from "../../graphs/run/launch.js";
import { startWorker, type WorkerHandle } from "../../graphs/workers/start-worker.js";
import { CuttableProxy } from "../helpers/cuttable-proxy.js";
import { describeWithQueue } from "../helpers/describe-with-redis.js";
import { PostgresTestServer } from "../helpers/postgres-server.js";
import { RedisTestServer } from "../helpers/redis-server.js";
import { lightAgents, runFile, ticketModel, ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const TARGET = 40;
const spec = ticketSpec({ target: TARGET, plan: { subtopics: 2, roundSize: 16 }, review: "none" });
const common = { logLevel: null, agents: lightAgents, leaseSeconds: 2 } as const;

describeWithQueue("a worker that is cut off the network", () => {
  it("is done without, comes back, and the dataset is that of one process", async () => {
    const [redis, postgres] = await Promise.all([
      RedisTestServer.start(),
      PostgresTestServer.start(),
    ]);
    const store = await postgres.database("partition");
    const [queueProxy, storeProxy] = await Promise.all([
      CuttableProxy.before(redis.url),
      CuttableProxy.before(store),
    ]);
    const workers: WorkerHandle[] = [];
    try {
      const alone = await launch(spec, {
        ...common,
        model: ticketModel(),
        workspace: temporaryFolder(),
      });
      await alone.result;
      const work = async (name: string, queue: string, database: string): Promise<void> =>
        void workers.push(
          await startWorker({
            ...common,
            name,
            queue,
            store: database,
            model: ticketModel(),
            workspace: temporaryFolder(),
          }),
        );
      await work("cut", queueProxy.url, storeProxy.url);
      await work("whole", redis.url, store);
      const handle = await launch(spec, {
        ...common,
        model: ticketModel(),
        queue: redis.url,
        store,
        runId: "partition",
        workspace: temporaryFolder(),
      });
      let cuts = 0;
      handle.on(({ type }) => {
        // In the middle of the first round: chunks of it are with both.
        if (type !== "draft-finished" || cuts++ > 0) return;
        queueProxy.proxy.cut();
        storeProxy.proxy.cut();
      });
      const { summary } = await handle.result;
      expect(summary).toMatchObject({ stop: "target", accepted: TARGET });
      expect(cuts).toBeGreaterThan(0);
      expect(runFile(handle.folder, "dataset.jsonl")).toBe(runFile(alone.folder, "dataset.jsonl"));
      queueProxy.proxy.heal();
      storeProxy.proxy.heal();
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    } finally {
      for (const { proxy } of [queueProxy, storeProxy]) proxy.heal();
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all([queueProxy.proxy.stop(), storeProxy.proxy.stop()]);
      await Promise.all([redis.stop(), postgres.stop()]);
    }
  });
});
