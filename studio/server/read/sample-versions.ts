import type { Sample } from "../../../schema/sample.js";
import type { Span } from "../../../schema/span.js";
import { isRecord } from "../../../base/values/is-record.js";
import type { SampleDetail } from "../../api/samples.js";
import type { RunReader } from "../run-readers.js";

/** One version of a sample as the generator wrote it. */
export type SampleVersion = Omit<SampleDetail["versions"][number], "verdicts">;

/** Which version a step worked on: it stands in the step's name. */
export function revisionOf({ attributes }: Span): number {
  const step = String(attributes["datawright.step"] ?? "");
  const [, written, judged] = /^(?:generate:[^:]+:\d+:(\d+)|critique:(\d+))/u.exec(step) ?? [];
  return Number(written ?? judged ?? 0);
}

/**
 * What the generator answered, version by version, by its calls; the last one is the sample itself.
 *
 * @param spans the steps about the sample, by start
 */
export async function versionsOf(
  { trace }: Pick<RunReader, "trace">,
  sample: Sample,
  spans: readonly Span[],
): Promise<SampleVersion[]> {
  const written = spans.filter(
    ({ agent, operation, outputHash, sampleIds }) =>
      agent === "generator" &&
      operation === "chat" &&
      outputHash !== null &&
      sampleIds.length === 1,
  );
  const versions: SampleVersion[] = [];
  for (let revision = 0; revision <= sample.revisions; revision++) {
    const own = written.filter((span) => revisionOf(span) === revision);
    const isLast = revision === sample.revisions;
    let fields: Record<string, unknown> = isLast ? sample.fields : {};
    if (!isLast)
      for (const span of own) fields = { ...fields, ...(await answeredFields(trace, span)) };
    if (Object.keys(fields).length === 0) continue;
    versions.push({
      revision,
      fields,
      text: Object.values(fields)
        .filter((value) => typeof value === "string")
        .join("\n"),
      spanId: own.at(-1)?.id ?? null,
    });
  }
  return versions;
}

async function answeredFields(
  trace: RunReader["trace"],
  span: Span,
): Promise<Record<string, unknown>> {
  const body = await trace.body(span.outputHash!);
  const text = (body as { readonly text?: unknown } | null)?.text;
  if (typeof text !== "string") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? (value as Record<string, unknown>) : { text };
  } catch {
    return { text };
  }
}
