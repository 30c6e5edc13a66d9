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
    });
    expect(["CIRCUIT_OPEN", "MODEL_CONNECTION"]).toContain(down.error!.code);
    expect(down.error!.message).toContain("openai:tickets");
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

  it.each<[string, Fault, string, RegExp]>([
    [
      "has no credit left",
      {
        kind: "rate-limit",
        code: "insufficient_quota",
        message: "You exceeded your current quota, please check your plan and billing details.",
      },
      "MODEL_QUOTA",
      /exceeded your current quota/u,
    ],
    // No time is said: the server's own words end the run, once its requests were tried as often as may be.
    [
      "limits every request at once",
      { kind: "rate-limit", retryAfter: 0 },
      "MODEL_RATE_LIMIT",
      /rate limit/iu,
    ],
  ])(
    "%s ends the run with nothing refused for it, and the run goes on",
    async (_name, what, code, said) => {
      fault = what;
      const workspace = temporaryFolder();
      const { handle } = await startTickets(workspace, small, options);
      const down = await handle.result;
      expect(down.status).toBe("provider-down");
      // Whether a request's tries or the circuit's patience end first is a matter of the machine's
      // speed; either way the error says what the provider said.
      expect(down.error!.details["lastCode"] ?? down.error!.code).toBe(code);
      expect(down.error!.message).toMatch(said);
      const { funnel } = down.report;
      expect(funnel.map(({ reason }) => reason)).not.toContain("draft-failed");
      expect(funnel.map(({ reason }) => reason)).not.toContain("provider-error");
      fault = null;
      const { summary } = await (
        await resumeRun("run", { workspace, logLevel: null, agents: lightAgents })
      ).result;
      expect(summary).toMatchObject({ stop: "target", accepted: 30 });
    },
  );

  it.each<[string, string, string]>([
    [
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      "content_filter",
      "content-filter",
    ],
    ["Unpaired surrogate in messages[1].content.", "invalid_request_error", "provider-error"],
  ])(
    "refuses one cell's prompts with %j goes on without that cell",
    async (message, errorCode, reason) => {
      await server.stop();
      server = await startOpenAiServer({
        answer: ticketServerAnswer,
        rule: ({ body }) =>
          JSON.stringify(body["messages"]).includes("poison") &&
          !JSON.stringify(body).includes("label_probability")
            ? { kind: "bad-request", message, code: errorCode }
            : null,
      });
      const { handle } = await startTickets(
        temporaryFolder(),
        {
          target: 32,
          plan: {
            subtopics: 0,
            roundSize: 16,
            conditions: ["spec"],
          },
          attributes: { topic: ["shoes", "books", "lamps", "poison"] },
        },
        { model: { model: "openai:tickets", baseUrl: server.url, concurrency: 16 } },
      );
      const { summary, report } = await handle.result;
      expect(summary).toMatchObject({ stop: "target", accepted: 32 });
      const refused = report.funnel.find((row) => row.reason === reason);
      expect(refused!.count).toBeGreaterThan(0);
      expect(refused!.count).toBeLessThan(20);
    },
  );

  it("refuses every request alike ends the run at once", async () => {
    from = 0;
    fault = { kind: "bad-request", message: "Unknown parameter: 'seed'." };
    const { handle } = await startTickets(temporaryFolder(), small, options);
    const { status, error, report } = await handle.result;
    expect({ status, code: error?.code }).toEqual({
      status: "provider-down",
      code: "MODEL_BAD_REQUEST",
    });
    expect(report.funnel).toEqual([]);
    expect(server.count).toBeLessThan(100);
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
