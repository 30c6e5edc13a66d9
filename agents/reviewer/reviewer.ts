import type { LabelValue } from "../../schema/label.js";
import type { Task } from "../../schema/task.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import type { Agent } from "../contract.js";
import { defineAgent } from "../define-agent.js";
import type { ReviewAnswer, ReviewItem, RoleReturn } from "../roles.js";
import { itemOf } from "./review-item.js";

type Decision = RoleReturn<"reviewer", "apply">["decisions"][number];

/**
 * The built-in reviewer: lists what waits for a person, most uncertain first, and turns the answers
 * into decisions. An answer that cannot be applied becomes a problem with the nearest name; where
 * several answers name one sample, the last one counts and the others become problems.
 */
export function createReviewer(): Agent {
  return defineAgent({
    name: "reviewer",
    role: "reviewer",
    methods: {
      queue: async (_input, { memory }) => {
        const items: ReviewItem[] = [];
        for await (const sample of memory.inReview()) items.push(itemOf(sample));
        return {
          items: items.sort(
            (a, b) => b.priority - a.priority || (a.sampleId < b.sampleId ? -1 : 1),
          ),
        };
      },
      apply: ({ answers, items }, { task }) => {
        const decisions: Decision[] = [];
        const problems: string[] = [];
        const waiting = new Map(items.map((item) => [item.sampleId, item]));
        const last = new Map(answers.map((answer, index) => [answer.sampleId, index]));
        for (const [index, answer] of answers.entries()) {
          const problem = !waiting.has(answer.sampleId)
            ? `no sample "${answer.sampleId}" waits for ` +
              `review${didYouMean(answer.sampleId, waiting.keys())}`
            : last.get(answer.sampleId) !== index
              ? `sample ${answer.sampleId}: answered again later, the later answer counts`
              : labelProblem(answer, task);
          if (problem === null) decisions.push(decisionOf(answer));
          else problems.push(problem);
        }
        return { decisions, problems };
      },
    },
  });
}

function labelProblem(answer: ReviewAnswer, task: Task): string | null {
  if (
    answer.decision === "relabel" &&
    (answer.label === undefined || answer.label === null || answer.label.length === 0)
  )
    return `sample ${answer.sampleId}: "relabel" needs a label`;
  if (answer.label === undefined || answer.label === null || answer.decision === "reject")
    return null;
  if (Array.isArray(answer.label) && !task.spec.multiLabel)
    return `sample ${answer.sampleId}: the task allows one label, not a list`;
  const names = task.labels.map((label) => label.name);
  const unknown = ([] as string[]).concat(answer.label).find((name) => !names.includes(name));
  return unknown === undefined
    ? null
    : `sample ${answer.sampleId}: "${unknown}" is none of the task's ` +
        `labels${didYouMean(unknown, names)} (labels: ${names.join(", ")})`;
}

function decisionOf(answer: ReviewAnswer): Decision {
  const note = [
    answer.note,
    answer.fields === undefined ? undefined : "mended by a person",
    answer.by ? `by ${answer.by}` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
  const said = note === "" ? {} : { note };
  if (answer.decision === "reject")
    return { id: answer.sampleId, status: "rejected", reason: "review-rejected", ...said };
  const edited = answer.fields === undefined ? {} : { fields: answer.fields };
  const label: { label?: LabelValue } =
    answer.label === undefined || answer.label === null ? {} : { label: answer.label };
  return {
    id: answer.sampleId,
    status: "accepted",
    reason: label.label === undefined ? "review-accepted" : "review-relabelled",
    ...label,
    ...edited,
    ...said,
  };
}
