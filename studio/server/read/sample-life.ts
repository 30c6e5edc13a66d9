import { SURPLUS } from "../../../graphs/finish/surplus-span.js";
import { REASON_CODES, type ReasonCode } from "../../../schema/reasons.js";
import type { Sample } from "../../../schema/sample.js";
import type { Span } from "../../../schema/span.js";
import type { StoredVerdict } from "../../../memory/contract.js";
import type { Order } from "../../../schema/plan.js";
import type { LifeWords, SampleDetail } from "../../api/samples.js";
import { revisionOf } from "./sample-versions.js";

type Life = SampleDetail["life"];

/** The steps that a sample's life is told from. */
interface LifeSteps {
  /** Those that name the sample, in the order in which they began. */
  readonly spans: readonly Span[];
  readonly verdicts: readonly StoredVerdict[];
  readonly order: Order | null;
  /** The planner's step that made its order; null where none is known. */
  readonly ordering: Span | null;
  /** The step in which its round was decided; null in a run of an earlier version. */
  readonly gate: Span | null;
}

/** Who ordered, wrote, judged, changed and decided a sample, each with its step. */
export function lifeOf(sample: Sample, steps: LifeSteps): Life {
  const { spans, verdicts, order, ordering } = steps;
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
  const deciding = decidingSteps(sample, steps);
  const told = new Set(deciding.map((span) => span?.id));
  const worked = spans
    .filter(({ operation, id }) => operation === "invoke_agent" && !told.has(id))
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
    (
      { step, from, to, reason, note = null, labelFrom = null, labelTo = null },
      place,
    ): Life[number] => ({
      what: step === "review" ? "reviewed" : step === "curation" ? "curated" : "decided",
      who: step,
      at: deciding[place]?.startedAt ?? null,
      durationMs: deciding[place]?.durationMs ?? null,
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
      spanId: deciding[place]?.id ?? null,
      failed: to === "rejected",
    }),
  );
  return [ordered, ...inOrder(worked, decided)];
}

/** The step that made each change of a sample's history; null where none is known. */
function decidingSteps({ history }: Sample, { spans, gate }: LifeSteps): (Span | null)[] {
  const passed = new Map<string, number>();
  return history.map(({ step }) => {
    if (step === "gate") return gate;
    const place = passed.get(step) ?? 0;
    passed.set(step, place + 1);
    return spans.filter((span) => isOf(span, step))[place] ?? null;
  });
}

/** True for a step of the trace that changes samples under that name. */
function isOf({ agent, name, operation }: Span, step: string): boolean {
  if (step === "certify") return name === step;
  if (step === "curation" && name === SURPLUS && operation === "step") return true;
  if (operation !== "invoke_agent") return false;
  return agent === (step === "curation" ? "curator" : step === "review" ? "reviewer" : step);
}

/** By time; a change whose time nobody knows stands behind what came before it. */
function inOrder(worked: Life, decided: Life): Life {
  let latest = worked.at(-1)?.at ?? 0;
  const timed = [
    ...worked.map((step) => ({ step, time: step.at ?? 0 })),
    ...decided.map((step) => {
      latest = step.at ?? latest;
      return { step, time: latest };
    }),
  ];
  return timed.toSorted((a, b) => a.time - b.time).map(({ step }) => step);
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
