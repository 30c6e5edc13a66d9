import { resumeRun } from "../../graphs/run/resume-run.js";
import { estimateTokens } from "../../tools/models/providers/count-tokens.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  datasetRows,
  isWriting,
  lightAgents,
  startTickets,
  ticketModel,
} from "../helpers/ticket-run.js";

const CONCURRENCY = 4;

describe("a budget", () => {
  it.each([
    ["calls", { calls: 110 }, { calls: 400 }],
    ["tokens", { tokens: 13_200 }, { tokens: 1_000_000 }],
    ["money", { usd: 0.11 }, { usd: 1 }],
  ])(
    "of %s ends the run with what it paid for, and a larger one goes on",
    async (_name, budget, larger) => {
      const workspace = temporaryFolder();
      // 100 tokens in and 20 out a call, at 0.001 dollars a call.
      const price = { input: 8, output: 10 };
      const model = ticketModel({ price });
      const { handle, events } = await startTickets(
        workspace,
        { target: 60, plan: { subtopics: 0, roundSize: 20 } },
        { model, budget, concurrency: CONCURRENCY },
      );
      const { status, summary } = await handle.result;
      expect(status).toBe("finished");
      expect(summary).toMatchObject({ stop: "budget" });
      expect(summary.stopDetail).toMatch(/budget of .* is used up/u);
      // Never above the budget: what is in flight was set aside before it was sent.
      expect(summary.modelCalls).toBe(model.requests.length);
      expect(model.requests.length).toBeLessThanOrEqual(110);
      expect(summary.tokens.input + summary.tokens.output).toBe(120 * model.requests.length);
      expect(summary.costUsd).toBeCloseTo(0.001 * model.requests.length, 9);
      expect(summary.accepted).toBeGreaterThan(5);
      expect(datasetRows(handle.folder)).toHaveLength(summary.accepted);
      const kept = datasetRows(handle.folder).map((row) => row.id);
      expect(events.filter((event) => event.type === "work-stopped")).toMatchObject([
        { reason: "budget" },
      ]);

      const again = await (
        await resumeRun("run", {
          workspace,
          logLevel: null,
          agents: lightAgents,
          model: ticketModel({ price }),
        })
      ).result;
      expect(again.summary.stop).toBe("budget");
      expect(again.summary.accepted).toBeGreaterThanOrEqual(summary.accepted);

      const rest = ticketModel({ price });
      const resumed = await (
        await resumeRun("run", {
          workspace,
          logLevel: null,
          agents: lightAgents,
          model: rest,
          budget: larger,
        })
      ).result;
      expect(resumed.summary).toMatchObject({ stop: "target", accepted: 60, target: 60 });
      expect(datasetRows(handle.folder).map((row) => row.id)).toEqual(expect.arrayContaining(kept));
      expect(resumed.summary.modelCalls).toBeGreaterThan(summary.modelCalls);
    },
  );

  it("of calls is spent on drafts that come to their end, however many are in flight", async () => {
    const accepted: number[] = [];
    for (const concurrency of [1, 64]) {
      const model = ticketModel();
      const workspace = temporaryFolder();
      const { handle } = await startTickets(
        workspace,
        { target: 200, plan: { subtopics: 0, roundSize: 64 } },
        { model, budget: { calls: 100 }, concurrency },
      );
      const { summary, report } = await handle.result;
      expect(summary.stop).toBe("budget");
      expect(model.requests.length).toBeLessThanOrEqual(100);
      // What was not judged any more is no refused draft.
      expect(report.funnel.map(({ reason }) => reason)).not.toContain("surplus");
      accepted.push(summary.accepted);
      if (concurrency === 1) continue;
      const rest = ticketModel();
      const resumed = await (
        await resumeRun("run", {
          workspace,
          logLevel: null,
          agents: lightAgents,
          model: rest,
          budget: { calls: 1000 },
        })
      ).result;
      expect(resumed.summary).toMatchObject({ stop: "target", accepted: 200 });
      // The orders that were left open are gone on with, under their own names.
      const written = ({ requests }: typeof model) =>
        requests
          .filter(({ format }) => isWriting(format.schema))
          .map(({ origin }) => `${origin.orderId} ${origin.step}`);
      const before = new Set(written(model));
      expect(written(rest).filter((asked) => before.has(asked))).toEqual([]);
    }
    expect(accepted[1]!).toBeGreaterThanOrEqual(0.9 * accepted[0]!);
  });

  it.each([
    ["tokens", { tokens: 30_000 }],
    ["money", { usd: 0.06 }],
  ])("of %s holds with long answers and many in flight", async (name, budget) => {
    const price = { input: 1, output: 2 };
    const spent = { tokens: 0, usd: 0 };
    const model = ticketModel({ price });
    const long: typeof model = {
      ...model,
      complete: async (request) => {
        const response = await model.complete(request);
        const outputTokens = 400 + (request.origin.orderId.charCodeAt(0) % 16) * 40;
        spent.tokens += 100 + outputTokens;
        spent.usd += (100 * price.input + outputTokens * price.output) / 1e6;
        return { ...response, usage: { inputTokens: 100, outputTokens } };
      },
    };
    const { handle } = await startTickets(
      temporaryFolder(),
      { target: 200, plan: { subtopics: 0, roundSize: 64 } },
      { model: long, budget, concurrency: 64 },
    );
    const { summary } = await handle.result;
    expect(summary.stop).toBe("budget");
    const [used, most] = name === "tokens" ? [spent.tokens, 30_000] : [spent.usd, 0.06];
    expect(used).toBeLessThanOrEqual(1.02 * most);
    expect(used).toBeGreaterThan(0.8 * most);
    expect(summary.accepted).toBeGreaterThan(5);
  });

  it("that is used up while planning ends the run before a draft", async () => {
    const model = ticketModel();
    const { handle } = await startTickets(
      temporaryFolder(),
      { plan: { subtopics: 3 } },
      { model, budget: { tokens: 50 } },
    );
    const { summary } = await handle.result;
    expect(summary).toMatchObject({ stop: "budget", accepted: 0, modelCalls: 0 });
    expect(model.requests).toHaveLength(0);
  });

  describe("with embeddings over a network", () => {
    let server: OpenAiServer;
    const previous = process.env["OPENAI_API_KEY"];
    const small = { target: 30, plan: { subtopics: 0, roundSize: 16 } };
    const embeddings = (price?: number) => ({
      model: "openai:embedder",
      baseUrl: server.url,
      dimension: 64,
      ...(price === undefined ? {} : { price: { input: price, output: 0 } }),
    });
    beforeEach(async () => {
      process.env["OPENAI_API_KEY"] = "sk-for-a-local-server";
      server = await startOpenAiServer();
    });
    afterEach(async () => {
      if (previous === undefined) delete process.env["OPENAI_API_KEY"];
      else process.env["OPENAI_API_KEY"] = previous;
      await server.stop();
    });

    it("counts them among calls, tokens and money", async () => {
      const model = ticketModel({ price: { input: 8, output: 10 } });
      const { handle } = await startTickets(temporaryFolder(), small, {
        model,
        embeddings: embeddings(5),
      });
      const { summary, report } = await handle.result;
      const rows = report.usage.filter(({ model: name }) => name === "openai:embedder");
      const tokens = server.requests.reduce(
        (sum, request) => sum + estimateTokens((request.body["input"] as string[]).join(" ")),
        0,
      );
      expect(rows.reduce((sum, row) => sum + row.calls, 0)).toBe(server.count);
      expect(rows.reduce((sum, row) => sum + row.inputTokens, 0)).toBe(tokens);
      expect(summary).toMatchObject({
        stop: "target",
        modelCalls: model.requests.length + server.count,
        tokens: { input: 100 * model.requests.length + tokens },
      });
      expect(summary.costUsd).toBeCloseTo(0.001 * model.requests.length + (5 * tokens) / 1e6, 9);
    });

    it("ends on the budget that they use up, keeps what was paid for, and goes on", async () => {
      const workspace = temporaryFolder();
      const { handle } = await startTickets(workspace, small, {
        embeddings: embeddings(),
        model: ticketModel(),
        budget: { calls: 60 },
      });
      const { summary } = await handle.result;
      expect(summary).toMatchObject({ stop: "budget" });
      expect(summary.modelCalls).toBeLessThanOrEqual(60);
      const kept = datasetRows(handle.folder).map((row) => row.id);
      const larger = {
        workspace,
        logLevel: null,
        agents: lightAgents,
        model: ticketModel(),
        budget: { calls: 1000 },
      } as const;
      await expect(resumeRun("run", { ...larger, embeddings: "embedded" })).rejects.toMatchObject({
        code: "CONFIG_MISMATCH",
        message: expect.stringContaining("openai:embedder") as string,
      });
      const resumed = await (await resumeRun("run", larger)).result;
      expect(resumed.summary).toMatchObject({ stop: "target", accepted: 30 });
      expect(datasetRows(handle.folder).map((row) => row.id)).toEqual(expect.arrayContaining(kept));
      const asked = server.requests.flatMap(({ body }) => body["input"] as string[]);
      expect(new Set(asked).size).toBe(asked.length);
    });

    it("of money needs their price too", async () => {
      await expect(
        startTickets(temporaryFolder(), small, { embeddings: embeddings(), budget: { usd: 1 } }),
      ).rejects.toMatchObject({
        code: "NO_PRICE",
        message: expect.stringContaining("openai:embedder (models.embeddings)") as string,
      });
      expect(server.count).toBe(0);
    });
  });

  it("of money needs a price, and says so before anything is asked or written", async () => {
    const model = ticketModel({ price: null });
    const workspace = temporaryFolder();
    await expect(startTickets(workspace, {}, { model, budget: { usd: 1 } })).rejects.toMatchObject({
      code: "NO_PRICE",
      message: expect.stringContaining("tickets-model") as string,
    });
    expect(model.requests).toHaveLength(0);
    await expect(resumeRun("run", { workspace })).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });
});
