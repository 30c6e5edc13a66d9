import { DatawrightError } from "../../../base/errors.js";
import { redactSecrets } from "../../../base/redact-secrets.js";
import type { TuningJob } from "./tuning-client.js";
import type { TuningLines } from "./tuning-lines.js";

/** What a job was begun with. */
interface Begun {
  readonly files: { readonly train: TuningLines; readonly validation: TuningLines | null };
  readonly paths: { readonly train: string; readonly validation: string };
  readonly server: string;
}

/** "Line 3", "line: 3", "on line 3". */
const LINE = /\bline[s:]?\s+(\d+)/iu;

/** The error of a job that came to nothing: the provider's reason, with the file and line it names. */
export function failedJob(job: TuningJob, { files, paths, server }: Begun): DatawrightError {
  const { id, status, error } = job;
  if (status === "cancelled")
    return new DatawrightError({
      code: "TUNING_FAILED",
      message: `openai:${server}: job ${id} was cancelled`,
      hint: "The same command begins another job on the files that are there.",
      details: { job: id, status },
    });
  const said = redactSecrets(error?.message ?? "the provider gives no reason");
  const part = error?.param === "validation_file" ? "validation" : "train";
  const line = Number(LINE.exec(said)?.[1] ?? Number.NaN);
  const lines = files[part];
  const known = lines !== null && line >= 1 && line <= lines.rows.length;
  const source = known ? lines.rows[line - 1]!.line : null;
  const where = known
    ? ` (${paths[part]}:${line}${source === null ? "" : `, made of line ${source} of the data`})`
    : "";
  return new DatawrightError({
    code: "TUNING_FAILED",
    message: `openai:${server}: job ${id} failed: ${said}${where}`,
    hint: known
      ? "Mend or take out that row and run the same command: another set is another job."
      : "The provider's own words are in the message; its page of the job says more.",
    details: {
      job: id,
      status,
      providerCode: error?.code ?? null,
      ...(known ? { file: paths[part], line, dataLine: source } : {}),
    },
  });
}
