import type { ReviewItem } from "../../agents/roles.js";
import type { Sample } from "../../schema/sample.js";
import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** Accepted samples that people were drawn to look at, and did not yet. */
export async function openAudits({
  samples,
  store,
}: Pick<RunRuntime, "samples" | "store">): Promise<Sample[]> {
  const certification = await store.get(runEntries.certification);
  const open = (certification?.audits ?? []).filter(({ faithful }) => faithful === null);
  if (open.length === 0) return [];
  const drawn = await samples.samples({ ids: open.map(({ id }) => id) });
  // Of one that people answered the run reads the answer when it goes on.
  return drawn.filter(
    ({ status, history }) =>
      status === "accepted" && !history.some(({ step }) => step === "review"),
  );
}

/** An audit as people are asked for it. */
export function auditItem({ id, fields, label }: Sample): ReviewItem {
  return {
    sampleId: id,
    fields,
    label: label.current,
    why: "an audit: is it right as it stands?",
    priority: 2,
  };
}
