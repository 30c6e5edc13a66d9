import { findNames } from "../../../../tools/text/fact-names.js";
import { TimeSlices } from "../../../../base/workers/time-slices.js";
import type { AgentContext, Passage } from "../../../contract.js";
import type { FoundConditions } from "../../contract.js";

/** Passages of a value that samples are written from at most. */
const MOST_PASSAGES = 50;

/**
 * The names that most passages mention, as values of a dimension; for knowledge that is text only.
 */
export async function passageEntities(
  { dimension: name, values: most }: { readonly dimension: string; readonly values: number },
  { knowledge }: AgentContext,
): Promise<FoundConditions> {
  if (knowledge.passages.length === 0)
    return {
      attributes: [],
      notes: ["knowledge-graph: the task has neither a graph nor passages"],
    };
  const slices = new TimeSlices();
  const mentions = new Map<string, { readonly surface: string; readonly ids: string[] }>();
  for (const passage of knowledge.passages) {
    if (slices.over) await slices.turn();
    for (const [key, surface] of namesOf(passage)) {
      const entry = mentions.get(key) ?? { surface, ids: [] };
      entry.ids.push(passage.id);
      mentions.set(key, entry);
    }
  }
  const ranked = [...mentions.values()].sort(
    (a, b) => b.ids.length - a.ids.length || (a.surface < b.surface ? -1 : 1),
  );
  const taken = ranked.slice(0, most);
  if (taken.length === 0)
    return {
      attributes: [],
      notes: ["knowledge-graph: the task has no graph, and its passages mention no names"],
    };
  const notes = [
    `knowledge-graph: the task has no graph; ${taken.length} of ${ranked.length} names in ` +
      `its passages are the values of ${name}`,
  ];
  return {
    attributes: [
      {
        name,
        description: "what the sample is about, as the knowledge sources have it",
        source: "knowledge",
        steerable: true,
        values: taken.map(({ surface }) => surface),
        passages: Object.fromEntries(
          taken.map(({ surface, ids }) => [surface, ids.slice(0, MOST_PASSAGES)]),
        ),
      },
    ],
    notes,
  };
}

/** Folded name -> as it is written, each once. */
function namesOf({ text }: Passage): Map<string, string> {
  return new Map(
    findNames(text).map(({ value, start, end }) => [
      value,
      text.slice(start, end).replace(/['’]s?$/u, ""),
    ]),
  );
}
