import { runEntries } from "../../graphs/runtime/run-entries.js";
import type { Sample } from "../../schema/sample.js";
import type { RunReader } from "./run-readers.js";

/** Accepted samples that people were drawn to look at, and did not yet. */
export async function openAudits({
  samples,
  store,
}: Pick<RunReader, "samples" | "store">): Promise<Sample[]> {
  const certification = await store.get(runEntries.certification);
  const open = (certification?.audits ?? []).filter(({ faithful }) => faithful === null);
  if (open.length === 0) return [];
  const drawn = await samples.samples({ ids: open.map(({ id }) => id) });
  // Of one that people answered the run reads the answer when it goes on.
  return drawn.filter(({ history }) => !history.some(({ step }) => step === "review"));
}
