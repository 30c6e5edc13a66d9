import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { Embeddings } from "@langchain/core/embeddings";
import type { Runnable } from "@langchain/core/runnables";
import type { BaseCheckpointSaver } from "@langchain/langgraph";
import type { Language } from "../../base/language/language.js";
import type { PluginReference } from "../plugins/load-plugins.js";
import type { Agent } from "../../agents/contract.js";
import type { LogLevel } from "../../memory/logger-contract.js";
import type { ModelRole, ModelSpec } from "../../schema/task-file/model-spec.js";
import type { BudgetSpec, ReviewMode } from "../../schema/task-file/run-limits.js";
import type {
  ChatModel,
  EmbeddingModel,
  MeteredEmbeddings,
  ModelMiddleware,
} from "../../tools/models/contract.js";

/** A model for a launch: by name or settings, or an object. */
export type ModelLike = ModelSpec | ChatModel | BaseChatModel | Runnable;

/** What a launch may be told beside the task. What is given here goes before the task file. */
export interface LaunchOptions {
  /** Model for every role that `models` does not name. */
  readonly model?: ModelLike;
  /** Models by role. */
  readonly models?: Readonly<
    Partial<Record<Exclude<ModelRole, "embeddings" | "default">, ModelLike>>
  >;
  /** Model that turns texts into vectors. Default: embedded. */
  readonly embeddings?: ModelSpec | EmbeddingModel | MeteredEmbeddings | Embeddings;
  /** Base URL of an OpenAI-compatible server, for models given by name. */
  readonly baseUrl?: string;
  /**
   * Put around every role's model, the first outermost, inside tracing, cache, budget and
   * admission: it sees each attempt that is sent, and its answers are what the cache keeps.
   */
  readonly middleware?: readonly ModelMiddleware[];
  /**
   * Plug-ins beside those that the task lists: objects (`definePlugin`), paths of modules from the
   * current folder, or names of packages.
   */
  readonly plugins?: readonly PluginReference[];
  /** Agents that replace built-in ones, by role. */
  readonly agents?: Readonly<Record<string, Agent>>;
  /** Agents inserted behind generator, critic, labeler or curator. */
  readonly stages?: readonly {
    /** Role that it stands behind. */
    readonly after: string;
    /** The agent, of role stage. */
    readonly agent: Agent;
  }[];
  /** Paths of modules with agents, as on the command line. */
  readonly agentModules?: readonly string[];
  /**
   * Name of a published method whose settings go below the task's own: see `datawright recipes`.
   */
  readonly recipe?: string;
  /**
   * True to sample as the recipe's paper does; false for the default planner. Default: the task's.
   */
  readonly asPublished?: boolean;
  /** Accepted samples wanted. Default: the task's. */
  readonly target?: number;
  /** The same seed gives the same dataset. Default: the task's. */
  readonly seed?: number;
  /**
   * Most model requests in flight. Minimum 1, default 8. It changes how long a run takes, never its
   * dataset.
   */
  readonly concurrency?: number;
  /** Most that the run may spend. Default: the task's. */
  readonly budget?: BudgetSpec;
  /** Whether people are asked, and when. Default: the task's. */
  readonly review?: ReviewMode;
  /**
   * Folder of runs and cache. Default: DATAWRIGHT_HOME, else `.datawright` in the current folder.
   */
  readonly workspace?: string;
  /**
   * Address of a PostgreSQL database, `postgresql://user:password@host:5432/database`, that keeps
   * the run's records and the cache of answers. Default: the run's folder and the workspace.
   */
  readonly store?: string;
  /**
   * URL of a Redis, `redis://host:6379`: the chunks of the run are then done by workers
   * (`startWorker`, `datawright worker`) that use the same store. Default: by this process.
   */
  readonly queue?: string;
  /**
   * Seconds of silence after which a worker, or the run's process, is taken for dead; the same for
   * all that use a queue. Minimum 1, default 30.
   */
  readonly leaseSeconds?: number;
  /**
   * Folder in which pages and answers that knowledge sources asked for are kept. Default: in the
   * workspace.
   */
  readonly knowledgeCache?: string;
  /**
   * Folder that relative paths of a task given as an object start from. Default: the current one.
   */
  readonly folder?: string;
  /** Folder of this run. Default: below the workspace. */
  readonly out?: string;
  /** Overwrite files of others that lie in `out` under the names of a run's. Default: false. */
  readonly force?: boolean;
  /** Id of the run. Default: made from name, time and chance. */
  readonly runId?: string;
  /** `PATH=VALUE` overrides of a task file. */
  readonly set?: readonly string[];
  /** False to neither read nor write the cache of answers. Default: true. */
  readonly cache?: boolean;
  /**
   * LangChain callbacks: they see the graph's nodes and, below them, every model call. LangSmith's
   * tracer comes by itself where its environment variables are set.
   */
  readonly callbacks?: Callbacks;
  /**
   * Where the graph's checkpoints go. Default: the run's own database. A run that is resumed
   * without it begins again behind its last sealed round, with the same dataset.
   */
  readonly checkpointer?: BaseCheckpointSaver;
  /** Least level shown on standard error; null for nothing there. Default: "warn" from code. */
  readonly logLevel?: LogLevel | null;
  /**
   * Language of report.html. Default: English. Everything that programs read stays English.
   */
  readonly reportLanguage?: Language;
}
/** What a trial may be told beside what a launch may: a run that ends after a few orders. */
export interface TrialOptions extends LaunchOptions {
  /** Orders that are written at most: the first of each round, as a whole run has them. */
  readonly mostOrders?: number;
  /** False for what is no run that lasts: its trace is sent to no back end. Default: true. */
  readonly isSent?: boolean;
  /** File of the cache of answers. Default: that of the workspace. */
  readonly cachePath?: string | undefined;
  readonly onOpening?: ResumeOptions["onOpening"];
}

/** How far a stored run is opened: its records are looked through, then its samples are indexed. */
export interface OpeningProgress {
  /** What is done now. */
  readonly step: "checking" | "indexing";
  /** Samples that are in the index. */
  readonly done: number;
  /** Samples that are to be. */
  readonly of: number;
}

/** What may be told when a run goes on. */
export type ResumeOptions = Pick<
  LaunchOptions,
  | "model"
  | "models"
  | "embeddings"
  | "baseUrl"
  | "middleware"
  | "plugins"
  | "agents"
  | "stages"
  | "agentModules"
  | "concurrency"
  | "budget"
  | "workspace"
  | "store"
  | "queue"
  | "leaseSeconds"
  | "knowledgeCache"
  | "cache"
  | "callbacks"
  | "checkpointer"
  | "logLevel"
  | "reportLanguage"
> & {
  /** Told how far a stored run is opened, before there is a handle: a large one takes minutes. */
  readonly onOpening?: (progress: OpeningProgress) => void;
};
