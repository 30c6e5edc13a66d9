import { randomInt } from "node:crypto";
import { mkdir, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { shortId } from "../../base/statistics/hash.js";
import { DatawrightError } from "../../base/errors.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { Workspace } from "../../memory/workspace.js";
import type { PositionBias } from "../../tools/judging/judge-bias.js";
import type { AnswerPair } from "../../tools/judging/judge-pairs.js";
import { readPairs } from "../../tools/judging/read-pairs.js";
import type { PairJudgment } from "../../tools/judgments/pair-judgment.js";

const aboutSchema = z.object({
  id: z.string(),
  title: z.string(),
  createdAt: z.string(),
  /** Draws the sides: who answers must not see it. */
  seed: z.number().int(),
  criterion: z.string().nullable(),
  /** What is compared; a file of pairs may name more than two. */
  names: z.array(z.string()),
  pairs: z.number().int(),
});
/** What is known of a set of pairs before anybody answered. */
export type PairSet = z.infer<typeof aboutSchema>;

const answerSchema = z.object({
  sampleId: z.string(),
  by: z.string(),
  decision: z.enum(["relabel", "skip", "undo"]),
  label: z.enum(["A", "B", "tie"]).optional(),
  at: z.number(),
});
/** One answer of a person, by the sides as they were shown: as `judge pairs --answers` reads it. */
export type PairAnswer = z.infer<typeof answerSchema>;

/** What a judge found of some pairs, or why it ended. */
export interface JudgedPart {
  readonly judge: string;
  readonly judgments: readonly PairJudgment[];
  readonly position: PositionBias | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

const FOLDER = /^pairs-[\w-]{1,80}$/u;

/** Folder of a workspace's sets of pairs. */
function homeOf({ folder }: Workspace): string {
  return join(folder, "pairs");
}

/**
 * A set of blind pairs with what people and judges said of it: `about.json`, `pairs.jsonl` (as
 * `judge pairs` reads it), `answers.jsonl`, `judgments.jsonl`. Lines are on disk before anyone hears
 * of them.
 */
export class PairFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get path(): string {
    return this.#folder;
  }

  /** Makes a set of pairs in a workspace. */
  static async create(
    workspace: Workspace,
    {
      title,
      pairs,
      criterion = null,
      now = new Date(),
    }: {
      readonly title: string;
      readonly pairs: readonly AnswerPair[];
      readonly criterion?: string | null;
      readonly now?: Date;
    },
  ): Promise<PairSet> {
    const seed = randomInt(1, 2 ** 31);
    const id = `pairs-${now.toISOString().slice(0, 19).replaceAll(/\D/gu, "")}-${shortId("pairs", seed).slice(0, 6)}`;
    const set: PairSet = {
      id,
      title,
      createdAt: now.toISOString(),
      seed,
      criterion,
      names: [...new Set(pairs.flatMap(({ models }) => models))],
      pairs: pairs.length,
    };
    const folder = join(homeOf(workspace), id);
    await mkdir(folder, { recursive: true });
    const rows = pairs.map(({ id: pair, instruction, first, second, models }) => ({
      ...{ id: pair, instruction, output_1: first, output_2: second },
      ...{ generator_1: models[0], generator_2: models[1] },
    }));
    await writeFileAtomic(join(folder, "pairs.jsonl"), linesOf(rows));
    // With it the set is there.
    await writeFileAtomic(join(folder, "about.json"), `${JSON.stringify(set, null, 2)}\n`);
    return set;
  }

  /** Every set of a workspace, the latest first. */
  static async list(workspace: Workspace): Promise<PairSet[]> {
    const names = await readdir(homeOf(workspace)).catch(() => []);
    const sets: PairSet[] = [];
    for (const name of names.filter((one) => FOLDER.test(one)))
      try {
        sets.push(await new PairFolder(join(homeOf(workspace), name)).about());
      } catch {
        // One that is made this moment, or whose file is damaged: opening it says so.
      }
    return sets.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }

  /** @throws USAGE for what is no id of a set */
  static async open(workspace: Workspace, id: string): Promise<PairFolder> {
    const found = new PairFolder(join(homeOf(workspace), id));
    if (FOLDER.test(id) && (await found.#text("about.json")) !== null) return found;
    throw new DatawrightError({
      code: "USAGE",
      message: `there are no pairs ${JSON.stringify(id)}`,
      hint: "The page of blind pairs lists those that there are.",
      details: { status: 404 },
    });
  }

  /** @throws STORE_CORRUPT */
  async about(): Promise<PairSet> {
    try {
      return aboutSchema.parse(JSON.parse((await this.#text("about.json")) ?? ""));
    } catch (cause) {
      throw new DatawrightError({
        code: "STORE_CORRUPT",
        message: `${join(this.#folder, "about.json")} is damaged`,
        hint: "Restore it from a copy, or remove its folder.",
        cause,
      });
    }
  }

  async pairs(): Promise<AnswerPair[]> {
    return readPairs((await this.#text("pairs.jsonl")) ?? "");
  }

  addAnswers(answers: readonly PairAnswer[]): Promise<void> {
    return this.#append("answers.jsonl", answers);
  }

  /** The last answer of each person to each pair; what was undone or skipped is none. */
  async answers(): Promise<PairAnswer[]> {
    const last = new Map<string, PairAnswer>();
    for (const line of await this.#lines("answers.jsonl")) {
      const { success, data } = answerSchema.safeParse(line);
      if (!success) continue;
      const key = JSON.stringify([data.sampleId, data.by]);
      last.delete(key);
      if (data.decision === "relabel" && data.label !== undefined) last.set(key, data);
    }
    return [...last.values()];
  }

  addJudged(part: JudgedPart): Promise<void> {
    return this.#append("judgments.jsonl", [part]);
  }

  async judged(): Promise<JudgedPart[]> {
    return (await this.#lines("judgments.jsonl")) as JudgedPart[];
  }

  async #append(name: string, rows: readonly unknown[]): Promise<void> {
    if (rows.length === 0) return;
    const file = await open(join(this.#folder, name), "a", 0o600);
    try {
      await file.appendFile(linesOf(rows));
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async #lines(name: string): Promise<unknown[]> {
    return ((await this.#text(name)) ?? "").split("\n").flatMap((line) => {
      if (line === "") return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch {
        // The last line of a process that was killed while it wrote: nobody was told of it.
        return [];
      }
    });
  }

  async #text(name: string): Promise<string | null> {
    return readFile(join(this.#folder, name), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
  }
}

function linesOf(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}
