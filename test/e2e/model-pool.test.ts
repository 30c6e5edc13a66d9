import { temporaryFolder } from "../memory/temporary-folder.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { datasetRows, startTickets, ticketServerAnswer } from "../helpers/ticket-run.js";

describe("a role that several models share", () => {
  let server: OpenAiServer;
  beforeEach(async () => {
    process.env["POOL_TEST_KEY"] = "a-key-of-the-test";
    server = await startOpenAiServer({ answer: ticketServerAnswer });
  });
  afterEach(async () => {
    delete process.env["POOL_TEST_KEY"];
    await server.stop();
  });

  async function run(
    concurrency: number,
  ): Promise<{ rows: unknown[]; asked: Map<string, number> }> {
    const before = server.requests.length;
    const member = (name: string) => ({
      model: `openai:${name}`,
      baseUrl: server.url,
      apiKeyEnv: "POOL_TEST_KEY",
    });
    const { handle } = await startTickets(
      temporaryFolder(),
      {
        target: 24,
        plan: { subtopics: 0, conditions: [], roundSize: 12 },
        critique: { criteria: ["format", "novel"] },
        models: { generator: { ...member("large"), weight: 2, also: [member("small")] } },
      },
      { model: undefined, concurrency },
    );
    const { error } = await handle.result;
    if (error) throw error;
    const asked = new Map<string, number>();
    for (const { body } of server.requests.slice(before)) {
      const name = String(body["model"]);
      asked.set(name, (asked.get(name) ?? 0) + 1);
    }
    return { rows: datasetRows(handle.folder), asked };
  }

  it("makes the same dataset at any concurrency, each order asked of the same model", async () => {
    const narrow = await run(1);
    const wide = await run(8);
    expect(narrow.rows).toHaveLength(24);
    expect(wide.rows).toEqual(narrow.rows);
    expect(wide.asked).toEqual(narrow.asked);
    expect(narrow.asked.get("large")!).toBeGreaterThan(narrow.asked.get("small")!);
    expect(narrow.asked.get("small")!).toBeGreaterThan(2);
  });
});
