import type { z } from "zod";
import type {
  AgentContext,
  AgentLogger,
  AgentSpan,
  Knowledge,
  Passage,
  RunMemory,
} from "../../agents/contract.js";
import { isDatawrightError } from "../../base/errors.js";
import type { Order } from "../../schema/plan.js";
import type { Row } from "../../schema/sample.js";
import { resolveTask, type Task } from "../../schema/task.js";
import { taskSpecSchema, type TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { KnowledgeGraph } from "../../tools/knowledge/graph/knowledge-graph.js";
import type {
  ChatTurn,
  ModelInfo,
  ObjectAnswer,
  ObjectRequest,
  RoleModel,
} from "../../tools/models/contract.js";
import { RunChatModel } from "../../tools/models/providers/langchain/run-chat-model.js";
import { Random } from "../../base/statistics/random.js";
import type { LabelValue } from "../../schema/label.js";

const silent = (): void => {};
export const silentLogger: AgentLogger = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
};

/** A span that keeps what is set on it. */
export function madeSpan(): AgentSpan & {
  readonly attributes: Record<string, unknown>;
  readonly touched: string[];
} {
  const attributes: Record<string, unknown> = {};
  const touched: string[] = [];
  return {
    id: "span",
    attributes,
    touched,
    set: (more) => void Object.assign(attributes, more),
    touch: (ids) => void touched.push(...ids),
    child: (_options, work) => work(madeSpan()),
  };
}

/** A small classification task unless told otherwise. */
export function madeTask(spec: Partial<TaskSpecInput> = {}, support: readonly Row[] = []): Task {
  return resolveTask(
    taskSpecSchema.parse({
      name: "tickets",
      kind: "classification",
      description: "Tickets of a shop.",
      labels: ["refund", "delivery"],
      target: 40,
      plan: { subtopics: 0 },
      ...spec,
    }),
    support,
  );
}

/** A row of a made task. */
export function madeRow(
  id: string,
  text: string,
  label: LabelValue,
  fields: Readonly<Record<string, unknown>> = { text },
): Row {
  return { id, text, label, fields: { ...fields }, line: null };
}

/** An order of a made task: of its first label, under no condition. */
export function madeOrder(task: Task, round: number): Order {
  return {
    id: "order-1",
    round,
    ordinal: 0,
    cell: "cell",
    label: task.labels[0]?.name ?? null,
    conditions: [],
    inputId: null,
    sourceIds: [],
    seedIds: [],
  };
}

export type RoleRequest = ObjectRequest<z.ZodType>;
/** The answer to a request: a value, or a coded error that is thrown. */
export type RoleAnswer = (request: RoleRequest, index: number) => unknown;

/**
 * A role's model that answers by a function and keeps every request; values are parsed by the
 * request's schema as real answers are.
 */
export function madeRoleModel(
  answer: RoleAnswer,
  options: {
    readonly info?: Partial<ModelInfo>;
    readonly logProbabilities?: readonly number[];
    /** The answer to a turn of a conversation. Default: an error. */
    readonly chat?: (turn: ChatTurn) => string;
  } = {},
): RoleModel & { readonly requests: RoleRequest[] } {
  const requests: RoleRequest[] = [];
  const info: ModelInfo = {
    name: "fake",
    fingerprint: "fake",
    contextTokens: 8000,
    price: null,
    logProbabilities: false,
    structured: ["schema"],
    ...options.info,
  };
  return {
    info,
    requests,
    async object<S extends z.ZodType>(
      request: ObjectRequest<S>,
    ): Promise<ObjectAnswer<z.output<S>>> {
      requests.push(request);
      const value = await answer(request, requests.length - 1);
      if (isDatawrightError(value)) throw value;
      return {
        value: request.schema.parse(value),
        text: JSON.stringify(value),
        usage: { inputTokens: 0, outputTokens: 0 },
        model: info.name,
        ...(options.logProbabilities ? { logProbabilities: options.logProbabilities } : {}),
      };
    },
    text: () => Promise.reject(new Error("this role asks for objects only")),
    async chat(turn) {
      if (options.chat === undefined) throw new Error("this role asks for objects only");
      return {
        text: options.chat(turn),
        usage: { inputTokens: 0, outputTokens: 0 },
        finish: "stop",
        model: info.name,
      };
    },
  };
}

/** What an empty run remembers, with what a test puts in its place. */
export function madeMemory(overrides: Partial<RunMemory> = {}): RunMemory {
  return {
    sealedThrough: -1,
    coverage: { cells: [], moves: [], growth: [], sealedRounds: 0 },
    similarText: () => null,
    nearest: () => [],
    learned: () => Promise.resolve(null),
    mistakes: () => Promise.resolve([]),
    confusions: () => Promise.resolve(new Map()),
    demonstrations: [],
    demonstrationVectors: [],
    inputs: [],
    async *accepted() {},
    async *inReview() {},
    verdictsOf: () => Promise.resolve([]),
    ...overrides,
  };
}

/** A hash of letters as a unit vector of 26 dimensions: near texts share letters. */
export function letterVector(text: string): Float32Array {
  const vector = new Float32Array(27);
  vector[26] = 0.01;
  for (const letter of text.toLowerCase()) {
    const index = letter.charCodeAt(0) - 97;
    if (index >= 0 && index < 26) vector[index] = vector[index]! + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Passages, and a search that finds those with most of the query's words. */
export function madeKnowledge(
  passages: readonly Passage[],
  graph: KnowledgeGraph | null = null,
): Knowledge {
  const shared = (query: string, text: string): number =>
    query
      .toLowerCase()
      .split(/\W+/u)
      .filter((word) => word !== "" && text.toLowerCase().includes(word)).length;
  return {
    passages,
    graph,
    get: (ids) => ids.flatMap((id) => passages.find((passage) => passage.id === id) ?? []),
    search: (query, k) =>
      Promise.resolve(
        passages
          .map((passage) => ({ passage, score: shared(query, passage.text) }))
          .filter(({ score }) => score > 0)
          .sort((a, b) => b.score - a.score)
          .slice(0, k)
          .map(({ passage }) => passage),
      ),
  };
}

/**
 * A context made by hand; support rows of the task are its demonstrations unless `memory` says
 * otherwise.
 */
export function madeContext(
  overrides: Partial<AgentContext> & {
    /** Seed of its random stream. */
    readonly seed?: string | number;
  } = {},
): AgentContext {
  const task = overrides.task ?? madeTask();
  const { seed, ...rest } = overrides;
  const model =
    overrides.model ??
    madeRoleModel(() => {
      throw new Error("no model call was expected");
    });
  const asked = new Map<string, number>();
  return {
    task,
    model,
    langchain: () =>
      new RunChatModel({ model, orderId: "order", step: "check", sampleIds: [], asked }),
    partner: model,
    judge: model,
    embeddings: { embed: (texts) => Promise.resolve(texts.map(letterVector)) },
    knowledge: madeKnowledge([]),
    memory: madeMemory({
      demonstrations: task.support,
      demonstrationVectors: task.support.map((row) => letterVector(row.text)),
    }),
    random: new Random(seed ?? "test"),
    budget: { remaining: () => ({ usd: null, calls: null, tokens: null }) },
    log: silentLogger,
    signal: new AbortController().signal,
    span: madeSpan(),
    decide: () =>
      Promise.reject(new Error("no decisions were expected before the end: give `decide`")),
    heldOut: null,
    ...rest,
  };
}
