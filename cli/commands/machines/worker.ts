import { DatawrightError } from "../../../base/errors.js";
import { queueName } from "../../../memory/redis/redis-connection.js";
import { startWorker, type WorkerHandle } from "../../../graphs/workers/start-worker.js";
import type { WorkerEvent } from "../../../graphs/workers/worker-runs.js";
import { placeOf, type CommonFlags } from "../../flags.js";
import { texts } from "../../language/texts.js";
import { printableLines } from "../../print/print-table.js";

export interface WorkerFlags extends CommonFlags {
  readonly queue?: string;
  readonly lease?: number;
  readonly concurrency: number;
  readonly name?: string;
  readonly grace: number;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly agents?: readonly string[];
  readonly verbose: boolean;
}

/** `datawright worker --queue URL --store URL` */
export async function worker(flags: WorkerFlags): Promise<number> {
  const { store, workspace } = placeOf(flags);
  const { queue } = flags;
  if (!queue || store === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: `a worker needs ${queue ? "--store" : "--queue"}`,
      hint:
        "For example: datawright worker --queue redis://localhost:6379 --store " +
        "postgresql://user@localhost/datawright",
    });
  const say = texts().worker;
  const out = (event: unknown, line: string): void =>
    void process.stdout.write(
      flags.json ? `${JSON.stringify(event)}\n` : `${printableLines(line)}\n`,
    );
  let drafts = 0;
  const show = (event: WorkerEvent): void => {
    if (event.type === "chunk-finished") drafts += event.drafts;
    const line = lineOf(event);
    if (flags.json || flags.verbose || !event.type.startsWith("chunk-")) out(event, line);
  };
  // A signal is heard from here on: a worker that is told to end while it still connects ends well too.
  let handle: WorkerHandle | undefined;
  let asked = 0;
  let timer: NodeJS.Timeout | undefined;
  const finish = (): void => {
    timer = setTimeout(() => void handle?.stop(), flags.grace * 1000);
    void handle?.finish();
  };
  const end = (): void => {
    asked += 1;
    if (asked > 1) process.exit(130);
    process.stderr.write(`${say.stopping(flags.grace)}\n`);
    if (handle !== undefined) finish();
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  let name: string;
  try {
    handle = await startWorker({
      queue,
      store,
      workspace,
      name: flags.name,
      concurrency: flags.concurrency,
      leaseSeconds: flags.lease,
      model: flags.model,
      baseUrl: flags.baseUrl,
      ...(flags.agents && flags.agents.length > 0 ? { agentModules: flags.agents } : {}),
      logLevel: flags.verbose ? "info" : null,
      onEvent: show,
    });
    ({ name } = handle);
    out(
      { type: "worker-started", name, queue: queueName(queue) },
      say.started(name, queueName(queue)),
    );
    if (asked > 0) finish();
    await handle.done;
  } finally {
    clearTimeout(timer);
    process.removeListener("SIGINT", end);
    process.removeListener("SIGTERM", end);
  }
  out({ type: "worker-ended", name, drafts }, say.ended(name, drafts));
  return 0;
}

function lineOf(event: WorkerEvent): string {
  const say = texts().worker;
  switch (event.type) {
    case "run-opened":
      return say.opened(event.run);
    case "run-closed":
      return say.closed(event.run);
    case "run-refused":
      return say.refused(event.run, event.message);
    case "chunk-started":
      return say.chunk(event.run, event.orders);
    case "chunk-finished":
      return event.error === null
        ? say.drafted(event.run, event.drafts)
        : say.failed(event.run, event.error);
  }
}
