import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { isRecord } from "../../base/values/is-record.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import { storeError } from "../../memory/database/store-error.js";
import type { Summary } from "../../schema/report.js";
import type { MeasuredRun } from "./measure-run.js";
import type { MoneyPlan } from "./tournament-money.js";
import type { TournamentReport } from "./tournament-report.js";

/** A run of the tournament as it is kept once it was measured. */
export interface KeptRun extends MeasuredRun {
  readonly runId: string;
  readonly seed: number;
  /** What the run has spent so far. */
  readonly spent: Pick<Summary, "modelCalls" | "tokens" | "costUsd">;
  readonly rejected: number;
}

/** What lasts of a tournament: its plan, what was measured, and in the end its report. */
export interface TournamentState {
  readonly format: typeof TOURNAMENT_FORMAT;
  readonly id: string;
  readonly plan: MoneyPlan;
  /** Recipes that take part. */
  readonly recipes: readonly string[];
  readonly unfit: readonly { readonly recipe: string; readonly why: string }[];
  /** By recipe, rung and seed; in words where the recipe failed. */
  readonly runs: Readonly<Record<string, KeptRun | string>>;
  readonly report: TournamentReport | null;
}

/** Stands in tournament.json: tells it from any other file of that name. */
export const TOURNAMENT_FORMAT = "datawright-tournament-1";
/** File of a tournament's folder that all else follows from. */
const STATE_FILE = "tournament.json";

/** A tournament's folder in the workspace. */
export class TournamentFolder {
  readonly folder: string;
  readonly #path: string;

  constructor(workspaceFolder: string, id: string) {
    this.folder = join(workspaceFolder, "tournaments", id);
    this.#path = join(this.folder, STATE_FILE);
  }

  /** Makes the folder. @throws STORE_FAILED, DISK_FULL */
  make(): void {
    try {
      mkdirSync(this.folder, { recursive: true });
    } catch (error) {
      throw storeError(error, this.folder);
    }
  }

  /** What an earlier process left; null for a new one. @throws STORE_CORRUPT */
  read(): TournamentState | null {
    if (!existsSync(this.#path)) return null;
    let value: unknown;
    try {
      value = JSON.parse(readFileSync(this.#path, "utf8"));
    } catch (cause) {
      throw this.#damaged(cause);
    }
    if (!isRecord(value) || (value as Partial<TournamentState>).format !== TOURNAMENT_FORMAT)
      throw this.#damaged();
    return value as unknown as TournamentState;
  }

  async write(state: TournamentState): Promise<void> {
    await writeFileAtomic(this.#path, `${JSON.stringify(state, null, 2)}\n`);
  }

  #damaged(cause?: unknown): DatawrightError {
    return new DatawrightError({
      code: "STORE_CORRUPT",
      message: `${this.#path} is not the state of a tournament`,
      hint: `Remove ${this.folder} to begin the tournament anew; its runs stay.`,
      cause,
    });
  }
}
