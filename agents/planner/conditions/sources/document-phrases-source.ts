import { z } from "zod";
import { countSetting } from "../../../../base/slots/number-setting.js";
import { medoidsInWorker } from "../../../../tools/curation/relabel/medoids-in-worker.js";
import { innerProduct } from "../../../../base/statistics/inner-product.js";
import { languageName } from "../../../../base/text/language-name.js";
import { words } from "../../../../base/text/words.js";
import { TimeSlices } from "../../../../base/workers/time-slices.js";
import type { AgentContext, Passage } from "../../../contract.js";
import { askList } from "../ask-list.js";
import { cleanValues } from "../ask-values.js";
import type { ConditionSource, FoundConditions } from "../../contract.js";
import { tooManyCalls } from "../planner-call-limit.js";
import { clusterPhrases } from "./cluster-phrases.js";
import { configurable } from "../../../../base/slots/configurable.js";

/** Passages that clusters are made of at most; the others join the nearest one. */
const MOST_CLUSTERED = 2000;
/** Passages of a cluster that the model is shown. */
const SHOWN = 6;
/** Passages of a cluster that its key phrases are taken from. */
const INSIDE = 40;
/** Share of a topic's words that its passages must have. */
const GROUNDED = 0.5;

/** A topic with the passages that it stands for. */
interface Topic {
  readonly name: string;
  readonly passages: readonly Passage[];
}

/**
 * Topics of the knowledge documents: their passages are clustered by embedding, and a topic is what
 * tells a cluster from the others, by its key phrases or in the model's words. Orders of a topic
 * get one of its passages.
 */
export const documentPhrasesSource = configurable({
  settings: z.strictObject({
    dimension: z.string().min(1).default("topic").describe("Name of the dimension."),
    topics: z.number().int().min(1).max(500).default(12).describe("Clusters of passages."),
    ask: z
      .boolean()
      .default(false)
      .describe("Whether the model names the topics of each cluster; key phrases otherwise."),
    perTopic: countSetting({ from: 1, usual: 1 }, "Topics that are asked for, of each cluster."),
  }),
  make: ({ dimension: name, topics: count, ask, perTopic }): ConditionSource => ({
    name: "documents",
    async find(_query, context): Promise<FoundConditions> {
      const notes: string[] = [];
      const { passages } = context.knowledge;
      if (passages.length === 0)
        return { attributes: [], notes: ["documents: the knowledge sources have no passages"] };
      const clusters = await clustered(passages, count, context, notes);
      const why = ask ? tooManyCalls(clusters.length, context, "topics of the documents") : null;
      if (why !== null)
        notes.push(`documents: the model was not asked for topics: ${why}; key phrases are used`);
      const topics =
        ask && why === null
          ? await askedTopics(clusters, { name, perTopic }, context, notes)
          : await phraseTopics(clusters, context, notes);
      if (topics.length === 0)
        return { attributes: [], notes: [...notes, "documents: no topic was found"] };
      const merged = new Map<string, string[]>();
      for (const topic of topics)
        merged.set(topic.name, [
          ...(merged.get(topic.name) ?? []),
          ...topic.passages.map(({ id }) => id),
        ]);
      return {
        attributes: [
          {
            name,
            description: "what the sample is about, as the passages have it",
            source: "knowledge",
            steerable: true,
            values: [...merged.keys()],
            passages: Object.fromEntries(merged),
          },
        ],
        notes,
      };
    },
  }),
});

async function clustered(
  passages: readonly Passage[],
  count: number,
  context: AgentContext,
  notes: string[],
): Promise<readonly (readonly Passage[])[]> {
  if (passages.length <= count) return passages.map((passage) => [passage]);
  const { seed } = context.task.spec;
  const chosen =
    passages.length <= MOST_CLUSTERED
      ? passages
      : context.random.derive("documents").sample(passages, MOST_CLUSTERED);
  if (chosen.length < passages.length)
    notes.push(
      `documents: ${chosen.length} of ${passages.length} passages were clustered; topics ` +
        "stand for those",
    );
  const vectors = await context.embeddings.embed(chosen.map(({ text }) => text));
  const [medoids] = await medoidsInWorker(
    { groups: [vectors], clusters: count, seed },
    { signal: context.signal },
  );
  const slices = new TimeSlices();
  const members = new Map(
    medoids!.map((medoid): [number, { similarity: number; passage: Passage }[]] => [medoid, []]),
  );
  for (const [index, passage] of chosen.entries()) {
    if (slices.over) await slices.turn();
    const nearest = medoids!
      .map((medoid) => ({ medoid, similarity: innerProduct(vectors[index]!, vectors[medoid]!) }))
      .reduce((a, b) => (b.similarity > a.similarity ? b : a));
    members.get(nearest.medoid)!.push({ similarity: nearest.similarity, passage });
  }
  return [...members.values()].map((list) =>
    list.sort((a, b) => b.similarity - a.similarity).map(({ passage }) => passage),
  );
}

/** Of each cluster the phrase that tells it best from the others. */
async function phraseTopics(
  clusters: readonly (readonly Passage[])[],
  { task }: AgentContext,
  notes: string[],
): Promise<Topic[]> {
  const texts = clusters.map((passages) => passages.slice(0, INSIDE).map(({ text }) => text));
  const phrases = await clusterPhrases(texts, {
    language: task.spec.language,
    most: 20,
    slices: new TimeSlices(),
  });
  const taken = new Set<string>();
  return clusters.flatMap((passages, index): Topic[] => {
    const phrase = cleanValues(phrases[index]!, { count: 20 }).values.find(
      (candidate) => !taken.has(candidate),
    );
    if (phrase === undefined) {
      notes.push(
        `documents: ${passages.length} passages have no phrase that tells them from the others`,
      );
      return [];
    }
    taken.add(phrase);
    return [{ name: phrase, passages }];
  });
}

async function askedTopics(
  clusters: readonly (readonly Passage[])[],
  { name, perTopic }: { readonly name: string; readonly perTopic: number },
  context: AgentContext,
  notes: string[],
): Promise<Topic[]> {
  const found = await Promise.all(
    clusters.map(async (passages, index) => {
      const { listed, problem } = await askList(
        {
          step: `documents:${name}:${index}`,
          label: null,
          count: perTopic,
          sources: passages.slice(0, SHOWN),
          lines: [
            `List ${perTopic === 1 ? "the topic" : `${perTopic} topics`} of the passages ` +
              "below that samples can be about.",
            `Each is a short noun phrase in ${languageName(context.task.spec.language)}, in ` +
              "words that the passages use, and special enough to tell them from other " +
              "passages.",
          ],
        },
        context,
      );
      if (problem !== null) notes.push(`documents: ${problem}`);
      const { values, dropped } = cleanValues(listed, { count: perTopic });
      const known = new Set(passages.flatMap(({ text }) => words(text)));
      const grounded = values.filter((value) => isGrounded(value, known));
      return {
        topics: grounded.map((value): Topic => ({ name: value, passages })),
        dropped,
        ungrounded: values.length - grounded.length,
      };
    }),
  );
  const sum = (of: (entry: (typeof found)[number]) => number): number =>
    found.reduce((total, entry) => total + of(entry), 0);
  if (sum(({ dropped }) => dropped) > 0)
    notes.push(
      `documents: ${sum(({ dropped }) => dropped)} topics of the model left out (repeated, ` +
        "too long, or more than asked for)",
    );
  if (sum(({ ungrounded }) => ungrounded) > 0)
    notes.push(
      `documents: ${sum(({ ungrounded }) => ungrounded)} topics of the model left out: ` +
        "their passages do not have the words",
    );
  return found.flatMap(({ topics }) => topics);
}

function isGrounded(value: string, known: ReadonlySet<string>): boolean {
  const own = words(value);
  return own.filter((word) => known.has(word)).length >= GROUNDED * own.length;
}
