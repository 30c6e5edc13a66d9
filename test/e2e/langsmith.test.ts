import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startOpenAiServer } from "../helpers/openai-server.js";
import { startTickets, ticketServerAnswer } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

interface TracedRun {
  readonly id: string;
  readonly name: string;
  readonly run_type: string;
  readonly parent_run_id?: string;
  readonly end_time?: unknown;
}

/** A server on this machine that takes runs as LangSmith does. */
async function startLangSmith() {
  const runs = new Map<string, TracedRun>();
  let wake = (): void => {};
  const ended = new Promise<void>((resolve) => (wake = resolve));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const isInfo = request.url === "/info";
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        isInfo ? JSON.stringify({ batch_ingest_config: { use_multipart_endpoint: false } }) : "{}",
      );
      if (isInfo) return;
      const batch = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, TracedRun[]>;
      for (const run of [...(batch["post"] ?? []), ...(batch["patch"] ?? [])])
        runs.set(run.id, { ...runs.get(run.id), ...run });
      // Batches come as they are made: the end of a run may be here before a step in the middle.
      const all = [...runs.values()];
      const whole = all.every(({ parent_run_id: parent }) => !parent || runs.has(parent));
      if (whole && all.some((run) => run.name === "run" && run.end_time)) wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    ended,
    stop: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

describe("LangSmith", () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it("gets one trace a run, each model call below the node of its agent", async () => {
    const langsmith = await startLangSmith();
    const models = await startOpenAiServer({ answer: ticketServerAnswer });
    Object.assign(process.env, {
      LANGSMITH_TRACING: "true",
      LANGSMITH_ENDPOINT: langsmith.url,
      LANGSMITH_API_KEY: "none",
    });
    const model = { model: "openai:m", baseUrl: models.url };
    const { handle } = await startTickets(
      temporaryFolder(),
      { target: 4, plan: { subtopics: 0, roundSize: 8 } },
      { models: { generator: model, critic: model } },
    );
    await handle.result;
    await langsmith.ended;
    const calls = [...langsmith.runs.values()].filter((run) => run.run_type === "llm");
    expect(calls).toHaveLength(models.count);
    const lines = calls.map((call) => {
      const names: string[] = [];
      for (
        let at: TracedRun | undefined = call;
        at;
        at = langsmith.runs.get(at.parent_run_id ?? "")
      )
        names.push(at.name);
      return names.join(" < ");
    });
    expect(new Set(lines)).toEqual(
      new Set(["generate", "critique"].map((node) => `ChatOpenAI < ${node} < chunk < run`)),
    );
    await models.stop();
    await langsmith.stop();
  });
});
