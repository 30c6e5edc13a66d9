import { isDatawrightError, DatawrightError } from "../../base/errors.js";
import { redactSecrets } from "../../base/redact-secrets.js";
import type { RunHandle } from "../../graphs/run/run-handle.js";
import type { RunResult } from "../../graphs/run/run-session.js";
import type { RunEvent } from "../../graphs/runtime/events.js";

/** Warnings that are told of a run. */
const MOST_WARNINGS = 20;

/** A run that this server started, or went on with. */
class LiveRun {
  readonly id: string;
  readonly folder: string;
  readonly #handle: RunHandle;
  /** Resolves when it ended, or waits for a person. */
  readonly ended: Promise<void>;
  readonly #warnings: string[] = [];
  #result: RunResult | null = null;
  #error: { readonly code: string; readonly message: string } | null = null;
  #round: number | null = null;

  constructor(handle: RunHandle) {
    this.id = handle.id;
    this.folder = handle.folder;
    this.#handle = handle;
    handle.on((event) => this.#hear(event));
    this.ended = this.#follow();
  }

  get isWorking(): boolean {
    return this.#result === null && this.#error === null;
  }

  /** How it is, without what its records say. */
  get state() {
    return {
      state: this.#result?.status ?? (this.#error === null ? "running" : "failed"),
      round: this.#round,
      warnings: this.#warnings,
      error: this.#error,
    };
  }

  async stop(): Promise<void> {
    await this.#handle.stop().catch(() => {});
    await this.ended;
  }

  async #follow(): Promise<void> {
    try {
      const result = await this.#handle.result;
      // Whoever answers its review takes it up again.
      if (result.status === "waiting") await this.#handle.close();
      this.#result = result;
      if (result.error) this.#error = told(result.error);
    } catch (error) {
      this.#error = told(error);
    }
  }

  #hear(event: RunEvent): void {
    if (event.type === "round-sealed") this.#round = event.round;
    if (event.type === "warning" && this.#warnings.length < MOST_WARNINGS)
      this.#warnings.push(event.message);
  }
}

/** The runs that work in this process; they end with it, in order, and can be resumed. */
export class LiveRuns {
  readonly #runs = new Map<string, LiveRun>();
  #isOver = false;

  add(handle: RunHandle): LiveRun {
    const run = new LiveRun(handle);
    this.#runs.set(run.id, run);
    // It was being started when the client went.
    if (this.#isOver) void run.stop();
    return run;
  }

  /** By id or folder. */
  find(run: string): LiveRun | undefined {
    return this.#runs.get(run) ?? [...this.#runs.values()].find(({ folder }) => folder === run);
  }

  /** @throws USAGE where this server has no such run at work */
  working(run: string): LiveRun {
    const found = this.find(run);
    if (found?.isWorking) return found;
    throw new DatawrightError({
      code: "USAGE",
      message: `run ${run} does not work in this server`,
      hint: "The tool `status` without a run lists those that do; a run of another process is ended there.",
    });
  }

  get atWork(): readonly LiveRun[] {
    return [...this.#runs.values()].filter(({ isWorking }) => isWorking);
  }

  /** Ends what works, and whatever is begun from now on, with its state saved. */
  async stopAll(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.atWork.map((run) => run.stop()));
  }
}

function told(error: unknown): { readonly code: string; readonly message: string } {
  return redactSecrets({
    code: isDatawrightError(error) ? error.code : "INTERNAL",
    message: String((error as Error | undefined)?.message ?? error),
  });
}
