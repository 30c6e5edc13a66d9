import { open, readFile } from "node:fs/promises";
import { z } from "zod";
import { labelValueSchema } from "../../schema/label.js";
import type { RunFolder } from "../../memory/run-folder.js";

const entrySchema = z.object({
  sampleId: z.string(),
  by: z.string(),
  decision: z.enum(["accept", "reject", "relabel", "edit", "skip", "undo"]),
  label: labelValueSchema.optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
  note: z.string().optional(),
  /** What the sample was when it was shown. */
  given: labelValueSchema.optional(),
  suggested: labelValueSchema.optional(),
  at: z.number(),
});
export type JournalEntry = z.infer<typeof entrySchema>;

/**
 * What people answered in a run's review, a JSON object a line: written to disk before a page hears of
 * it, whichever process has the run, and kept when it is applied.
 */
export class ReviewJournal {
  readonly #path: string;

  constructor(folder: RunFolder) {
    this.#path = folder.path("answers");
  }

  async add(entries: readonly JournalEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const file = await open(this.#path, "a", 0o600);
    try {
      await file.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  /** The last answer of each person to each sample; what was undone or skipped is none. */
  async answers(): Promise<JournalEntry[]> {
    const last = new Map<string, JournalEntry>();
    for (const entry of await this.#entries()) {
      const key = JSON.stringify([entry.sampleId, entry.by]);
      last.delete(key);
      if (entry.decision !== "undo" && entry.decision !== "skip") last.set(key, entry);
    }
    return [...last.values()];
  }

  async #entries(): Promise<JournalEntry[]> {
    const text = await readFile(this.#path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    return text.split("\n").flatMap((line) => {
      if (line === "") return [];
      try {
        const parsed = entrySchema.safeParse(JSON.parse(line));
        return parsed.success ? [parsed.data] : [];
      } catch {
        // The last line of a process that was killed while it wrote: its page was told nothing.
        return [];
      }
    });
  }
}
