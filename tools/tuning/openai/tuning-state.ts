import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { writeFileAtomic } from "../../../memory/atomic-file.js";

/** File in which a fine-tuning keeps what it began. */
const STATE_FILE = "tuning.json";

const stateSchema = z.object({
  version: z.literal(1),
  /** Hash of model, server, settings and lines: another set is another job. */
  set: z.string(),
  model: z.string(),
  baseUrl: z.string().nullable(),
  files: z.object({ train: z.string().nullable(), validation: z.string().nullable() }),
  job: z.string().nullable(),
  status: z.string().nullable(),
  tuned: z.string().nullable(),
});
/** What a fine-tuning began, as it lies on disk. */
export type TuningState = z.infer<typeof stateSchema>;

const ENDED = new Set(["succeeded", "failed", "cancelled"]);
/** Whether a job changes no more. */
export const hasEnded = (status: string | null): boolean => ENDED.has(status ?? "");

/** What was begun in a folder; null for nothing. @throws STORE_CORRUPT */
export async function readTuningState(folder: string): Promise<TuningState | null> {
  const file = join(folder, STATE_FILE);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return null;
  }
  const corrupt = (cause: unknown): DatawrightError =>
    new DatawrightError({
      code: "STORE_CORRUPT",
      message: `${file} does not say which fine-tuning was begun here`,
      hint: "Look for the job at the provider; without the file the same command looks for it too.",
      cause,
    });
  try {
    const parsed = stateSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw corrupt(parsed.error);
  } catch (error) {
    throw error instanceof DatawrightError ? error : corrupt(error);
  }
}

/** Writes it whole or not at all: a kill leaves the state before. */
export function writeTuningState(folder: string, state: TuningState): Promise<void> {
  return writeFileAtomic(join(folder, STATE_FILE), `${JSON.stringify(state, null, 2)}\n`);
}

/** What was begun in the folder for this set; else a beginning. @throws CONFIG_MISMATCH */
export async function begunTuning(
  folder: string,
  {
    hash,
    server,
  }: {
    readonly hash: string;
    readonly server: Pick<TuningState, "model"> & { readonly baseUrl: string | undefined };
  },
): Promise<TuningState> {
  const known = await readTuningState(folder);
  const anew: TuningState = {
    version: 1,
    set: hash,
    model: server.model,
    baseUrl: server.baseUrl ?? null,
    files: { train: null, validation: null },
    job: null,
    status: null,
    tuned: null,
  };
  if (known === null) return anew;
  if (known.set === hash)
    // A job that came to nothing may be tried again, on the files that are there.
    return known.status === "failed" || known.status === "cancelled"
      ? { ...known, job: null, status: null, tuned: null }
      : known;
  if (known.job === null || hasEnded(known.status)) return anew;
  throw new DatawrightError({
    code: "CONFIG_MISMATCH",
    message: `${folder} follows job ${known.job}, of other rows, another model or other settings`,
    hint: "Wait for it, cancel it by --stop, or name another folder by --out.",
    details: { folder, job: known.job },
  });
}
