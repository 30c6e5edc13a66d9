import { DatawrightError } from "../../../base/errors.js";
import { GATE, gateOf } from "../../../graphs/rounds/gate-span.js";
import { REASON_CODES, type ReasonCode } from "../../../schema/reasons.js";
import type { Sample } from "../../../schema/sample.js";
import type { Span } from "../../../schema/span.js";
import type { SampleDetail } from "../../api/samples.js";
import type { RunReader } from "../run-readers.js";
import { sampleRow } from "./sample-rows.js";
import { lifeOf } from "./sample-life.js";
import { versionsOf } from "./sample-versions.js";
import { plainVerdict } from "./span-detail.js";

/** A sample with its whole life. @throws USAGE where there is none of that id */
export async function sampleDetail(reader: RunReader, id: string): Promise<SampleDetail> {
  const [sample] = await reader.samples.samples({ ids: [id] });
  if (sample === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: `the run has no sample ${JSON.stringify(id)}`,
      details: { status: 404 },
    });
  const verdicts = await reader.samples.verdicts(id);
  const spans = await reader.trace.spans({ sample: id });
  const order = (await reader.store.orders(sample.round)).find((one) => one.id === id) ?? null;
  const { label } = sample;
  return {
    ...sampleRow(sample, verdicts),
    fields: sample.fields,
    whole: sample.text,
    given: label.given,
    confidence: label.confidence,
    student: label.student,
    reasons: sample.reasons.map((code) => ({
      code,
      meaning: REASON_CODES[code as ReasonCode] ?? "",
    })),
    scores: sample.scores,
    parents: sample.parents,
    verdicts: verdicts.map(plainVerdict),
    history: sample.history.map(({ note = null, ...change }) => ({ ...change, note })),
    life: lifeOf(sample, {
      ...{ spans, verdicts, order },
      ordering: await orderingOf(reader, sample),
      gate: gateOf(await reader.trace.spans({ operation: GATE }), sample.round),
    }),
    versions: (await versionsOf(reader, sample, spans)).map((version) => ({
      ...version,
      verdicts: verdicts.filter(({ revision }) => revision === version.revision).map(plainVerdict),
    })),
    order: order as unknown as Record<string, unknown> | null,
  };
}

/** Rounds are ordered one behind the other, ahead of those that are written: by how many came before. */
async function orderingOf(
  { trace }: Pick<RunReader, "trace">,
  { round }: Sample,
): Promise<Span | null> {
  const planned = await trace.spans({ agent: "planner", operation: "invoke_agent" });
  return (
    planned.filter(({ attributes }) => attributes["datawright.step"] === "order")[round] ?? null
  );
}
