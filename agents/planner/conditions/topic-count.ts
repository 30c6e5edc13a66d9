import { roundSizeOf } from "../../../schema/round-size.js";
import type { Task } from "../../../schema/task.js";

/** Values that a list always has room for, and more than a small model lists without repeating. */
const FEWEST = 6;
const MOST = 24;
/** Rounds that are ordered before anything is known of what was written. */
const BLIND_ROUNDS = 2;

/** Orders of the rounds that are planned before anything is known of what was written. */
export function blindOrders(spec: Task["spec"]): number {
  return Math.min(spec.target, BLIND_ROUNDS * roundSizeOf(spec));
}

/**
 * How many values are asked for, of each label: `plan.subtopics`, else as many as a label has
 * orders in the first two rounds, so that each of them has a topic of its own. Later rounds are
 * told what was written.
 */
export function topicCount({ spec, labels }: Task): number {
  if (spec.plan.subtopics) return spec.plan.subtopics;
  return Math.min(
    MOST,
    Math.max(FEWEST, Math.ceil(blindOrders(spec) / Math.max(1, labels.length))),
  );
}
