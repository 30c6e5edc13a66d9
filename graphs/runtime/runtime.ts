import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { ContextEmbeddings, Knowledge } from "../../agents/contract.js";
import type { CurationDecision } from "../../agents/roles.js";
import type { Language } from "../../base/language/language.js";
import type { AgentRegistry } from "../../agents/registry.js";
import type { AGENT_ROLES } from "../../schema/agent-roles.js";
import type { Ledger } from "../../memory/budget-ledger.js";
import type { RunDatabase } from "../../memory/database/run-database.js";
import type { Logger } from "../../memory/logger-contract.js";
import type { RunFolder } from "../../memory/run-folder.js";
import type { DatabaseRunStore } from "../../memory/run-store.js";
import type { RunStorage } from "../../memory/run-storage.js";
import type { DatabaseSampleStore } from "../../memory/sample-store.js";
import type { DatabaseTraceStore } from "../../memory/trace-store.js";
import type { Tracer } from "../../memory/tracer.js";
import type { Row } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";
import type { LimitsWatch } from "../../tools/models/limits/limits-now.js";
import type { RoleModel } from "../../tools/models/contract.js";
import type { AgentFaults } from "./agent-faults.js";
import type { ChunkRunner } from "../chunk/chunk-runner.js";
import type { EventStream } from "./events.js";
import type { RunClock } from "./run-clock.js";
import type { RoundLog } from "./round-log.js";
import type { LabelerStates, LabelerMistakes } from "./labeler-states.js";
import type { RunNovelty } from "./run-novelty.js";
import type { VisibleState } from "./run-memory.js";
import type { LaunchOptions } from "./run-options.js";

export type MainRole = (typeof AGENT_ROLES)[number];

/**
 * Everything that one run works with, made by launch and resume. Nodes of the graph close over it;
 * state holds none of it.
 */
export interface RunRuntime {
  readonly runId: string;
  /** What keeps the records, of which the database is one part. */
  readonly storage: RunStorage;
  readonly folder: RunFolder;
  readonly task: Task;
  readonly registry: AgentRegistry;
  readonly database: RunDatabase;
  readonly samples: DatabaseSampleStore;
  readonly store: DatabaseRunStore;
  readonly trace: DatabaseTraceStore;
  readonly tracer: Tracer;
  readonly ledger: Ledger;
  readonly log: Logger;
  readonly events: EventStream;
  readonly novelty: RunNovelty;
  readonly knowledge: Knowledge & { refresh?(): Promise<void> };
  readonly embeddings: ContextEmbeddings;
  readonly models: Readonly<Record<MainRole | "partner" | "stage", RoleModel>>;
  /** How much the models may be asked, and are. */
  readonly limits: LimitsWatch;
  readonly inputs: readonly Row[];
  /** Support rows that only show what the small model gets wrong; not part of `task.support`. */
  readonly validation: readonly Row[];
  readonly heldOut: () => Promise<{ readonly rows: readonly Row[]; readonly removed: number }>;
  readonly abort: AbortController;
  /** What the caller listens to the graph with. */
  readonly callbacks: LaunchOptions["callbacks"];
  /** Where the graph's checkpoints go. */
  readonly checkpointer: BaseCheckpointSaver;
  readonly reportLanguage: Language;
  readonly concurrency: number;
  readonly roundSize: number;
  /** Orders after which a trial is over; null for a run. */
  readonly mostOrders: number | null;
  readonly clock: RunClock;
  /** Which agents work, and which fail by their own fault. */
  readonly faults: AgentFaults;
  readonly learning: LabelerStates;
  readonly mistakes: LabelerMistakes;
  /** Rounds that are not wanted any more: their drafts end as surplus and start no further call. */
  readonly cancelled: Set<number>;
  /** What is planned and sealed, and what may be seen of it. */
  readonly rounds: RoundLog;
  /** Makes who does the chunks of the run; undefined where this process does. */
  runChunks?: () => ChunkRunner;
}

/** What an agent is called about: decides the span, the random stream and what memory shows. */
export interface CallSite {
  readonly orderId: string;
  readonly step: string;
  readonly sampleIds: readonly string[];
  readonly visible: VisibleState;
  /** Keeps what a curator hands on; absent: it is put before what the curator returns. */
  readonly keepDecisions?: (decisions: readonly CurationDecision[]) => void;
}
