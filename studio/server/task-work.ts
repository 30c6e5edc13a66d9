import type { AgentCall } from "../../graphs/playground/try-agent.js";

/** What a process of its own is to do. */
export type ProcessWork = TaskWork | ReportWork;

/** Work with the text of a task. */
export interface TaskWork {
  readonly kind: "plan" | "prompts" | "try" | "run" | "example" | "call" | "judge";
  /** The task file; "" where a run is worked with. */
  readonly text: string;
  readonly options: {
    readonly workspace: string;
    readonly folder: string;
    readonly store?: string | undefined;
    /** Whose workers draft, for a run. */
    readonly queue?: string | undefined;
    readonly leaseSeconds?: number | undefined;
    readonly target?: number | undefined;
    readonly runId?: string | undefined;
    readonly reportLanguage?: "en" | "ko" | undefined;
    readonly model?: string | undefined;
    readonly cache?: boolean | undefined;
  };
  /** Requests or samples that are wanted. */
  readonly most: number;
  /** Whether the planner's own model may be asked. */
  readonly asks: boolean;
  /** Work with one agent. */
  readonly agent?: {
    /** The run that it is of; absent: the task. */
    readonly run?: string | undefined;
    /** Folder that is removed afterwards by who gave it. */
    readonly scratch: string;
    /** The agent's step in a trace, for an example of its input. */
    readonly step?: { readonly agent: string; readonly method: string };
    readonly call?: AgentCall;
  };
  /** Pairs that a model is to judge: its answers go into their folder as they come. */
  readonly judge?: {
    readonly folder: string;
    readonly model: string;
    readonly baseUrl?: string | undefined;
    readonly most: number;
    readonly usd?: number | undefined;
  };
}

/** The report of a run that has none of its own yet, of what it accepted so far. */
export interface ReportWork {
  readonly kind: "report";
  readonly run: string;
  readonly workspace: string;
  readonly store?: string | undefined;
  /** Path of the page. */
  readonly page: string;
  readonly language: "en" | "ko";
}
