import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openRun } from "../../graphs/commands/open-run.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import { traceIdOf } from "../../tools/otlp/trace-identity.js";
import { callCommand } from "../helpers/command-in-process.js";
import { startOpenAiServer } from "../helpers/openai-server.js";
import { lightAgents, startTickets, ticketServerAnswer } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { startOtlpServer } from "../tools/otlp/otlp-server.js";

const PASSWORD = "canary-word-of-the-shop";
const KEY = "sk-canary-0123456789abcdef";

describe("a run that is sent by OTLP", () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  async function made(env: Record<string, string>, answer = ticketServerAnswer) {
    Object.assign(process.env, { OPENAI_API_KEY: KEY }, env);
    const models = await startOpenAiServer({ answer });
    const model = { model: "openai:m", baseUrl: models.url };
    const folder = temporaryFolder();
    const options = { models: { generator: model, critic: model } };
    const { handle } = await startTickets(
      folder,
      { target: 4, plan: { subtopics: 0, roundSize: 8 }, budget: { calls: 2 } },
      options,
    );
    const warnings: string[] = [];
    handle.on((event) => void (event.type === "warning" && warnings.push(event.message)));
    await handle.result;
    return { handle, folder, models, options, warnings };
  }

  it("is one trace of all its steps, which a resumed run goes on with", async () => {
    const collector = await startOtlpServer();
    const { handle, models, options, warnings } = await made({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20canary-header-key",
      OTEL_SERVICE_NAME: "tickets",
      OTEL_RESOURCE_ATTRIBUTES: "team=support",
    });
    const first = collector.spans.length;
    expect(first).toBeGreaterThan(3);
    await (
      await resumeRun(handle.folder, { ...options, agents: lightAgents, budget: { calls: 100 } })
    ).result;
    const stored = await openRun(handle.folder);
    const spans = await stored.spans();
    const traceId = traceIdOf({ runId: stored.id, createdAt: stored.config.createdAt });
    stored.close();
    expect(collector.spans.length).toBeGreaterThan(first);
    expect(new Set(collector.spans.map((span) => span.spanId))).toEqual(
      new Set(spans.map((span) => span.id)),
    );
    expect(new Set(collector.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    const byId = new Map(collector.spans.map((span) => [span.spanId, span]));
    // The one step of the top is the run itself, once for each time that it went on.
    const tops = collector.spans.filter((span) => span.parentSpanId === "");
    expect(tops.map(({ name }) => name)).toEqual(["invoke_workflow run", "invoke_workflow run"]);
    const chats = collector.spans.filter(({ name }) => name === "chat m");
    for (const chat of chats) {
      expect(chat.kind).toBe(3);
      expect(byId.get(chat.parentSpanId)!.attributes["openinference.span.kind"]).toBe("AGENT");
      expect(chat.attributes).not.toHaveProperty(["input.value"]);
    }
    const [failed] = chats.filter(({ status }) => status.code === 2);
    expect(failed!.attributes["error.type"]).toBe("BUDGET_EXHAUSTED");
    expect(failed!.status.message).toMatch(/^The budget of 2 calls is used up/u);
    const [chat] = chats;
    expect(Number(chat!.end - chat!.start)).toBeGreaterThan(0);
    expect(chat!.resource).toMatchObject({ "service.name": "tickets", team: "support" });
    expect(collector.headers[0]!["authorization"]).toBe("Bearer canary-header-key");
    expect(collector.paths[0]).toBe("/v1/traces");
    expect(warnings.filter((message) => message.includes("trace"))).toEqual([]);

    // The same steps under the same ids, from what is stored.
    const out = join(handle.folder, "trace.json");
    await callCommand("trace", handle.folder, "--format", "otlp-json", "--out", out);
    const lines = readLines(out) as { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] }[];
    const written = lines.flatMap((line) =>
      line.resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)),
    );
    expect(written.map((span) => `${span.traceId} ${span.spanId} ${span.name}`).sort()).toEqual(
      [...byId.values()].map((span) => `${span.traceId} ${span.spanId} ${span.name}`).sort(),
    );
    const again = await callCommand(
      "trace",
      handle.folder,
      "--format",
      "jsonl",
      "--bodies",
      "--agent",
      "critic",
    );
    const rows = again.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Stored);
    expect(new Set(rows.map(({ agent }) => agent))).toEqual(new Set(["critic"]));
    expect(rows.some(({ input, output }) => input !== undefined && output !== undefined)).toBe(
      true,
    );
    expect(
      (await callCommand("trace", handle.folder, "--format", "jsonl", "--out", out)).stderr,
    ).toMatch(/trace\.json exists already/u);
    await models.stop();
    await collector.stop();
  });

  it("takes requests and answers along where that is asked for, and never a key", async () => {
    const collector = await startOtlpServer();
    const { models } = await made(
      {
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/in`,
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
        // In data it may be an ordinary word; what is said of a run does not hold it.
        SHOP_PASSWORD: PASSWORD,
      },
      (body) => {
        const answer = ticketServerAnswer(body) as Record<string, unknown>;
        return "text" in answer
          ? { ...answer, text: `${String(answer["text"])} ${PASSWORD}` }
          : answer;
      },
    );
    const chat = collector.spans.find(({ name }) => name === "chat m")!;
    expect(chat.attributes["input.value"]).toContain("Tickets of a shop.");
    expect(String(chat.attributes["output.value"])).toContain("[redacted]");
    expect(
      JSON.stringify(collector.spans, (_, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      ),
    ).not.toMatch(new RegExp(`${KEY}|${PASSWORD}`, "u"));
    expect(collector.paths[0]).toBe("/in");
    await models.stop();
    await collector.stop();
  });

  it("is sent as JSON where that is asked for, and not at all by what is not spoken", async () => {
    const collector = await startOtlpServer();
    const { handle, models } = await made({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    });
    const stored = await openRun(handle.folder);
    const spans = await stored.spans();
    stored.close();
    expect(new Set(collector.headers.map((sent) => sent["content-type"]))).toEqual(
      new Set(["application/json"]),
    );
    expect(new Set(collector.spans.map(({ spanId }) => spanId))).toEqual(
      new Set(spans.map(({ id }) => id)),
    );
    const chat = collector.spans.find(({ name }) => name === "chat m")!;
    expect(chat.attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "openinference.span.kind": "LLM",
      "gen_ai.usage.input_tokens": expect.any(Number) as number,
    });
    await models.stop();

    const before = collector.spans.length;
    const grpc = await made({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    });
    expect((await grpc.handle.result).status).toBe("finished");
    expect(grpc.warnings.filter((message) => message.includes("grpc"))).toEqual([
      "the run's trace is not sent by OTLP: OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not spoken here; " +
        "set http/protobuf or http/json",
    ]);
    expect(collector.spans).toHaveLength(before);
    await grpc.models.stop();
    await collector.stop();
  });

  it("says once that nobody takes its steps, and ends as ever", async () => {
    const gone = await startOtlpServer();
    await gone.stop();
    const { handle, models, warnings } = await made({ OTEL_EXPORTER_OTLP_ENDPOINT: gone.url });
    expect((await handle.result).status).toBe("finished");
    expect(warnings.filter((message) => message.includes("ECONNREFUSED"))).toEqual([
      expect.stringMatching(/^the run's trace does not reach http:.+; the run goes on without$/u),
    ]);
    await models.stop();

    const refusing = await startOtlpServer({ status: 401 });
    const second = await made({ OTEL_EXPORTER_OTLP_ENDPOINT: refusing.url });
    expect((await second.handle.result).status).toBe("finished");
    expect(second.warnings.filter((message) => message.includes("Unauthorized"))).toHaveLength(1);
    await second.models.stop();
    await refusing.stop();
  });

  it("is left out by a sampler of the SDK", async () => {
    const collector = await startOtlpServer();
    const { models, warnings } = await made({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0",
    });
    expect(collector.spans).toEqual([]);
    expect(warnings.filter((message) => message.includes("trace"))).toEqual([]);
    await models.stop();
    await collector.stop();
  });
});

function readLines(file: string): unknown[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
}
interface Stored {
  readonly agent: string;
  readonly input?: unknown;
  readonly output?: unknown;
}
