/** What a process of its own is to do. */
export type ProcessWork = TaskWork | ReportWork;

/** Work with the text of a task. */
export interface TaskWork {
  readonly kind: "plan" | "prompts" | "try" | "run";
  readonly text: string;
  readonly options: {
    readonly workspace: string;
    readonly folder: string;
    readonly store?: string | undefined;
    readonly target?: number | undefined;
    readonly runId?: string | undefined;
    readonly reportLanguage?: "en" | "ko" | undefined;
  };
  /** Requests or samples that are wanted. */
  readonly most: number;
  /** Whether the planner's own model may be asked. */
  readonly asks: boolean;
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
