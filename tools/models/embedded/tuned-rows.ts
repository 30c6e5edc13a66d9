import { readFileSync } from "node:fs";
import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { sha256Hex } from "../../../base/statistics/hash.js";

const FORMAT = "datawright-embedded";

const tunedSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  /** How much words that tell labels apart count more; 0 for not at all. */
  strength: z.number().min(0).max(10),
  /** Rows that it was fitted to: fields by name, the label under `label`. */
  records: z.array(z.record(z.string(), z.unknown())).min(1),
});
/** What the embedded model was tuned to. */
export type TunedRows = z.infer<typeof tunedSchema> & {
  /** Hash of all of it. */
  readonly fingerprint: string;
};

/** What the embedded model is tuned to, without a file. */
export function tunedRows(tuned: Pick<TunedRows, "strength" | "records">): TunedRows {
  const { strength, records } = tuned;
  const whole = { format: FORMAT, version: 1, strength, records } as const;
  return { ...whole, fingerprint: sha256Hex(tunedRowsText(tuned)).slice(0, 16) };
}

/** The file of a tuned embedded model. */
export function tunedRowsText(tuned: Pick<TunedRows, "strength" | "records">): string {
  const { strength, records } = tuned;
  return `${JSON.stringify({ format: FORMAT, version: 1, strength, records }, null, 1)}\n`;
}

/** Reads such a file. @throws MODEL_UNKNOWN where there is none, or it is no such file */
export function readTunedRows(path: string): TunedRows {
  const wrong = (what: string, cause?: unknown): DatawrightError =>
    new DatawrightError({
      code: "MODEL_UNKNOWN",
      message: `embedded:${path}: ${what}`,
      hint: "datawright tune DATA --tuner embedded makes such a file; paths start in the task's folder, on the command line in the current one.",
      details: { file: path },
      cause,
    });
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw wrong("the file does not exist or cannot be read", error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong("is no JSON", error);
  }
  const parsed = tunedSchema.safeParse(value);
  if (!parsed.success) throw wrong("is no tuned embedded model", parsed.error);
  return { ...parsed.data, fingerprint: sha256Hex(text).slice(0, 16) };
}
