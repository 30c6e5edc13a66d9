import { DatawrightError } from "../../../base/errors.js";
import { REASON_CODES, type ReasonCode } from "../../../schema/reasons.js";
import { labelKey } from "../../../schema/label.js";
import type { Sample } from "../../../schema/sample.js";
import type { Span } from "../../../schema/span.js";
import type { StoredVerdict } from "../../../memory/contract.js";
import type { Order } from "../../../schema/plan.js";
import type { SampleDetail } from "../../api/samples.js";
import type { RunReader } from "../run-readers.js";
import { sampleRow } from "./sample-rows.js";
import { revisionOf, versionsOf } from "./sample-versions.js";
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
    life: lifeOf(sample, { spans, verdicts, order }),
    versions: (await versionsOf(reader, sample, spans)).map((version) => ({
      ...version,
      verdicts: verdicts.filter(({ revision }) => revision === version.revision).map(plainVerdict),
    })),
    order: order as unknown as Record<string, unknown> | null,
  };
}

type Life = SampleDetail["life"];

function lifeOf(
  sample: Sample,
  {
    spans,
    verdicts,
    order,
  }: {
    readonly spans: readonly Span[];
    readonly verdicts: readonly StoredVerdict[];
    readonly order: Order | null;
  },
): Life {
  const life: Life = [];
  const first = spans[0]?.startedAt ?? null;
  const conditions = sample.conditions.map(({ name, value }) => `${name}: ${value}`);
  life.push({
    what: "ordered",
    who: "planner",
    at: first,
    durationMs: null,
    text: [labelKey(order?.label ?? sample.label.given), ...conditions]
      .filter((part) => part !== "")
      .join("; "),
    spanId: null,
    failed: false,
  });
  for (const span of spans.filter(({ operation }) => operation === "invoke_agent")) {
    const moment = momentOf(span, verdicts);
    if (moment !== null)
      life.push({
        ...moment,
        who: span.agent ?? "",
        at: span.startedAt,
        durationMs: span.durationMs,
        spanId: span.id,
        failed: span.status === "error",
      });
  }
  for (const { step, from, to, reason, note, labelFrom, labelTo } of sample.history) {
    const label =
      labelTo === undefined ? "" : `${labelKey(labelFrom ?? null)} → ${labelKey(labelTo)}`;
    life.push({
      what: step === "review" ? "reviewed" : step === "curation" ? "curated" : "decided",
      who: step,
      at: null,
      durationMs: null,
      text: [`${from} → ${to}: ${reason}`, label, note ?? ""].filter(Boolean).join("; "),
      spanId: null,
      failed: to === "rejected",
    });
  }
  return life;
}

function momentOf(
  span: Span,
  verdicts: readonly StoredVerdict[],
): Pick<Life[number], "what" | "text"> | null {
  const error = span.attributes["error.message"];
  const failure = typeof error === "string" ? error : (span.errorCode ?? "");
  const revision = revisionOf(span);
  switch (span.agent) {
    case "generator":
      return {
        what: revision > 0 ? "changed" : "wrote",
        text: failure || `version ${revision}`,
      };
    case "critic": {
      const own = verdicts.filter((verdict) => verdict.revision === revision);
      const refused = own.filter(({ pass }) => !pass);
      return {
        what: "judged",
        text:
          failure ||
          (own.length === 0
            ? ""
            : refused.length === 0
              ? `version ${revision} passed ${own.length} criteria`
              : refused.map(({ criterion, reason }) => `${criterion}: ${reason}`).join("; ")),
      };
    }
    case "labeler":
      return { what: "labelled", text: failure };
    case "curator":
      return { what: "curated", text: failure };
    case "reviewer":
      return { what: "reviewed", text: failure };
    default:
      return { what: "changed", text: failure };
  }
}
