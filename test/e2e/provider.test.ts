import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelMiddleware } from "../../tools/models/contract.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import type { Fault } from "../helpers/openai-faults.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import {
  datasetRows,
  lightAgents,
  startTickets,
  ticketServerAnswer,
} from "../helpers/ticket-run.js";

const KEY = "sk-secret-0123456789abcdef";
const small = { target: 30, plan: { subtopics: 0, roundSize: 16 } };

describe("a provider that", () => {
  let server: OpenAiServer;
  let fault: Fault | null;
  let from: number;
  let options: LaunchOptions;
  const previous = process.env["OPENAI_API_KEY"];

  beforeEach(async () => {
    process.env["OPENAI_API_KEY"] = KEY;
    fault = null;
    from = 40;
    server = await startOpenAiServer({
      answer: ticketServerAnswer,
      rule: ({ index }) => (index >= from ? fault : null),
    });
    // Without retries the circuit opens as soon as enough requests in a row failed, and nothing
    // waits.
    options = {
      model: { model: "openai:tickets", baseUrl: server.url, maxRetries: 0, concurrency: 24 },
    };
  });
  afterEach(async () => {
    if (previous === undefined) delete process.env["OPENAI_API_KEY"];
    else process.env["OPENAI_API_KEY"] = previous;
    await server.stop();
  });

  it("goes down ends the run with its state saved, and the run goes on when it is back", async () => {
    fault = { kind: "close" };
    const workspace = temporaryFolder();
    const { handle } = await startTickets(
      workspace,
      { target: 60, plan: { subtopics: 0, roundSize: 32 } },
      options,
    );
    const down = await handle.result;
    expect(down).toMatchObject({
      status: "provider-down",
      summary: { stop: "provider-down" },
      error: { code: "CIRCUIT_OPEN" },
    });
    expect(down.error!.message).toContain("openai:tickets failed");
    expect(datasetRows(handle.folder)).toHaveLength(down.summary.accepted);
    fault = null;
    const resumed = await (
      await resumeRun("run", { workspace, logLevel: null, agents: lightAgents })
    ).result;
    expect(resumed.summary).toMatchObject({ stop: "target", accepted: 60 });
  });

  it("is down from the start ends the run as down, not as broken", async () => {
    fault = { kind: "server-error" };
    from = 0;
    const workspace = temporaryFolder();
    const { handle } = await startTickets(
      workspace,
      { ...small, plan: { subtopics: 3, roundSize: 16 } },
      options,
    );
    expect(await handle.result).toMatchObject({
      status: "provider-down",
      summary: { stop: "provider-down", accepted: 0 },
      error: { code: "MODEL_SERVER" },
    });
    fault = null;
    const resumed = await (
      await resumeRun("run", { workspace, logLevel: null, agents: lightAgents })
    ).result;
    expect(resumed.summary).toMatchObject({ stop: "target", accepted: 30 });
  });

  it("is asked through the user's middleware, in each call, and never without it when the run goes on", async () => {
    const workspace = temporaryFolder();
    const middleware: ModelMiddleware[] = [
      (model) => ({
        info: model.info,
        complete: (request) =>
          model.complete({
            ...request,
            messages: request.messages.map((message) =>
              message.role === "system"
                ? { ...message, content: `${message.content}\nTenant: 42` }
                : message,
            ),
          }),
      }),
    ];
    fault = { kind: "close" };
    const { handle } = await startTickets(workspace, small, { ...options, middleware });
    expect((await handle.result).status).toBe("provider-down");
    fault = null;
    const again = { workspace, logLevel: null, agents: lightAgents };
    await expect(resumeRun("run", again)).rejects.toMatchObject({
      code: "CONFIG_MISMATCH",
      message: expect.stringContaining("middleware") as string,
    });
    const { summary } = await (await resumeRun("run", { ...again, middleware })).result;
    expect(summary).toMatchObject({ stop: "target", accepted: 30 });
    const chats = server.requests.filter(({ path }) => path.includes("chat"));
    expect(chats.length).toBeGreaterThan(30);
    for (const { body } of chats) expect(JSON.stringify(body)).toContain("Tenant: 42");
  });

  it("refuses the key ends the run with a message about the key, and the key is nowhere", async () => {
    fault = { kind: "unauthorized" };
    const workspace = temporaryFolder();
    const { handle } = await startTickets(workspace, small, options);
    const { status, error, summary } = await handle.result;
    expect(status).toBe("provider-down");
    expect(error).toMatchObject({ code: "MODEL_AUTH" });
    expect(`${error!.message} ${error!.hint ?? ""}`).toContain("OPENAI_API_KEY");
    expect(
      JSON.stringify([error, error!.message, error!.hint, error!.cause, summary]),
    ).not.toContain(KEY);
    for (const name of readdirSync(handle.folder))
      if (name !== "run.lock")
        expect(readFileSync(join(handle.folder, name)).includes(KEY)).toBe(false);
    expect(readFileSync(join(workspace, "cache.db")).includes(KEY)).toBe(false);
  });
});
