import { listedValues } from "../../../tools/conditions/dimension.js";
import {
  passagesBySubject,
  type Subject,
} from "../../../tools/knowledge/search/passages-by-subject.js";
import { Random } from "../../../base/statistics/random.js";
import type { Row } from "../../../schema/sample.js";
import type { Task } from "../../../schema/task.js";
import type { AgentContext, Knowledge } from "../../contract.js";
import type { SourceQuery, SourceSelector } from "../contract.js";
import { dealt } from "./turn-passages.js";

/** Passages whose subjects are looked for; of more so many are drawn. */
const MOST_PASSAGES = 20_000;
/** Passages that are found for a given row, from which the least used one is taken. */
const FOUND_FOR_ROW = 8;

type Order = SourceQuery["orders"][number];
/** Value of a dimension, or label -> ids of its passages; null where passages are not about it. */
type Places = ReadonlyMap<string, ReadonlySet<string>> | null;

const knownPlaces = new WeakMap<Knowledge, Map<string, Promise<Places>>>();

/**
 * Passages that are about what an order is about: its label, by name, definition and support rows;
 * its topic, where values of a dimension occur in the passages; its given row. Of those that fit,
 * the least used one is taken, so that all have their turn. Where labels or topics are what the
 * passages are about and none is about this order's, it gets none. Where neither is (labels such as
 * "angry" beside a manual), passages come in turns.
 */
export const fittingPassages: SourceSelector = {
  name: "fitting",
  async select(query, context) {
    const { orders, count, before, used = {} } = query;
    const { knowledge, task, memory } = context;
    const ids = knowledge.passages.map((passage) => passage.id);
    const { seed } = task.spec;
    const turns = dealt(ids, { seed, start: before * count, hands: orders.length, count });
    if (ids.length === 0) return orders.map(({ given }) => given);
    const labels = await labelPlaces(context);
    const values = await valuePlaces(query, context);
    const inputs = new Map(memory.inputs.map((row) => [row.id, row]));
    const uses = new Map(Object.entries(used));
    const place = new Map(
      new Random(seed)
        .derive("fitting passages")
        .shuffle(ids)
        .map((id, index) => [id, index]),
    );
    const chosen: string[][] = [];
    for (const [index, order] of orders.entries()) {
      const row = order.inputId === null ? undefined : inputs.get(order.inputId);
      const fitting =
        order.given.length >= count
          ? []
          : row
            ? await foundFor(row, knowledge)
            : fittingIds(order, labels, values);
      const own = fitting === null ? turns[index]! : leastUsed(fitting, count, uses, place);
      const hand = [...new Set([...order.given, ...own])].slice(
        0,
        Math.max(count, order.given.length),
      );
      for (const id of hand) uses.set(id, (uses.get(id) ?? 0) + 1);
      chosen.push(hand);
    }
    return chosen;
  },
};

/** Passages of the order's label and values; null where nothing says what they are about. */
function fittingIds(
  { label, conditions }: Order,
  labels: Places,
  values: ReadonlyMap<string, Places>,
): string[] | null {
  const names = label === null ? [] : [label].flat();
  const ofLabel =
    labels === null || names.length === 0
      ? null
      : new Set(names.flatMap((name) => [...(labels.get(name) ?? [])]));
  const topics = conditions
    .flatMap(({ name, value }) => {
      const places = values.get(name) ?? null;
      const found = [...(places?.values() ?? [])].filter((own) => own.size > 0).length;
      return places === null ? [] : [{ own: places.get(value) ?? new Set<string>(), found }];
    })
    .sort((one, other) => other.found - one.found);
  const start = ofLabel ?? topics[0]?.own;
  if (start === undefined) return null;
  // The label is what the sample must be, then what the passages say most values of: what no passage of it
  // has beside gives way.
  return topics.reduce(
    (ids, { own }) => {
      const both = ids.filter((id) => own.has(id));
      return both.length > 0 ? both : ids;
    },
    [...start],
  );
}

function leastUsed(
  fitting: readonly string[],
  count: number,
  uses: ReadonlyMap<string, number>,
  place: ReadonlyMap<string, number>,
): string[] {
  return [...fitting]
    .sort(
      (a, b) =>
        (uses.get(a) ?? 0) - (uses.get(b) ?? 0) || (place.get(a) ?? 0) - (place.get(b) ?? 0),
    )
    .slice(0, count);
}

async function foundFor(row: Row, knowledge: Knowledge): Promise<string[]> {
  return (await knowledge.search(row.text, FOUND_FOR_ROW, { by: "words" })).map(({ id }) => id);
}

/** Passages of each label. */
function labelPlaces({ knowledge, task }: AgentContext): Promise<Places> {
  const examples = new Map<string, string[]>();
  for (const row of task.support)
    for (const name of row.label === null ? [] : [row.label].flat())
      examples.set(name, [...(examples.get(name) ?? []), row.text]);
  const subjects = task.labels.map(({ name, verbalizer, definition }): Subject => ({
    name,
    text: [verbalizer, definition].filter((part) => part !== undefined).join(" "),
    examples: examples.get(name),
  }));
  return placesOf("labels", subjects, knowledge, task);
}

/** Passages of each value, for the dimensions that say what a sample is about. */
async function valuePlaces(
  { dimensions = [] }: SourceQuery,
  { knowledge, task }: AgentContext,
): Promise<ReadonlyMap<string, Places>> {
  const found = new Map<string, Places>();
  for (const dimension of dimensions) {
    const labels = Object.keys(dimension.perLabel ?? {});
    const values = [...new Set([...(dimension.values ?? []), ...listedValues(dimension, labels)])];
    found.set(
      dimension.name,
      await placesOf(
        `values ${JSON.stringify([dimension.name, values])}`,
        values.map((name) => ({ name, text: name })),
        knowledge,
        task,
      ),
    );
  }
  return found;
}

/** Looked for once in a run. */
function placesOf(
  key: string,
  subjects: readonly Subject[],
  knowledge: Knowledge,
  { spec }: Task,
): Promise<Places> {
  // A single subject tells no passage from another.
  if (subjects.length < 2) return Promise.resolve(null);
  let known = knownPlaces.get(knowledge);
  if (!known) knownPlaces.set(knowledge, (known = new Map<string, Promise<Places>>()));
  let places = known.get(key);
  if (!places) known.set(key, (places = lookedFor(subjects, knowledge, spec.seed)));
  return places;
}

async function lookedFor(
  subjects: readonly Subject[],
  { passages }: Knowledge,
  seed: number,
): Promise<Places> {
  const looked =
    passages.length <= MOST_PASSAGES
      ? passages
      : new Random(seed).derive("subjects of passages").sample(passages, MOST_PASSAGES);
  const places = await passagesBySubject(
    looked.map(({ text }) => text),
    subjects,
  );
  return (
    places &&
    new Map([...places].map(([name, own]) => [name, new Set(own.map((one) => looked[one]!.id))]))
  );
}
