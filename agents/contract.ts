import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { z } from "zod";
import type { StoredVerdict } from "../memory/contract.js";
import type { CoverageMap } from "../schema/coverage.js";
import type { LabelValue } from "../schema/label.js";
import type { Row, Sample } from "../schema/sample.js";
import type { Task } from "../schema/task.js";
import type { KnowledgeGraph } from "../tools/knowledge/graph/knowledge-graph.js";
import type { SearchMethod } from "../tools/knowledge/contract.js";
import type { RoleModel } from "../tools/models/contract.js";
import type { Random } from "../base/statistics/random.js";

/** What people read about a run while it works. */
export interface AgentLogger {
  debug(message: string, details?: Readonly<Record<string, unknown>>): void;
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** The span of the agent's own call: what it sets here stands in the trace. */
export interface AgentSpan {
  readonly id: string;
  set(attributes: Readonly<Record<string, unknown>>): void;
  touch(sampleIds: readonly string[]): void;
  /** Traces an inner step of the agent below its own span, or below `parent`. */
  child<T>(
    options: {
      readonly name: string;
      readonly operation: string;
      readonly parent?: string;
      readonly attributes?: Readonly<Record<string, unknown>>;
    },
    work: (span: AgentSpan) => Promise<T>,
  ): Promise<T>;
}

/** A passage of a knowledge source. */
export interface Passage {
  readonly id: string;
  readonly text: string;
  readonly source: string;
}

/** Everything that the knowledge sources of a task say. */
export interface Knowledge {
  /**
   * All passages, facts of graphs ("subject — relation — object") last, in the order of the
   * sources.
   */
  readonly passages: readonly Passage[];
  /** Passages of these ids in their order; an id that there is not is left out. */
  get(ids: readonly string[]): readonly Passage[];
  /** The graph of all triple sources; null where there is none. */
  readonly graph: KnowledgeGraph | null;
  /**
   * The k passages that fit a query best, best first: by words, by embedding, or (default) by both.
   * The same query finds the same.
   */
  search(
    query: string,
    k: number,
    options?: { readonly by?: SearchMethod },
  ): Promise<readonly Passage[]>;
}

/** A real row that the small model gives another label. */
export interface StudentMistake {
  readonly row: Row;
  readonly predicted: LabelValue;
  /** The small model's probability of the label that it gave, 0 to 1. */
  readonly confidence: number;
}

/**
 * A read-only view of the sealed rounds. It shows rounds up to `sealedThrough` and nothing later,
 * whatever else is in flight: this is what makes a run give the same dataset at any concurrency.
 */
export interface RunMemory {
  /** Last visible round; -1 when only the support data is visible. */
  readonly sealedThrough: number;
  readonly coverage: CoverageMap;
  /**
   * The support row or accepted sample most similar by ROUGE-L among those above the task's
   * threshold, or null.
   */
  similarText(text: string): { readonly id: string; readonly rougeL: number } | null;
  /** Nearest support rows and accepted samples by cosine distance, nearest first. */
  nearest(
    vector: Float32Array,
    k: number,
  ): readonly { readonly id: string; readonly distance: number }[];
  /**
   * What the labeler's `learn` returned for the last visible round, or null. Waits until it is
   * trained.
   */
  learned(): Promise<unknown>;
  /**
   * Rows of the validation part that the labeler of the last visible round gets wrong, the most
   * confident mistakes first. Empty where the task keeps no validation part (`plan.validation`) or
   * nothing is learned yet. Waits until it is trained.
   */
  mistakes(): Promise<readonly StudentMistake[]>;
  /** Support rows, then rows that people decided (gold). */
  readonly demonstrations: readonly Row[];
  /** Vectors of `demonstrations`, in the same order. */
  readonly demonstrationVectors: readonly Float32Array[];
  /** Rows of the inputs pool, in the order of their file. */
  readonly inputs: readonly Row[];
  /** Accepted samples of the visible rounds, in order of acceptance. */
  accepted(options?: { readonly limit?: number; readonly latest?: boolean }): AsyncIterable<Sample>;
  /** Samples that wait for a person. */
  inReview(): AsyncIterable<Sample>;
  /** Every stored verdict on a sample, all its versions. */
  verdictsOf(sampleId: string): Promise<readonly StoredVerdict[]>;
}

/** Texts to unit vectors, each text once per run. */
export interface ContextEmbeddings {
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

/** What an agent may use besides its input. Agents return values; only the graph writes. */
export interface AgentContext {
  readonly task: Task;
  readonly model: RoleModel;
  /**
   * Plays the other side: the user of a dialogue, tools that are only described. The generator's
   * model where the task names none.
   */
  readonly partner: RoleModel;
  /**
   * The role's model as a LangChain chat model, for chains and LangGraph agents with tools: traced,
   * cached, budgeted and limited like every call of `model`. It answers whole, it does not stream.
   */
  langchain(): BaseChatModel;
  readonly embeddings: ContextEmbeddings;
  readonly knowledge: Knowledge;
  readonly memory: RunMemory;
  /** Random stream derived from (run seed, order or round, step): the same at any concurrency. */
  readonly random: Random;
  readonly budget: {
    remaining(): {
      readonly usd: number | null;
      readonly calls: number | null;
      readonly tokens: number | null;
    };
  };
  readonly log: AgentLogger;
  readonly signal: AbortSignal;
  readonly span: AgentSpan;
  /** Held-out real rows: only the evaluator's context has them. */
  readonly heldOut:
    (() => Promise<{ readonly rows: readonly Row[]; readonly removed: number }>) | null;
}

/** One thing that an agent does: parsed input in, value out that the output schema accepts. */
export interface AgentMethod<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  run(input: z.output<I>, context: AgentContext): Promise<z.input<O>> | z.input<O>;
}

/**
 * An agent: a name, the role that it plays, and the methods of that role. Made by `defineAgent`.
 */
export interface Agent {
  readonly name: string;
  readonly role: string;
  readonly methods: Readonly<Record<string, AgentMethod>>;
}
