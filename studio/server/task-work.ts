/** What a process of its own is to do with the text of a task. */
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
