import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../../graphs/run/launch.js";
import type { AgentFigures } from "../../studio/api/agents.js";
import type {
  AgentInput,
  Called,
  FoundExample,
  ListedAgents,
} from "../../studio/api/playground.js";
import type { SampleDetail } from "../../studio/api/samples.js";
import type { SpanRow, Spans } from "../../studio/api/spans.js";
import { startStudio, type Studio } from "../../studio/server/start-studio.js";
import { builtPackage } from "../helpers/built-package.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { askStudio } from "../helpers/studio-client.js";
import { isWriting, ticketServerAnswer, ticketSpec, ticketText } from "../helpers/ticket-run.js";

const STAGE = `
const any = { safeParse: (data) => ({ success: true, data }) };
const run = ({ draft }) => ({
  verdicts: [{ judge: "short", criterion: "length", pass: draft.text.length < 2000, score: null, code: "custom", reason: "too long" }],
});
export default { agents: {}, stages: [{ after: "critic", agent: { name: "short", role: "stage", methods: { process: { input: any, output: any, run } } } }] };
`;
const BROKEN = `
const any = { safeParse: (data) => ({ success: true, data }) };
export default { name: "moody", role: "critic", methods: { critique: { input: any, output: any, run: () => { throw new Error("not today"); } } } };
`;

describe("one agent on one input", () => {
  const folder = mkdtempSync(join(tmpdir(), "datawright-studio-"));
  const temporary = mkdtempSync(join(tmpdir(), "datawright-temporary-"));
  const before = process.env["TMPDIR"];
  let studio: Studio;
  let server: OpenAiServer;
  let isSilent = false;
  let run: string;
  let runFolder: string;
  const get = async <T>(path: string): Promise<T> => {
    const { status, json, text } = await askStudio(studio, path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return json as T;
  };
  const call = async (body: object): Promise<Called> => {
    const { status, json, text } = await askStudio(studio, "/api/playground/call", { body });
    if (status !== 200) throw new Error(`${status} ${text}`);
    return json as Called;
  };
  const stepsOf = async (agent: string): Promise<SpanRow[]> =>
    (await get<Spans>(`/api/runs/${run}/spans?agent=${agent}&operation=invoke_agent`)).rows.filter(
      ({ context }) => !context,
    );
  const model = (price: boolean) => ({
    model: "openai:tickets",
    baseUrl: server.url,
    ...(price ? { price: { input: 0, output: 0 } } : {}),
  });

  beforeAll(async () => {
    process.env["TMPDIR"] = temporary;
    let written = 0;
    server = await startOpenAiServer({
      // The first draft is too long for the stage, and is written again.
      answer: (body) => {
        const answer = ticketServerAnswer(body);
        const format = body["response_format"] as { json_schema?: { schema?: never } } | undefined;
        return isWriting(format?.json_schema?.schema) && written++ === 0
          ? { text: Array.from({ length: 40 }, (_, at) => ticketText("refund", `${at}`)).join(" ") }
          : answer;
      },
      rule: () => (isSilent ? { kind: "slow", milliseconds: 3_600_000 } : null),
    });
    const stage = join(folder, "stage.mjs");
    writeFileSync(stage, STAGE);
    const handle = await launch(
      ticketSpec({ target: 6, models: { default: model(true) }, plan: { roundSize: 8 } }),
      { workspace: folder, agentModules: [stage], logLevel: null, concurrency: 1 },
    );
    await handle.result;
    run = handle.id;
    runFolder = handle.folder;
    studio = await startStudio({ workspace: folder, compiled: builtPackage().dist });
  });
  afterAll(async () => {
    await studio?.close();
    await server?.stop();
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    for (const one of [folder, temporary]) rmSync(one, { recursive: true, force: true });
  });

  it("asks a step's agent the same question again, with the run's memory, and writes nothing into it", async () => {
    const database = readFileSync(join(runFolder, "run.db"));
    const asked = server.count;
    for (const [agent, method] of [
      ["critic", "critique"],
      ["generator", "generate"],
    ] as const) {
      const step = (await stepsOf(agent)).at(-1)!;
      const found = await get<AgentInput>(`/api/runs/${run}/spans/${step.id}/input`);
      expect(found).toMatchObject({ role: agent, method, agent });
      const { input, site } = found;
      const called = await call({ run, role: agent, method, input, site });
      expect(called.error).toBeNull();
      const id = site.sampleIds[0]!;
      const sample = await get<SampleDetail>(`/api/runs/${run}/samples/${id}`);
      if (agent === "generator")
        expect(called.output).toMatchObject({ fields: { text: sample.fields["text"] } });
      else
        expect((called.output as { verdicts: object[] }).verdicts.length).toBe(
          sample.verdicts.filter(({ judge }) => judge !== "short").length,
        );
      const chat = called.spans.find(({ operation }) => operation === "chat")!;
      expect(called.spans[0]).toMatchObject({ operation: "invoke_agent", children: 1 });
      expect([chat.cached, chat.parentId]).toEqual([true, called.spans[0]!.id]);
      expect(chat.messages.length).toBeGreaterThan(0);
    }
    // Every question was the run's own, to the letter: the cache had the answers.
    expect(server.count).toBe(asked);
    expect(readFileSync(join(runFolder, "run.db")).equals(database)).toBe(true);
    expect(readdirSync(temporary).filter((name) => /^datawright-/u.test(name))).toEqual([]);
  });

  it("puts the input of a draft that was written again together with its feedback", async () => {
    const inputs = await Promise.all(
      (await stepsOf("generator")).map(({ id }) =>
        get<AgentInput>(`/api/runs/${run}/spans/${id}/input`),
      ),
    );
    const again = inputs.find(({ site }) => /:1$/u.test(site.step))!;
    expect(again.notes).toEqual(["from-answers"]);
    expect(again.input).toMatchObject({
      revision: 1,
      feedback: [{ criterion: "length", reason: "too long" }],
      previous: { text: expect.stringMatching(/.{2000}/u) as string },
    });
    const asked = server.count;
    const { input, site } = again;
    await call({ run, role: "generator", method: "generate", input, site });
    expect(server.count).toBe(asked);
  });

  it("asks anew about another text, and answers for it alone", async () => {
    const [step] = await stepsOf("critic");
    const { input, site } = await get<AgentInput>(`/api/runs/${run}/spans/${step!.id}/input`);
    const { draft } = input as { draft: { fields: object } };
    const { json } = await askStudio(studio, `/api/runs/${run}/samples?status=accepted&limit=1`);
    const text = (json as { rows: { text: string }[] }).rows[0]!.text;
    const changed = { draft: { ...draft, id: "mine", text, fields: { ...draft.fields, text } } };
    const asked = server.count;
    const body = { run, role: "critic", method: "critique", input: changed };
    const called = await call({ ...body, site: { ...site, round: null } });
    expect(server.count).toBeGreaterThanOrEqual(asked);
    expect(called.memory.samples).toBe(6);
    const { verdicts } = called.output as { verdicts: { criterion: string; pass: boolean }[] };
    expect(verdicts.filter(({ pass }) => !pass).map(({ criterion }) => criterion)).toContain(
      "novel",
    );
    // The same draft before the first round: nothing was accepted that it could be too near to.
    const early = await call({ ...body, site: { ...site, round: 0 } });
    expect(early.memory).toEqual({ samples: 0, sealedThrough: -1 });
    expect(
      (early.output as typeof called.output & { verdicts: { pass: boolean }[] }).verdicts,
    ).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ criterion: "novel", pass: false })]),
    );
  });

  it("lists stages and calls them, and tells figures of every agent", async () => {
    const { agents } = (await askStudio(studio, "/api/playground/agents", { body: { run } }))
      .json as ListedAgents;
    expect(agents.find(({ role }) => role === "stage")).toMatchObject({
      name: "short",
      after: "critic",
    });
    const { example } = (
      await askStudio(studio, "/api/playground/example", {
        body: { run, role: "stage", stage: "short", method: "process" },
      })
    ).json as FoundExample;
    const called = await call({ run, role: "stage", method: "process", input: example!.input });
    expect(called.output).toMatchObject({ verdicts: [{ judge: "short", pass: true }] });
    const figures = (await get<AgentFigures>(`/api/runs/${run}/agents`)).agents;
    const of = (agent: string) => figures.find((row) => row.agent === agent)!;
    const drafts = of("critic").calls;
    expect(of("generator")).toMatchObject({ calls: drafts, failed: 0, cost: 0 });
    expect(of("generator").revised! * (drafts - 1)).toBeCloseTo(1);
    expect(of("short").refused! * of("short").calls).toBeCloseTo(1);
    expect([of("critic").refused, of("planner").refused]).toEqual([0, null]);
    expect(of("critic").p50).toBeLessThanOrEqual(of("critic").p95);
    expect(of("generator").modelCalls).toBe(drafts);
    expect(of("generator").inputTokens).toBeGreaterThan(0);
  });

  it("says by path what is wrong with an input, and by code what an agent fails with", async () => {
    const check = async (input: unknown): Promise<unknown> =>
      (
        await askStudio(studio, "/api/playground/check", {
          body: { role: "critic", method: "critique", input },
        })
      ).json;
    expect(
      await check({ draft: { id: "x", fields: {}, text: "t", label: 3, conditions: [] } }),
    ).toEqual({ problems: [{ path: "draft.label", message: expect.any(String) as string }] });
    const body = { run, role: "critic", method: "critique", input: { draft: {} } };
    const refused = await askStudio(studio, "/api/playground/call", { body });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("draft.id")]);
    const none = await askStudio(studio, "/api/playground/check", {
      body: { role: "constructor", method: "critique", input: {} },
    });
    expect((none.json as { code: string }).code).toBe("USAGE");
    const path = join(folder, "moody.mjs");
    writeFileSync(path, BROKEN);
    const task = JSON.stringify({ ...ticketSpec(), agents: { critic: path } });
    const draft = { id: "x", fields: { text: "t" }, text: "t", label: "refund", conditions: [] };
    const failed = await call({ task, role: "critic", method: "critique", input: { draft } });
    expect(failed).toMatchObject({
      agent: "moody",
      output: null,
      error: { code: "AGENT_FAILED", message: expect.stringContaining("not today") as string },
      memory: { samples: 0 },
    });
    expect(failed.spans[0]!.status).toBe("error");
  });

  it("asks a model that may cost money only when that is confirmed, within its calls, and ends when it is cancelled", async () => {
    const task = JSON.stringify(
      ticketSpec({ models: { default: model(false) }, plan: { subtopics: 4 } }),
    );
    const input = { previous: null, failed: [] };
    const body = { task, role: "planner", method: "plan", input, mostCalls: 1 };
    const asked = server.count;
    const refused = await askStudio(studio, "/api/playground/call", { body });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("cost money")]);
    expect(server.count).toBe(asked);
    const limited = await call({ ...body, confirmed: true });
    expect((limited.output as { plan: { notes: string[] } }).plan.notes).toEqual([
      expect.stringContaining("2 calls are too many for 1 calls of budget"),
    ]);
    expect(server.count).toBe(asked);
    isSilent = true;
    const text = JSON.stringify({ ...body, mostCalls: 9, confirmed: true });
    const cancelled = new Promise<void>((resolve) => {
      const sent = request({
        ...{ host: "127.0.0.1", port: studio.port, path: "/api/playground/call", method: "POST" },
        headers: {
          authorization: `Bearer ${studio.token}`,
          "content-type": "application/json",
        },
      });
      sent.on("error", () => resolve());
      sent.end(text);
      void (async () => {
        while (server.inFlight === 0) await get("/api/about");
        sent.destroy();
      })();
    });
    await cancelled;
    // The process is gone with its question, and so is what it wrote.
    const leftovers = (): string[] =>
      readdirSync(temporary).filter((name) => /^datawright-/u.test(name));
    while (server.inFlight > 0 || leftovers().length > 0) await get("/api/about");
    isSilent = false;
  });
});
