import type { ErrorCode } from "../../base/error-codes.js";
import { isDatawrightError } from "../../base/errors.js";
import type { ChunkItem, DraftFailure } from "./chunk-item.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { DraftRecord } from "../../memory/contract.js";
import { REASON_CODES, type ReasonCode } from "../../schema/reasons.js";
import type { Sample } from "../../schema/sample.js";
import { textOf } from "../../schema/task.js";

/**
 * Errors of one draft: it is refused with this reason and the run goes on. Every other error ends
 * the run with its state saved.
 */
const REASON_OF: Partial<Record<ErrorCode, ReasonCode>> = {
  MODEL_OUTPUT: "unparsed",
  MODEL_REFUSED: "refused",
  MODEL_EMPTY: "empty",
  MODEL_TRUNCATED: "truncated",
  DRAFT_FAILED: "draft-failed",
  AGENT_OUTPUT: "draft-failed",
  AGENT_FAILED: "draft-failed",
  SHAPE: "draft-failed",
  VECTOR_INVALID: "draft-failed",
  MODEL_SERVER: "draft-failed",
  MODEL_TIMEOUT: "draft-failed",
  MODEL_CONNECTION: "draft-failed",
  MODEL_RATE_LIMIT: "draft-failed",
};

/** The failure that an error means for one draft, or null when the error concerns the whole run. */
export function draftFailureOf(error: unknown, subTask: string | null): DraftFailure | null {
  if (!isDatawrightError(error)) return null;
  const reason = REASON_OF[error.code];
  const named = error.code === "DRAFT_FAILED" ? error.details?.["reason"] : undefined;
  if (typeof named === "string" && Object.hasOwn(REASON_CODES, named))
    return { reason: named as ReasonCode, message: error.message, subTask };
  return reason === undefined ? null : { reason, message: error.message, subTask };
}

/**
 * True where the same step may give something usable when it is done again. Provider errors were
 * tried again already.
 */
export function isWorthAnotherTry(error: unknown): boolean {
  return (
    isDatawrightError(error) &&
    ["MODEL_OUTPUT", "MODEL_EMPTY", "MODEL_TRUNCATED", "AGENT_OUTPUT", "DRAFT_FAILED"].includes(
      error.code,
    ) &&
    error.details?.["final"] !== true
  );
}

/**
 * What the chunk graph made of an order, as the store keeps it: drafted, with its verdicts,
 * undecided until the gate.
 */
export function draftRecord(
  runtime: RunRuntime,
  item: ChunkItem,
  vector: Float32Array | null,
): DraftRecord {
  const { order, student } = item;
  const averageJudge = item.scores["labelProbability"];
  const sample: Sample = {
    id: order.id,
    runId: runtime.runId,
    round: order.round,
    ordinal: order.ordinal,
    cell: order.cell,
    fields: item.fields,
    text: textOf(item.fields, runtime.task.textFields),
    conditions: order.conditions,
    label: {
      given: order.label,
      current: item.label,
      source: item.labelSource,
      confidence: averageJudge ?? null,
      student: student
        ? {
            label: student.label,
            confidence: student.confidence,
            probabilityOfCurrent: student.probabilityOfGiven,
          }
        : null,
    },
    status: "drafted",
    reasons: item.failure ? reasonsOf(item, item.failure) : [],
    weight: item.weight,
    scores: item.scores,
    parents: item.parents,
    revisions: item.revision,
    history: item.failure
      ? [
          {
            step: "draft",
            from: "planned",
            to: "drafted",
            reason: item.failure.reason,
            note: item.failure.subTask
              ? `${item.failure.subTask}: ${item.failure.message}`
              : item.failure.message,
          },
        ]
      : [],
  };
  return { sample, verdicts: item.verdicts, vector };
}

/**
 * In a plan of several sub-tasks, that one of them failed is said first, and then what it failed
 * of.
 */
function reasonsOf({ plan }: ChunkItem, { reason, subTask }: DraftFailure): string[] {
  return subTask !== null && plan.subTasks.length > 1 && reason !== "surplus"
    ? ["sub-task-failed", reason]
    : [reason];
}
