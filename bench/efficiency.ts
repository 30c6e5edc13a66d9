import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ChatOpenAI } from "@langchain/openai";
import { launch } from "../graphs/run/launch.js";
import { renderPrompt } from "../tools/models/prompt/render-prompt.js";
import { ticketSpec } from "../test/helpers/ticket-run.js";
import { startServerProcess, type ServerProcess } from "./server-process.js";

const LATENCY_MILLISECONDS = 200;
const IN_FLIGHT = 64;
const TARGET = Number(process.env["DATAWRIGHT_EFFICIENCY_TARGET"] ?? 2000);

interface Measured {
  readonly calls: number;
  readonly seconds: number;
}

/** Calls that the latency alone would allow, over the time that it took. */
function ratio({ calls, seconds }: Measured): number {
  return (calls * LATENCY_MILLISECONDS) / 1000 / IN_FLIGHT / seconds;
}

/**
 * A whole run: planner, generator, critic, embedding, novelty, labeler, gate, store and trace.
 * Timed from the first round to the last gate.
 */
async function measureRun(
  server: ServerProcess,
): Promise<{ work: Measured; whole: Measured; accepted: number; cpuSeconds: number }> {
  const workspace = mkdtempSync(join(tmpdir(), "datawright-bench-"));
  const before = await server.counts();
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  try {
    const handle = await launch(
      ticketSpec({ target: TARGET, plan: { subtopics: 6 }, critique: {}, review: "none" }),
      {
        workspace,
        model: "openai:bench",
        baseUrl: server.url,
        concurrency: IN_FLIGHT,
        logLevel: null,
      },
    );
    let [from, to, callsAtEnd] = [0, 0, before.count];
    for await (const event of handle.events) {
      if (event.type === "round-started" && from === 0) from = performance.now();
      if (event.type === "work-stopped" && to === 0) {
        to = performance.now();
        callsAtEnd = (await server.counts()).count;
      }
    }
    const { summary } = await handle.result;
    const cpu = process.cpuUsage(cpuBefore);
    return {
      work: { calls: callsAtEnd - before.count, seconds: (to - from) / 1000 },
      whole: { calls: summary.modelCalls, seconds: (performance.now() - started) / 1000 },
      accepted: summary.accepted,
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/**
 * The same number of calls by the bare client, as many in flight, with prompts of the same size.
 */
async function measureCalls(
  server: ServerProcess,
  calls: number,
): Promise<{ work: Measured; cpuSeconds: number }> {
  const client = new ChatOpenAI({
    model: "bench",
    apiKey: "none",
    maxRetries: 0,
    temperature: 0.9,
    configuration: { baseURL: server.url },
  });
  const rows = (ticketSpec().support as { rows: object[] }).rows.slice(0, 8);
  const messages = (number: number) =>
    renderPrompt({
      sections: [
        { kind: "task", text: "Write one ticket of a shop." },
        {
          kind: "conditions",
          text: "",
          items: [
            { name: "label", value: "refund" },
            { name: "number", value: number },
          ],
        },
        { kind: "demonstrations", text: "", items: rows as Record<string, unknown>[] },
      ],
    });
  const schema = {
    type: "object",
    properties: { text: { type: "string" } },
    required: ["text"],
    additionalProperties: false,
  };
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < calls)
        await client.invoke(
          messages(next++).map(({ role, content }) => ({ role, content })),
          {
            response_format: {
              type: "json_schema",
              json_schema: { name: "sample", strict: true, schema },
            },
          },
        );
    }),
  );
  const cpu = process.cpuUsage(cpuBefore);
  return {
    work: { calls, seconds: (performance.now() - started) / 1000 },
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

/**
 * Prints how near a run comes to what the provider's latency alone allows, beside the bare client
 * in the same process.
 */
export async function run(): Promise<void> {
  process.env["OPENAI_API_KEY"] ??= "none";
  const server = await startServerProcess({
    latencyMilliseconds: LATENCY_MILLISECONDS,
    answers: fileURLToPath(new URL("./ticket-answers.ts", import.meta.url)),
  });
  try {
    const ours = await measureRun(server);
    const bare = await measureCalls(server, ours.work.calls);
    const line = (name: string, { calls, seconds }: Measured, rest: string): void =>
      console.log(
        `efficiency: ${name.padEnd(34)} ${calls} calls in ${seconds.toFixed(2)} s, ratio to ` +
          `ideal ${ratio({ calls, seconds }).toFixed(3)}${rest}`,
      );
    line(
      "datawright, first order to last gate",
      ours.work,
      ` (goal: at least 0.85); ${ours.accepted} of ${TARGET} accepted`,
    );
    line(
      "datawright, launch to report",
      ours.whole,
      `; CPU ${ours.cpuSeconds.toFixed(1)} s, ` +
        `${((1000 * ours.cpuSeconds) / ours.whole.calls).toFixed(2)} ms a call`,
    );
    line(
      "calls only, the bare client",
      bare.work,
      `; CPU ${bare.cpuSeconds.toFixed(1)} s, ` +
        `${((1000 * bare.cpuSeconds) / bare.work.calls).toFixed(2)} ms a call`,
    );
    console.log(
      `efficiency: beside the bare client ${(ratio(ours.work) / ratio(bare.work)).toFixed(3)}`,
    );
  } finally {
    await server.stop();
  }
}
