import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineAgent } from "../../agents/define-agent.js";
import { launch } from "../../graphs/run/launch.js";
import type { RunEvent } from "../../graphs/runtime/events.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { RunHandle } from "../../graphs/run/run-handle.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { ChatModel, ChatRequest, ChatResponse } from "../../tools/models/contract.js";
import { hash32, sha256Hex } from "../../base/statistics/hash.js";
import { Random } from "../../base/statistics/random.js";
import { fillSchema, sentence } from "../../graphs/conformance/fill-schema.js";

/** Words that tell the two labels of the test's task apart. */
const LABEL_WORDS: Readonly<Record<string, readonly string[]>> = {
  refund: [
    "refund",
    "charged",
    "invoice",
    "reimburse",
    "overpaid",
    "cashback",
    "billing",
    "deducted",
  ],
  delivery: [
    "courier",
    "shipment",
    "tracking",
    "depot",
    "delayed",
    "doorstep",
    "driver",
    "dispatch",
  ],
};

/** A text of a label: ordinary words, seeded, with three of the label's own. */
export function ticketText(label: string, seed: string): string {
  const random = new Random(sha256Hex(seed));
  const own = random.sample(LABEL_WORDS[label]!, 3);
  return (
    `${sentence(random).slice(0, -1)}, so the ${own[0]} and the ${own[1]} need ${own[2]} ` +
    `${sentence(random).slice(4)}`
  );
}

/** The criteria that train no classifier: starting its thread takes longer than a small run. */
const LIGHT_CRITERIA = ["format", "coherent", "on-task", "no-copy", "novel"];

/** A small classification task with 40 support rows. */
export function ticketSpec({ critique, ...spec }: Partial<TaskSpecInput> = {}): TaskSpecInput {
  const rows = Array.from({ length: 40 }, (_, index) => {
    const label = index % 2 === 0 ? "refund" : "delivery";
    return { text: ticketText(label, `support ${index}`), label };
  });
  return {
    name: "tickets",
    kind: "classification",
    description: "Tickets of a shop.",
    labels: ["refund", "delivery"],
    target: 40,
    seed: 7,
    plan: { subtopics: 0 },
    support: { rows },
    critique: { criteria: LIGHT_CRITERIA, ...critique },
    ...spec,
  } as TaskSpecInput;
}

interface Asked {
  readonly messages: readonly { readonly content: string }[];
  readonly schema: Record<string, unknown> | undefined;
  readonly seed: unknown;
}

/** A good model: writes a new text of the wanted label, and judges by the label's words. */
export function ticketAnswer({ messages, schema, seed }: Asked): unknown {
  const key = JSON.stringify([messages, seed]);
  const prompt = messages.map((message) => message.content).join("\n");
  const properties = (schema?.["properties"] ?? {}) as Record<string, unknown>;
  if ("label_probability" in properties) {
    const draft = prompt.slice(prompt.lastIndexOf("<draft>"), prompt.lastIndexOf("</draft>"));
    const label = LABEL_WORDS["refund"]!.some((word) => draft.includes(word))
      ? "refund"
      : "delivery";
    return { coherent: 5, on_task: 5, label, label_probability: 0.95, reason: "It reads well." };
  }
  const wanted = /"name":"label","value":"([^"]+)"/u.exec(prompt)?.[1];
  return "text" in properties && wanted !== undefined
    ? { text: ticketText(wanted, key) }
    : fillSchema(schema ?? {}, key);
}

/** `ticketAnswer` to a request of a chat model. */
export function goodAnswer({ messages, format, parameters }: ChatRequest): unknown {
  const schema = format.schema as Record<string, unknown> | undefined;
  return ticketAnswer({ messages, schema, seed: parameters.seed });
}

/** `ticketAnswer` for the HTTP server: seeded by the whole request. */
export function ticketServerAnswer(body: Record<string, unknown>): unknown {
  const format = body["response_format"] as
    { json_schema?: { schema?: Record<string, unknown> } } | undefined;
  return ticketAnswer({
    messages: body["messages"] as Asked["messages"],
    schema: format?.json_schema?.schema,
    seed: body["seed"],
  });
}

/** True for a request that asks for a sample, false for one that judges or plans. */
export function isWriting(schema: Readonly<Record<string, unknown>> | undefined): boolean {
  return "text" in ((schema?.["properties"] ?? {}) as Record<string, unknown>);
}

export interface ModelOptions {
  /** Default: ticketAnswer. A string is the answer's text. */
  readonly answer?: (request: ChatRequest) => unknown;
  readonly finish?: (request: ChatRequest) => ChatResponse["finish"];
  readonly price?: ChatModel["info"]["price"];
  readonly milliseconds?: number;
  readonly name?: string;
}

/** A model object that answers as the test wants and keeps its requests. */
export function ticketModel(
  options: ModelOptions = {},
): ChatModel & { readonly requests: ChatRequest[] } {
  const requests: ChatRequest[] = [];
  const name = options.name ?? "tickets-model";
  return {
    requests,
    info: {
      name,
      fingerprint: name,
      contextTokens: 8000,
      price: options.price === undefined ? { input: 0, output: 0 } : options.price,
      logProbabilities: false,
      structured: ["schema"],
    },
    async complete(request) {
      requests.push(request);
      await new Promise((resolve) =>
        setTimeout(
          resolve,
          (options.milliseconds ?? 0) + (hash32(JSON.stringify(request.origin)) % 3),
        ),
      );
      const value = (options.answer ?? goodAnswer)(request);
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return {
        text,
        usage: { inputTokens: 100, outputTokens: 20 },
        finish: options.finish?.(request) ?? "stop",
        model: name,
      };
    },
  };
}

/**
 * An evaluator that measures nothing: training classifiers takes longer than all else in a small
 * run.
 */
export const lightEvaluator = defineAgent({
  name: "none",
  role: "evaluator",
  run: () => ({
    diversity: { vocabulary: 0, distinct1: 0, distinct2: 0, averagePairwiseSimilarity: null },
    copies: { verbatim: 0, near: 0 },
    labelAgreement: null,
    downstream: { synthetic: null, real: null, majority: null, testSize: 0, removedFromTest: 0 },
  }),
});
/** A curator that keeps everything. */
export const lightCurator = defineAgent({
  name: "keeps-all",
  role: "curator",
  run: () => ({ decisions: [] }),
});
/** Neither labels nor learns. */
const lightLabeler = defineAgent({
  name: "blank",
  role: "labeler",
  methods: {
    learn: ({ rows }) => ({ state: null, trainedOn: rows.length }),
    label: () => ({ labels: [] }),
  },
});
/** For runs that are about something else than classifiers. */
export const lightAgents = {
  evaluator: lightEvaluator,
  curator: lightCurator,
  labeler: lightLabeler,
};

/** Launches quietly with a model object and light agents, and keeps every event. */
export async function startTickets(
  workspace: string,
  spec: Partial<TaskSpecInput> = {},
  options: LaunchOptions = {},
): Promise<{ handle: RunHandle; events: RunEvent[] }> {
  const handle = await launch(ticketSpec(spec), {
    workspace,
    runId: "run",
    logLevel: null,
    ...(options.models || options.baseUrl !== undefined ? {} : { model: ticketModel() }),
    ...options,
    agents: options.agents ?? lightAgents,
  });
  const events: RunEvent[] = [];
  handle.on((event) => events.push(event));
  return { handle, events };
}

/** A file of a run folder as text. */
export function runFile(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

export function datasetRows(folder: string): { id: string; text: string; label: string }[] {
  return runFile(folder, "dataset.jsonl")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { id: string; text: string; label: string });
}
