import type { StudentLabel } from "../../agents/roles.js";
import { shortId } from "../../base/statistics/hash.js";
import type { StoredVerdict } from "../../memory/contract.js";
import { labelKey, type LabelValue } from "../../schema/label.js";
import type { Order, Plan } from "../../schema/plan.js";
import type { Row } from "../../schema/sample.js";
import type { Verdict } from "../../schema/verdict.js";
import type { SeedRow } from "../runtime/seed-rows.js";
import type { DraftFailure } from "./draft-failure.js";
import { append } from "../../base/values/append.js";

/**
 * One order on its way through the chunk graph. Nodes change it in place; it never enters a
 * checkpoint.
 */
export interface ChunkItem {
  readonly order: Order;
  readonly plan: Plan;
  readonly peer: Peer;
  readonly given: Readonly<Record<string, unknown>>;
  /** The rows that it is made from. */
  readonly seeds: readonly SeedRow[];
  /** What was accepted for its cell before. */
  readonly written: readonly SeedRow[];
  fields: Record<string, unknown>;
  /**
   * What its sub-tasks wrote that is no field of the sample: outlines, candidates. Seen by later
   * sub-tasks and revisions only.
   */
  intermediate: Record<string, unknown>;
  label: LabelValue;
  labelSource: "condition" | "model" | "input" | "none";
  parents: string[];
  scores: Record<string, number>;
  weight: number;
  revision: number;
  /** Revision that the critic saw last; -1 before the first. */
  critiqued: number;
  /** Revision that each stage saw last, by the stage's name. */
  readonly staged: Map<string, number>;
  /** Verdicts of every version; those with `revision` equal to the item's are in force. */
  verdicts: StoredVerdict[];
  student: StudentLabel | null;
  failure: DraftFailure | null;
  /** Why no further step was taken though nothing is wrong with it: the budget was used up. */
  unfinished: unknown;
}

/** An order before its first step. */
export function newItem(
  order: Order,
  {
    plan,
    peer,
    seeds,
    written = [],
    input,
    givenFields,
  }: {
    readonly plan: Plan;
    readonly peer: Peer;
    readonly seeds: readonly SeedRow[];
    readonly written?: readonly SeedRow[];
    /** The row that it works on, where it works on one. */
    readonly input: Row | undefined;
    readonly givenFields: readonly string[];
  },
): ChunkItem {
  const given = input
    ? Object.fromEntries(
        givenFields.map((name, index) => [
          name,
          input.fields[name] ?? (index === 0 ? input.text : undefined),
        ]),
      )
    : {};
  return {
    order,
    plan,
    peer,
    given,
    seeds,
    written,
    fields: { ...given },
    intermediate: {},
    label: order.label,
    labelSource: order.label === null ? "none" : "condition",
    parents: order.inputId === null ? [] : [order.inputId],
    scores: {},
    weight: 1,
    revision: 0,
    critiqued: -1,
    staged: new Map(),
    verdicts: [],
    student: null,
    failure: null,
    unfinished: null,
  };
}

/** True for a draft that nothing speaks against so far. */
export function passes(item: ChunkItem): boolean {
  return !item.failure && refusals(item).length === 0;
}

/** Verdicts against the version in force. */
export function refusals(item: ChunkItem): readonly StoredVerdict[] {
  return item.verdicts.filter((verdict) => verdict.revision === item.revision && !verdict.pass);
}

/** Keeps verdicts on the version in force. */
export function addVerdicts(item: ChunkItem, verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts)
    item.verdicts.push({ ...verdict, sampleId: item.order.id, revision: item.revision });
}

/** Which of the alike orders of a round one is. */
export interface Peer {
  /**
   * Name of what the alike orders have in common; the same words in another round mean other
   * orders.
   */
  readonly group: string;
  /** Its place among them in the order of the round, from 0. */
  readonly rank: number;
  readonly of: number;
}

/**
 * Places the orders of a round among those that ask for the same thing: the same label and
 * conditions, made from the same rows and passages. A function of the round's orders alone, so it
 * is the same at any concurrency and after a resume.
 */
export function peersOf(orders: readonly Order[]): ReadonlyMap<string, Peer> {
  const groups = new Map<string, Order[]>();
  for (const order of orders) {
    const key = shortId(
      order.round,
      JSON.stringify([
        labelKey(order.label),
        order.conditions.map(({ name, value }) => [name, value]),
        order.inputId,
        order.sourceIds,
        order.seedIds,
      ]),
    );
    append(groups, key, order);
  }
  return new Map(
    [...groups].flatMap(([group, alike]) =>
      alike.map((order, rank): [string, Peer] => [order.id, { group, rank, of: alike.length }]),
    ),
  );
}
