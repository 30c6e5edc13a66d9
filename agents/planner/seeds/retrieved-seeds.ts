import { DatawrightError } from "../../../base/errors.js";
import { labelKey, type LabelValue } from "../../../schema/label.js";
import { innerProduct } from "../../../base/statistics/inner-product.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { AgentContext } from "../../contract.js";
import type { SeedSelector } from "../contract.js";

/** Accepted texts of a label that its queries are expanded with. */
const EXPANSIONS = 5;
/** Latest accepted samples among which they are looked for. */
const MOST = 2000;
/** Products of vectors between two looks at the clock. */
const PIECE = 256;

interface CorpusText {
  readonly id: string;
  readonly text: string;
}

const slices = new TimeSlices();

/**
 * Texts of an unlabelled corpus, the rows of the inputs or else the passages of the knowledge
 * sources, by how near they are to a label (ReGen, Yu et al. 2023): first to its words and
 * definition; later also to these words followed by the most representative texts that were
 * accepted for it, those nearest to their mean. The highest similarity to any query counts. No text
 * is given twice.
 *
 * @throws SPEC_INVALID where the task has neither inputs nor knowledge
 */
export const retrievedSeeds: SeedSelector = {
  name: "retrieved",
  async select({ orders, count, used }, context) {
    const corpus: readonly CorpusText[] =
      context.memory.inputs.length > 0 ? context.memory.inputs : context.knowledge.passages;
    if (corpus.length === 0) {
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message: "plan.seeds: retrieved takes texts out of a corpus, and the task has none",
        hint: "Name the file of the texts in `inputs:`, or documents in `knowledge:`.",
        details: { path: "plan.seeds" },
      });
    }
    const vectors = await context.embeddings.embed(corpus.map(({ text }) => text));
    const taken = new Set(used);
    const ranked = new Map<string, Ranked>();
    const chosen: string[][] = [];
    for (const { label } of orders) {
      const key = labelKey(label);
      let own = ranked.get(key);
      if (!own)
        ranked.set(
          key,
          (own = { next: 0, ids: await rankedFor(label, { corpus, vectors }, context) }),
        );
      const ids: string[] = [];
      while (ids.length < count && own.next < own.ids.length) {
        const id = own.ids[own.next++]!;
        if (taken.has(id)) continue;
        taken.add(id);
        ids.push(id);
      }
      chosen.push(ids);
    }
    return chosen;
  },
};

interface Ranked {
  next: number;
  readonly ids: readonly string[];
}

/** Ids of the corpus, nearest to the label first; equal ones in their own order. */
async function rankedFor(
  label: LabelValue,
  {
    corpus,
    vectors,
  }: { readonly corpus: readonly CorpusText[]; readonly vectors: readonly Float32Array[] },
  context: AgentContext,
): Promise<string[]> {
  const queries = await context.embeddings.embed(await queriesFor(label, context));
  const scores = new Float64Array(corpus.length);
  for (const [index, vector] of vectors.entries()) {
    if (index % PIECE === 0 && slices.over) await slices.turn();
    scores[index] = Math.max(...queries.map((query) => innerProduct(query, vector)));
  }
  return [...corpus.keys()]
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .map((index) => corpus[index]!.id);
}

async function queriesFor(label: LabelValue, context: AgentContext): Promise<string[]> {
  const { task, embeddings } = context;
  const names = label === null ? [] : [label].flat();
  const words =
    names.length === 0
      ? task.spec.description
      : names
          .map((name) => {
            const spec = task.labels.find((one) => one.name === name);
            return [spec?.verbalizer ?? name, spec?.definition]
              .filter((part) => part !== undefined)
              .join(": ");
          })
          .join("; ");
  const texts = await acceptedTexts(label, context);
  const vectors = await embeddings.embed(texts);
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let at = 0; at < sum.length; at++) sum[at] = sum[at]! + vector[at]!;
  const central = [...texts.keys()]
    .sort((a, b) => innerProduct(sum, vectors[b]!) - innerProduct(sum, vectors[a]!) || a - b)
    .slice(0, EXPANSIONS);
  return [words, ...central.map((index) => `${words}\n${texts[index]!}`)];
}

async function acceptedTexts(label: LabelValue, { memory }: AgentContext): Promise<string[]> {
  const texts: string[] = [];
  for await (const sample of memory.accepted({ limit: MOST, latest: true }))
    if (labelKey(sample.label.current) === labelKey(label)) texts.push(sample.text);
  return texts;
}
