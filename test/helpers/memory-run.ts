import { LimitsWatch } from "../../tools/models/limits/limits-now.js";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { defineAgent } from "../../agents/define-agent.js";
import type { Agent, Passage } from "../../agents/contract.js";
import { AgentRegistry, type Stage } from "../../agents/registry.js";
import { roundSizeOf } from "../../schema/round-size.js";
import { AgentFaults } from "../../graphs/runtime/agent-faults.js";
import { EventStream, type RunEvent } from "../../graphs/runtime/events.js";
import { LabelerStates, LabelerMistakes } from "../../graphs/runtime/labeler-states.js";
import { RoundLog } from "../../graphs/runtime/round-log.js";
import { RunClock } from "../../graphs/runtime/run-clock.js";
import { RunDemonstrations } from "../../graphs/runtime/run-demonstrations.js";
import { RunNovelty } from "../../graphs/runtime/run-novelty.js";
import type { RunRuntime } from "../../graphs/runtime/runtime.js";
import { beforeFirst, type SealedRound } from "../../graphs/runtime/sealed-round.js";
import { BudgetLedger } from "../../memory/budget-ledger.js";
import type { StoredVerdict } from "../../memory/contract.js";
import type { RunFolder } from "../../memory/run-folder.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import { FolderStorage } from "../../memory/sqlite/folder-storage.js";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { Tracer } from "../../memory/tracer.js";
import type { CoverageMap } from "../../schema/coverage.js";
import type { Order, Plan, SubTask } from "../../schema/plan.js";
import type { Row, Sample } from "../../schema/sample.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { emptyCoverage } from "../../tools/coverage/empty-coverage.js";
import {
  fakeKnowledge,
  fakeRoleModel,
  fakeTask,
  letterVector,
  silentLogger,
} from "./fake-context.js";
import { lightAgents, ticketText } from "./ticket-run.js";
import { subTaskOf } from "./plain-parts.js";

/** One cell for each label, with a quota of 20. */
export function labelCells(quota = 20): CoverageMap {
  return emptyCoverage(
    ["refund", "delivery"].map((label) => ({
      id: label,
      path: [label],
      label,
      conditions: [],
      quota,
    })),
  );
}

export function madePlan(...subTasks: readonly Partial<SubTask>[]): Plan {
  const made = (subTasks.length === 0 ? [{ id: "sample" }] : subTasks).map((subTask): SubTask =>
    subTaskOf({ purpose: "write it", ...subTask }),
  );
  return {
    subTasks: made,
    attributes: [],
    tree: { id: "root", name: "tickets", source: "spec", children: [] },
    roundSize: 8,
    notes: [],
  };
}

export function madeOrder(order: Partial<Order> = {}): Order {
  const { round = 0, ordinal = 0, label = "refund" } = order;
  return {
    id: `r${round}-${ordinal}`,
    round,
    ordinal,
    cell: String(label),
    label,
    conditions: [],
    inputId: null,
    sourceIds: [],
    seedIds: [],
    ...order,
  };
}

/** A stored draft of an order: a text of its own unless told otherwise, with nothing against it. */
export function madeDraft(draft: Partial<Sample> = {}): Sample {
  const { round = 0, ordinal = 0 } = draft;
  const id = draft.id ?? `r${round}-${ordinal}`;
  const { text = ticketText("refund", id) } = draft;
  return {
    id,
    runId: "run",
    round,
    ordinal,
    cell: "refund",
    fields: { text },
    text,
    conditions: [],
    label: {
      given: "refund",
      current: "refund",
      source: "condition",
      confidence: null,
      student: null,
    },
    status: "drafted",
    reasons: [],
    weight: 1,
    scores: {},
    parents: [],
    revisions: 0,
    history: [],
    ...draft,
  };
}

export function madeVerdict(sampleId: string, verdict: Partial<StoredVerdict> = {}): StoredVerdict {
  return {
    sampleId,
    revision: 0,
    judge: "test",
    criterion: "coherent",
    pass: false,
    score: null,
    reason: "it is broken",
    code: "coherence",
    evidence: [],
    ...verdict,
  };
}

/** A planner that orders for the cells in turn, and writes what it was asked with into `asked`. */
const turnsPlanner = defineAgent({
  name: "turns",
  role: "planner",
  methods: {
    plan: () => ({ plan: madePlan(), coverage: labelCells() }),
    order: ({ size, coverage }) => ({
      coverage,
      orders: Array.from({ length: size }, (_, index) => {
        const { id, label } = coverage.cells[index % coverage.cells.length]!;
        return { cell: id, label, conditions: [] };
      }),
    }),
  },
});
const plainAgents: Readonly<Record<string, Agent>> = {
  ...lightAgents,
  planner: turnsPlanner,
  generator: defineAgent({
    name: "texts",
    role: "generator",
    run: ({ order }) => ({ fields: { text: ticketText(String(order.label), order.id) } }),
  }),
  critic: defineAgent({ name: "kind", role: "critic", run: () => ({ verdicts: [] }) }),
  reviewer: defineAgent({
    name: "nobody",
    role: "reviewer",
    methods: { queue: () => ({ items: [] }), apply: () => ({ decisions: [] }) },
  }),
};

export interface MemoryRunOptions {
  readonly spec?: Partial<TaskSpecInput>;
  readonly agents?: Readonly<Record<string, Agent>>;
  readonly stages?: readonly Stage[];
  readonly support?: readonly Row[];
  readonly inputs?: readonly Row[];
  readonly passages?: readonly Passage[];
  readonly concurrency?: number;
  /** Default: false, as if the agents here were the built-in ones. */
  readonly worksByOwnCode?: boolean;
}
export type MemoryRun = RunRuntime & { readonly happened: RunEvent[] };

/**
 * What the nodes of a run work on, over the real stores in a database in memory; no model, no
 * folder and no graph. Agents are plain ones unless given.
 */
export async function memoryRun(options: MemoryRunOptions = {}): Promise<MemoryRun> {
  const { support = [], concurrency = 4 } = options;
  const task = fakeTask(
    { ...options.spec, critique: { rougeL: 0.7, vectorDistance: 0, ...options.spec?.critique } },
    support,
  );
  const database = openRunDatabase(":memory:");
  const store = new DatabaseRunStore(database);
  const samples = new DatabaseSampleStore(database);
  const trace = new DatabaseTraceStore(database, { flushMilliseconds: 0 });
  const embeddings = {
    embed: (texts: readonly string[]) => Promise.resolve(texts.map(letterVector)),
  };
  const learning = new LabelerStates(() => Promise.resolve(null));
  const mistakes = new LabelerMistakes(() => Promise.resolve([]));
  const model = fakeRoleModel(() => {
    throw new Error("no model call was expected");
  });
  const events = new EventStream();
  const happened: RunEvent[] = [];
  events.on((event) => happened.push(event));
  return {
    happened,
    runId: "run",
    storage: new FolderStorage(),
    folder: { command: (name: string) => `datawright ${name} run` } as unknown as RunFolder,
    task,
    registry: Object.assign(
      await AgentRegistry.create({
        spec: task.spec,
        folder: ".",
        agents: { ...plainAgents, ...options.agents },
        stages: options.stages,
      }),
      { worksByOwnCode: options.worksByOwnCode ?? false },
    ),
    limits: new LimitsWatch(),
    database,
    samples,
    store,
    trace,
    tracer: new Tracer({ runId: "run", store: trace }),
    ledger: new BudgetLedger(),
    log: silentLogger,
    events,
    novelty: new RunNovelty(task.spec, letterVector("").length),
    knowledge: fakeKnowledge(options.passages ?? []),
    embeddings,
    models: {
      planner: model,
      generator: model,
      critic: model,
      labeler: model,
      curator: model,
      evaluator: model,
      reviewer: model,
      partner: model,
      stage: model,
    },
    inputs: options.inputs ?? [],
    validation: [],
    heldOut: () => Promise.resolve({ rows: [], removed: 0 }),
    abort: new AbortController(),
    callbacks: undefined,
    checkpointer: new MemorySaver(),
    reportLanguage: "en",
    concurrency,
    roundSize: roundSizeOf(task.spec),
    mostOrders: null,
    clock: new RunClock(0),
    faults: new AgentFaults(),
    learning,
    mistakes,
    cancelled: new Set(),
    rounds: new RoundLog({
      store,
      samples,
      demonstrations: new RunDemonstrations({ store, support, embeddings }),
      learned: (round) => learning.state(round),
      mistakes: (round) => mistakes.after(round),
    }),
  };
}

/** Writes a plan and the coverage that the first rounds are planned from. */
export async function begun(
  run: MemoryRun,
  { plan = madePlan(), coverage = labelCells() }: { plan?: Plan; coverage?: CoverageMap } = {},
): Promise<void> {
  await run.rounds.begin(plan, coverage);
}

/** A round as it was sealed: totals up to it over the coverage of the start. */
export function madeSealed(round: number, sealed: Partial<SealedRound> = {}): SealedRound {
  return { ...beforeFirst(labelCells()), round, ...sealed };
}

/** Writes the orders of a round and a draft for each, as a chunk would have left them. */
export async function drafted(
  run: MemoryRun,
  round: number,
  drafts: readonly Sample[],
  planRevision = 0,
): Promise<void> {
  const orders = drafts.map(({ id, ordinal, cell }) =>
    madeOrder({ id, round, ordinal, cell, label: cell }),
  );
  await run.rounds.order(round, orders, {
    planRevision,
    size: orders.length,
    inputsUsed: 0,
    moves: [],
  });
  await run.samples.saveDrafts(
    drafts.map((sample) => ({ sample, verdicts: [], vector: letterVector(sample.text) })),
  );
}
