import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { z } from "zod";
import type { StoredVerdict } from "../memory/contract.js";
import type { CoverageMap } from "../schema/coverage.js";
import type { LabelValue } from "../schema/label.js";
import type { Row, Sample } from "../schema/sample.js";
import type { Task } from "../schema/task.js";
import type { KnowledgeGraph } from "../tools/knowledge/graph/knowledge-graph.js";
import type { SearchMethod } from "../tools/knowledge/contract.js";
import type { LabelConfusions } from "../tools/learning/label-confusions.js";
import type { RoleModel } from "../tools/models/contract.js";
import type { Random } from "../base/statistics/random.js";
import type { CurationDecision } from "./roles.js";

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
  /** Unique among all sources. */
  readonly id: string;
  /** The words. */
  readonly text: string;
  /** Id of the source. */
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
  /** The coverage map of the sealed rounds. */
  readonly coverage: CoverageMap;
  /**
   * The support row or accepted sample most similar by ROUGE-L among those above the task's
   * threshold, or null.
   */
  similarText(text: string): {
    /** Id of the row or sample. */
    readonly id: string;
    /** ROUGE-L F, 0 to 1. */
    readonly rougeL: number;
  } | null;
  /**
   * Nearest support rows and accepted samples by cosine distance, nearest first. With a text those
   * are passed over whose numbers and operators differ from it, in tasks of problems or code.
   */
  nearest(
    vector: Float32Array,
    k: number,
    text?: string,
  ): readonly {
    /** Id of the row or sample. */
    readonly id: string;
    /** Cosine distance, 0 to 2. */
    readonly distance: number;
  }[];
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
  /**
   * Which labels the small models of the visible rounds confuse: of the rows of `mistakes`, and of
   * accepted samples, each read by a model that had not learned from it. Empty before there are any.
   */
  confusions(): Promise<LabelConfusions>;
  /** Support rows, then rows that people decided (gold). */
  readonly demonstrations: readonly Row[];
  /** Vectors of `demonstrations`, in the same order. */
  readonly demonstrationVectors: readonly Float32Array[];
  /** Rows of the inputs pool, in the order of their file. */
  readonly inputs: readonly Row[];
  /** Accepted samples of the visible rounds, in order of acceptance. */
  accepted(options?: {
    /** Most samples. Default: all. */
    readonly limit?: number;
    /** True: the latest so many, still in order of acceptance. Default: false, the first. */
    readonly latest?: boolean;
  }): AsyncIterable<Sample>;
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
  /** The task with every default filled in. */
  readonly task: Task;
  /** The model of the agent's role. */
  readonly model: RoleModel;
  /**
   * Plays the other side: the user of a dialogue, tools that are only described. The generator's
   * model where the task names none.
   */
  readonly partner: RoleModel;
  /** Judges what others write: the critic's model. */
  readonly judge: RoleModel;
  /**
   * The role's model as a LangChain chat model, for chains and LangGraph agents with tools: traced,
   * cached, budgeted and limited like every call of `model`. It answers whole, it does not stream.
   */
  langchain(): BaseChatModel;
  /** Texts to vectors, by the run's embedding model. */
  readonly embeddings: ContextEmbeddings;
  /** Passages, facts and graph of the knowledge sources. */
  readonly knowledge: Knowledge;
  /** What the sealed rounds brought. */
  readonly memory: RunMemory;
  /** Random stream derived from (run seed, order or round, step): the same at any concurrency. */
  readonly random: Random;
  /** What is left of the run's budget. */
  readonly budget: {
    /** Reads it now; null where there is no limit. */
    remaining(): {
      /** US dollars. */
      readonly usd: number | null;
      /** Model calls. */
      readonly calls: number | null;
      /** Tokens, input and output together. */
      readonly tokens: number | null;
    };
  };
  /** The run's log. */
  readonly log: AgentLogger;
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
  /** The agent's own step in the trace. */
  readonly span: AgentSpan;
  /**
   * Hands a curator's decisions on before it returns, so that they are not in memory together: they are
   * checked as they come and kept on disk. What the curator returns is added to them; of two decisions
   * on a sample the later one counts, and what is returned is the latest.
   *
   * @throws AGENT_OUTPUT for a decision that does not fit; AGENT_CONTRACT in any other role, and where
   *         the curator has returned already
   */
  readonly decide: (decisions: readonly CurationDecision[]) => Promise<void>;
  /** Held-out real rows: only the evaluator's context has them. */
  readonly heldOut:
    | (() => Promise<{
        /** The rows. */
        readonly rows: readonly Row[];
        /** Rows left out because a support row equals them. */
        readonly removed: number;
      }>)
    | null;
}

/** One thing that an agent does: parsed input in, value out that the output schema accepts. */
export interface AgentMethod<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** What it is called with. */
  readonly input: I;
  /** What it must return. */
  readonly output: O;
  /** Does the work. */
  run(input: z.output<I>, context: AgentContext): Promise<z.input<O>> | z.input<O>;
}

/**
 * An agent: a name, the role that it plays, and the methods of that role. Made by `defineAgent`.
 */
export interface Agent {
  /** Stands in the trace and in verdicts. */
  readonly name: string;
  /** Role that it plays: see ROLES. */
  readonly role: string;
  /** What it does, by the names of the role's methods. */
  readonly methods: Readonly<Record<string, AgentMethod>>;
}
