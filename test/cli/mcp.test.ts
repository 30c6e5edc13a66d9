import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { builtPackage } from "../helpers/built-package.js";
import { startOpenAiServer } from "../helpers/openai-server.js";
import { ticketServerAnswer, ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const KEY = "sk-canary-0123456789abcdef";

/** Agents that take no time, in modules of their own; one sample goes to a person. */
const AGENTS = {
  evaluator: `
    const diversity = { vocabulary: 0, distinct1: 0, distinct2: 0, averagePairwiseSimilarity: null };
    const downstream = { synthetic: null, real: null, majority: null, testSize: 0, removedFromTest: 0 };
    const copies = { verbatim: 0, near: 0 };
    const run = () => ({ diversity, copies, labelAgreement: null, downstream });`,
  curator: `
    console.log("loud");
    const run = async ({ pass }, { memory }) => {
      const decisions = [];
      if (pass === 0)
        for await (const { id } of memory.accepted())
          if (decisions.length === 0)
            decisions.push({ id, action: "review", reason: "review-uncertain" });
      return { decisions };
    };`,
};

function agentModule(role: string, code: string): string {
  const from = pathToFileURL(join(builtPackage().dist, "agents/define-agent.js")).href;
  return `import { defineAgent } from "${from}";\n${code}
    export default defineAgent({ name: "own", role: "${role}", run });`;
}

interface Answer {
  readonly isError: boolean;
  readonly value: Record<string, unknown>;
}

describe("datawright mcp", () => {
  const folder = temporaryFolder();
  const workspace = join(folder, "home");
  let silent = false;
  let asked = (): void => {};

  async function connected() {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [builtPackage().main, "mcp", "--workspace", workspace],
      cwd: folder,
      env: { PATH: process.env["PATH"]!, OPENAI_API_KEY: KEY },
      stderr: "pipe",
    });
    let said = "";
    transport.stderr!.on("data", (chunk) => (said += String(chunk)));
    const client = new Client({ name: "test", version: "1.0.0" });
    await client.connect(transport);
    // What is no protocol on standard output comes here.
    const unread: Error[] = [];
    client.onerror = (error) => void unread.push(error);
    return {
      client,
      unread,
      said: () => said,
      call: async (name: string, input: Record<string, unknown>): Promise<Answer> => {
        const answer = await client.callTool({ name, arguments: input });
        const [{ text }] = answer["content"] as [{ text: string }];
        return {
          isError: answer["isError"] === true,
          value: JSON.parse(text) as Record<string, unknown>,
        };
      },
    };
  }

  it("lets an assistant check, estimate, run, follow, look into, review and stop", async () => {
    const models = await startOpenAiServer({
      answer: ticketServerAnswer,
      rule: () => {
        if (!silent) return null;
        asked();
        return { kind: "slow", milliseconds: 600_000 };
      },
    });
    const spec = {
      ...ticketSpec({
        target: 4,
        plan: { subtopics: 0, roundSize: 8 },
        critique: { criteria: ["format", "coherent", "novel"] },
      }),
      review: "blocking",
      agents: { curator: "./curator.mjs", evaluator: "./evaluator.mjs" },
      models: { default: { model: "openai:m", baseUrl: models.url } },
    };
    const task = join(folder, "task.json");
    writeFileSync(task, JSON.stringify(spec));
    for (const [role, code] of Object.entries(AGENTS))
      writeFileSync(join(folder, `${role}.mjs`), agentModule(role, code));
    writeFileSync(join(folder, "bad.yaml"), "name: a\nkind: classificatio\n");
    const { client, call, said, unread } = await connected();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(
      "estimate plan resume review_answer review_list run samples status stop trace validate".split(
        " ",
      ),
    );

    expect(await call("validate", { task })).toMatchObject({
      isError: false,
      value: { valid: true, name: "tickets", support: 32 },
    });
    expect(await call("validate", { task: join(folder, "bad.yaml") })).toMatchObject({
      isError: true,
      value: {
        error: { code: "SPEC_INVALID", message: expect.stringContaining("bad.yaml:2:") as unknown },
      },
    });
    // What is misspelt is refused, not passed over.
    for (const input of [{ task: 3 }, { task, buget: { calls: 1 } }])
      expect((await client.callTool({ name: "run", arguments: input }))["isError"]).toBe(true);
    // What a module prints must not get into the protocol.
    expect(said()).toContain("loud");

    // Nothing that may cost money begins without a budget, nor before its estimate was seen.
    const unlimited = await call("run", { task });
    expect(unlimited).toMatchObject({ isError: true, value: { error: { code: "USAGE" } } });
    expect(JSON.stringify(unlimited.value)).toContain("has a budget");
    const input = { task, budget: { calls: 200 } };
    const refused = await call("run", { ...input, confirm: "000000000000" });
    const { error } = refused.value as {
      error: { code: string; details: Record<string, unknown> };
    };
    expect(error.code).toBe("USAGE");
    const calls = expect.any(Number) as unknown;
    expect(error.details["estimate"]).toMatchObject({ calls });
    expect((await call("estimate", { task })).value).toMatchObject({ calls });
    expect(models.count).toBe(0);

    // One is stopped by its tool, one by the end of the client: both can be gone on with.
    silent = true;
    const confirmed = { ...input, confirm: error.details["confirm"] };
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const { run: left } = (await call("run", confirmed)).value;
    await isAsked;
    const { run, ...started } = (await call("run", confirmed)).value;
    expect(started).toMatchObject({ state: "running", target: 4 });
    expect((await call("stop", { run })).value).toMatchObject({ state: "interrupted" });
    expect((await call("stop", { run })).value).toMatchObject({ error: { code: "USAGE" } });
    silent = false;
    expect((await call("resume", { run })).value).toMatchObject({ state: "running" });
    const ended = await call("status", { run, waitSeconds: 50 });
    expect(ended.value).toMatchObject({ state: "waiting", target: 4 });
    expect((await call("status", {})).value["runs"]).toEqual([
      expect.objectContaining({ runId: left, stop: "unfinished", isWorkingHere: true }),
      expect.objectContaining({ runId: run, stop: "target", isWorkingHere: false }),
    ]);

    const { samples, total } = (await call("samples", { run, limit: 1 })).value as {
      samples: { id: string }[];
      total: number;
    };
    expect(samples).toHaveLength(1);
    expect(total).toBeGreaterThanOrEqual(4);
    const one = await call("samples", { run, id: samples[0]!.id });
    expect(one.value["verdicts"]).not.toEqual([]);
    const { spans } = (await call("trace", { run, operation: "chat", slowest: true, limit: 1 }))
      .value as { spans: { id: string }[] };
    const step = await call("trace", { run, span: spans[0]!.id });
    expect(step.value["request"]).not.toBeNull();

    const waiting = (await call("review_list", { run })).value as {
      items: { sampleId: string }[];
      labels: string[];
    };
    expect(waiting.labels).toEqual(["refund", "delivery"]);
    const answers = waiting.items.map(({ sampleId }) => ({ sampleId, decision: "accept" }));
    expect(answers).toHaveLength(1);
    expect((await call("review_answer", { run, answers })).value).toMatchObject({
      state: "running",
    });
    const reviewed = await call("status", { run, waitSeconds: 50 });
    expect(reviewed.value).toMatchObject({ state: "finished", summary: { accepted: 5 } });
    expect((await call("review_list", { run })).value["items"]).toEqual([]);

    await client.close();
    await models.stop();
    const opened = await openRun(String(left), { workspace });
    expect((await opened.report())!.summary.stop).toBe("interrupted");
    opened.close();
    expect(unread).toEqual([]);
    expect(JSON.stringify([refused, ended, one, step, said()])).not.toContain(KEY);
  });
});
