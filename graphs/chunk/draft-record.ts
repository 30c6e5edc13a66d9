import type { ChunkItem } from "./chunk-item.js";
import type { DraftFailure } from "./draft-failure.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { DraftRecord } from "../../memory/contract.js";
import type { Sample } from "../../schema/sample.js";
import { textOf } from "../../schema/task.js";

/**
 * What the chunk graph made of an order, as the store keeps it: drafted, with its verdicts,
 * undecided until the gate.
 */
export function draftRecord(
  runtime: Pick<RunRuntime, "runId" | "task">,
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
            note: item.failure.message,
            failed: item.failure.subTask ?? undefined,
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
