import type { Draft } from "../../agents/draft.js";
import type { Order, SubTask } from "../../schema/plan.js";

/** An order without a label or anything else, save what is given. */
export function orderOf(order: Partial<Order> = {}): Order {
  return {
    id: "o1",
    round: 0,
    ordinal: 0,
    cell: "c",
    label: null,
    conditions: [],
    inputId: null,
    sourceIds: [],
    seedIds: [],
    ...order,
  };
}

/** The one step of a simple task, save what is given. */
export function subTaskOf(subTask: Partial<SubTask> = {}): SubTask {
  return {
    id: "sample",
    purpose: "",
    inputs: [],
    output: ["text"],
    outputSchema: {},
    dependsOn: [],
    agent: "generator",
    revision: 0,
    revisedBecause: [],
    ...subTask,
  };
}

/** A draft of a text without a label, save what is given. */
export function plainDraft(draft: Partial<Draft> = {}): Draft {
  const { text = "" } = draft;
  return {
    id: "d",
    fields: { text },
    text,
    label: null,
    conditions: [],
    revision: 0,
    sources: [],
    seeds: [],
    scores: {},
    ...draft,
  };
}
