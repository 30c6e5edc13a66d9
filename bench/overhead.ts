import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";
import { BudgetLedger } from "../memory/budget-ledger.js";
import { openRunDatabase } from "../memory/sqlite/open-run-database.js";
import { SqliteResponseCache } from "../memory/response-cache.js";
import { DatabaseTraceStore } from "../memory/trace-store.js";
import { Tracer } from "../memory/tracer.js";
import type { Prompt } from "../schema/prompt.js";
import { Admission } from "../tools/models/middleware/admission.js";
import { composeModel } from "../tools/models/middleware/compose-model.js";
import { objectSchema } from "../tools/models/prompt/object-schema.js";
import { openaiModel } from "../tools/models/providers/openai-model.js";
import { renderPrompt } from "../tools/models/prompt/render-prompt.js";
import { createRoleModel } from "../tools/models/providers/role-model.js";
import { startServerProcess } from "./server-process.js";

const CALLS_PER_ROUND = 400;
const ROUNDS = 7;
const IN_FLIGHT = 16;

const ticket = z.object({
  text: z.string().describe("The ticket."),
  label: z.enum(["billing", "delivery", "account", "other"]),
  urgent: z.boolean(),
  reason: z.string().optional(),
});

function promptOf(number: number): Prompt {
  return {
    sections: [
      {
        kind: "task",
        text: "Write one support ticket for an online shop, in the words of a customer.",
      },
      {
        kind: "conditions",
        text: "The ticket fits all of these.",
        items: [
          { name: "number", value: number },
          { name: "tone", value: "angry" },
          { name: "product", value: "bicycle" },
        ],
      },
      {
        kind: "demonstrations",
        text: "Tickets of this shop.",
        items: Array.from({ length: 5 }, (_, index) => ({
          text:
            `My order ${number + index} did not arrive, and nobody answers the telephone. ` +
            "What now?",
          label: "delivery",
        })),
      },
      { kind: "output", text: "One object with the ticket and its label." },
    ],
  };
}

type Call = (number: number) => Promise<unknown>;

/** CPU milliseconds of this process per call, over all its threads. */
async function cpuPerCall(call: Call, from: number): Promise<number> {
  const before = process.cpuUsage();
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < CALLS_PER_ROUND) await call(from + next++);
    }),
  );
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000 / CALLS_PER_ROUND;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

/**
 * Prints what a call costs in CPU: the bare client twice (with its own structured output, and
 * without), and our whole stack, in turns.
 */
export async function run(): Promise<void> {
  const server = await startServerProcess();
  const folder = mkdtempSync(join(tmpdir(), "datawright-bench-"));
  const database = openRunDatabase(join(folder, "run.db"));
  const cache = new SqliteResponseCache(join(folder, "cache.db"));
  const trace = new DatabaseTraceStore(database);
  const tracer = new Tracer({ runId: "bench", store: trace });
  try {
    const bare = new ChatOpenAI({
      model: "bench",
      apiKey: "none",
      maxRetries: 0,
      temperature: 0.8,
      configuration: { baseURL: server.url },
    });
    const structured = bare.withStructuredOutput(ticket, {
      name: "ticket",
      method: "jsonSchema",
      strict: true,
    });
    const format = {
      type: "json_schema" as const,
      json_schema: {
        name: "ticket",
        strict: true,
        schema: objectSchema(ticket).json as Record<string, unknown>,
      },
    };
    const messagesOf = (number: number): { role: string; content: string }[] =>
      renderPrompt(promptOf(number)).map(({ role, content }) => ({ role, content }));
    const model = composeModel(
      openaiModel({ model: "bench", baseUrl: server.url, price: { input: 1, output: 1 } }),
      {
        tracer,
        cache,
        budget: new BudgetLedger({ calls: 1e9 }),
        admission: new Admission({ concurrency: IN_FLIGHT }),
      },
    );
    const role = createRoleModel({
      model,
      agent: "generator",
      settings: { temperature: 0.8 },
      tracer,
      seedFor: (_order, _step, attempt) => attempt + 1,
    });
    const rows: Record<string, { call: Call; results: number[] }> = {
      "ChatOpenAI.invoke with response_format": {
        call: (number) => bare.invoke(messagesOf(number) as never, { response_format: format }),
        results: [],
      },
      "ChatOpenAI.withStructuredOutput": {
        call: (number) => structured.invoke(messagesOf(number) as never),
        results: [],
      },
      "datawright: ladder, tracing, cache, budget, admission": {
        call: (number) =>
          role.object({
            prompt: promptOf(number),
            schema: ticket,
            name: "ticket",
            step: "write",
            orderId: `order-${number}`,
            sampleIds: [`sample-${number}`],
          }),
        results: [],
      },
    };
    let number = 0;
    for (let round = 0; round <= ROUNDS; round++) {
      for (const row of Object.values(rows)) {
        const milliseconds = await cpuPerCall(row.call, number);
        number += CALLS_PER_ROUND;
        // The first round only warms up.
        if (round > 0) row.results.push(milliseconds);
      }
    }
    await trace.flush();
    const [invoke, withOutput, ours] = Object.values(rows).map(({ results }) =>
      median(results),
    ) as [number, number, number];
    for (const [name, { results }] of Object.entries(rows)) {
      console.log(
        `${name.padEnd(54)} ${median(results).toFixed(3)} ms CPU a call ` +
          `(${Math.min(...results).toFixed(3)} to ${Math.max(...results).toFixed(3)})`,
      );
    }
    console.log(
      `overhead above invoke ${(ours - invoke).toFixed(3)} ms, above withStructuredOutput ` +
        `${(ours - withOutput).toFixed(3)} ms a call (goal: at most 1 ms above the client ` +
        "with structured output)",
    );
  } finally {
    database.close();
    cache.close();
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  }
}
