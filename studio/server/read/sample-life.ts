import { REASON_CODES, type ReasonCode } from "../../../schema/reasons.js";
import type { Sample } from "../../../schema/sample.js";
import type { Span } from "../../../schema/span.js";
import type { StoredVerdict } from "../../../memory/contract.js";
import type { Order } from "../../../schema/plan.js";
import type { LifeWords, SampleDetail } from "../../api/samples.js";
import { revisionOf } from "./sample-versions.js";

type Life = SampleDetail["life"];

/** Who ordered, wrote, judged, changed and decided a sample, each with its step. */
export function lifeOf(
  sample: Sample,
  {
    spans,
    verdicts,
    order,
    ordering,
  }: {
    readonly spans: readonly Span[];
    readonly verdicts: readonly StoredVerdict[];
    readonly order: Order | null;
    /** The planner's step that made its order; null where none is known. */
    readonly ordering: Span | null;
  },
): Life {
  const ordered: Life[number] = {
    what: "ordered",
    who: "planner",
    at: ordering?.startedAt ?? spans[0]?.startedAt ?? null,
    durationMs: ordering?.durationMs ?? null,
    says: {
      kind: "order",
      label: order?.label ?? sample.label.given,
      conditions: sample.conditions.map(({ name, value }) => ({ name, value })),
    },
    spanId: ordering?.id ?? null,
    failed: false,
  };
  const worked = spans
    .filter(({ operation }) => operation === "invoke_agent")
    .map((span): Life[number] => ({
      what: whatOf(span),
      says: wordsOf(span, verdicts),
      who: span.agent ?? "",
      at: span.startedAt,
      durationMs: span.durationMs,
      spanId: span.id,
      failed: span.status === "error",
    }));
  const decided = sample.history.map(
    ({ step, from, to, reason, note = null, labelFrom = null, labelTo = null }): Life[number] => ({
      what: step === "review" ? "reviewed" : step === "curation" ? "curated" : "decided",
      who: step,
      at: null,
      durationMs: null,
      says: {
        kind: "status",
        from,
        to,
        reason,
        meaning: REASON_CODES[reason as ReasonCode] ?? "",
        labelFrom,
        labelTo,
        note,
      },
      spanId: null,
      failed: to === "rejected",
    }),
  );
  return [ordered, ...worked, ...decided];
}

const WHAT: Readonly<Record<string, Life[number]["what"]>> = {
  generator: "wrote",
  critic: "judged",
  labeler: "labelled",
  curator: "curated",
  reviewer: "reviewed",
};

function whatOf(span: Span): Life[number]["what"] {
  const what = WHAT[span.agent ?? ""] ?? "changed";
  return what === "wrote" && revisionOf(span) > 0 ? "changed" : what;
}

function wordsOf(span: Span, verdicts: readonly StoredVerdict[]): LifeWords {
  const error = span.attributes["error.message"];
  const failure = typeof error === "string" ? error : (span.errorCode ?? "");
  if (failure !== "") return { kind: "failed", message: failure };
  const revision = revisionOf(span);
  if (span.agent === "generator") return { kind: "version", revision };
  if (span.agent !== "critic") return { kind: "nothing" };
  const own = verdicts.filter((verdict) => verdict.revision === revision);
  const refusals = own
    .filter(({ pass }) => !pass)
    .map(({ criterion, reason }) => ({ criterion, reason }));
  if (refusals.length > 0) return { kind: "refused", refusals };
  return own.length === 0
    ? { kind: "nothing" }
    : { kind: "passed", revision, criteria: own.length };
}
